import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createChatModel } from '../../../src/agents/model/chat-model.ts';
import type { Fact, Telemetry } from '../../../src/lib/telemetry.ts';
import { NO_TELEMETRY } from '../../../src/lib/telemetry.ts';
import { createScrub } from '../../../src/lib/scrub.ts';
import { type ModelServer, startModelServer } from '../model-server.ts';
import { DRAFT, mapCache, memoryLogger, memoryRun, SETTINGS } from '../run.ts';
import { TEXT, TURNS } from './asks.ts';

const TOLD = 'a model was asked';
let server: ModelServer;
let logger = memoryLogger();
let facts: Fact[] = [];
let cache = mapCache();

beforeEach(async () => {
  server = await startModelServer();
  logger = memoryLogger();
  facts = [];
  cache = mapCache();
});
afterEach(() => server.close());

const telemetry: Telemetry = { ...NO_TELEMETRY, note: (fact) => void facts.push(fact) };
/** Of calls: what is known of a model before the first one is told, too. */
const calls = (): readonly Fact[] => facts.filter(({ kind }) => kind === 'model-call');
const model = (price = {}) =>
  createChatModel({
    agent: 'writer',
    settings: SETTINGS,
    endpoint: { baseUrl: server.baseUrl, api: 'chat', baseUrlName: 'LLM_BASE_URL', keyName: 'LLM_API_KEY' },
    cache,
    scrub: createScrub([]),
    logger,
    telemetry,
    prices: price,
  });
const lines = (): readonly object[] =>
  logger.lines
    .filter((line) => line.startsWith(TOLD))
    .map((line) => JSON.parse(line.slice(TOLD.length)) as Record<string, unknown>);

describe('a call of a model', () => {
  it('is one line of the log and one fact beside that of its model, with tokens, cost and outcome, and none of its words', async () => {
    server.script(DRAFT);
    await model({ scripted: { inputPerMillion: 1000, outputPerMillion: 2000 } }).ask(TEXT, memoryRun());
    const told = { outcome: 'answered', durationMs: expect.any(Number), inputTokens: 11, outputTokens: 7 };
    expect(lines()).toEqual([
      { agent: 'writer', model: 'scripted', purpose: 'writer.draft', ...told, costUsd: expect.closeTo(0.025, 6) },
    ]);
    expect(facts).toEqual([
      { kind: 'model', agent: 'writer', model: 'scripted' },
      { kind: 'model-call', agent: 'writer', model: 'scripted', ...told, costUsd: expect.closeTo(0.025, 6) },
    ]);
    for (const words of [DRAFT, ...TURNS.map(({ text }) => text)])
      expect(logger.lines.join('\n')).not.toContain(words.slice(0, 20));
  });

  it('has a line of its own when its answer is sent back, and none where the journal has the answer', async () => {
    server.script('too short', DRAFT);
    await model().ask(TEXT, memoryRun());
    expect(lines()).toHaveLength(2);
    cache.entries.clear();
    server.script(DRAFT);
    const run = memoryRun();
    await model().ask(TEXT, run);
    cache.entries.clear();
    await model().ask(TEXT, memoryRun({ from: run }));
    expect(server.requests).toHaveLength(3);
    expect(lines()).toHaveLength(3);
  });

  it('is told as cached where our own memory answers', async () => {
    server.script(DRAFT);
    await model().ask(TEXT, memoryRun());
    await model().ask(TEXT, memoryRun());
    expect(lines().map((line) => Reflect.get(line, 'outcome'))).toEqual(['answered', 'cached']);
    expect(lines()[1]).toMatchObject({ costUsd: 0 });
    expect(server.requests).toHaveLength(1);
  });

  it('is told with the code of what went wrong', async () => {
    server.script((response) => {
      response.writeHead(429, { 'content-type': 'application/json' }).end('{"error":{"message":"Slow down"}}');
    });
    await expect(model().ask(TEXT, memoryRun())).rejects.toThrow('429');
    expect(lines()).toEqual([expect.objectContaining({ outcome: 'model-rate-limited' })]);
    expect(calls()).toEqual([expect.objectContaining({ outcome: 'model-rate-limited' })]);
  });

  it('is told as stopped when nobody wants its answer any more', async () => {
    server.script(() => undefined);
    const leaving = new AbortController();
    const asking = model().ask(TEXT, { ...memoryRun(), signal: leaving.signal });
    await expect.poll(() => server.requests.length).toBe(1);
    leaving.abort(new Error('cancelled'));
    await expect(asking).rejects.toThrow('cancelled');
    await expect.poll(calls).toEqual([expect.objectContaining({ outcome: 'stopped' })]);
  });
});
