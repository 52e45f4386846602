import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ModelError } from '../../../src/agents/agent.ts';

import { createChatModel, type ChatModel } from '../../../src/agents/model/chat-model.ts';
import type { AgentSettings } from '../../../src/agents/settings.ts';
import { createScrub } from '../../../src/lib/scrub.ts';
import { answer, chat, startModelServer, type ModelServer, type Reply } from '../model-server.ts';
import { NUMBER, TEXT, TURNS } from './asks.ts';
import { DRAFT, mapCache, memoryLogger, memoryRun, SETTINGS } from '../run.ts';

const KEY = 'canary-key-0123456789';
let server: ModelServer;
let cache = mapCache();
let logger = memoryLogger();

beforeEach(async () => {
  server = await startModelServer();
  cache = mapCache();
  logger = memoryLogger();
});
afterEach(() => server.close());

function model(settings: Partial<AgentSettings> = {}, apiKey: string | undefined = KEY): ChatModel {
  return createChatModel({
    agent: 'writer',
    settings: { ...SETTINGS, ...settings },
    endpoint: {
      baseUrl: server.baseUrl,
      ...(apiKey !== '' && { apiKey }),
      api: 'chat',
      baseUrlName: 'LLM_BASE_URL',
      keyName: 'LLM_API_KEY',
    },
    cache,
    scrub: createScrub([KEY]),
    logger,
  });
}

describe('a chat model', () => {
  it('sends model, temperature, messages and key, and journals tokens and model', async () => {
    server.script(DRAFT);
    const run = memoryRun();
    expect(await model().ask(TEXT, run)).toBe(DRAFT);
    expect(server.requests).toHaveLength(1);
    const { path, headers, body } = server.requests[0] ?? never();
    expect(path).toBe('/v1/chat/completions');
    expect(headers.authorization).toBe(`Bearer ${KEY}`);
    expect(body).toMatchObject({
      model: 'scripted',
      temperature: 0.4,
      messages: [
        { role: 'system', content: TURNS[0].text },
        { role: 'user', content: TURNS[1].text },
      ],
    });
    expect(run.calls).toEqual([
      {
        purpose: 'writer.draft',
        model: 'scripted-1',
        asked: 'scripted',
        inputTokens: 11,
        outputTokens: 7,
        cached: false,
        durationMs: expect.any(Number),
      },
    ]);
  });

  it('sends no authorization where there is no key, whatever the environment holds', async () => {
    process.env['OPENAI_API_KEY'] = 'of-another-program';
    server.script(DRAFT);
    await model({}, '').ask(TEXT, memoryRun());
    delete process.env['OPENAI_API_KEY'];
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('stores an answer before it looks at it, and never asks again what is in the journal', async () => {
    server.script('too short', DRAFT);
    const run = memoryRun();
    await model().ask(TEXT, run);
    expect(run.events).toEqual(['find', 'store writer.draft', 'discard', 'find', 'store writer.draft']);

    cache.entries.clear();
    const again = memoryRun({ from: run });
    server.script('too short');
    await model().ask(TEXT, again);
    // The malformed answer was discarded, so it is asked for again; its repair was kept.
    expect(server.requests).toHaveLength(3);
    expect(again.events).toEqual(['find', 'store writer.draft', 'discard', 'find']);
  });

  it('has stored an answer when anything goes wrong with it', async () => {
    server.script(DRAFT);
    const run = memoryRun();
    const format = {
      read: (): never => {
        throw new Error('a fault of ours');
      },
    };
    await expect(model().ask({ ...TEXT, format }, run)).rejects.toThrow('a fault of ours');
    expect(run.events).toEqual(['find', 'store writer.draft']);
  });

  it('looks at an answer that a crash left in the journal unseen', async () => {
    server.script('too short', 'too short', DRAFT);
    const crashed = memoryRun();
    // The process ends right behind `store`.
    const journal = { ...crashed.journal, discard: async () => Promise.reject(new Error('killed')) };
    await expect(model().ask(TEXT, { ...crashed, journal })).rejects.toThrow('killed');
    const run = memoryRun({ from: crashed });
    expect(await model({ cacheTtlSeconds: 0, repairAttempts: 3 }).ask(TEXT, run)).toBe(DRAFT);
    expect(run.events.slice(0, 2)).toEqual(['find', 'discard']);
    expect(server.requests[1]?.body.messages).toHaveLength(4);
  });

  it('gives a cached answer without a request, journaled as cached and free', async () => {
    server.script(DRAFT);
    await model().ask(TEXT, memoryRun());
    const run = memoryRun();
    expect(await model().ask(TEXT, run)).toBe(DRAFT);
    expect(server.requests).toHaveLength(1);
    expect(run.calls).toMatchObject([{ cached: true, costUsd: 0 }]);
  });

  it('caches validated answers only', async () => {
    server.script('', 'no', '```\n```');
    await expect(model().ask(TEXT, memoryRun())).rejects.toMatchObject({ code: 'model-answer-unusable' });
    expect(cache.entries.size).toBe(0);
    server.script('', DRAFT);
    await model().ask(TEXT, memoryRun());
    expect(cache.entries.size).toBe(1);
    expect([...cache.entries.values()].join()).not.toContain(KEY);
  });

  it('asks the model when the cache holds garbage', async () => {
    server.script(DRAFT);
    await model().ask(TEXT, memoryRun());
    for (const garbage of ['{', '{"answer":{}}', JSON.stringify({ answer: { text: 'no', sources: [] }, model: 'm' })]) {
      for (const key of cache.entries.keys()) cache.entries.set(key, garbage);
      server.script(DRAFT);
      expect(await model().ask(TEXT, memoryRun())).toBe(DRAFT);
    }
    expect(server.requests.map(({ body }) => body.messages?.length)).toEqual([2, 2, 2, 2]);
  });

  it('keeps apart what has another model, temperature, message or schema', async () => {
    server.script(DRAFT, DRAFT, DRAFT, DRAFT);
    await model().ask(TEXT, memoryRun());
    await model({ model: 'other' }).ask(TEXT, memoryRun());
    await model({ temperature: 1 }).ask(TEXT, memoryRun());
    await model().ask({ ...TEXT, turns: [...TURNS, { role: 'user', text: 'more' }] }, memoryRun());
    expect(server.requests).toHaveLength(4);
    expect(cache.entries.size).toBe(4);
    // Who asks and with which key makes no difference.
    await model({}, 'another-key').ask({ ...TEXT, purpose: 'writer.revise' }, memoryRun());
    expect(server.requests).toHaveLength(4);
  });

  it('makes equal concurrent calls once, and books the cost once', async () => {
    server.script(later(50, DRAFT, { 'x-litellm-response-cost': '0.02' }));
    const asking = model();
    const runs = [memoryRun(), memoryRun(), memoryRun()];
    const texts = await Promise.all(runs.map((run) => asking.ask(TEXT, run)));
    expect(texts).toEqual([DRAFT, DRAFT, DRAFT]);
    expect(server.requests).toHaveLength(1);
    expect(
      runs
        .flatMap((run) => run.calls)
        .map(({ costUsd, cached }) => [costUsd, cached])
        .toSorted(),
    ).toEqual([
      [0, true],
      [0, true],
      [0.02, false],
    ]);
  });

  it('tells concurrent different calls apart', async () => {
    const echo: Reply = async (response, { body }) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
      answer(response, 200, chat(`${DRAFT} ${body.messages?.[2]?.content}`));
    };
    server.script(...Array.from({ length: 8 }, () => echo));
    const asking = model();
    const texts = await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        asking.ask({ ...TEXT, turns: [...TURNS, { role: 'user', text: `number ${at}` }] }, memoryRun()),
      ),
    );
    expect(texts).toEqual(Array.from({ length: 8 }, (_, at) => `${DRAFT} number ${at}`));
  });

  it('goes on for the others when one of them gives up, who gets the reason of the signal', async () => {
    const leaving = new AbortController();
    const reason = new Error('a person approved');
    const asking = model();
    const first = asking.ask(TEXT, memoryRun({ signal: leaving.signal }));
    const second = asking.ask(TEXT, memoryRun());
    server.script((response) => {
      leaving.abort(reason);
      void first.catch(() => answer(response, 200, chat(DRAFT)));
    });
    await expect(first).rejects.toBe(reason);
    expect(await second).toBe(DRAFT);
    expect(server.requests).toHaveLength(1);
  });

  it('ends the call when the last one gives up', async () => {
    const { promise: ended, resolve } = Promise.withResolvers<string>();
    server.script((response) => void response.on('close', () => resolve('closed')));
    const leaving = new AbortController();
    const asking = model();
    const asked = Promise.allSettled([1, 2].map(() => asking.ask(TEXT, memoryRun({ signal: leaving.signal }))));
    await vi.waitUntil(() => server.requests.length > 0);
    leaving.abort(new Error('cancelled'));
    expect(await ended).toBe('closed');
    expect((await asked).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    server.script(DRAFT);
    expect(await asking.ask(TEXT, memoryRun())).toBe(DRAFT);
  });

  it('asks anew after a failure', async () => {
    server.script((response) => answer(response, 503, { error: { message: 'busy' } }), DRAFT);
    const asking = model();
    await expect(asking.ask(TEXT, memoryRun())).rejects.toMatchObject({ code: 'model-unavailable' });
    expect(await asking.ask(TEXT, memoryRun())).toBe(DRAFT);
  });

  it('does not ask at all once the signal is aborted', async () => {
    const reason = new Error('over');
    await expect(model().ask(TEXT, memoryRun({ signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
    expect(server.requests).toHaveLength(0);
  });

  describe('counts money', () => {
    const costs = async (headers: Record<string, string>, usage: object = {}): Promise<unknown> => {
      server.script((response) =>
        answer(response, 200, { ...chat(DRAFT), usage: { prompt_tokens: 1, completion_tokens: 1, ...usage } }, headers),
      );
      const run = memoryRun();
      await model({ cacheTtlSeconds: 0 }).ask(TEXT, run);
      const [call] = run.calls;
      return [call?.costUsd, call?.cached, call?.model];
    };

    it('by the header of the gateway, unless that had it cached', async () => {
      const litellm = {
        'x-litellm-call-id': '1',
        'x-litellm-response-cost': '0.0031',
        'x-litellm-model-group': 'writer-spare',
      };
      expect(await costs(litellm)).toEqual([0.0031, false, 'writer-spare']);
      expect(await costs({ ...litellm, 'x-litellm-cache-key': 'abc' })).toEqual([0, true, 'writer-spare']);
    });

    it('by the usage in the body otherwise, or not at all', async () => {
      expect(await costs({}, { cost: { total_cost: 0.006 } })).toEqual([0.006, false, 'scripted-1']);
      expect(await costs({}, { cost: 0.007 })).toEqual([0.007, false, 'scripted-1']);
      expect(await costs({}, { cost: 'much' })).toEqual([undefined, false, 'scripted-1']);
    });
  });

  describe('mends', () => {
    it('a malformed answer by sending it back with its fault', async () => {
      server.script('{"score": 11}', '{"score": 7}');
      const run = memoryRun();
      expect(await model().ask(NUMBER, run)).toBe(7);
      const messages = server.requests[1]?.body.messages ?? [];
      expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
      expect(messages[2]?.content).toBe('{"score": 11}');
      expect(messages[3]?.content).toBe('<fault>[too_big] score: at most 10, got 11.</fault>');
      expect(run.calls).toHaveLength(2);
    });

    it('as often as configured, then says that the answer is unusable', async () => {
      server.script('{"score": 11}', 'eight', '{"score": "80"}');
      const error = await model()
        .ask(NUMBER, memoryRun())
        .catch((caught: unknown) => caught as ModelError);
      expect(error).toMatchObject({ name: 'ModelError', code: 'model-answer-unusable' });
      expect(String(error)).toContain('score');
      expect(server.requests.map(({ body }) => body.messages?.length)).toEqual([2, 4, 6]);
      expect(logger.lines.filter((line) => line.startsWith('a model gave a malformed answer'))).toHaveLength(3);

      server.script('no');
      await expect(model({ repairAttempts: 0 }).ask(NUMBER, memoryRun())).rejects.toMatchObject({
        code: 'model-answer-unusable',
      });
      expect(server.requests).toHaveLength(4);
    });

    it('a short answer that was cut off by asking anew with a higher limit, never by sending it back', async () => {
      for (const finish_reason of ['length', 'max_tokens', 'MAX_TOKENS', 'model_length'])
        server.script((response) => answer(response, 200, chat(`${DRAFT}\n\n## Spring tides\n\nA`, { finish_reason })));
      const run = memoryRun();
      const asked = model({ maxOutputTokens: 1000 }).ask(TEXT, run);
      await expect(asked).rejects.toMatchObject({
        code: 'model-answer-unusable',
        message: expect.stringContaining('max_output_tokens') as string,
      });
      expect(server.requests.map(({ body }) => body.max_tokens)).toEqual([1000, 2000, 4000, 8000]);
      expect(server.requests.map(({ body }) => body.messages?.length)).toEqual([2, 2, 2, 2]);
      expect(run.events).not.toContain('discard');
    });

    it('a long text that was cut off by going on where it was', async () => {
      const begun = `${DRAFT} ${'The water follows it around the Earth. '.repeat(30)}`.trim();
      server.script(
        (response) =>
          answer(response, 200, chat(`${begun}\n\n## Spring tides\n\nAt new and f`, { finish_reason: 'length' })),
        (response) =>
          answer(
            response,
            200,
            chat('## Spring tides\n\nAt new and full moon both pull. And', { finish_reason: 'length' }),
          ),
        'Continuing:\n\nThat is all.',
      );
      const run = memoryRun();
      expect(await model().ask(TEXT, run)).toBe(
        `${begun}\n\n## Spring tides\n\nAt new and full moon both pull. That is all.`,
      );
      const [, second, third] = server.requests.map(({ body }) => body.messages ?? []);
      expect(second?.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
      expect(second?.[2]?.content.startsWith('# How tides work\n\n…\n\n')).toBe(true);
      expect(second?.[2]?.content.length).toBeLessThan(begun.length + 30);
      expect(third?.[2]?.content).toContain('## Spring tides\n\n…');
      // What was cut was paid for: after a crash it is gone on from.
      const again = memoryRun({ from: run });
      await model().ask(TEXT, again);
      expect(server.requests).toHaveLength(3);
    });

    it('a continuation that begins anew by taking it whole', async () => {
      const begun = `${DRAFT} ${'The water follows it around the Earth. '.repeat(30)}`;
      server.script(
        (response) => answer(response, 200, chat(begun, { finish_reason: 'length' })),
        `${begun}\n\nThe end.`,
      );
      expect(await model().ask(TEXT, memoryRun())).toBe(`${begun}\n\nThe end.`);
    });

    it('a cut JSON of which LangChain makes an error', async () => {
      server.script((response) => answer(response, 200, chat('{"score": 7', { finish_reason: 'length' })), {
        score: 7,
      });
      expect(await model().ask(NUMBER, memoryRun())).toBe(7);
    });

    it('past the cache of the gateway, where that is a LiteLLM', async () => {
      const litellm: Reply = (response) =>
        answer(response, 200, chat('no'), { 'x-litellm-call-id': '1', 'x-litellm-cache-key': 'k' });
      server.script(litellm, DRAFT);
      await model().ask(TEXT, memoryRun());
      expect(server.requests.map(({ body }) => body.cache)).toEqual([undefined, { 'no-cache': true }]);
      server.script('no', DRAFT);
      await model({ model: 'elsewhere' }).ask(TEXT, memoryRun());
      expect(server.requests[3]?.body.cache).toBeUndefined();
    });
  });

  it('takes off a fence around the whole text, and no other', async () => {
    const inner = `${DRAFT}\n\n\`\`\`js\n1;\n\`\`\``;
    server.script(`\`\`\`markdown\n${inner}\n\`\`\``, `\`\`\`sh\nls\n\`\`\`\n${DRAFT}\n\`\`\`sh\nls\n\`\`\``);
    expect(await model().ask(TEXT, memoryRun())).toBe(inner);
    expect(await model({ temperature: 0 }).ask(TEXT, memoryRun())).toContain('```sh');
  });

  it('leaves out what no database takes', async () => {
    server.script((response) =>
      answer(
        response,
        200,
        JSON.stringify(chat(`${DRAFT} X Y`))
          .replace('X', '\\u0000')
          .replace('Y', '\\ud800'),
      ),
    );
    const run = memoryRun();
    await model().ask(TEXT, run);
    expect([...run.answers.values()][0]?.text).toBe(`${DRAFT}  \ufffd`);
  });

  describe('asks for JSON', () => {
    it('by json_schema, strict and without bounds', async () => {
      server.script({ score: 3 });
      await model().ask(NUMBER, memoryRun());
      expect(server.requests[0]?.body.response_format).toEqual({
        type: 'json_schema',
        json_schema: {
          name: 'critique',
          strict: true,
          schema: {
            type: 'object',
            properties: { score: { type: 'number' } },
            required: ['score'],
            additionalProperties: false,
          },
        },
      });
    });

    it('by function_calling', async () => {
      const call =
        (json: string): Reply =>
        (response) =>
          answer(
            response,
            200,
            chat('', {
              message: {
                role: 'assistant',
                content: null,
                tool_calls: [{ id: 'c1', type: 'function', function: { name: 'critique', arguments: json } }],
              },
            }),
          );
      server.script(call('{"score": '), call('{"score": 4}'));
      expect(await model({ structuredOutput: 'function_calling' }).ask(NUMBER, memoryRun())).toBe(4);
      expect(server.requests[0]?.body).toMatchObject({
        tools: [{ type: 'function', function: { name: 'critique', parameters: { type: 'object' } } }],
        tool_choice: { type: 'function', function: { name: 'critique' } },
      });
      expect(server.requests[1]?.body.messages?.[2]).toMatchObject({ role: 'assistant', content: '{"score": ' });
    });

    it('by json_mode, with the schema in words', async () => {
      server.script({ score: 5 });
      expect(await model({ structuredOutput: 'json_mode' }).ask(NUMBER, memoryRun())).toBe(5);
      expect(server.requests[0]?.body.response_format).toEqual({ type: 'json_object' });
      expect(server.requests[0]?.body.messages?.[0]?.content).toContain('"required":["score"]');
    });
  });
});

function later(ms: number, text: string, headers: Record<string, string> = {}): Reply {
  return (response) => void setTimeout(() => answer(response, 200, chat(text), headers), ms);
}

function never(): never {
  throw new Error('There was no request.');
}
