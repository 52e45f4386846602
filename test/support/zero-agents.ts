import type { Critic, Editor, FactChecker, Researcher, Writer } from '../../src/agents/agent.ts';
import type { ReadAddress } from '../../src/research/read-address.ts';
import type { SourceFileStore } from '../../src/storage/source-file-store.ts';
import { rewritten, toSections } from '../../src/document/sections/draft-sections.ts';
import { joinSections } from '../../src/document/sections/split-sections.ts';

export interface ZeroAgents {
  readonly writer: Writer;
  readonly critic: Critic;
  readonly factChecker: FactChecker;
  readonly editor: Editor;
  readonly researcher: Researcher;
  readonly readAddress: ReadAddress;
  readonly files: Pick<SourceFileStore, 'find'>;
  readonly external: ReadonlyMap<string, FactChecker>;
}

/** Agents that answer at once and without a model; the draft's number decides its score. */
export function zeroAgents(scores: readonly number[] = [6, 8.4]): ZeroAgents {
  const revisionOf = (draft: string): number => Number(/revision (\d+)/.exec(draft)?.[1] ?? 0);
  return {
    writer: {
      model: 'zero',
      outline: async ({ request }) => ({ text: `# ${request.topic}\n\n## One\n\n## Two\n`, model: 'zero' }),
      write: async ({ request }) => ({ text: `# ${request.topic}\n\nThis is revision 1.\n`, model: 'zero' }),
      translate: async ({ request, original, translated = [] }) => ({
        model: 'zero',
        draft: original.sections.map(
          (section) =>
            translated.find(({ id }) => id === section.id) ??
            rewritten(section, section.text.replace(/(?=\s*$)/, ` (${request.language})`), 'agent'),
        ),
      }),
      revise: async ({ request, draft, open, kept }) => {
        const heeded = [...kept, ...open].filter(({ kind }) => kind === 'comment');
        const text = `# ${request.topic}\n\nThis is revision ${revisionOf(joinSections(draft)) + 1}.\n${heeded.map((item) => `\nHeeded: ${item.text}\n`).join('')}`;
        return { model: 'zero', draft: toSections(text, 'agent', draft), answers: [], superseded: [] };
      },
    },
    critic: {
      model: 'zero',
      isBetter: async () => true,
      critique: async ({ draft }) => ({
        score: scores[Math.min(revisionOf(joinSections(draft)), scores.length) - 1] ?? 0,
        strengths: ['clear'],
        weaknesses: ['short'],
        suggestions: ['longer'],
        factsQuestionable: false,
      }),
    },
    factChecker: { model: 'zero', check: async () => ({ provider: 'model', verified: false, claims: [] }) },
    researcher: { model: 'zero', search: async () => [], takeNotes: async () => [], judge: async () => [] },
    readAddress: async () => {
      throw new Error('Nobody asked for a source.');
    },
    files: { find: async () => undefined },
    external: new Map(),
    editor: {
      model: 'zero',
      edit: async ({ request, draft }) => ({ title: request.topic, summary: 'In short.', text: draft }),
      extras: async ({ wanted }) => wanted.map(({ name, maxChars }) => ({ name, maxChars, text: 'In short.' })),
    },
  };
}
