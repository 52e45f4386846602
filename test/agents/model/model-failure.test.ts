import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ModelError } from '../../../src/agents/agent.ts';
import { markdownText } from '../../../src/agents/model/answer-format.ts';
import { createChatModel } from '../../../src/agents/model/chat-model.ts';
import { createScrub } from '../../../src/lib/scrub.ts';
import { answer, chat, startModelServer, type ModelServer, type Reply } from '../model-server.ts';
import { mapCache, memoryLogger, memoryRun, SETTINGS } from '../run.ts';

const KEY = 'canary-key-0123456789';
let server: ModelServer;

beforeEach(async () => {
  server = await startModelServer();
});
afterEach(() => server.close());

async function failure(
  reply: Reply | undefined,
  options: { readonly baseUrl?: string; readonly timeoutSeconds?: number } = {},
): Promise<ModelError> {
  if (reply !== undefined) server.script(reply);
  const logger = memoryLogger();
  const run = memoryRun();
  const model = createChatModel({
    agent: 'writer',
    settings: { ...SETTINGS, timeoutSeconds: options.timeoutSeconds ?? 5 },
    endpoint: {
      baseUrl: options.baseUrl ?? server.baseUrl,
      apiKey: KEY,
      api: 'chat',
      baseUrlName: 'LLM_BASE_URL',
      keyName: 'LLM_API_KEY',
    },
    cache: mapCache(),
    scrub: createScrub([KEY]),
    logger,
  });
  const error = await model
    .ask({ purpose: 'writer.draft', turns: [{ role: 'user', text: 'Write.' }], format: markdownText }, run)
    .then(
      () => undefined,
      (caught: unknown) => caught,
    );
  expect(error).toBeInstanceOf(ModelError);
  expect(
    inspect(error, { depth: 10, showHidden: true }) + logger.lines.join() + JSON.stringify([...run.answers]),
  ).not.toContain(KEY);
  return error as ModelError;
}

const body = (message: string, type: string, code: string | number): object => ({
  error: { message, type, param: null, code: String(code) },
});
const says =
  (status: number, content: object | string, headers: Record<string, string> = {}): Reply =>
  (response) =>
    answer(response, status, content, headers);

describe('the failure of a model', () => {
  // The bodies are those of LiteLLM 1.106 and OpenAI.
  it.each<[string, Reply, Partial<ModelError>]>([
    [
      'key over its budget',
      says(422, body('Budget has been exceeded! Current cost: 1', 'budget_exceeded', 422)),
      { code: 'model-budget-exceeded', status: 422 },
    ],
    [
      'deployment over its budget',
      says(429, body('No deployments available - crossed budget: 0.1', 'internal_server_error', 429)),
      { code: 'model-budget-exceeded' },
    ],
    [
      'quota of the provider',
      says(429, body('RateLimitError: You exceeded your current quota, please check', 'throttling_error', 429)),
      { code: 'model-budget-exceeded' },
    ],
    [
      'insufficient_quota',
      says(429, body('No more', 'insufficient_quota', 'insufficient_quota')),
      { code: 'model-budget-exceeded' },
    ],
    [
      '402',
      says(402, body('Payment required', 'invalid_request_error', 402)),
      { code: 'model-budget-exceeded', status: 402 },
    ],
    [
      'rate limit',
      says(429, body('Slow down', 'throttling_error', 429), { 'retry-after': '60' }),
      { code: 'model-rate-limited', status: 429, retryAfterMs: 60_000 },
    ],
    [
      'rate limit upstream',
      says(429, body('Slow down', 'throttling_error', 429), { 'llm_provider-retry-after': '7' }),
      { code: 'model-rate-limited', retryAfterMs: 7000 },
    ],
    [
      'rate limit without a time',
      says(429, body('Slow down', 'throttling_error', 429)),
      { code: 'model-rate-limited', retryAfterMs: undefined },
    ],
    [
      'wrong key',
      says(401, body(`Incorrect API key provided: ${KEY}`, 'authentication_error', 401)),
      { code: 'model-unauthorized', status: 401 },
    ],
    [
      'forbidden',
      says(403, body('Sonar is now the Agent API', 'agent_api_migration_required', 403)),
      { code: 'model-unauthorized', status: 403 },
    ],
    ['unknown path', says(404, 'Not Found'), { code: 'model-not-found', status: 404 }],
    [
      'unknown model',
      says(400, body('Invalid model name passed in model=nope. Call `/v1/models`', 'invalid_request_error', 400)),
      { code: 'model-not-found', status: 400 },
    ],
    [
      'too long',
      says(
        400,
        body(
          "ContextWindowExceededError: This model's maximum context length is 8192 tokens",
          'invalid_request_error',
          400,
        ),
      ),
      { code: 'model-context-exceeded', status: 400 },
    ],
    [
      'content policy',
      says(400, body('ContentPolicyViolationError: refused', 'invalid_request_error', 400)),
      { code: 'model-refused' },
    ],
    ['server error', says(500, body('oops', 'internal_server_error', 500)), { code: 'model-unavailable', status: 500 }],
    [
      'overloaded',
      says(503, '<html>busy</html>', { 'retry-after': '3' }),
      { code: 'model-unavailable', status: 503, retryAfterMs: 3000 },
    ],
    [
      'error with status 200',
      says(200, { error: { message: 'Provider returned error', code: 429 } }),
      { code: 'model-rate-limited', status: 429 },
    ],
    [
      'page instead of an answer',
      says(200, '<html>hello</html>', { 'content-type': 'text/html' }),
      { code: 'model-unavailable' },
    ],
    ['JSON that is no answer', says(200, { hello: 'world' }), { code: 'model-unavailable' }],
    ['cut JSON body', says(200, JSON.stringify(chat('x')).slice(0, 40)), { code: 'model-unavailable' }],
    ['nothing', says(200, ''), { code: 'model-unavailable' }],
    [
      'refusal',
      says(200, chat('', { message: { role: 'assistant', content: null, refusal: 'I cannot help with that' } })),
      { code: 'model-refused' },
    ],
    ['filtered answer', says(200, chat('', { finish_reason: 'content_filter' })), { code: 'model-refused' }],
    ['broken connection', (response) => void response.destroy(), { code: 'model-unavailable', status: undefined }],
    [
      'body broken off',
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
        response.write('{"id":');
        setTimeout(() => response.destroy(), 20);
      },
      { code: 'model-unavailable' },
    ],
  ])('by %s has its code', async (_name, reply, expected) => {
    expect(await failure(reply)).toMatchObject(expected);
    expect(server.requests).toHaveLength(1);
  });

  it('by silence ends with the timeout', async () => {
    const error = await failure(() => {}, { timeoutSeconds: 0.2 });
    expect(error).toMatchObject({ code: 'model-unavailable' });
    expect(error.message).toContain('did not answer within 0.2 s');
  });

  it('by a body that stalls ends with the timeout', async () => {
    const stalls: Reply = (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"id":');
    };
    expect((await failure(stalls, { timeoutSeconds: 0.3 })).message).toContain('did not answer within');
  });

  it('by a closed port names the host and why, never the password in the address', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => closed.once('listening', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const error = await failure(undefined, { baseUrl: `http://ann:${KEY}@127.0.0.1:${port}/v1` });
    expect(error).toMatchObject({ code: 'model-unavailable' });
    expect(error.message).toContain(`127.0.0.1:${port}`);
  });

  it('tells the way out and quotes the server in short', async () => {
    const error = await failure(says(401, body(`Bad key ${KEY} ${'x'.repeat(2000)}`, 'auth_error', 401)));
    expect(error.message).toContain('Bad key [redacted]');
    expect(error.message).toContain('Set LLM_API_KEY');
    expect(error.message.length).toBeLessThan(600);
  });

  it('reads retry-after as a date', async () => {
    const error = await failure(
      says(429, body('Slow down', 'x', 429), { 'retry-after': new Date(Date.now() + 60_000).toUTCString() }),
    );
    expect(error.retryAfterMs).toBeGreaterThan(50_000);
    expect(error.retryAfterMs).toBeLessThanOrEqual(60_000);
  });
});
