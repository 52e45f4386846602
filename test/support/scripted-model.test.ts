import { ChatOpenAI } from '@langchain/openai';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { tagged } from '../../src/agents/sections.ts';
import { promptOf, rounds } from '../practice-model/desk.ts';
import { startScriptedModel, step, type ScriptedModel, type ScriptedModelOptions } from './scripted-model.ts';

const REQUEST = { topic: 'How tides work', language: 'en' };
const WRITE = promptOf('draft', REQUEST);
const JUDGE = promptOf('critique', REQUEST, [tagged('draft', rounds(REQUEST, 1)[0]?.draft ?? '')]);
const SCORE = z.object({ score: z.number() });

let open: ScriptedModel[] = [];
async function start(options?: ScriptedModelOptions): Promise<{ model: ScriptedModel; client: ChatOpenAI }> {
  const model = await startScriptedModel(options);
  open.push(model);
  return {
    model,
    client: new ChatOpenAI({
      model: 'writer-1',
      apiKey: 'secret',
      maxRetries: 0,
      timeout: 5000,
      configuration: { baseURL: model.url },
    }),
  };
}
afterEach(async () => {
  const models = open;
  open = [];
  await Promise.all(models.map((model) => model.stop()));
});

describe('scripted model', () => {
  it('plays the steps of a task in order, then the practice model', async () => {
    const { model, client } = await start();
    model.on('draft', step.text('one'), step.after(20, step.text('two')));
    const said = [];
    for (let call = 0; call < 3; call += 1) said.push((await client.invoke(WRITE)).content);
    expect(said).toEqual(['one', 'two', rounds(REQUEST, 1)[0]?.draft]);
  });

  it('answers in a mood, for one step or whenever the script says nothing', async () => {
    const { model, client } = await start({ mood: 'refusing' });
    model.on('draft', step.mood('thinking'), step.mood('cut'), step.mood('improving'));
    const said: string[] = [];
    for (let call = 0; call < 4; call += 1) said.push((await client.invoke(WRITE)).text);
    const draft = rounds(REQUEST, 1)[0]?.draft ?? '';
    expect(said[0]).toMatch(/^<think>[^]*<\/think>/);
    expect(draft.startsWith(said[1] ?? 'nothing')).toBe(true);
    expect(said.slice(2)).toEqual([draft, expect.stringContaining('I’m sorry')]);
  });

  it.each(['jsonSchema', 'functionCalling', 'jsonMode'] as const)(
    'wraps a value as %s asks, and overrides fields of the practice answer',
    async (method) => {
      const { model, client } = await start();
      model.on('critique', step.json({ score: 9.9 }), step.practice({ score: 7.1 }));
      const judge = client.withStructuredOutput(SCORE, { name: 'critique', method });
      expect([await judge.invoke(JUDGE), await judge.invoke(JUDGE)]).toEqual([
        { score: 9.9 },
        expect.objectContaining({ score: 7.1 }),
      ]);
    },
  );

  it.each([
    [429, step.status(429, { retryAfterSeconds: 7 })],
    [500, step.status(500)],
    [502, step.status(502)],
    [401, step.status(401)],
    [403, step.status(403)],
  ])('answers %i, which the client sees in one request', async (status, fault) => {
    const { model, client } = await start();
    model.on('any', fault);
    const error = (await client.invoke(WRITE).catch((caught: unknown) => caught)) as {
      status: number;
      headers: Headers;
    };
    expect(error.status).toBe(status);
    expect(error.headers.get('retry-after')).toBe(status === 429 ? '7' : null);
    expect(model.requests).toHaveLength(1);
  });

  it('cuts a body, cuts a stream, sends garbage, drops the connection', async () => {
    const { model, client } = await start();
    model.on('draft', step.cut(), step.cut(), step.garbage(), step.drop());
    await expect(client.invoke(WRITE)).rejects.toThrow(/terminated|aborted|socket|premature/i);
    const pieces: unknown[] = [];
    await expect(
      (async () => {
        for await (const chunk of await client.stream(WRITE)) pieces.push(chunk.content);
      })(),
    ).rejects.toThrow(/terminated|aborted|socket|premature/i);
    expect(pieces.length).toBeGreaterThan(3);
    await expect(client.invoke(WRITE)).rejects.toThrow(/JSON/);
    await expect(client.invoke(WRITE)).rejects.toThrow(/connection/i);
    expect(model.requests.map(({ aborted }) => aborted)).toEqual([false, false, false, false]);
  });

  it('hangs until released', async () => {
    const { model, client } = await start();
    model.on('draft', step.hang(step.text('at last')));
    let answered = false;
    const answer = client.invoke(WRITE).finally(() => {
      answered = true;
    });
    await model.waitFor('draft');
    await client.invoke(JUDGE);
    expect(answered).toBe(false);
    model.release('critique');
    model.release('draft');
    expect((await answer).content).toBe('at last');
  });

  it('sees that a client gave up', async () => {
    const { model, client } = await start();
    model.on('draft', step.hang());
    const gone = new AbortController();
    const answer = client.invoke(WRITE, { signal: gone.signal });
    const request = await model.waitFor('draft', 1);
    expect(request.aborted).toBe(false);
    gone.abort();
    await expect(answer).rejects.toThrow(/abort/i);
    await expect.poll(() => request.aborted).toBe(true);
  });

  it('refuses connections while paused, and comes back on the same port', async () => {
    const { model, client } = await start();
    model.on('draft', step.hang(), step.text('back'));
    const broken = client.invoke(WRITE).catch((error: unknown) => error);
    await model.waitFor('draft');
    await model.pause();
    expect(String(await broken)).toMatch(/connection/i);
    await expect(fetch(`${model.url}/models`)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    await model.resume();
    expect((await client.invoke(WRITE)).content).toBe('back');
  });

  it('logs every request without its key', async () => {
    const { model, client } = await start();
    await client.invoke(WRITE);
    await client.invoke('Hello');
    expect(model.requests).toMatchObject([
      { task: 'draft', model: 'writer-1', path: '/v1/chat/completions', aborted: false },
      { task: undefined, path: '/v1/chat/completions' },
    ]);
    expect(JSON.stringify(model.requests)).not.toContain('secret');
    expect(JSON.stringify(model.requests[0]?.body)).toContain('How tides work');
  });

  it('picks rules by a predicate, and says which request did not arrive', async () => {
    const { model, client } = await start();
    model.on(({ body }) => JSON.stringify(body).includes('Hello'), step.text('Hi'));
    expect((await client.invoke(WRITE)).content).toContain('# How tides work');
    expect((await client.invoke('Hello')).content).toBe('Hi');
    expect(model.unused()).toEqual([]);
    await expect(model.waitFor('edit', 2, 10)).rejects.toThrow(
      'Request 2 for edit did not arrive within 10 ms. Arrived: draft, unknown.',
    );
  });

  it('complains when its script runs out', async () => {
    const { model, client } = await start({ fallback: 'fail' });
    open = [];
    model.on('critique', step.practice());
    await expect(client.invoke(WRITE)).rejects.toMatchObject({ status: 400, code: 'script_exhausted' });
    expect(model.unused()).toEqual(['critique: practice']);
    await expect(model.stop()).rejects.toThrow('No step is left for request 1, task draft. Rules: critique (1 left).');
  });
});
