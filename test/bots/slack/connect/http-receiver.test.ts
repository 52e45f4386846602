import { createHmac } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createBoltLogger } from '../../../../bots/slack/connect/bolt-logger.ts';
import { createHttpReceiver } from '../../../../bots/slack/connect/http-receiver.ts';
import type { SlackReceiver } from '../../../../bots/slack/connect/slack-receiver.ts';
import { ConfigError } from '../../../../src/config/config-error.ts';
import { createLogger } from '../../../../src/lib/logger.ts';
import { itSurvivesAnyRequest, type ServedHttp } from '../../../contracts/http-server.ts';

const SIGNING_SECRET = 'a signing secret';
const logger = createLogger({ level: 'silent' });

function createReceiver(port = 0): SlackReceiver {
  return createHttpReceiver({
    signingSecret: SIGNING_SECRET,
    port,
    host: '127.0.0.1',
    boltLogger: createBoltLogger(logger),
    logger,
    isHealthy: () => true,
    pages: [{ path: '/page', show: (_request, response) => void response.end('A page') }],
  });
}

async function open(): Promise<ServedHttp> {
  const receiver = createReceiver();
  const ending = new AbortController();
  const listening = Promise.withResolvers<void>();
  const run = receiver.run(ending.signal, listening.resolve);
  await listening.promise;
  return {
    port: receiver.port?.() ?? 0,
    known: { method: 'GET', path: '/healthz', status: 200 },
    takesBodiesAt: '/slack/events',
    close: async () => {
      ending.abort();
      await run;
    },
  };
}

async function post(port: number, body: string, contentType = 'application/json'): Promise<number> {
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', SIGNING_SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
  const { status } = await fetch(`http://127.0.0.1:${port}/slack/events`, {
    method: 'POST',
    body,
    headers: {
      'content-type': contentType,
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': `v0=${signature}`,
      connection: 'close',
    },
  });
  return status;
}

describe('the HTTP receiver', () => {
  itSurvivesAnyRequest(open);

  it('refuses a body that Slack signed and that holds nothing', async () => {
    const { port, close } = await open();
    onTestFinished(async () => void (await close()));
    expect(await post(port, 'null')).toBe(400);
    expect(await post(port, ' null\n', 'text/plain')).toBe(400);
    expect(await post(port, 'payload=null', 'application/x-www-form-urlencoded')).toBe(400);
    expect(await post(port, '{', 'application/json')).toBe(400);
    expect(await post(port, '{"type":"url_verification","challenge":"c"}')).toBe(200);
  });

  it('turns away a body that is too long', async () => {
    const { port, close } = await open();
    onTestFinished(async () => void (await close()));
    expect(await post(port, `"${'a'.repeat(5_000_000)}"`)).toBe(413);
  });

  it('shows its pages on the same port', async () => {
    const { port, close } = await open();
    onTestFinished(async () => void (await close()));
    expect(await (await fetch(`http://127.0.0.1:${port}/page?x`)).text()).toBe('A page');
    expect((await fetch(`http://127.0.0.1:${port}/page`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${port}/slack/events`)).status).toBe(404);
  });

  it('says which variable to change when its port is taken', async () => {
    const { port, close } = await open();
    onTestFinished(async () => void (await close()));
    const failure: unknown = await createReceiver(port)
      .run(new AbortController().signal)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigError);
    expect(String(failure)).toMatch(/PORT.*EADDRINUSE/s);
  });
});
