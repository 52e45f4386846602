import { quoteIsIn } from '../agents/comparable.ts';
import { type LedgerAnswer, type LedgerItem, suggestionItems } from '../protocol/ledger.ts';
import type { Section } from '../protocol/section.ts';
import type { Work } from '../storage/work-store.ts';

/** What is wanted of the next draft. */
export interface Standing {
  /** Comments that the draft has not done yet, and what its critic suggests. */
  readonly open: readonly LedgerItem[];
  /** What it has done and the next one has to keep. */
  readonly kept: readonly LedgerItem[];
  /** How it has done those. */
  readonly done: readonly LedgerAnswer[];
}

type Known = Pick<Work, 'comments' | 'ledger' | 'answers' | 'lineage' | 'critique'>;

/**
 * What of the ledger a draft has done: by its writer's answers, and its critic's where there are some; never where the words that are
 * quoted are not in it. A comment stands until it is superseded.
 * @param critiqueId of the draft
 */
export function standingOf(known: Known, critiqueId: string | undefined): Standing {
  const { critique, lineage, ledger } = known;
  const [draft] = lineage;
  const noted = new Map(ledger.map((item) => [item.id, item]));
  const comments = holdingComments(known).map((comment): LedgerItem => ({ kind: 'comment', ...comment }));
  const suggested =
    critique === undefined || critiqueId === undefined
      ? []
      : suggestionItems(critiqueId, critique, draft?.version ?? 0);
  const done = answersOn(known).filter((answer) => answer.done && holds(answer, draft?.text ?? ''));
  const isDone = ({ id }: LedgerItem): boolean => done.some(({ item }) => item === id);
  const followed = ledger.filter((item) => item.kind === 'suggestion' && isDone(item));
  const kept = [...comments.filter(isDone), ...followed].map(({ id, kind, byName, onVersion, text }): LedgerItem => {
    const section = done.find(({ item }) => item === id)?.section;
    return { id, kind, byName, onVersion, text, ...(section !== undefined && { sections: [section] }) };
  });
  const open = [...comments.filter((item) => !isDone(item)), ...suggested].map((item) => noted.get(item.id) ?? item);
  return { open: open.map(asItem), kept, done };
}

/** Comments that no later one contradicts. */
export function holdingComments({ comments, ledger }: Pick<Work, 'comments' | 'ledger'>): Work['comments'] {
  const gone = new Set(ledger.filter(({ isSuperseded }) => isSuperseded).map(({ id }) => id));
  return comments.filter(({ id }) => !gone.has(id));
}

/** The answers of a draft; a person's text has those of the one it replaced. What the critic says counts more. */
export function answersOn({ answers, lineage, critique }: Known): readonly LedgerAnswer[] {
  const answered = lineage.find(({ draftId }) => answers.some((answer) => answer.draftId === draftId));
  const own = answers.filter(({ draftId }) => draftId === answered?.draftId);
  const judged = critique?.comments ?? [];
  return [...own.filter(({ item }) => !judged.some((one) => one.item === item)), ...judged];
}

/** What a new draft has made of what the last one had done: done as long as the words are there. */
export function stillDone(done: readonly LedgerAnswer[], draft: readonly Section[]): readonly LedgerAnswer[] {
  return done.map((answer) => {
    if (answer.quote === undefined) return answer;
    const { quote } = answer;
    const where = draft.find(({ text }) => quoteIsIn(quote, text));
    return where === undefined ? { item: answer.item, done: false } : { ...answer, section: where.id };
  });
}

/** What is not quoted was a section that went. */
function holds({ quote }: LedgerAnswer, text: string): boolean {
  return quote === undefined || quoteIsIn(quote, text);
}

function asItem({ id, kind, byName, onVersion, text, sections }: LedgerItem): LedgerItem {
  return { id, kind, byName, onVersion, text, ...(sections !== undefined && { sections }) };
}
