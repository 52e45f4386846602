import { createAgents } from '../../src/agents/create-agents.ts';
import type { AgentRun, ModelCallInfo, Writer } from '../../src/agents/agent.ts';
import { loadConfig } from '../../src/config/load.ts';
import { toSections } from '../../src/document/sections/draft-sections.ts';
import { joinSections } from '../../src/document/sections/split-sections.ts';
import { createLogger } from '../../src/lib/logger.ts';
import type { ModelCall } from '../../src/practice-model/model-call.ts';
import type { Reply } from '../../src/practice-model/reply.ts';
import { startPracticeModel } from '../../src/practice-model/server.ts';
import { tokensIn } from '../../src/practice-model/wire/usage.ts';
import type { LedgerItem } from '../../src/protocol/ledger.ts';
import type { Section } from '../../src/protocol/section.ts';
import { createMemoryLlmCache } from '../../src/storage/memory-llm-cache.ts';
import { table } from './figures.ts';

/** Rounds of changes after the first draft. */
const ROUNDS = [3, 5] as const;
/** Words of an article, in sections of about 150. */
const LENGTHS = [800, 1200, 2000] as const;
const SECTION_WORDS = 150;
const REQUEST = { topic: 'How tides work', language: 'en' } as const;
const SENTENCE =
  'Twice a day the water rises along the coast, and nobody on the pier has to be told why it does so again today. ';
const SENTENCE_WORDS = 23;

/**
 * Tokens of prompts and answers that n rounds of changes cost, each round one comment that names one section, against a chat in which one
 * asks for the whole text again each time. Counted, not measured: no time, and no quality.
 */
export async function benchTokens(): Promise<void> {
  const rows = await Promise.all(
    LENGTHS.flatMap((words) => ROUNDS.map(async (rounds) => [words, rounds, await costOf(words, rounds)] as const)),
  );
  console.log('## Tokens of a revision\n');
  table([
    [
      'words',
      'rounds',
      'Copydesk',
      'one chat',
      'ratio',
      'one chat without instructions',
      'ratio',
      'each time anew',
      'ratio',
    ],
    ...rows.map(([words, rounds, { ours, others }]) => [
      ...[words, rounds, ours].map(String),
      ...others.flatMap((other) => [String(other), (ours / other).toFixed(2)]),
    ]),
  ]);
}

interface Costs {
  readonly ours: number;
  /** Of the other ways, in the order of the table. */
  readonly others: readonly number[];
}

async function costOf(words: number, rounds: number): Promise<Costs> {
  const article = articleOf(words);
  /** What the writer is told for a first draft: whoever writes needs as much. */
  let instructions = '';
  const server = await startPracticeModel({
    respond: async (call) => {
      if (call.brief?.task === 'draft') instructions = call.texts[0] ?? '';
      return obedient(call, article);
    },
  });
  const calls: ModelCallInfo[] = [];
  try {
    const { writer } = await createAgents(loadConfig('config').agents, {
      llm: { baseUrl: server.url },
      cache: createMemoryLlmCache(1_000_000),
      logger: createLogger({ level: 'silent' }),
    });
    const texts = await play(writer, rounds, runWith(calls));
    const spent = calls.reduce((sum, { inputTokens = 0, outputTokens = 0 }) => sum + inputTokens + outputTokens, 0);
    return { ours: spent, others: [chatCost(texts, instructions), chatCost(texts, ''), anewCost(texts, instructions)] };
  } finally {
    await server.stop();
  }
}

/** The first draft, and one for each round. */
async function play(writer: Writer, rounds: number, run: AgentRun): Promise<readonly string[]> {
  const { text } = await writer.write({ request: REQUEST, comments: [] }, run);
  const texts = [text];
  let draft: readonly Section[] = toSections(text, 'agent');
  const done: LedgerItem[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const item: LedgerItem = {
      id: `d${round}`,
      kind: 'comment',
      byName: 'Ann',
      onVersion: round,
      text: commentOf(round),
    };
    const revised = await writer.revise({ request: REQUEST, draft, open: [item], kept: [...done] }, run);
    draft = revised.draft;
    done.push(item);
    texts.push(joinSections(draft));
  }
  return texts;
}

const ORDER = 'Write an article on how tides work, in English.';
const again = (round: number): string => `${commentOf(round)} Answer with the whole article.`;

/** One chat: each round a comment and the whole text again, after all that was said before. */
function chatCost(texts: readonly string[], instructions: string): number {
  let said = tokensIn(instructions) + tokensIn(ORDER);
  let spent = 0;
  for (const [round, text] of texts.entries()) {
    if (round > 0) said += tokensIn(again(round));
    spent += said + tokensIn(text);
    said += tokensIn(text);
  }
  return spent;
}

/** Each round a question of its own: instructions, order, the last text and every comment, and the whole text again. */
function anewCost(texts: readonly string[], instructions: string): number {
  return texts.reduce((spent, text, round) => {
    const comments = texts.slice(1, round + 1).map((_, at) => again(at + 1));
    return spent + tokensIn([instructions, ORDER, texts[round - 1] ?? '', ...comments].join('\n')) + tokensIn(text);
  }, 0);
}

function commentOf(round: number): string {
  return `In section ${round}, name the harbour and the year in which it was measured there first.`;
}

function articleOf(words: number): string {
  const sections = Math.max(2, Math.round(words / SECTION_WORDS));
  const body = SENTENCE.repeat(Math.round(words / (sections + 1) / SENTENCE_WORDS)).trim();
  const parts = Array.from(
    { length: sections },
    (_, at) => `## What happens at the coast, part ${at + 1}\n\n${body}\n\n`,
  );
  return `# How tides work\n\n${body}\n\n${parts.join('')}`;
}

/** A model that does what is asked and no more. */
function obedient({ brief }: ModelCall, article: string): Reply {
  if (brief?.task === 'outline')
    return { kind: 'answer', content: { text: article.match(/^## .+$/gm)?.join('\n') ?? '' } };
  if (brief?.task !== 'revise') return { kind: 'answer', content: { text: article } };
  const fact = 'It was measured first in Brest, in 1807.';
  const sections = brief.sections.map(({ id, text }) => ({ id, text: `${text.trim()} ${fact}` }));
  const answers = brief.orders.map(({ id }) => ({
    order: id,
    done: true,
    section: sections[0]?.id ?? null,
    quote: 'first in Brest, in 1807',
    why: null,
  }));
  return { kind: 'answer', content: { json: { sections, answers, superseded: [] } } };
}

function runWith(calls: ModelCallInfo[]): AgentRun {
  return {
    signal: new AbortController().signal,
    today: '2026-11-29',
    journal: {
      find: async () => undefined,
      store: async (_hash, _answer, call) => void calls.push(call),
      discard: async () => undefined,
    },
  };
}
