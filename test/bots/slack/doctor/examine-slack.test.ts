import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { examineSlack, type ExamineSlackOptions } from '../../../../bots/slack/doctor/examine-slack.ts';
import { faultOfChannel } from '../../../../bots/slack/doctor/look-at-channels.ts';
import { lookAtSocketMode } from '../../../../bots/slack/doctor/look-at-socket-mode.ts';
import { scopesOfManifest } from '../../../../bots/slack/connect/manifest-scopes.ts';
import { createSlackClient } from '../../../../bots/slack/connect/slack-client.ts';
import { requireSlackVariables } from '../../../../bots/slack/variables.ts';
import type { Finding } from '../../../../src/doctor/doctor.ts';
import type { SlackFault } from '../../../emulators/slack/faults.ts';
import { type SlackEmulator, startSlackEmulator } from '../../../emulators/slack/web-api.ts';
import { runDoctor } from '../../../support/run-doctor.ts';
import { type SlackFront, withConversations } from '../with-conversations.ts';

const MANIFEST = readFileSync('bots/slack/manifest.yaml', 'utf8');
const SIGNING_SECRET = '0123456789abcdef0123456789abcdef';

describe('npm run doctor -- slack', () => {
  let slack: SlackEmulator;
  let front: SlackFront;
  beforeAll(async () => {
    slack = await startSlackEmulator({ scopes: scopesOfManifest(MANIFEST) });
    front = await withConversations(slack, ['general', 'articles']);
  });
  afterEach(async () => {
    slack.heal();
    front.hide(undefined);
    slack.sockets.refuse();
    slack.setRevoked(false);
    for (const name of ['general', 'articles']) {
      slack.setMember(slack.channel(name), true);
      slack.setArchived(slack.channel(name), false);
      const left = await slack.history(slack.channel(name));
      if (left.length > 0) throw new Error(`left in #${name}: ${left.map(({ shown }) => shown).join(' | ')}`);
    }
  });
  afterAll(async () => {
    await front.close();
    await slack.stop();
  });

  /** What is found, by name, and all of it as one text. */
  async function examine({
    variables = {},
    ...options
  }: Partial<ExamineSlackOptions> & { readonly variables?: Readonly<Record<string, string>> } = {}) {
    const tokens = { SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken, SLACK_API_URL: front.apiUrl };
    const read = requireSlackVariables({ ...tokens, ...variables });
    const findings: Record<string, Finding> = {};
    for (const { name, examine: look } of examineSlack({ slack: read, manifest: MANIFEST, approvers: [], ...options }))
      findings[name] = await look();
    const said = JSON.stringify(findings);
    for (const secret of read.secrets) expect(said).not.toContain(secret);
    return { findings, said };
  }

  const kindsOf = (findings: Readonly<Record<string, Finding>>): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(findings).map(([name, { kind }]) => [name, kind]));

  /** A fault or warning whose words match. */
  const trouble = (kind: 'fault' | 'warning', what: string, wayOut: string): object => ({
    kind,
    troubles: [{ what: expect.stringContaining(what), wayOut: expect.stringContaining(wayOut) }],
  });

  it('finds everything in order, and leaves nothing behind', async () => {
    const { findings } = await examine();
    expect(kindsOf(findings)).toEqual({
      Variables: 'ok',
      'Bot token': 'ok',
      Scopes: 'ok',
      'Socket Mode': 'ok',
      Channels: 'ok',
      'Test card': 'ok',
      'App settings': 'skipped',
    });
    expect(findings['Bot token']).toMatchObject({
      detail: '@copydesk in the workspace Copydesk Test, T000000001 (copydesk-test.slack.com)',
    });
    expect(findings['Channels']).toMatchObject({ detail: 'the bot is in #general, #articles' });
    expect(front.listings.at(-1)?.get('cursor')).toBe('1');
    expect(findings['Test card']).toMatchObject({
      detail: 'posted in #general, edited, found again by its metadata, and deleted',
    });
    expect(slack.sockets.opened()).toBe(0);
  });

  it('tries the card as Copydesk posts, and each request once', async () => {
    const before = slack.calls().length;
    await examine({ channel: '#Articles' });
    const calls = slack.calls().slice(before);
    const articles = slack.channel('articles');
    const [post, ...more] = calls.filter(({ method }) => method === 'chat.postMessage');
    expect(more).toEqual([]);
    expect(post?.args).toMatchObject({
      channel: articles,
      text: expect.stringContaining('test'),
      metadata: { event_type: 'copydesk_post' },
    });
    expect(calls.map(({ method }) => method).slice(-5)).toEqual([
      'chat.postMessage',
      'chat.update',
      'conversations.history',
      'conversations.replies',
      'chat.delete',
    ]);
  });

  it.each([
    ['invalid_auth', 'does not know SLACK_BOT_TOKEN', 'OAuth & Permissions'],
    ['account_inactive', 'removed from its workspace', 'Install to Workspace'],
    ['token_revoked', 'was revoked', 'Install to Workspace'],
    ['not_allowed_token_type', 'of the wrong kind', 'xoxb-'],
    ['a_code_of_next_year', 'Slack refuses: a_code_of_next_year', 'https://docs.slack.dev/reference/methods/auth.test'],
  ])('says of a bot token with %s what is wrong and where to mend it', async (error, what, wayOut) => {
    slack.fault('auth.test', { kind: 'error', error });
    const { findings } = await examine();
    expect(findings['Bot token']).toMatchObject(trouble('fault', what, wayOut));
    expect(kindsOf(findings)).toMatchObject({ Scopes: 'skipped', Channels: 'skipped', 'Test card': 'skipped' });
  });

  const unusual: readonly (readonly [string, SlackFault, string, string])[] = [
    ['a 429', { kind: 'rate-limited', retryAfterSeconds: 7 }, 'asks to wait for 7 s', 'Run this again'],
    ['a 503', { kind: 'status', status: 503 }, 'HTTP 503', 'slack-status.com'],
    ['a 404', { kind: 'status', status: 404 }, 'is not Slack (HTTP 404)', 'SLACK_API_URL'],
    ['a page for people', { kind: 'html' }, 'is not Slack', 'SLACK_API_URL'],
    ['no answer', { kind: 'silent' }, 'did not answer in time', 'SLACK_API_URL'],
    ['a broken connection', { kind: 'lost-request' }, 'cannot be reached', 'SLACK_API_URL'],
  ];
  it.each(unusual)('tells %s from a wrong token', async (_name, fault, what, wayOut) => {
    slack.fault('auth.test', fault);
    const { findings } = await examine({ timeoutMs: 500 });
    expect(findings['Bot token']).toMatchObject(trouble('fault', what, wayOut));
  });

  it('says that Slack cannot be reached', async () => {
    const { findings } = await examine({ variables: { SLACK_API_URL: 'http://127.0.0.1:1/api/' } });
    expect(findings['Bot token']).toMatchObject(trouble('fault', '127.0.0.1:1 cannot be reached', 'server is up'));
    expect(findings['Socket Mode']).toMatchObject(trouble('fault', 'cannot be reached', 'server is up'));
  });

  it('names the scopes that are missing, and those of groups only when groups decide', async () => {
    const needed = scopesOfManifest(MANIFEST);
    const poor = await startSlackEmulator({
      scopes: [...needed.filter((scope) => scope !== 'files:write' && scope !== 'im:write'), 'pins:read'],
    });
    onTestFinished(() => poor.stop());
    const variables = {
      SLACK_BOT_TOKEN: poor.botToken,
      SLACK_APP_TOKEN: poor.appToken,
      SLACK_API_URL: poor.apiUrl,
    };
    const channel = poor.channel('general');
    const { findings } = await examine({ variables, channel });
    expect(findings['Scopes']).toMatchObject(trouble('fault', ': files:write, im:write', 'Reinstall to Workspace'));
    const withGroups = await examine({ approvers: ['requester', 'slack:T0:group:S012'] });
    expect(withGroups.findings['Scopes']).toMatchObject(
      trouble('fault', 'lacks the scope usergroups:read', 'Reinstall'),
    );
    expect((await examine({ approvers: ['requester', 'slack:T0:U012'] })).findings['Scopes']).toMatchObject({
      kind: 'ok',
    });
  });

  it.each([
    ['socket_mode_not_enabled', 'Socket Mode is off', 'Enable Socket Mode'],
    ['missing_scope', 'lacks the scope connections:write', 'App-Level Tokens'],
    ['invalid_auth', 'does not know SLACK_APP_TOKEN', 'App-Level Tokens'],
    ['token_revoked', 'SLACK_APP_TOKEN was revoked', 'App-Level Tokens'],
  ])('says of Socket Mode with %s what is wrong and where to mend it', async (error, what, wayOut) => {
    slack.sockets.refuse(error);
    const { findings } = await examine();
    expect(findings['Socket Mode']).toMatchObject(trouble('fault', what, wayOut));
    expect(findings['Test card']).toMatchObject({ kind: 'ok' });
  });

  it('notices tokens of two apps', async () => {
    const { findings } = await examine({
      variables: { SLACK_APP_TOKEN: slack.appToken.replace(slack.appId, 'A0THERAPP') },
    });
    expect(findings['Socket Mode']).toMatchObject(
      trouble('fault', `SLACK_APP_TOKEN of A0THERAPP, SLACK_BOT_TOKEN of ${slack.appId}`, 'from one app'),
    );
  });

  it('takes Slack at its word that Socket Mode is off, though it gives a socket, and notices a host out of reach', async () => {
    const answers = [
      {
        url: front.apiUrl.replace('http:', 'ws:'),
        response_metadata: { messages: ['[WARN] Socket Mode is not turned on.'] },
      },
      { url: 'wss://127.0.0.1:1/link/?ticket=a-ticket' },
    ];
    const server = createServer((_request, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ ok: true, ...answers.shift() })),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
    const look = () =>
      lookAtSocketMode(createSlackClient(slack.appToken, { apiUrl }), apiUrl, {
        ofAppToken: undefined,
        ofBotToken: undefined,
      });
    expect(await look()).toMatchObject(trouble('warning', 'says that Socket Mode is off', 'Enable Socket Mode'));
    const outOfReach = await look();
    expect(outOfReach).toMatchObject(trouble('fault', 'does not reach 127.0.0.1:1', 'wss://'));
    expect(JSON.stringify(outOfReach)).not.toContain('a-ticket');
  });

  it('looks at the port instead in HTTP mode, and says which address Slack has to know', async () => {
    const http = { SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: SIGNING_SECRET };
    const { findings } = await examine({ variables: { ...http, PORT: new URL(front.apiUrl).port } });
    expect(findings['Variables']).toMatchObject({ detail: expect.stringContaining('HTTP on port') });
    expect(findings['Port']).toMatchObject(trouble('fault', 'another program listens', 'set PORT to another'));
    expect(findings['Request URLs']).toMatchObject({ kind: 'skipped', why: expect.stringContaining('/slack/events') });
    expect(findings['Socket Mode']).toBeUndefined();
  });

  it('says how to get into a channel when the bot is in none', async () => {
    for (const name of ['general', 'articles']) slack.setMember(slack.channel(name), false);
    const { findings } = await examine();
    expect(findings['Channels']).toMatchObject(trouble('warning', 'in no channel', '/invite @copydesk'));
    expect(findings['Test card']).toMatchObject({ kind: 'skipped' });
  });

  it('says of the channel that was named whether the bot is in it, by id and by name', async () => {
    const articles = slack.channel('articles');
    expect((await examine({ channel: articles })).findings).toMatchObject({
      Channels: { kind: 'ok', detail: 'the bot is in #articles' },
      'Test card': { kind: 'ok', detail: expect.stringContaining('#articles') },
    });

    slack.setMember(articles, false);
    for (const channel of [articles, 'articles', '#articles']) {
      const { findings } = await examine({ channel });
      expect(findings['Channels']).toMatchObject(trouble('fault', 'not in #articles', '/invite @copydesk'));
      expect(findings['Test card']).toMatchObject({ kind: 'skipped' });
    }

    slack.setMember(articles, true);
    slack.setArchived(articles, true);
    const archived = await examine({ channel: articles });
    expect(archived.findings['Channels']).toMatchObject(trouble('fault', '#articles is archived', 'Unarchive'));
    const unknown = await examine({ channel: 'C0NOWHERE' });
    expect(unknown.findings['Channels']).toMatchObject(trouble('fault', 'no such channel', 'Check the id'));
  });

  const refusals: readonly (readonly [string, string, string, string])[] = [
    ['chat.postMessage', 'restricted_action', 'could not post', 'ask an admin'],
    ['chat.postMessage', 'missing_scope', 'could not post', 'OAuth & Permissions'],
    ['chat.update', 'edit_window_closed', 'could not edit', 'Message Editing'],
    ['conversations.history', 'missing_scope', 'could not read the test card back from the channel', 'Reinstall'],
    [
      'conversations.replies',
      'fatal_error',
      'could not read the test card back from the thread',
      'conversations.replies',
    ],
  ];
  it.each(refusals)(
    'says which step failed when %s is refused with %s, and takes the card away',
    async (method, error, what, wayOut) => {
      slack.fault(method, { kind: 'error', error });
      const { findings } = await examine();
      expect(findings['Test card']).toMatchObject(trouble('fault', what, wayOut));
    },
  );

  it('takes a card away of which only the answer was lost', async () => {
    slack.fault('chat.postMessage', { kind: 'lost-response' });
    const { findings } = await examine();
    expect(findings['Test card']).toMatchObject({ kind: 'fault' });
    expect(slack.calls('chat.delete').at(-1)?.args['channel']).toBe(slack.channel('general'));
  });

  it.each([
    ['metadata', 'without its metadata'],
    ['messages', 'not at all'],
  ])('notices that messages come back without their %s', async (field, what) => {
    front.hide(field);
    const { findings } = await examine();
    expect(findings['Test card']).toMatchObject(trouble('fault', what, 'may post it twice'));
  });

  it('warns when Slack lets the app read only seldom', async () => {
    slack.fault('conversations.history', { kind: 'rate-limited', retryAfterSeconds: 60 });
    const { findings } = await examine();
    expect(findings['Test card']).toMatchObject(trouble('warning', 'only seldom (429)', 'Marketplace'));
  });

  it('warns of a card that it could not delete', async () => {
    slack.fault('chat.delete', { kind: 'error', error: 'cant_delete_message' });
    const { findings } = await examine();
    expect(findings['Test card']).toMatchObject(
      trouble('warning', 'could not delete the test card', 'an admin can delete'),
    );
    const general = slack.channel('general');
    const [left] = await slack.history(general);
    expect(left?.shown).toContain('edited, and about to disappear');
    await slack.remove(general, left?.ts ?? '');
  });

  it.each([
    ['C042ABCDEF', true],
    ['#general', true],
    ['general', true],
    ['#новости-2', true],
    ['https://acme.slack.com/archives/C042', false],
    ['#two words', false],
    ['@ann', false],
  ])('takes %s for a channel: %s', (value, isRight) => {
    expect(faultOfChannel(value) === undefined).toBe(isRight);
  });

  describe('as a command', () => {
    const run = (args: readonly string[], env: Readonly<Record<string, string>>) => runDoctor(['slack', ...args], env);
    const tokens = () => ({
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: front.apiUrl,
    });

    it('says what it found, and ends with 0 when there is no fault', async () => {
      const { code, out, error } = await run(['--channel', '#articles'], tokens());
      expect(error).toBe('');
      expect(out).toContain('✓ Test card     posted in #articles, edited, found again by its metadata, and deleted\n');
      expect(out).toContain('Everything that was looked at is in order.');
      expect(code).toBe(0);
      for (const secret of [slack.botToken, slack.appToken]) expect(out).not.toContain(secret);
    });

    it('ends with 1 when there is a fault, with 2 when the variables or arguments are wrong', async () => {
      const [faulty, unset, wrong] = await Promise.all([
        run(['--channel', 'nowhere'], tokens()),
        run([], { SLACK_APP_TOKEN: slack.appToken }),
        run(['--channel', '#two words'], tokens()),
      ]);
      expect(faulty).toMatchObject({
        code: 1,
        out: expect.stringContaining('✗ Channels      the bot is not in #nowhere'),
      });
      expect(unset).toMatchObject({ code: 2, out: expect.stringContaining('✗ Variables  SLACK_BOT_TOKEN is not set') });
      expect(wrong).toMatchObject({
        code: 2,
        out: '',
        error: expect.stringContaining('Usage: npm run doctor -- slack'),
      });
    });
  });
});
