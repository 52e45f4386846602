import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAgents } from '../../../src/agents/create-agents.ts';
import type { ExternalAgentSettings, HttpAgentSettings } from '../../../src/agents/settings.ts';
import { AGENTS } from '../agents.ts';
import { answer, startModelServer, type ModelServer } from '../model-server.ts';
import { DRAFT, mapCache, memoryLogger, memoryRun, REQUEST, SETTINGS } from '../run.ts';

type Served = { readonly status?: number; readonly body?: unknown; readonly headers?: Record<string, string> };

let model: ModelServer;
let service: Server;
let address: string;
let asked: { body: Record<string, unknown>; authorization: string | undefined }[];
let replies: Served[];

beforeEach(async () => {
  model = await startModelServer();
  asked = [];
  replies = [];
  service = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    asked.push({ body: JSON.parse(text) as Record<string, unknown>, authorization: request.headers.authorization });
    const { status = 200, body = {}, headers = {} } = replies.shift() ?? { status: 500 };
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  service.listen(0, '127.0.0.1');
  await new Promise((resolve) => service.once('listening', resolve));
  address = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
});
afterEach(async () => {
  service.close();
  service.closeAllConnections();
  await model.close();
});

const http = (more: Partial<HttpAgentSettings> = {}): HttpAgentSettings => ({
  kind: 'http',
  url: `${address}/check`,
  keyEnv: 'CHECKER_KEY',
  headers: {},
  timeoutSeconds: 2,
  retries: 1,
  allowPrivateAddresses: true,
  response: {
    verdicts: 'data.results',
    id: 'claim.id',
    verdict: 'rating',
    note: 'why',
    quote: 'evidence.0.text',
    url: 'evidence.0.url',
    words: { TRUE: 'supported', False: 'contradicted' },
  },
  ...more,
});

async function checkerOf(external: ExternalAgentSettings, providers = ['model']) {
  const agents = await createAgents(
    { ...AGENTS, factChecker: { ...AGENTS.factChecker, providers }, external: { checker: external } },
    {
      llm: { baseUrl: model.baseUrl },
      keys: { CHECKER_KEY: 'k-checker' },
      cache: mapCache(),
      logger: memoryLogger(),
    },
  );
  return { ...agents, checker: agents.external.get('checker') };
}

const RESULTS = {
  data: {
    results: [
      { claim: { id: 'c2' }, rating: 'true', why: 'Yes.', evidence: [{ text: 'so it is', url: 'https://a.example' }] },
      { claim: { id: 'c1' }, rating: 'FALSE', why: 'No.', evidence: [{ text: 'once', url: 'javascript:alert(1)' }] },
      { claim: { id: 'c3' }, rating: 'TRUE', why: 'Trust me.' },
    ],
  },
};
const CLAIMS = { claims: ['One.', 'Two.', 'Three.'] };

describe('an external agent of kind http', () => {
  it('gets the claims, and its answer is read where the paths say', async () => {
    const { checker } = await checkerOf(http());
    model.script(CLAIMS);
    replies.push({ body: RESULTS });
    const run = memoryRun();
    expect(await checker?.check({ request: REQUEST, draft: DRAFT }, run)).toEqual({
      provider: 'checker',
      verified: true,
      claims: [
        { claim: 'One.', verdict: 'contradicted', note: 'No.', quote: 'once', sources: [] },
        {
          claim: 'Two.',
          verdict: 'supported',
          note: 'Yes.',
          quote: 'so it is',
          sources: [{ title: 'https://a.example', url: 'https://a.example' }],
        },
        { claim: 'Three.', verdict: 'not-found', note: 'Trust me.', sources: [] },
      ],
    });
    expect(asked).toEqual([
      {
        authorization: 'Bearer k-checker',
        body: {
          topic: REQUEST.topic,
          language: 'en',
          today: '2026-11-29',
          draft: DRAFT,
          claims: [
            { id: 'c1', text: 'One.' },
            { id: 'c2', text: 'Two.' },
            { id: 'c3', text: 'Three.' },
          ],
        },
      },
    ]);
    expect(run.calls.map(({ purpose }) => purpose)).toEqual(['fact-checker.claims', 'external.checker']);
  });

  it('is not asked twice for what it has answered', async () => {
    const { checker } = await checkerOf(http());
    model.script(CLAIMS);
    replies.push({ body: RESULTS });
    const run = memoryRun();
    await checker?.check({ request: REQUEST, draft: DRAFT }, run);
    await checker?.check({ request: REQUEST, draft: DRAFT }, memoryRun({ from: run }));
    expect(asked).toHaveLength(1);
  });

  it('is asked again while it is away, and not when it refuses', async () => {
    const { checker } = await checkerOf(http());
    model.script(CLAIMS, CLAIMS, CLAIMS);
    replies.push({ status: 503 }, { body: RESULTS });
    await checker?.check({ request: REQUEST, draft: DRAFT }, memoryRun());
    expect(asked).toHaveLength(2);
    replies.push({ status: 401 });
    await expect(checker?.check({ request: REQUEST, draft: DRAFT }, memoryRun())).rejects.toMatchObject({
      code: 'model-unauthorized',
    });
    expect(asked).toHaveLength(3);
  });

  it.each<[string, Served, string]>([
    ['no JSON', { body: '<html>' }, 'model-answer-unusable'],
    ['no list', { body: { data: {} } }, 'model-answer-unusable'],
    ['a claim left out', { body: { data: { results: [] } } }, 'model-answer-unusable'],
    ['another place', { status: 302, headers: { location: 'https://elsewhere.example' } }, 'model-not-found'],
    ['a limit for an hour', { status: 429, headers: { 'retry-after': '3600' } }, 'model-rate-limited'],
  ])('has answered with %s', async (_, served, code) => {
    const { checker } = await checkerOf(http());
    model.script(CLAIMS);
    replies.push(served);
    await expect(checker?.check({ request: REQUEST, draft: DRAFT }, memoryRun())).rejects.toMatchObject({ code });
    expect(asked).toHaveLength(1);
  });

  it.each(['by address', 'by name'])('is not asked within this machine unless the settings say so: %s', async (how) => {
    const url = `${how === 'by name' ? address.replace('127.0.0.1', 'localhost') : address}/check`;
    const { checker } = await checkerOf(http({ url, allowPrivateAddresses: false }));
    model.script(CLAIMS);
    const error = await checker
      ?.check({ request: REQUEST, draft: DRAFT }, memoryRun())
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'model-not-found' });
    expect(String(error)).toContain('allow_private_addresses');
    expect(asked).toEqual([]);
  });

  it('waits no longer than it is given', async () => {
    const { checker } = await checkerOf(http({ timeoutSeconds: 0.2, retries: 0 }));
    model.script(CLAIMS);
    service.removeAllListeners('request');
    service.on('request', () => undefined);
    await expect(checker?.check({ request: REQUEST, draft: DRAFT }, memoryRun())).rejects.toMatchObject({
      code: 'model-unavailable',
    });
  });
});

describe('an external agent that is a model', () => {
  it('of kind chat answers from memory, at its own address and with its own key', async () => {
    const own = { ...SETTINGS, kind: 'chat', baseUrl: `${address}/v1`, keyEnv: 'CHECKER_KEY' } as const;
    const { checker } = await checkerOf(own);
    model.script({ claims: ['One.'] });
    const verdicts = [{ id: 'c1', verdict: 'contradicted', note: 'No.', quote: 'no', sources: [] }];
    replies.push({
      body: {
        choices: [{ finish_reason: 'stop', message: { role: 'assistant', content: JSON.stringify({ verdicts }) } }],
      },
    });
    expect(await checker?.check({ request: REQUEST, draft: DRAFT }, memoryRun())).toEqual({
      provider: 'checker',
      verified: false,
      claims: [{ claim: 'One.', verdict: 'contradicted', note: 'No.', sources: [] }],
    });
    expect(asked[0]?.authorization).toBe('Bearer k-checker');
  });

  it('of kind responses searches', async () => {
    const own = { ...SETTINGS, kind: 'responses', baseUrl: model.baseUrl } as const;
    const { checker } = await checkerOf(own);
    const verdicts = [{ id: 'c1', verdict: 'supported', note: 'Yes.', quote: 'one and only', sources: [] }];
    model.script({ claims: ['One.'] }, (response) =>
      answer(response, 200, {
        status: 'completed',
        output: [
          { type: 'search_results', results: [{ title: 'T', url: 'https://t.example', snippet: 'The one and only.' }] },
          { type: 'message', content: [{ type: 'output_text', text: JSON.stringify({ verdicts }), annotations: [] }] },
        ],
      }),
    );
    const report = await checker?.check({ request: REQUEST, draft: DRAFT }, memoryRun());
    expect(report).toMatchObject({ verified: true, claims: [{ verdict: 'supported', quote: 'one and only' }] });
  });
});

describe('a fact-checker with several providers', () => {
  it('takes the next one when one fails, and says who answered', async () => {
    const { factChecker } = await checkerOf(http({ retries: 0 }), ['checker', 'model']);
    const verdicts = [{ id: 'c1', verdict: 'not-found', note: '?', quote: null, sources: [] }];
    model.script({ claims: ['One.'] }, { verdicts });
    replies.push({ status: 500 });
    const report = await factChecker.check({ request: REQUEST, draft: DRAFT }, memoryRun());
    expect(report.provider).toBe('model');
    expect(asked).toHaveLength(1);
  });
});
