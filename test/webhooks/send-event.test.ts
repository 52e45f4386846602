import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeWebhookSecret } from '../../src/lib/webhook-secret.ts';
import type { DueDelivery } from '../../src/storage/webhook-store.ts';
import { sendEvent, type SendOptions } from '../../src/webhooks/send-event.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';

const SECRET = makeWebhookSecret();
const BODY = JSON.stringify({ type: 'article.started', data: { article: { id: 'a1', topic: 'Приливы — 100 %' } } });

let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await startWebhookReceiver(SECRET);
});
afterEach(() => receiver.answer(() => 204));
afterAll(() => receiver.close());

const due = (more: Partial<DueDelivery> = {}): DueDelivery => ({
  eventId: 'msg_1',
  type: 'article.started',
  body: BODY,
  attempts: 0,
  triedForMs: 0,
  url: receiver.url,
  allowPrivate: true,
  ...more,
});

const send = (one: DueDelivery, more: Partial<SendOptions> = {}) =>
  sendEvent(one, {
    secrets: [SECRET],
    ports: [443],
    timeoutMs: 5000,
    signal: new AbortController().signal,
    ...more,
  });

describe('sendEvent', () => {
  it('sends the body to the byte, with a signature that a receiver can verify', async () => {
    expect(await send(due())).toEqual({ kind: 'accepted', attempt: { status: 204 } });
    const request = receiver.received.at(-1);
    expect(request?.body).toBe(BODY);
    expect(request?.headers).toMatchObject({
      'webhook-id': 'msg_1',
      'webhook-timestamp': expect.stringMatching(/^\d{10}$/),
      'webhook-signature': expect.stringMatching(/^v1,[\w+/]{43}=$/),
      'user-agent': expect.stringMatching(/^Copydesk\/\d/),
    });
  });

  it.each([[[makeWebhookSecret(), SECRET]], [[SECRET, makeWebhookSecret()]]])(
    'is verified by either of two secrets',
    async (secrets) => {
      expect(await send(due(), { secrets })).toMatchObject({ kind: 'accepted' });
      expect(receiver.received.at(-1)?.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
    },
  );

  it('is refused by who knows another secret', async () => {
    expect(await send(due(), { secrets: [makeWebhookSecret()] })).toEqual({
      kind: 'refused',
      attempt: { status: 401 },
    });
  });

  it.each([
    [200, { kind: 'accepted', attempt: { status: 200 } }],
    [410, { kind: 'gone', attempt: { status: 410 } }],
    [500, { kind: 'refused', attempt: { status: 500 } }],
    [400, { kind: 'refused', attempt: { status: 400 } }],
    [
      { status: 302, headers: { location: '/elsewhere' } },
      { kind: 'refused', attempt: { status: 302 } },
    ],
    [
      { status: 429, headers: { 'retry-after': '7' } },
      { kind: 'refused', attempt: { status: 429 }, afterMs: 7000 },
    ],
    [
      { status: 503, headers: { 'retry-after': 'soon' } },
      { kind: 'refused', attempt: { status: 503 } },
    ],
  ])('takes the answer %j for what it says', async (answer, sent) => {
    const before = receiver.received.length;
    receiver.answer(() => answer);
    expect(await send(due())).toEqual(sent);
    // No redirect is followed.
    expect(receiver.received.length - before).toBe(1);
  });

  it('waits no longer than it is to', async () => {
    receiver.answer(() => 'never');
    expect(await send(due(), { timeoutMs: 100 })).toEqual({ kind: 'refused', attempt: { problem: 'timed-out' } });
  });

  it('says that nobody is there, without the address', async () => {
    const sent = await send(due({ url: 'http://127.0.0.1:9/hooks/T0KEN' }));
    expect(sent).toEqual({ kind: 'refused', attempt: { problem: 'ECONNREFUSED' } });
  });

  it('sends nothing to this machine or its networks unless that is allowed', async () => {
    const before = receiver.received.length;
    const refused = (problem: string) => ({ kind: 'refused', attempt: { problem } });
    const guard = { isPrivate: (address: string) => address.startsWith('127.') };
    expect(await send(due({ allowPrivate: false }))).toEqual(refused('private-address'));
    expect(await send(due({ allowPrivate: false, url: 'http://hooks.example.com/' }))).toEqual(refused('not-https'));
    expect(await send(due({ allowPrivate: false, url: 'https://127.0.0.1/' }))).toEqual(refused('private-address'));
    expect(await send(due({ allowPrivate: false, url: 'https://hooks.example.com:8080/' }))).toEqual(
      refused('port-refused'),
    );
    // A name that becomes a private address by the time it is asked.
    const rebound = {
      ...guard,
      resolve: ((_name, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }])) satisfies NonNullable<
        SendOptions['guard']
      >['resolve'],
    };
    expect(await send(due({ allowPrivate: false, url: 'https://hooks.example.com/' }), { guard: rebound })).toEqual(
      refused('private-address'),
    );
    expect(receiver.received.length).toBe(before);
  });

  it('rejects with the reason of its signal', async () => {
    receiver.answer(() => 'never');
    const ending = new AbortController();
    const before = receiver.received.length;
    const sending = send(due(), { signal: ending.signal });
    await receiver.until(() => receiver.received.length > before);
    ending.abort(new Error('The worker ends'));
    await expect(sending).rejects.toThrow('The worker ends');
  });
});
