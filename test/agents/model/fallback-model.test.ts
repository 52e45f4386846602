import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AgentRun } from '../../../src/agents/agent.ts';
import { createLearnedBook } from '../../../src/agents/model/capabilities.ts';
import { createChatModel, type ChatModel } from '../../../src/agents/model/chat-model.ts';
import { createFallbackModel } from '../../../src/agents/model/fallback-model.ts';
import { Resting } from '../../../src/agents/model/resting.ts';
import type { AgentSettings } from '../../../src/agents/settings.ts';
import { createScrub } from '../../../src/lib/scrub.ts';
import { answer, chat, type ModelServer, type Reply, startModelServer } from '../model-server.ts';
import { DRAFT, mapCache, memoryLogger, memoryRun, SETTINGS } from '../run.ts';
import { TEXT } from './asks.ts';

const REST_MS = 60_000;
const OTHER_DRAFT = DRAFT.replace('Twice', 'Two times');

let first: ModelServer;
let second: ModelServer;
let cache = mapCache();
let logger = memoryLogger();
let resting = new Resting({ firstMs: REST_MS });
beforeEach(async () => {
  [first, second] = await Promise.all([startModelServer(), startModelServer()]);
  cache = mapCache();
  logger = memoryLogger();
  resting = new Resting({ firstMs: REST_MS });
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all([first.close(), second.close()]);
});

/** Two models at two servers. */
function pair(settings: Partial<AgentSettings> = {}): ChatModel {
  const learned = createLearnedBook({ logger });
  const at = ({ baseUrl }: ModelServer, model: string) =>
    createChatModel({
      agent: 'writer',
      settings: { ...SETTINGS, cacheTtlSeconds: 0, ...settings, model },
      endpoint: { baseUrl, apiKey: `k-${model}`, api: 'chat', baseUrlName: 'LLM_BASE_URL', keyName: 'LLM_API_KEY' },
      cache,
      scrub: createScrub(['k-one', 'k-two']),
      logger,
      learned,
    });
  return createFallbackModel({
    agent: 'writer',
    first: at(first, 'one'),
    others: [at(second, 'two')],
    resting,
    logger,
  });
}

const fails =
  (status: number, message: string, headers: Readonly<Record<string, string>> = {}): Reply =>
  (response) =>
    answer(response, status, { error: { message } }, headers);
const AWAY = fails(503, 'Service Unavailable');
const asked = (): readonly number[] => [first.requests.length, second.requests.length];
const later = (ms: number): void => void vi.setSystemTime(Date.now() + ms);
/** A question that differs from the others. */
const about = (topic: string): typeof TEXT => ({
  ...TEXT,
  turns: [TEXT.turns[0], { role: 'user', text: topic }] as unknown as typeof TEXT.turns,
});

describe('a fallback', () => {
  it.each<[string, Reply]>([
    ['is away', AWAY],
    ['closes the connection', (response) => void response.destroy()],
    [
      'breaks off in the middle',
      (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('data: {"choices":[{"delta":{"content":"# How"}}]}\n\n', () => response.destroy());
      },
    ],
    ['limits for a long time', fails(429, 'Rate limit reached', { 'retry-after': '300' })],
    ['limits without saying for how long', fails(429, 'Too many requests')],
    ['refuses the key', fails(401, 'Incorrect API key provided')],
    ['has no budget left', fails(402, 'Insufficient credits')],
    ['does not know the model', fails(404, 'The model `one` does not exist')],
    ['refuses for its content', fails(400, 'content_filter: the prompt was filtered')],
    [
      'declines in its answer',
      (response) => answer(response, 200, chat('', { message: { role: 'assistant', content: null, refusal: 'No.' } })),
    ],
  ])('answers in the same attempt when the model %s, and is named as the author', async (_why, reply) => {
    first.script(reply);
    second.script(DRAFT);
    const authors: string[] = [];
    const run = { ...memoryRun(), onAnswer: (model: string) => void authors.push(model) };
    expect(await pair().ask(TEXT, run)).toBe(DRAFT);
    expect(asked()).toEqual([1, 1]);
    expect(second.requests[0]).toMatchObject({ body: { model: 'two' }, headers: { authorization: 'Bearer k-two' } });
    expect(authors).toEqual(['two']);
    expect(logger.lines.join('\n')).toMatch(/a model failed: the next one is asked .*"model":"one"/);
  });

  it.each<[string, readonly Reply[], string]>([
    ['asks for a moment', [fails(429, 'Rate limit reached. Please try again in 350ms.')], 'model-rate-limited'],
    [
      'finds the request too long',
      [fails(400, "This model's maximum context length is 8192 tokens")],
      'model-context-exceeded',
    ],
    ['refuses the request', [fails(400, 'messages: at least one is needed')], 'model-request-refused'],
    ['answers nothing usable, whatever is said of it', ['short', 'short', 'short'], 'model-answer-unusable'],
  ])('is not asked when the model %s', async (_why, replies, code) => {
    first.script(...replies);
    await expect(pair().ask(TEXT, memoryRun())).rejects.toMatchObject({ code });
    expect(asked()).toEqual([replies.length, 0]);
  });

  it('is asked when the model wants another moment right after the first', async () => {
    const moment = fails(429, 'Rate limit reached. Please try again in 350ms.');
    first.script(moment, moment);
    second.script(DRAFT);
    await expect(pair().ask(TEXT, memoryRun())).rejects.toMatchObject({ retryAfterMs: 350 });
    expect(await pair().ask(TEXT, memoryRun())).toBe(DRAFT);
  });

  it('goes on with a malformed or a cut answer where it was, at the same model', async () => {
    first.script('short', DRAFT);
    expect(await pair().ask(TEXT, memoryRun())).toBe(DRAFT);
    first.script((response) => answer(response, 200, chat(DRAFT.slice(0, 60), { finish_reason: 'length' })), DRAFT);
    expect(await pair().ask(about('cut'), memoryRun())).toBe(DRAFT);
    expect(asked()).toEqual([4, 0]);
  });
});

describe('a model that failed', () => {
  it('is passed over for a time, twice as long after each failure in a row, until it answers', async () => {
    const model = pair();
    first.script(AWAY, AWAY, DRAFT, DRAFT);
    second.script(...Array.from({ length: 4 }, () => OTHER_DRAFT));
    await model.ask(about('1'), memoryRun());
    await model.ask(about('2'), memoryRun());
    expect(asked()).toEqual([1, 2]);
    later(REST_MS + 1);
    await model.ask(about('3'), memoryRun());
    expect(asked()).toEqual([2, 3]);
    later(REST_MS + 1);
    await model.ask(about('4'), memoryRun());
    expect(asked()).toEqual([2, 4]);
    later(REST_MS);
    expect(await model.ask(about('5'), memoryRun())).toBe(DRAFT);
    await model.ask(about('6'), memoryRun());
    expect(asked()).toEqual([4, 4]);
  });

  it('is passed over for as long as its server asks, by every agent of the process', async () => {
    first.script(fails(429, 'Rate limit reached', { 'retry-after': '300' }), DRAFT);
    second.script(OTHER_DRAFT, OTHER_DRAFT);
    await pair().ask(TEXT, memoryRun());
    later(299_000);
    await pair().ask(about('another'), memoryRun());
    expect(asked()).toEqual([1, 2]);
    later(1001);
    await pair().ask(about('a third'), memoryRun());
    expect(asked()).toEqual([2, 2]);
  });

  it('is not passed over for having refused another question', async () => {
    first.script(fails(400, 'content_filter'), DRAFT);
    second.script(OTHER_DRAFT, AWAY);
    const model = pair();
    await model.ask(TEXT, memoryRun());
    expect(await model.ask(about('another'), memoryRun())).toBe(DRAFT);
    // Asked the first question again, it would refuse it again, and be paid for it.
    await expect(model.ask(TEXT, memoryRun())).rejects.toMatchObject({ code: 'model-unavailable' });
    expect(asked()).toEqual([2, 2]);
  });

  it('is passed over when it was silent until the time of the step was up, and not when somebody stopped the step', async () => {
    const model = pair();
    const hangs: Reply = () => undefined;
    first.script(hangs, hangs);
    second.script(OTHER_DRAFT);
    const stop = async (reason: Error): Promise<void> => {
      const before = first.requests.length;
      const controller = new AbortController();
      const asking = model.ask(TEXT, memoryRun({ signal: controller.signal }));
      asking.catch(() => undefined);
      await expect.poll(() => first.requests).toHaveLength(before + 1);
      controller.abort(reason);
      await expect(asking).rejects.toBe(reason);
    };
    await stop(new Error('cancelled'));
    await stop(Object.assign(new Error('too long'), { name: 'StepTimeoutError' }));
    later(1);
    expect(await model.ask(TEXT, memoryRun())).toBe(OTHER_DRAFT);
    expect(second.requests).toHaveLength(1);
    later(REST_MS);
    first.script(DRAFT);
    expect(await model.ask(TEXT, memoryRun())).toBe(DRAFT);
  });

  it('counts once for all who were asking when it went', async () => {
    first.script(AWAY, AWAY, AWAY, DRAFT);
    second.script(OTHER_DRAFT, OTHER_DRAFT, OTHER_DRAFT);
    const model = pair();
    await Promise.all(['1', '2', '3'].map((topic) => model.ask(about(topic), memoryRun())));
    later(REST_MS + 1);
    expect(await model.ask(about('4'), memoryRun())).toBe(DRAFT);
  });

  it('is asked all the same when nobody else is left: the one whose time ends first', async () => {
    first.script(fails(429, 'Rate limit reached', { 'retry-after': '300' }));
    second.script(AWAY, AWAY, DRAFT);
    const model = pair();
    const run = memoryRun();
    const away = { code: 'model-unavailable' };
    await expect(model.ask(TEXT, run)).rejects.toMatchObject(away);
    await expect(model.ask(TEXT, run)).rejects.toMatchObject(away);
    expect(await model.ask(TEXT, run)).toBe(DRAFT);
    expect(asked()).toEqual([1, 3]);
  });
});

describe('the error when all models have failed', () => {
  it.each<[string, Reply, Reply, object]>([
    [
      'has the shortest of the waits',
      fails(429, 'Rate limit reached', { 'retry-after': '300' }),
      fails(429, 'Rate limit reached', { 'retry-after': '40' }),
      { code: 'model-rate-limited', retryAfterMs: 40_000 },
    ],
    [
      'leaves the wait to the article where one does not tell it',
      fails(429, 'Slow down', { 'retry-after': '300' }),
      AWAY,
      { code: 'model-unavailable', retryAfterMs: undefined },
    ],
    ['is the one that passes', fails(401, 'Incorrect API key provided'), AWAY, { code: 'model-unavailable' }],
    [
      'is the first one where people have to change something',
      fails(402, 'Insufficient credits'),
      fails(401, 'Incorrect API key provided'),
      { code: 'model-budget-exceeded' },
    ],
  ])('%s', async (_what, one, two, error) => {
    first.script(one);
    second.script(two);
    const asking = pair().ask(TEXT, memoryRun());
    await expect(asking).rejects.toMatchObject({
      ...error,
      message: expect.stringMatching(/model one at .* · .*model two at /) as string,
    });
  });

  it('is still an outage while one that is away is passed over and another one refuses the key', async () => {
    first.script(AWAY);
    second.script(DRAFT, fails(401, 'Incorrect API key provided'));
    await pair().ask(TEXT, memoryRun());
    await expect(pair().ask(about('another'), memoryRun())).rejects.toMatchObject({ code: 'model-unavailable' });
    expect(asked()).toEqual([1, 2]);
  });

  it('is a refusal when all have refused; asked again, all are', async () => {
    const refuses = fails(400, 'content_filter');
    first.script(refuses, DRAFT);
    second.script(refuses);
    const model = pair();
    await expect(model.ask(TEXT, memoryRun())).rejects.toMatchObject({ code: 'model-refused' });
    expect(await model.ask(TEXT, memoryRun())).toBe(DRAFT);
  });
});

describe('what a model has answered', () => {
  it('stands for the piece of work, when the first one is back', async () => {
    first.script(AWAY);
    second.script(DRAFT);
    const run = memoryRun();
    await pair().ask(TEXT, run);
    later(REST_MS + 1);
    expect(await pair().ask(TEXT, memoryRun({ from: run }))).toBe(DRAFT);
    expect(asked()).toEqual([1, 1]);
  });

  it('is held for whoever asks again, when the first one is back', async () => {
    first.script(AWAY);
    second.script(DRAFT);
    const model = pair();
    const run = memoryRun();
    const away: AgentRun = { ...run, journal: { ...run.journal, store: () => Promise.reject(new Error('away')) } };
    await expect(model.ask(TEXT, away)).rejects.toThrow('away');
    later(REST_MS + 1);
    expect(await model.ask(TEXT, run)).toBe(DRAFT);
    expect(asked()).toEqual([1, 1]);
    expect(run.calls).toMatchObject([{ model: 'scripted-1', cached: false, outputTokens: 7 }]);
  });

  it('is in the cache, also while it is passed over', async () => {
    first.script(DRAFT, AWAY);
    second.script(OTHER_DRAFT);
    const model = pair({ cacheTtlSeconds: 3600 });
    await model.ask(TEXT, memoryRun());
    await model.ask(about('another'), memoryRun());
    expect(await model.ask(TEXT, memoryRun())).toBe(DRAFT);
    expect(asked()).toEqual([2, 1]);
  });

  it('teaches nothing about another one', async () => {
    first.script(fails(400, 'temperature is not supported'), AWAY);
    second.script(DRAFT);
    await pair().ask(TEXT, memoryRun());
    expect(first.requests.map(({ body }) => body.temperature)).toEqual([0.4, undefined]);
    expect(second.requests.map(({ body }) => body.temperature)).toEqual([0.4]);
  });
});
