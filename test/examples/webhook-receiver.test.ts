import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWebhookSecret } from '../../src/lib/webhook-secret.ts';
import { sendEvent } from '../../src/webhooks/send-event.ts';

const SECRET = makeWebhookSecret();
const MAX_LOOKS = 400;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('examples/webhook-receiver.ts', () => {
  let receiver: ChildProcess;
  let port = 0;
  let said = '';
  beforeAll(async () => {
    port = await freePort();
    receiver = spawn(process.execPath, ['examples/webhook-receiver.ts'], {
      env: { NEWSROOM_WEBHOOK_SECRET: SECRET, PORT: String(port) },
    });
    receiver.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  });
  afterAll(() => receiver.kill());

  const send = (secret: string) =>
    sendEvent(
      {
        eventId: 'msg_1',
        type: 'article.started',
        body: '{"type":"article.started"}',
        attempts: 0,
        triedForMs: 0,
        url: `http://127.0.0.1:${port}/`,
        allowPrivate: true,
      },
      { secrets: [secret], ports: [], timeoutMs: 5000, signal: new AbortController().signal },
    );

  it('takes what is signed, acts once, and refuses everything else', async () => {
    let first = await send(SECRET);
    for (let look = 0; look < MAX_LOOKS && first.kind === 'refused'; look += 1) {
      await sleep(50);
      first = await send(SECRET);
    }
    expect(first).toEqual({ kind: 'accepted', attempt: { status: 204 } });
    expect(await send(SECRET)).toEqual({ kind: 'accepted', attempt: { status: 204 } });
    expect(await send(makeWebhookSecret())).toEqual({ kind: 'refused', attempt: { status: 401 } });
    expect(said).toBe('{"type":"article.started"}\n');
  });

  it('stands in docs/webhooks.md as it is', () => {
    const code = readFileSync('examples/webhook-receiver.ts', 'utf8').trimEnd();
    expect(readFileSync('docs/webhooks.md', 'utf8')).toContain(code);
  });
});
