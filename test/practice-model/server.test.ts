import { createServer } from 'node:net';

import { HumanMessage, SystemMessage, type AIMessageChunk } from '@langchain/core/messages';
import { ChatOpenAI, type ChatOpenAIFields } from '@langchain/openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { grouped, tagged } from '../../src/agents/sections.ts';
import { newsroomLatencyMs } from '../../src/practice-model/practice-reply.ts';
import { PracticeModelError, startPracticeModel, type PracticeModel } from '../../src/practice-model/server.ts';
import { itSurvivesAnyRequest } from '../contracts/http-server.ts';
import { promptOf, rounds } from './desk.ts';

const REQUEST = { topic: 'How tides work', language: 'en' };
const DRAFT = rounds(REQUEST, 1)[0]?.draft ?? '';
const CRITIQUE = z.object({
  score: z.number().min(0).max(10),
  strengths: z.array(z.string()),
  weaknesses: z.array(z.object({ section: z.string().nullable(), text: z.string() })),
  suggestions: z.array(z.object({ section: z.string().nullable(), text: z.string() })),
  factsQuestionable: z.boolean(),
});
const VERDICTS = z.object({
  verdicts: z.array(
    z.object({
      id: z.string(),
      verdict: z.enum(['supported', 'contradicted', 'not-found']),
      note: z.string(),
      quote: z.string().nullable(),
      sources: z.array(z.object({ title: z.string(), url: z.string(), date: z.string().nullable() })),
    }),
  ),
});
const WRITE = [
  new SystemMessage('You are the writer of a newsroom. Your task now is <task>draft</task>.'),
  new HumanMessage(promptOf('draft', REQUEST)),
];
const JUDGE = [
  new SystemMessage('You are the critic of a newsroom.'),
  new HumanMessage(promptOf('critique', REQUEST, [tagged('draft', DRAFT)])),
];
const CHECK = [
  new SystemMessage('You are the fact-checker of a newsroom.'),
  new HumanMessage(
    promptOf('verdicts', REQUEST, [
      grouped('claims', [
        tagged('claim', 'The Moon causes 97% of it.', { id: 'c1' }),
        tagged('claim', 'The Sun takes part as well.', { id: 'c2' }),
      ]),
    ]),
  ),
];

/** LangChain's type knows nothing of usage on an answer to a plain list of messages. */
function tokensOf(message: object | undefined): { input_tokens: number; output_tokens: number; total_tokens: number } {
  return z
    .object({
      usage_metadata: z.object({ input_tokens: z.number(), output_tokens: z.number(), total_tokens: z.number() }),
    })
    .parse({ ...message }).usage_metadata;
}

let server: PracticeModel;
const client = (fields: ChatOpenAIFields = {}): ChatOpenAI =>
  new ChatOpenAI({
    model: 'practice',
    apiKey: 'any',
    maxRetries: 0,
    configuration: { baseURL: server.url },
    ...fields,
  });

beforeAll(async () => {
  server = await startPracticeModel();
});
afterAll(() => server.stop());

describe('practice model', () => {
  it('answers a chat with the draft and what it cost in tokens', async () => {
    const answer = await client().invoke(WRITE);
    expect(answer.content).toBe(DRAFT);
    expect(tokensOf(answer).output_tokens).toBeGreaterThan(100);
    expect(tokensOf(answer).input_tokens).toBeGreaterThan(10);
  });

  it('streams a chat, with the usage at its end', async () => {
    const chunks: AIMessageChunk[] = [];
    for await (const chunk of await client({ streamUsage: true }).stream(WRITE)) chunks.push(chunk);
    expect(chunks.map(({ text }) => text).join('')).toBe(DRAFT);
    expect(chunks.length).toBeGreaterThan(10);
    expect(tokensOf(chunks.at(-1)).total_tokens).toBeGreaterThan(100);
  });

  it.each(['jsonSchema', 'functionCalling', 'jsonMode'] as const)('gives structured output by %s', async (method) => {
    const judge = client().withStructuredOutput(CRITIQUE, { name: 'critique', method, includeRaw: true });
    const { parsed, raw } = await judge.invoke(JUDGE);
    expect(parsed).toMatchObject({ factsQuestionable: true });
    expect(parsed?.score).toBeGreaterThan(5);
    expect('usage_metadata' in raw && raw.usage_metadata).toMatchObject({ total_tokens: expect.any(Number) as number });
  });

  it('streams structured output by function calling', async () => {
    const judge = client().bindTools(
      [{ type: 'function', function: { name: 'critique', parameters: z.toJSONSchema(CRITIQUE) } }],
      {
        tool_choice: { type: 'function', function: { name: 'critique' } },
      },
    );
    let whole: AIMessageChunk | undefined;
    for await (const chunk of await judge.stream(JUDGE)) whole = whole?.concat(chunk) ?? chunk;
    expect(CRITIQUE.parse(whole?.tool_calls?.[0]?.args).factsQuestionable).toBe(true);
  });

  describe('over the Responses API', () => {
    it('answers with text', async () => {
      const answer = await client({ useResponsesApi: true }).invoke(WRITE);
      expect(answer.text).toBe(DRAFT);
      expect(tokensOf(answer).output_tokens).toBeGreaterThan(100);
    });

    it('streams text', async () => {
      let whole: AIMessageChunk | undefined;
      for await (const chunk of await client({ useResponsesApi: true }).stream(WRITE))
        whole = whole?.concat(chunk) ?? chunk;
      expect(whole?.text).toBe(DRAFT);
      expect(tokensOf(whole).total_tokens).toBeGreaterThan(100);
    });

    it.each(['jsonSchema', 'functionCalling', 'jsonMode'] as const)('gives structured output by %s', async (method) => {
      const judge = client({ useResponsesApi: true }).withStructuredOutput(CRITIQUE, { name: 'critique', method });
      expect((await judge.invoke(JUDGE)).factsQuestionable).toBe(true);
    });

    it('searches, and says where it found what', async () => {
      const searching = client({
        useResponsesApi: true,
        model: 'perplexity/sonar',
        modelKwargs: { tool_choice: 'required' },
      }).bindTools([{ type: 'web_search' }]);
      const answer = await searching.invoke(CHECK);
      const { verdicts } = VERDICTS.parse(JSON.parse(answer.text));
      expect(verdicts[0]).toMatchObject({ id: 'c1', verdict: 'contradicted' });
      const named = verdicts.flatMap(({ sources }) => sources.map(({ url }) => url));
      const [search] = answer.additional_kwargs['tool_outputs'] as {
        type: string;
        results: { url: string; title: string; date: string; snippet: string }[];
      }[];
      expect(search?.type).toBe('search_results');
      expect(search?.results.map(({ url }) => url)).toEqual(expect.arrayContaining(named));
      const [part] = answer.content as { annotations: { url: string; startIndex: number; endIndex: number }[] }[];
      expect(part?.annotations.map(({ url }) => url)).toEqual(expect.arrayContaining(named));
      for (const { url, startIndex, endIndex } of part?.annotations ?? [])
        expect(answer.text.slice(startIndex, endIndex)).toBe(url);
      expect(named.every((url) => url.startsWith('https://example.org/practice/'))).toBe(true);
    });

    it('searches while it streams', async () => {
      const searching = client({ useResponsesApi: true }).bindTools([{ type: 'web_search' }]);
      let whole: AIMessageChunk | undefined;
      for await (const chunk of await searching.stream(CHECK)) whole = whole?.concat(chunk) ?? chunk;
      expect(VERDICTS.parse(JSON.parse(whole?.text ?? '')).verdicts).toHaveLength(2);
      expect(JSON.stringify(whole?.response_metadata['output'])).toContain('search_results');
    });
  });

  it('answers anew when only the form of an answer was at fault', async () => {
    const again = await client()
      .withStructuredOutput(CRITIQUE, { name: 'critique' })
      .invoke([...JUDGE, { role: 'assistant', content: '{' }, new HumanMessage('<fault>not JSON</fault>')]);
    expect(again.score).toBeGreaterThan(5);
  });

  it('introduces itself to whoever asks for something else', async () => {
    expect((await client().invoke('Hello')).content).toContain('LLM_BASE_URL');
    await expect(
      client()
        .withStructuredOutput(z.object({ a: z.string() }))
        .invoke('Hello'),
    ).rejects.toMatchObject({ status: 400, code: 'unknown_task' });
  });

  it('refuses in OpenAI’s shape', async () => {
    const post = (path: string, body: string): Promise<Response> => fetch(server.url + path, { method: 'POST', body });
    const faults = await Promise.all([
      post('/chat/completions', '{'),
      post('/chat/completions', '{"messages":[]}'),
      post('/embeddings', '{}'),
      fetch(`${server.url}/responses`),
    ]);
    expect(faults.map(({ status }) => status)).toEqual([400, 400, 404, 405]);
    for (const fault of faults) {
      expect(await fault.json()).toEqual({
        error: {
          message: expect.any(String) as string,
          type: 'invalid_request_error',
          param: null,
          code: expect.toSatisfy((code) => code === null || typeof code === 'string') as unknown,
        },
      });
    }
  });

  it('lists its models and its health', async () => {
    const models = (await (await fetch(`${server.url}/models`)).json()) as { data: { id: string }[] };
    expect(models.data.map(({ id }) => id)).toContain('practice');
    expect(await (await fetch(server.url.replace('/v1', '/health'))).json()).toEqual({ status: 'ok' });
  });

  it('waits as long as told for a task, and no longer once the client has gone', async () => {
    const asked: unknown[] = [];
    const slow = await startPracticeModel({
      latencyMs: (task) => {
        asked.push(task);
        return task === 'draft' ? 60_000 : 0;
      },
    });
    const gone = new AbortController();
    const writing = client({ configuration: { baseURL: slow.url } }).invoke(WRITE, { signal: gone.signal });
    await expect.poll(() => asked).toEqual(['draft']);
    gone.abort();
    await expect(writing).rejects.toThrow(/abort/i);
    await slow.stop();
    expect(newsroomLatencyMs('draft')).toBe(1500);
  });

  it('says what to do about a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const failure: unknown = await startPracticeModel({ port }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PracticeModelError);
    expect(String(failure)).toMatch(/EADDRINUSE.*Choose another port, or 0/);
    taken.close();
  });
});

describe('the server of the practice model', () => {
  itSurvivesAnyRequest(async () => {
    const model = await startPracticeModel();
    return {
      port: model.port,
      known: { method: 'GET', path: '/health', status: 200 },
      takesBodiesAt: '/v1/chat/completions',
      close: () => model.stop(),
    };
  });
});
