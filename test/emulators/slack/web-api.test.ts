import { WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError, WebClient } from '@slack/web-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KnownBlock, ModalView } from '@slack/types';
import { text as textOf } from '../../../src/practice-model/json.ts';
import { dangersOf } from './rendered.ts';
import { type SlackEmulator, startSlackEmulator } from './web-api.ts';

let slack: SlackEmulator;
let client: WebClient;
let channel: string;
beforeAll(async () => {
  slack = await startSlackEmulator({
    channels: ['general', 'articles'],
    groups: { editors: ['ben'] },
    ackTimeoutMs: 100,
  });
  client = new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    timeout: 500,
    rejectRateLimitedCalls: true,
    logger: {
      debug() {},
      info() {},
      warn() {},
      error() {},
      setLevel() {},
      getLevel: () => 'error' as never,
      setName() {},
    },
  });
  channel = slack.channel('articles');
});
afterAll(() => slack.stop());

const post = (more: object = {}) => client.apiCall('chat.postMessage', { channel, text: 'Hello', ...more });
const send = async (more: object) => (await post(more)) as { readonly ts?: string };
const codeOf = async (call: Promise<unknown>): Promise<string> => {
  const error: unknown = await call.then(
    () => 'ok',
    (reason: unknown) => reason,
  );
  return error instanceof WebAPIPlatformError ? error.data.error : String(error);
};

const plain = (length: number) => ({ type: 'plain_text', text: 'x'.repeat(length) });
const button = (more: object = {}) => ({ type: 'button', action_id: 'a', text: plain(3), ...more });

describe('a message', () => {
  it.each([
    ['blocks', 50, (n: number) => Array.from({ length: n }, () => ({ type: 'divider' }))],
    ['characters in a section', 3000, (n: number) => [{ type: 'section', text: plain(n) }]],
    ['characters in a header', 150, (n: number) => [{ type: 'header', text: plain(n) }]],
    ['characters on a button', 75, (n: number) => [{ type: 'actions', elements: [button({ text: plain(n) })] }]],
    [
      'characters behind a button',
      2000,
      (n: number) => [{ type: 'actions', elements: [button({ value: 'x'.repeat(n) })] }],
    ],
    [
      'buttons',
      25,
      (n: number) => [
        { type: 'actions', elements: Array.from({ length: n }, (_, index) => button({ action_id: `a${index}` })) },
      ],
    ],
    [
      'elements of a context',
      10,
      (n: number) => [{ type: 'context', elements: Array.from({ length: n }, () => plain(1)) }],
    ],
    [
      'characters of Markdown in all',
      12_000,
      (n: number) => [
        { type: 'markdown', text: 'x'.repeat(n - 1) },
        { type: 'markdown', text: 'x' },
      ],
    ],
  ] as const)('has at most so many %s: %i', async (_, most, blocks) => {
    expect(await codeOf(post({ blocks: blocks(most) }))).toBe('ok');
    expect(await codeOf(post({ blocks: blocks(most + 1) }))).toBe('invalid_blocks');
  });

  it.each([
    [
      'too long in all',
      { blocks: Array.from({ length: 5 }, () => ({ type: 'section', text: plain(2700) })) },
      'msg_blocks_too_long',
    ],
    [
      'with an id twice',
      {
        blocks: [
          { type: 'divider', block_id: 'x' },
          { type: 'divider', block_id: 'x' },
        ],
      },
      'invalid_blocks',
    ],
    ['with a block that is none', { blocks: [{ type: 'section' }] }, 'invalid_blocks'],
    ['below one that is not there', { thread_ts: '1.000001' }, 'thread_not_found'],
    [
      'with metadata that is nested',
      { metadata: { event_type: 'x', event_payload: { a: { b: { c: 1 } } } } },
      'invalid_metadata_schema',
    ],
  ])('is refused %s', async (_, message, code) => {
    expect(await codeOf(post(message))).toBe(code);
  });

  it('shows its metadata only to who asks for it', async () => {
    const metadata = { event_type: 'x', event_payload: { key: 'k' } };
    const { ts = '' } = await send({ text: 'Marked', metadata });
    const read = async (include: boolean) =>
      (await client.conversations.history({ channel, oldest: ts, inclusive: true, include_all_metadata: include }))
        .messages?.[0];
    expect(await read(true)).toMatchObject({ ts, metadata });
    expect(await read(false)).not.toHaveProperty('metadata');
  });

  it('is taken for dangerous when it can do anything', async () => {
    const inert = { channel, text: 'Plain', unfurl_links: false, unfurl_media: false };
    const blocks: KnownBlock[] = [{ type: 'markdown', text: 'See [the page](https://example.com/)' }];
    const dangers = async (more: object) => {
      const { ts = '' } = await send({ ...inert, ...more });
      const found = (await slack.history(channel)).find((message) => message.ts === ts);
      return found === undefined ? ['it is not there'] : dangersOf(found);
    };
    expect(await dangers({ blocks })).toEqual([]);
    for (const text of [
      '<!channel>',
      '<@U024BE7LH>',
      '<!subteam^S1>',
      '<https://example.com|slack.com>',
      '<javascript:alert(1)|x>',
    ])
      expect(await dangers({ text }), text).toHaveLength(1);
    for (const text of [
      '<!here>',
      '`<!here>`',
      '[slack.com](https://example.com)',
      '![](https://example.com/x.png)',
      '[x](javascript:alert(1))',
    ])
      expect(await dangers({ blocks: [{ type: 'markdown', text }] }), text).toHaveLength(1);
    expect(await dangers({ unfurl_links: true })).toHaveLength(1);
  });
});

describe('a place', () => {
  it.each([
    [
      'an archived channel',
      () => slack.setArchived(channel, true),
      () => slack.setArchived(channel, false),
      'is_archived',
    ],
    [
      'a channel without the bot',
      () => slack.setMember(channel, false),
      () => slack.setMember(channel, true),
      'not_in_channel',
    ],
    [
      'a workspace that took the token back',
      () => slack.setRevoked(true),
      () => slack.setRevoked(false),
      'token_revoked',
    ],
  ])('takes no message when it is %s', async (_, close, open, code) => {
    close();
    try {
      expect(await codeOf(post())).toBe(code);
    } finally {
      open();
    }
    expect(await codeOf(post())).toBe('ok');
  });

  it('wants the right token and the right scope', async () => {
    const other = (token: string) =>
      new WebClient(token, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } }).auth.test();
    expect(await codeOf(other('xoxb-1-2-x'))).toBe('invalid_auth');
    expect(await codeOf(client.conversations.join({ channel }))).toBe('missing_scope');
    expect(await codeOf(client.apiCall('apps.connections.open'))).toBe('not_allowed_token_type');
  });
});

describe('a file', () => {
  it('appears a while after Slack took it, with what was uploaded', async () => {
    const { ts = '' } = await send({ text: 'Files' });
    const answer = await client.filesUploadV2({
      channel_id: channel,
      thread_ts: ts,
      filename: 'a.md',
      content: '# Hi',
    });
    // The `ts` of its message is not known then.
    expect(JSON.stringify(answer.files)).not.toContain('shares');
    expect((await slack.thread(channel, ts)).at(-1)).toMatchObject({
      files: [{ name: 'a.md', bytes: Buffer.from('# Hi') }],
    });
  });

  it('of a person is for those who may read it', async () => {
    const file = slack.upload(slack.user('ann'), 'draft.md', 'text');
    const read = (token: string) =>
      fetch(textOf(file['url_private_download']), {
        redirect: 'manual',
        headers: { authorization: `Bearer ${token}` },
      });
    expect(await (await read(slack.botToken)).text()).toBe('text');
    expect((await read('xoxb-wrong')).status).toBe(302);
  });
});

describe('a modal', () => {
  const view: ModalView = {
    type: 'modal',
    title: { type: 'plain_text', text: 'Title' },
    blocks: [{ type: 'section', text: { type: 'plain_text', text: 'Words' } }],
  };

  it('opens once for each trigger', async () => {
    const trigger_id = slack.trigger(slack.user('ann'));
    expect(await codeOf(client.views.open({ trigger_id, view }))).toBe('ok');
    expect(slack.modal(slack.user('ann'))?.shown).toContain('Words');
    expect(await codeOf(client.views.open({ trigger_id, view }))).toBe('exchanged_trigger_id');
    expect(await codeOf(client.views.open({ trigger_id: 'made.up', view }))).toBe('invalid_trigger_id');
  });

  it.each([
    ['a title of 25 characters', { title: plain(25) }],
    ['3,001 characters of its own', { private_metadata: 'x'.repeat(3001) }],
    [
      'an input and no way to send it',
      { blocks: [{ type: 'input', label: plain(1), element: { type: 'plain_text_input', action_id: 'a' } }] },
    ],
    ['a block that only messages have', { blocks: [{ type: 'markdown', text: 'x' }] }],
  ])('is refused with %s', async (_, changes) => {
    const open = client.apiCall('views.open', {
      trigger_id: slack.trigger(slack.user('ann')),
      view: { ...view, ...changes },
    });
    expect(await codeOf(open)).toBe('invalid_arguments');
  });
});

describe('an answer to an interaction', () => {
  it('is taken five times', async () => {
    const url = slack.responseUrl({ userId: slack.user('eve'), channel });
    const answer = () =>
      fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"text":"Psst"}' });
    for (let use = 0; use < 5; use += 1) expect((await answer()).status).toBe(200);
    expect((await answer()).status).toBe(404);
    expect(slack.privates(slack.user('eve')).filter(({ via }) => via === 'response_url')).toHaveLength(5);
  });
});

describe('a planned fault', () => {
  it.each([
    [{ kind: 'rate-limited', retryAfterSeconds: 7 }, WebAPIRateLimitedError, 0],
    [{ kind: 'lost-request' }, WebAPIRequestError, 0],
    [{ kind: 'lost-response' }, WebAPIRequestError, 1],
    [{ kind: 'silent', done: true }, WebAPIRequestError, 1],
  ] as const)('%o is what the client sees', async (fault, error, posted) => {
    const text = JSON.stringify(fault);
    slack.fault('chat.postMessage', fault);
    await expect(post({ text })).rejects.toBeInstanceOf(error);
    expect((await slack.history(channel)).filter((message) => message.text === text)).toHaveLength(posted);
  });
});

describe('Socket Mode', () => {
  it('greets, hands over, waits for an acknowledgement and tries an event again', async () => {
    const app = new WebClient(slack.appToken, { slackApiUrl: slack.apiUrl });
    const { url = '' } = await app.apps.connections.open();
    const socket = new WebSocket(url);
    const heard: { readonly type: string; readonly envelope_id?: string; readonly retry_attempt?: number }[] = [];
    socket.addEventListener('message', ({ data }) => heard.push(JSON.parse(String(data)) as (typeof heard)[number]));
    await expect.poll(() => heard.map(({ type }) => type)).toEqual(['hello']);

    const delivered = slack.sockets.deliver({ kind: 'events_api', payload: { type: 'event_callback' } });
    await expect.poll(() => heard.length).toBe(3);
    expect(heard.map(({ retry_attempt }) => retry_attempt)).toEqual([undefined, 0, 1]);
    socket.send(JSON.stringify({ envelope_id: heard.at(-1)?.envelope_id }));
    expect(await delivered).toMatchObject({ taken: true });

    slack.sockets.disconnect('link_disabled');
    await expect.poll(() => socket.readyState).toBe(WebSocket.CLOSED);
    expect(heard.at(-1)).toMatchObject({ type: 'disconnect', reason: 'link_disabled' });
    expect(slack.sockets.connections()).toBe(0);
  });
});
