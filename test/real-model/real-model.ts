import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentSettings } from '../../src/agents/settings.ts';
import { loadConfig } from '../../src/config/load.ts';
import { type Newsroom, openNewsroom } from '../support/newsroom.ts';
import { type LlamaServer, startLlamaServer } from './llama-server.ts';

/** On two cores that do nothing else it takes minutes. */
const LIMIT_MS = 60 * 60_000;
const LOOK_EVERY_MS = 1000;
/** Two drafts at most: it is about the way to the gate. */
const SETTINGS = { ...loadConfig('config').article, maxIterations: 2 };

let server: LlamaServer;
let newsroom: Newsroom;

beforeAll(async () => {
  server = await startLlamaServer();
  /** As docs/models.md advises for a small local model. */
  const small = <S extends AgentSettings>(settings: S): S => ({
    ...settings,
    model: server.model,
    temperature: 0.2,
    maxOutputTokens: 400,
    extraBody: { repeat_penalty: 1.15 },
  });
  newsroom = await openNewsroom({
    llm: { baseUrl: server.baseUrl, apiKey: 'none' },
    agents: (shipped) => ({
      ...shipped,
      writer: small(shipped.writer),
      critic: small(shipped.critic),
      factChecker: small(shipped.factChecker),
      editor: small(shipped.editor),
      maxConcurrency: 1,
    }),
  });
}, LIMIT_MS);

afterAll(async () => {
  await newsroom?.close();
  await server?.stop();
}, LIMIT_MS);

/** Each call of a model as it ends, for whoever watches. */
async function tellNewCalls(told: Set<string>, started: number): Promise<void> {
  const { rows } = await newsroom.pool.query<{
    readonly id: string;
    readonly purpose: string;
    readonly usable: boolean;
    readonly read: number;
    readonly written: number;
    readonly seconds: number;
    readonly beginning: string;
  }>(
    `select call_id::text as id, purpose, usable, input_tokens as read, output_tokens as written, round(duration_ms / 1000.0)::int as seconds, left(answer ->> 'text', 160) as beginning
     from model_calls order by call_id`,
  );
  for (const { id, purpose, usable, read, written, seconds, beginning } of rows) {
    if (told.has(id)) continue;
    told.add(id);
    const use = usable ? '' : ', of no use';
    const at = Math.round((performance.now() - started) / 1000);
    console.log(
      `${at} s: ${purpose}, ${read} tokens read, ${written} written in ${seconds} s${use}: ${JSON.stringify(beginning)}`,
    );
  }
}

/** What the calls of the models took, and which of their answers were of no use. */
async function tellCalls(): Promise<void> {
  const { rows } = await newsroom.pool.query<Record<string, unknown>>(
    `select purpose, count(*)::int as calls, count(*) filter (where not usable)::int as "of no use",
       round(avg(duration_ms) / 1000, 1)::float as "seconds each", sum(input_tokens)::int as "tokens read", sum(output_tokens)::int as "tokens written"
     from model_calls group by purpose order by min(call_id)`,
  );
  console.table(rows);
}

describe('an article by a real small model', () => {
  it('comes to the gate in its thread', { timeout: LIMIT_MS }, async () => {
    const request = { topic: 'How tides work', language: 'en', lengthWords: 150 } as const;
    const started = performance.now();
    const article = await newsroom.start(request.topic, { request }, SETTINGS);
    const told = new Set<string>();
    let status = await newsroom.gateway.status(article.articleId);
    while (status.stage === 'drafting') {
      await sleep(LOOK_EVERY_MS);
      await tellNewCalls(told, started);
      status = await newsroom.gateway.status(article.articleId);
    }
    const seconds = Math.round((performance.now() - started) / 1000);
    console.log(`${seconds} s: ${status.stage}, scores ${status.scores.join(', ')}`, status.failure ?? '');
    await tellCalls();
    expect(status).toMatchObject({ stage: 'waiting', waitingFor: ['requester'] });
    await expect.poll(() => article.kinds()).toContain('gate');
    expect(article.kinds()).not.toContain('failure');
  });
});
