import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { TextSoFar } from '../../../src/agents/agent.ts';
import { type Capabilities, createLearnedBook } from '../../../src/agents/model/capabilities.ts';
import { createChatModel, type ChatModel, type ChatModelOptions } from '../../../src/agents/model/chat-model.ts';
import { Slots } from '../../../src/agents/model/slots.ts';
import type { AgentSettings } from '../../../src/agents/settings.ts';
import { sectionsSoFar } from '../../../src/agents/writer/revision/revision-format.ts';
import { createScrub } from '../../../src/lib/scrub.ts';
import { answer, chat, startModelServer, type ModelServer, type Reply } from '../model-server.ts';
import { NUMBER, TEXT, TURNS } from './asks.ts';
import { DRAFT, mapCache, memoryLogger, memoryRun, SETTINGS } from '../run.ts';

let server: ModelServer;
let logger = memoryLogger();
beforeEach(async () => {
  server = await startModelServer();
  logger = memoryLogger();
});
afterEach(() => server.close());

function model(settings: Partial<AgentSettings> = {}, more: Partial<ChatModelOptions> = {}): ChatModel {
  return createChatModel({
    agent: 'writer',
    settings: { ...SETTINGS, cacheTtlSeconds: 0, ...settings },
    endpoint: {
      baseUrl: server.baseUrl,
      apiKey: 'k',
      api: 'chat',
      baseUrlName: 'LLM_BASE_URL',
      keyName: 'LLM_API_KEY',
    },
    cache: mapCache(),
    scrub: createScrub(['k-secret']),
    logger,
    ...more,
  });
}

const refuses =
  (message: string, status = 400): Reply =>
  (response) =>
    answer(response, status, { error: { message, type: 'invalid_request_error', param: null, code: null } });

/** Server-sent events, with a pause before each. */
function events(pieces: readonly (object | string)[], pauseMs = 0, headers: Record<string, string> = {}): Reply {
  return async (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', ...headers });
    for (const piece of pieces) {
      await sleep(pauseMs);
      response.write(`data: ${typeof piece === 'string' ? piece : JSON.stringify(piece)}\n\n`);
    }
    response.end();
  };
}

const delta = (content: string, finish: string | null = null): object => ({
  model: 'streamed-1',
  choices: [{ index: 0, delta: { content }, finish_reason: finish }],
});
const USAGE = {
  model: 'streamed-1',
  choices: [],
  usage: { prompt_tokens: 1000, completion_tokens: 500, prompt_tokens_details: { cached_tokens: 400 } },
};

describe('a request', () => {
  it.each(['gpt-5.6', 'gpt-5-codex', 'o3-pro', 'o1', 'gpt-4o'])(
    'goes to chat completions with a system role and max_tokens, whatever the model is called: %s',
    async (name) => {
      server.script(DRAFT);
      await model({ model: name, maxOutputTokens: 900 }).ask(TEXT, memoryRun());
      const { path, body } = server.requests[0] ?? never();
      expect(path).toBe('/v1/chat/completions');
      expect(body).toMatchObject({
        model: name,
        temperature: 0.4,
        max_tokens: 900,
        stream: true,
        stream_options: { include_usage: true },
      });
      expect(body.messages?.[0]?.role).toBe('system');
      expect(body.max_completion_tokens).toBeUndefined();
    },
  );

  it('goes to responses where the settings say so', async () => {
    server.script((response) =>
      answer(response, 200, {
        model: 'r-1',
        status: 'completed',
        output: [{ type: 'message', content: [{ type: 'output_text', text: '{"score": 6}' }] }],
      }),
    );
    const endpoint = {
      baseUrl: server.baseUrl,
      api: 'responses',
      searches: false,
      baseUrlName: 'A',
      keyName: 'B',
    } as const;
    expect(await model({ maxOutputTokens: 900, reasoningEffort: 'low' }, { endpoint }).ask(NUMBER, memoryRun())).toBe(
      6,
    );
    const { path, body } = server.requests[0] ?? never();
    expect(path).toBe('/v1/responses');
    expect(body).toMatchObject({
      model: 'scripted',
      max_output_tokens: 900,
      reasoning: { effort: 'low' },
      text: { format: { type: 'json_schema', name: 'critique', strict: true } },
    });
    expect(body.tools).toBeUndefined();
  });

  it('has the effort, body and headers of the settings', async () => {
    server.script(DRAFT);
    await model({
      reasoningEffort: 'low',
      extraBody: { provider: { sort: 'price' }, temperature: 0.9 },
      extraHeaders: { 'X-Title': 'Copydesk' },
    }).ask(TEXT, memoryRun());
    expect(server.requests[0]?.body).toMatchObject({
      reasoning_effort: 'low',
      provider: { sort: 'price' },
      temperature: 0.9,
    });
    expect(server.requests[0]?.headers['x-title']).toBe('Copydesk');
  });

  it('always says the schema in words', async () => {
    server.script({ score: 5 });
    await model().ask(NUMBER, memoryRun());
    expect(server.requests[0]?.body.messages?.[0]?.content).toContain('"required":["score"]');
  });
});

describe('a stream', () => {
  it('is put together, with its usage', async () => {
    server.script(
      events([delta(''), delta(DRAFT.slice(0, 30)), delta(DRAFT.slice(30)), delta('', 'stop'), USAGE, '[DONE]']),
    );
    const run = memoryRun();
    expect(await model().ask(TEXT, run)).toBe(DRAFT);
    expect(run.calls).toMatchObject([{ model: 'streamed-1', inputTokens: 1000, outputTokens: 500 }]);
  });

  it('of a tool, of thoughts and of a cut answer is what it is', async () => {
    const call = (words: string): object => ({
      choices: [{ delta: { tool_calls: [{ index: 0, function: { arguments: words } }] } }],
    });
    server.script(
      events([
        { choices: [{ delta: { reasoning_content: 'Hm.' } }] },
        call('{"sco'),
        call('re": 3}'),
        delta('', 'tool_calls'),
        '[DONE]',
      ]),
      events([delta(DRAFT), delta('', 'length')]),
      DRAFT,
    );
    expect(await model({ structuredOutput: 'function_calling' }).ask(NUMBER, memoryRun())).toBe(3);
    expect(await model().ask(TEXT, memoryRun())).toBe(DRAFT);
    expect(server.requests).toHaveLength(3);
  });

  it('of the other API is read at its end', async () => {
    const response = {
      model: 'r-1',
      status: 'completed',
      output: [{ type: 'message', content: [{ type: 'output_text', text: DRAFT }] }],
    };
    server.script(
      events([
        { type: 'response.created', response: {} },
        { type: 'response.output_text.delta', delta: 'x' },
        { type: 'response.completed', response },
      ]),
    );
    const endpoint = { baseUrl: server.baseUrl, api: 'responses', baseUrlName: 'A', keyName: 'B' } as const;
    expect(await model({}, { endpoint }).ask(TEXT, memoryRun())).toBe(DRAFT);
  });

  it('is waited for as long as it goes on, and no longer', async () => {
    const pieces = DRAFT.match(/.{1,20}/gs) ?? [];
    server.script(events([...pieces.map((piece) => delta(piece)), delta('', 'stop')], 120));
    expect(await model({ idleTimeoutSeconds: 0.6 }).ask(TEXT, memoryRun())).toBe(DRAFT);
    server.script(events([delta('# How')], 10), async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`data: ${JSON.stringify(delta('# How'))}\n\n`);
    });
    await expect(model().ask(TEXT, memoryRun())).rejects.toMatchObject({
      code: 'model-unavailable',
      message: expect.stringContaining('broke off') as string,
    });
    await expect(model({ idleTimeoutSeconds: 0.3 }).ask(TEXT, memoryRun())).rejects.toMatchObject({
      code: 'model-unavailable',
      message: expect.stringContaining('was silent for 0.3 s') as string,
    });
  });

  it('that is not waited for to its end leaves a text that goes on from there', async () => {
    const begun = `${DRAFT} ${'The water follows it around the Earth. '.repeat(30)}`.trim();
    server.script(async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`data: ${JSON.stringify(delta(`${begun} And th`))}\n\n`);
    }, 'That is all of it.');
    const run = memoryRun();
    expect(await model({ timeoutSeconds: 0.5 }).ask(TEXT, run)).toBe(`${begun} That is all of it.`);
    expect(run.calls).toHaveLength(2);
  });

  it.each<[string, 'chat' | 'responses', (piece: string) => object]>([
    ['chat', 'chat', delta],
    ['responses', 'responses', (piece) => ({ type: 'response.output_text.delta', delta: piece })],
  ])('of the %s API has its words counted while they come, without what is thought', async (_name, api, toEvent) => {
    const counts: number[] = [];
    let wordsSoFar = (): number => -1;
    const run = { ...memoryRun(), onWriting: (soFar: TextSoFar) => void (wordsSoFar = () => soFar.words()) };
    const rest = DRAFT.slice(DRAFT.indexOf('Twice'));
    server.script(async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const piece of ['<think>What do people know?', '</think># How tides', ' work\n\n', rest]) {
        response.write(`data: ${JSON.stringify(toEvent(piece))}\n\n`);
        await sleep(50);
        counts.push(wordsSoFar());
      }
      if (api === 'chat') response.write(`data: ${JSON.stringify(delta('', 'stop'))}\n\n`);
      const output = [{ type: 'message', content: [{ type: 'output_text', text: DRAFT }] }];
      const completed = { type: 'response.completed', response: { status: 'completed', output } };
      response.end(api === 'chat' ? 'data: [DONE]\n\n' : `data: ${JSON.stringify(completed)}\n\n`);
    });
    const endpoint = { baseUrl: server.baseUrl, api, searches: false, baseUrlName: 'A', keyName: 'B' };
    expect(await model({}, { endpoint }).ask({ ...TEXT, isWatched: true }, run)).toBe(DRAFT);
    expect(counts).toEqual([0, 2, 3, 27]);
    // A text that nobody is told of, and one that comes at once.
    server.script(DRAFT);
    wordsSoFar = () => -1;
    await model({}, { endpoint: { ...endpoint, api: 'chat' } }).ask(TEXT, { ...run, ...memoryRun() });
    expect(wordsSoFar()).toBe(-1);
  });

  it('of which only a part is the text is read as that part, also before it ends', async () => {
    let textSoFar = (): string => '';
    const run = { ...memoryRun(), onWriting: (soFar: TextSoFar) => void (textSoFar = () => soFar.text()) };
    const texts: string[] = [];
    server.script(async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const piece of [
        '{"sections": [{"id": "s1", "text": "The tide',
        ' rises."}, {"id": "s2", "te',
        'xt": "It fa',
      ]) {
        response.write(`data: ${JSON.stringify(delta(piece))}\n\n`);
        await sleep(50);
        texts.push(textSoFar());
      }
      response.write(`data: ${JSON.stringify(delta('lls."}]}', 'stop'))}\n\n`);
      response.end('data: [DONE]\n\n');
    });
    await model()
      .ask({ ...TEXT, isWatched: true, textIn: sectionsSoFar }, run)
      .catch(() => undefined);
    expect(texts).toEqual(['The tide', 'The tide rises.', 'The tide rises.\n\nIt fa']);
  });

  it('that goes on with a text counts the words of all of it', async () => {
    let wordsSoFar = (): number => -1;
    const run = { ...memoryRun(), onWriting: (soFar: TextSoFar) => void (wordsSoFar = () => soFar.words()) };
    const begun = `${DRAFT} ${'The water follows it around the Earth. '.repeat(30)}`.trim();
    const counts: number[] = [];
    server.script(events([delta(`${begun} And`, 'length'), '[DONE]']), async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`data: ${JSON.stringify(delta('Then it'))}\n\n`);
      await sleep(50);
      counts.push(wordsSoFar());
      response.end(`data: ${JSON.stringify(delta(' ends.', 'stop'))}\n\ndata: [DONE]\n\n`);
    });
    await model().ask({ ...TEXT, isWatched: true }, run);
    expect(counts).toEqual([27 + 30 * 7 + 2]);
  });

  it('that ends in an error is that error', async () => {
    server.script(events([delta('# How'), { error: { code: 502, message: 'Provider disconnected' } }, '[DONE]']));
    await expect(model().ask(TEXT, memoryRun())).rejects.toMatchObject({ code: 'model-unavailable', status: 502 });
  });
});

describe('what a server refuses', () => {
  it.each<[string, Partial<AgentSettings>, Reply, object, Capabilities]>([
    [
      'a temperature',
      {},
      refuses("'temperature' does not support 0.4 with this model. Only the default (1) value is supported."),
      { temperature: undefined },
      { temperature: false },
    ],
    [
      'max_tokens',
      { maxOutputTokens: 9 },
      refuses(
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      ),
      { max_tokens: undefined, max_completion_tokens: 9 },
      { outputLimit: 'max_completion_tokens' },
    ],
    [
      'stream options',
      {},
      refuses('stream_options: Extra inputs are not permitted', 422),
      { stream: true, stream_options: undefined },
      { streamUsage: false },
    ],
    ['a stream', {}, refuses('stream is not supported for this model'), { stream: false }, { stream: false }],
    [
      'an effort',
      { reasoningEffort: 'low' },
      refuses('Unrecognized request argument supplied: reasoning_effort'),
      { reasoning_effort: undefined },
      { reasoningEffort: false },
    ],
  ])('is not sent again: %s', async (_what, settings, refusal, sent, learned) => {
    const store = memoryStore();
    const asking = model(settings, { learned: createLearnedBook({ store, logger }) });
    server.script(refusal, DRAFT, DRAFT);
    await asking.ask(TEXT, memoryRun());
    await asking.ask(TEXT, memoryRun());
    for (const { body } of server.requests.slice(1))
      for (const [key, value] of Object.entries(sent)) expect(Reflect.get(body, key)).toEqual(value);
    expect(server.requests).toHaveLength(3);
    expect([...store.rows.values()]).toEqual([learned]);
    expect(logger.lines.filter((line) => line.startsWith('learned'))).toHaveLength(1);
    // Another process, and another agent of this one, know it from the table.
    server.script(DRAFT);
    await model(settings, { learned: createLearnedBook({ store, logger }) }).ask(TEXT, memoryRun());
    expect(server.requests).toHaveLength(4);
  });

  it('of the ways to ask for an object leads to the next, down to words', async () => {
    const asking = model();
    server.script(
      refuses('This response_format type is unavailable now'),
      refuses('this model does not support tools'),
      refuses(
        "[{'type': 'literal_error', 'loc': ('body', 'response_format', 'type'), 'msg': \"Input should be 'text'\"}]",
        500,
      ),
      { score: 4 },
      { score: 5 },
    );
    expect(await asking.ask(NUMBER, memoryRun())).toBe(4);
    expect(await asking.ask(NUMBER, memoryRun())).toBe(5);
    expect(
      server.requests.map(({ body }) => body.response_format?.type ?? (body.tools === undefined ? 'words' : 'tools')),
    ).toEqual(['json_schema', 'tools', 'json_object', 'words', 'words']);
  });

  it('may be the system role, whose words go into the first message', async () => {
    server.script(refuses('System role not supported'), DRAFT);
    await model().ask(TEXT, memoryRun());
    expect(server.requests[1]?.body.messages).toEqual([
      { role: 'user', content: 'You are the writer of a newsroom.\n\n<task>draft</task>' },
    ]);
  });

  it('may be the API itself', async () => {
    server.script(
      refuses('This model is only supported in v1/responses and not in v1/chat/completions.', 404),
      (response) =>
        answer(response, 200, {
          status: 'completed',
          output: [{ type: 'message', content: [{ type: 'output_text', text: DRAFT }] }],
        }),
    );
    await model().ask(TEXT, memoryRun());
    expect(server.requests.map(({ path }) => path)).toEqual(['/v1/chat/completions', '/v1/responses']);
  });

  it('is an error when it is not what was sent, and nothing is learned from it', async () => {
    const store = memoryStore();
    server.script(refuses('temperature is not supported'));
    const { temperature: _, ...cold } = { ...SETTINGS, cacheTtlSeconds: 0 };
    const asking = createChatModel({
      agent: 'writer',
      settings: cold,
      endpoint: { baseUrl: server.baseUrl, api: 'chat', baseUrlName: 'A', keyName: 'B' },
      cache: mapCache(),
      scrub: createScrub([]),
      logger,
      learned: createLearnedBook({ store, logger }),
    });
    await expect(asking.ask(TEXT, memoryRun())).rejects.toMatchObject({ code: 'model-request-refused' });
    expect(store.rows.size).toBe(0);
  });

  it('is asked for otherwise for a bounded number of times', async () => {
    server.script(
      ...Array.from({ length: 20 }, () => refuses('Invalid response_format, temperature, stream, system role')),
    );
    await expect(model().ask(NUMBER, memoryRun())).rejects.toMatchObject({ code: 'model-request-refused' });
    expect(server.requests.length).toBeLessThan(12);
  });

  it('of what the model wrote is a malformed answer', async () => {
    const groq =
      (failed_generation: string): Reply =>
      (response) =>
        answer(response, 400, {
          error: { message: 'Failed to generate JSON.', code: 'json_validate_failed', failed_generation },
        });
    server.script(groq('{"score": 7'), groq('{"score": 7,}'));
    expect(await model().ask(NUMBER, memoryRun())).toBe(7);
    expect(server.requests[1]?.body.messages?.[3]?.content).toContain('[json-cut]');
  });

  it('of a limit that leaves no room is asked for without it', async () => {
    server.script(
      refuses(
        "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens (1000 in the messages, 4000 in the completion).",
      ),
      DRAFT,
    );
    await model({ maxOutputTokens: 4000 }).ask(TEXT, memoryRun());
    expect(server.requests.map(({ body }) => body.max_tokens)).toEqual([4000, undefined]);
  });
});

describe('an error within an answer', () => {
  it('counts as one: 200 with choices[0].error (openrouter.ai/docs/api-reference/errors)', async () => {
    server.script((response) =>
      answer(response, 200, {
        choices: [
          {
            error: { code: 429, message: 'Rate limited upstream. Please retry in 3s.' },
            finish_reason: 'error',
            message: { content: '' },
          },
        ],
      }),
    );
    await expect(model().ask(TEXT, memoryRun())).rejects.toMatchObject({
      code: 'model-rate-limited',
      retryAfterMs: 3000,
    });
  });

  it('is tried again when the model says that it failed', async () => {
    server.script((response) => answer(response, 200, chat(DRAFT, { finish_reason: 'error' })));
    const run = memoryRun();
    await expect(model().ask(TEXT, run)).rejects.toMatchObject({ code: 'model-unavailable' });
    expect(run.answers.size).toBe(0);
  });
});

describe('a prompt that was cut by the server', () => {
  it('is noticed by what it says that it read', async () => {
    const store = memoryStore();
    const long = { ...TEXT, turns: [...TURNS, { role: 'user' as const, text: 'word '.repeat(8000) }] };
    server.script((response) =>
      answer(response, 200, { ...chat(DRAFT), usage: { prompt_tokens: 2048, completion_tokens: 9 } }),
    );
    await model({}, { learned: createLearnedBook({ store, logger }) }).ask(long, memoryRun());
    expect([...store.rows.values()]).toEqual([{ readsOnlyTokens: 2048 }]);
  });
});

describe('a server with one place', () => {
  it('gets one call after the other, each once, in their order', async () => {
    let open = 0;
    let most = 0;
    const slots = new Slots(1);
    server.script(
      ...Array.from(
        { length: 12 },
        (): Reply => async (response) => {
          open += 1;
          most = Math.max(most, open);
          await sleep(15);
          open -= 1;
          answer(response, 200, chat(DRAFT));
        },
      ),
    );
    const questions = Array.from({ length: 12 }, (_, at) => ({
      ...TEXT,
      turns: [...TURNS, { role: 'user' as const, text: String(at) }],
    }));
    await Promise.all(questions.map((question) => model({}, { slots }).ask(question, memoryRun())));
    expect(most).toBe(1);
    expect(server.requests.map(({ body }) => body.messages?.[2]?.content)).toEqual(
      questions.map((_, at) => String(at)),
    );
  });

  it('is not waited for by who gave up, nor for ever', async () => {
    const slots = new Slots(1);
    const { promise, resolve } = Promise.withResolvers<void>();
    const bounds = { signal: new AbortController().signal, maxWaitMs: 1000, tooLong: () => new Error('too long') };
    const first = slots.run(() => promise, bounds);
    const leaving = new AbortController();
    const second = slots.run(() => Promise.resolve('second'), { ...bounds, signal: leaving.signal });
    leaving.abort(new Error('cancelled'));
    await expect(second).rejects.toThrow('cancelled');
    await expect(slots.run(() => Promise.resolve('third'), { ...bounds, maxWaitMs: 30 })).rejects.toThrow('too long');
    resolve();
    await first;
    expect(await slots.run(() => Promise.resolve('fourth'), bounds)).toBe('fourth');
  });
});

describe('money', () => {
  const prices = { 'streamed-1': { inputPerMillion: 2, cachedInputPerMillion: 0.5, outputPerMillion: 8 } };

  it('is counted by the table of prices where no gateway tells it', async () => {
    server.script(events([delta(DRAFT), delta('', 'stop'), USAGE]));
    const run = memoryRun();
    await model({}, { prices }).ask(TEXT, run);
    expect(run.calls[0]?.costUsd).toBeCloseTo((600 * 2 + 400 * 0.5 + 500 * 8) / 1_000_000, 10);
  });

  it('is told by a LiteLLM in the last chunk of a stream', async () => {
    // LiteLLM 1.106.2, recorded.
    const headers = { 'x-litellm-call-id': '1', 'x-litellm-model-name': 'openai/gpt-5-mini' };
    const usage = { prompt_tokens: 1, completion_tokens: 43, total_tokens: 44, cost: 0.000346 };
    server.script(
      ...[1, 2].map(() =>
        events([delta(DRAFT), delta('', 'stop'), { choices: [{ index: 0, delta: {} }], usage }], 0, headers),
      ),
    );
    const run = memoryRun();
    const asking = model();
    await asking.ask(TEXT, run);
    await asking.ask({ ...TEXT, turns: [...TURNS, { role: 'user', text: 'x' }] }, run);
    expect(server.requests.map(({ body }) => body.stream)).toEqual([true, true]);
    expect(run.calls.map(({ costUsd }) => costUsd)).toEqual([0.000346, 0.000346]);
  });

  it('is told by another LiteLLM only when nothing is streamed: from then on nothing is', async () => {
    const headers = {
      'x-litellm-call-id': '1',
      'x-litellm-model-group': 'writer',
      'x-litellm-model-name': 'openai/gpt-5-mini',
    };
    server.script(events([delta(DRAFT), delta('', 'stop')], 0, headers), (response) =>
      answer(response, 200, chat(DRAFT), { ...headers, 'x-litellm-response-cost': '0.02' }),
    );
    const run = memoryRun();
    const asking = model();
    await asking.ask(TEXT, run);
    await asking.ask({ ...TEXT, turns: [...TURNS, { role: 'user', text: 'x' }] }, run);
    expect(server.requests.map(({ body }) => body.stream)).toEqual([true, false]);
    expect(run.calls.map(({ model: name, costUsd }) => [name, costUsd])).toEqual([
      ['openai/gpt-5-mini', undefined],
      ['openai/gpt-5-mini', 0.02],
    ]);
  });
});

describe('an answer that arrived', () => {
  it('is held until the journal takes it, and booked then', async () => {
    server.script((response) => answer(response, 200, chat(DRAFT), { 'x-litellm-response-cost': '0.02' }));
    const asking = model();
    const run = memoryRun();
    const away = {
      ...run,
      journal: { ...run.journal, store: () => Promise.reject(new Error('terminating connection')) },
    };
    await expect(asking.ask(TEXT, away)).rejects.toThrow('terminating connection');
    await expect(asking.ask(TEXT, away)).rejects.toThrow('terminating connection');
    expect(await asking.ask(TEXT, run)).toBe(DRAFT);
    expect(server.requests).toHaveLength(1);
    expect(run.calls).toMatchObject([{ costUsd: 0.02, cached: false, inputTokens: 11 }]);
  });

  it('counts its tokens once where it was shared', async () => {
    server.script((response) => void setTimeout(() => answer(response, 200, chat(DRAFT)), 30));
    const asking = model();
    const runs = [memoryRun(), memoryRun()];
    await Promise.all(runs.map((run) => asking.ask(TEXT, run)));
    expect(
      runs
        .flatMap(({ calls }) => calls)
        .map(({ inputTokens }) => inputTokens)
        .toSorted(),
    ).toEqual([11, undefined]);
  });

  it('is given again to its own tenant and variant alone', async () => {
    const cache = mapCache();
    server.script(DRAFT, DRAFT, DRAFT);
    const asking = model({ cacheTtlSeconds: 60 }, { cache });
    const ask = (more: object): Promise<string> => asking.ask(TEXT, { ...memoryRun(), ...more });
    await ask({ tenant: 'slack:T1' });
    await ask({ tenant: 'slack:T1', variant: 0 });
    expect(server.requests).toHaveLength(1);
    await ask({ tenant: 'slack:T2' });
    await ask({ tenant: 'slack:T1', variant: 1 });
    expect(server.requests).toHaveLength(3);
  });
});

function memoryStore() {
  const rows = new Map<string, Capabilities>();
  return {
    rows,
    read: async (endpoint: string, name: string): Promise<Capabilities> => rows.get(`${endpoint} ${name}`) ?? {},
    learn: async (endpoint: string, name: string, learned: Capabilities): Promise<void> =>
      void rows.set(`${endpoint} ${name}`, learned),
  };
}

function never(): never {
  throw new Error('There was no request.');
}
