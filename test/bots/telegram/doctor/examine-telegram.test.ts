import { Telegram } from 'telegraf';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCallTelegram } from '../../../../bots/telegram/connect/call-telegram.ts';
import { examineTelegram } from '../../../../bots/telegram/doctor/examine-telegram.ts';
import { lookAtGroups } from '../../../../bots/telegram/doctor/look-at-bot.ts';
import { lookAtWebhook } from '../../../../bots/telegram/doctor/look-at-webhook.ts';
import { faultOfChat } from '../../../../bots/telegram/doctor/try-message.ts';
import type { GuestList } from '../../../../bots/telegram/connect/guest-list.ts';
import type { AccessConfig } from '../../../../src/config/access-schema.ts';
import { registerCommands } from '../../../../bots/telegram/connect/register-commands.ts';
import { readTelegramVariables } from '../../../../bots/telegram/variables.ts';
import type { Finding } from '../../../../src/doctor/doctor.ts';
import type { Fault } from '../../../emulators/telegram/faults.ts';
import { startTelegramEmulator, type TelegramEmulator } from '../../../emulators/telegram/telegram-emulator.ts';
import { runDoctor } from '../../../support/run-doctor.ts';

const WEBHOOK_URL = 'https://bot.example.com/in';

describe('npm run doctor -- telegram', () => {
  let telegram: TelegramEmulator;
  beforeEach(async () => {
    telegram = await startTelegramEmulator();
  });
  afterEach(async () => {
    if (telegram.calls('getUpdates').length > 0) throw new Error('The doctor asked for updates');
    await telegram.stop();
  });

  const call = () => createCallTelegram(new Telegram(telegram.token, { apiRoot: telegram.apiRoot }));

  async function examine({
    variables = {},
    chat,
    timeoutMs,
    access = { administrators: [], telegram: { people: [], guests: true, external: true } },
    guests,
  }: {
    readonly variables?: Readonly<Record<string, string>>;
    readonly chat?: string;
    readonly timeoutMs?: number;
    readonly access?: Pick<AccessConfig, 'administrators' | 'telegram'>;
    readonly guests?: Pick<GuestList, 'owner' | 'invite'>;
  } = {}) {
    const read = readTelegramVariables({
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_API_ROOT: telegram.apiRoot,
      ...variables,
    });
    if (read === undefined) throw new Error('No token');
    const findings: Record<string, Finding> = {};
    const examinations = examineTelegram({
      telegram: read,
      chat,
      access,
      guests,
      ...(timeoutMs !== undefined && { timeoutMs }),
    });
    for (const { name, examine: look } of examinations) findings[name] = await look();
    for (const secret of read.secrets) expect(JSON.stringify(findings)).not.toContain(secret);
    return findings;
  }

  const trouble = (kind: 'fault' | 'warning', what: string, wayOut: string): object => ({
    kind,
    troubles: [{ what: expect.stringContaining(what), wayOut: expect.stringContaining(wayOut) }],
  });

  it('gives a link to whoever is to own the bot, and says who does', async () => {
    const owner = { name: undefined as string | undefined };
    const guests = {
      owner: async () => (owner.name === undefined ? undefined : { userId: '7', name: owner.name }),
      invite: async () => 'a-code',
    };
    expect((await examine({ guests }))['Owner']).toMatchObject(
      trouble('warning', 'has no owner', 'Open https://t.me/copydesk_bot?start=a-code'),
    );
    const telegramRules = { people: [], guests: true, external: true };
    expect(
      (await examine({ guests, access: { administrators: ['telegram:9'], telegram: telegramRules } }))['Owner'],
    ).toMatchObject({ kind: 'ok' });
    expect(
      (await examine({ guests, access: { administrators: [], telegram: { guests: true, external: true } } }))['Owner'],
    ).toMatchObject(trouble('warning', 'anybody in the world', 'invite them'));
    owner.name = 'Ann';
    expect((await examine({ guests }))['Owner']).toMatchObject({
      kind: 'ok',
      detail: expect.stringContaining('Ann owns'),
    });
    const broken = { ...guests, owner: () => Promise.reject(new Error('away')) };
    expect((await examine({ guests: broken }))['Owner']).toMatchObject({ kind: 'skipped' });
  });

  it('finds everything in order, and leaves nothing behind', async () => {
    await registerCommands(call(), new AbortController().signal);
    const ann = telegram.user({ firstName: 'Ann' });
    const chat = telegram.privateChat(ann);
    telegram.say(chat, ann, 'Hello');
    const findings = await examine({ chat: String(chat.id) });
    expect(findings).toMatchObject({
      Variables: { kind: 'ok', detail: expect.stringContaining('long polling') },
      Token: { kind: 'ok', detail: '@copydesk_bot (Copydesk)' },
      Polling: { kind: 'ok', detail: 'long polling, and no webhook is set; 1 update waits for Copydesk' },
      'Other pollers': { kind: 'skipped' },
      Groups: { kind: 'ok', detail: expect.stringContaining('privacy mode is on, as it should be') },
      Owner: { kind: 'skipped' },
      Commands: { kind: 'ok' },
      'Test message': { kind: 'ok', detail: 'sent, edited and deleted in the chat with Ann' },
    });
    expect(telegram.messages(chat).map(({ text }) => text)).toEqual(['Hello']);
    expect(telegram.pending).toHaveLength(1);
    expect(telegram.calls('sendMessage')).toMatchObject([{ params: { disable_notification: 'true' } }]);
  });

  it('changes nothing while it looks', async () => {
    await call()('setWebhook', { url: 'https://other.example.com/hook' });
    await examine();
    expect([...new Set(telegram.calls().map(({ method }) => method))].sort()).toEqual([
      'getMe',
      'getMyCommands',
      'getWebhookInfo',
      'setWebhook',
    ]);
    expect(telegram.calls('setWebhook')).toHaveLength(1);
  });

  it('tells of a token that Telegram does not know, and looks no further', async () => {
    const findings = await examine({ variables: { TELEGRAM_BOT_TOKEN: `123456:${'A'.repeat(35)}` } });
    expect(findings['Token']).toMatchObject(trouble('fault', 'does not know TELEGRAM_BOT_TOKEN (401)', '@BotFather'));
    for (const name of ['Polling', 'Groups', 'Commands', 'Test message'])
      expect(findings[name]).toEqual({ kind: 'skipped', why: 'needs a working token.' });
  });

  const unusual: readonly (readonly [string, Fault, string, string])[] = [
    ['a 429', { kind: 'status', status: 429, retryAfterSeconds: 9 }, 'asks to wait for 9 s', 'Run this again'],
    ['a 502', { kind: 'html', status: 502, isDone: false }, 'has trouble of its own (502)', 'Run this again'],
    ['a page for people', { kind: 'html', status: 200, isDone: false }, 'no Bot API server', 'TELEGRAM_API_ROOT'],
    ['no answer', { kind: 'hang', isDone: false }, 'did not answer in time', 'TELEGRAM_API_ROOT'],
    ['a broken connection', { kind: 'dropped' }, 'cannot be reached', 'TELEGRAM_API_ROOT'],
  ];
  it.each(unusual)('tells %s from a wrong token', async (_name, fault, what, wayOut) => {
    telegram.fault('getMe', fault);
    const findings = await examine({ timeoutMs: 500 });
    expect(findings['Token']).toMatchObject(trouble('fault', what, wayOut));
  });

  it('says that Telegram cannot be reached', async () => {
    const findings = await examine({ variables: { TELEGRAM_API_ROOT: 'http://127.0.0.1:1' } });
    expect(findings['Token']).toMatchObject(trouble('fault', '127.0.0.1:1 cannot be reached (ECONNREFUSED)', 'is up'));
  });

  it('warns of a webhook that keeps updates from long polling', async () => {
    await call()('setWebhook', { url: 'https://other.example.com/secret-path' });
    const { Polling } = await examine();
    expect(Polling).toMatchObject(
      trouble('warning', 'a webhook is set, at other.example.com', 'removes it when it starts'),
    );
    expect(JSON.stringify(Polling)).not.toContain('secret-path');
  });

  it('tells whether the webhook is the one of Copydesk, without its secret path', async () => {
    const variables = { TELEGRAM_WEBHOOK_URL: WEBHOOK_URL, TELEGRAM_PORT: '0' };
    expect(await examine({ variables })).toMatchObject({
      Webhook: trouble('warning', 'no webhook is set yet', 'bot.example.com'),
      Port: { kind: 'ok' },
    });

    await call()('setWebhook', { url: 'https://other.example.com/hook' });
    expect((await examine({ variables }))['Webhook']).toMatchObject(
      trouble('warning', 'set at other.example.com, not at bot.example.com', 'takes it over'),
    );

    const ours = readTelegramVariables({ ...variables, TELEGRAM_BOT_TOKEN: telegram.token })?.webhook?.url ?? '';
    await call()('setWebhook', { url: ours });
    const findings = await examine({ variables });
    expect(findings['Webhook']).toEqual({ kind: 'ok', detail: 'set at bot.example.com; no update waits' });
    expect(findings['Other pollers']).toBeUndefined();
  });

  it('says when Telegram last failed to reach the webhook, and why', async () => {
    const info = { url: WEBHOOK_URL, has_custom_certificate: false, pending_update_count: 2 };
    const failure = { last_error_date: 1_800_000_000, last_error_message: 'Connection refused' };
    const look = async (more: object, now: number): Promise<Finding> =>
      await lookAtWebhook(
        () => Promise.resolve({ ...info, ...more } as never),
        'https://api.telegram.org/',
        { url: WEBHOOK_URL },
        now,
      );
    const date = 'on 2027-01-15 at 08:00 UTC: Connection refused';
    expect(await look(failure, 1_800_000_060)).toMatchObject(
      trouble('warning', `2 updates wait for Copydesk, and the last failure was ${date}`, 'certificate'),
    );
    expect(await look({ ...failure, pending_update_count: 0 }, 1_800_000_060)).toMatchObject({ kind: 'warning' });
    expect(await look({ ...failure, pending_update_count: 0 }, 1_800_100_000)).toEqual({
      kind: 'ok',
      detail: `set at bot.example.com; no update waits; the last failure was ${date}`,
    });
    expect(await look({}, 1_800_000_060)).toMatchObject({ kind: 'ok' });
  });

  it.each([
    ['http://bot.example.com', 'https://api.telegram.org/', 'fault'],
    ['https://bot.example.com:9000', 'https://api.telegram.org/', 'fault'],
    ['https://bot.example.com:8443', 'https://api.telegram.org/', 'ok'],
    ['http://bot.example.com:9000', 'http://127.0.0.1:8081/', 'ok'],
  ])('takes %s at %s for an address that the server calls: %s', async (url, apiRoot, kind) => {
    const info = { url, has_custom_certificate: false, pending_update_count: 0 };
    expect(await lookAtWebhook(() => Promise.resolve(info as never), apiRoot, { url }, 0)).toMatchObject({ kind });
  });

  it('explains what the bot hears in groups', async () => {
    const bot = { username: 'copydesk_bot', canJoinGroups: true, readsAllOfGroups: false };
    expect(lookAtGroups(bot)).toMatchObject({ kind: 'ok', detail: expect.stringContaining('/setprivacy') });
    expect(lookAtGroups({ ...bot, readsAllOfGroups: true })).toMatchObject({
      kind: 'ok',
      detail: expect.stringContaining('privacy mode is off'),
    });
    expect(lookAtGroups({ ...bot, canJoinGroups: false })).toMatchObject(
      trouble('warning', 'cannot be added to groups', '/setjoingroups → @copydesk_bot'),
    );
  });

  it('compares the menus of commands with those that Copydesk registers', async () => {
    expect((await examine())['Commands']).toMatchObject(trouble('warning', 'not there yet', 'when it starts'));
    await registerCommands(call(), new AbortController().signal);
    await call()('setMyCommands', {
      commands: [{ command: 'old', description: 'Something old' }],
      scope: { type: 'all_group_chats' },
    });
    expect((await examine())['Commands']).toMatchObject(trouble('warning', '1 of 4 menus', 'when it starts'));
    expect(telegram.commands('all_group_chats')).toHaveLength(1);
  });

  it('explains how to name a chat when none is named', async () => {
    expect((await examine())['Test message']).toMatchObject({
      kind: 'skipped',
      why: expect.stringContaining('--chat'),
    });
    expect(telegram.calls('sendMessage')).toEqual([]);
  });

  it('says why the test message could not be sent, and what to do', async () => {
    const ann = telegram.user({ firstName: 'Ann' });
    const stranger = telegram.privateChat(ann);
    const group = telegram.group({ title: 'Newsroom', members: [ann] });
    const look = async (chat: number): Promise<Finding | undefined> =>
      (await examine({ chat: String(chat) }))['Test message'];
    expect(await look(-42)).toMatchObject(trouble('fault', 'no such chat', 'begins with a minus'));
    expect(await look(stranger.id)).toMatchObject(trouble('fault', 'never written to the bot', 'press Start'));
    telegram.say(stranger, ann, 'Hello');
    telegram.block(ann);
    expect(await look(stranger.id)).toMatchObject(trouble('fault', 'blocked the bot', 'unblock'));
    telegram.mute(group);
    expect(await look(group.id)).toMatchObject(trouble('fault', 'may not write there', 'administrator'));
    const supergroup = telegram.migrate(group);
    expect(await look(group.id)).toMatchObject(trouble('fault', 'supergroup', `--chat ${supergroup.id}`));
    telegram.kick(supergroup);
    expect(await look(supergroup.id)).toMatchObject(trouble('fault', 'not in that chat', 'Add members'));
  });

  it.each(['editMessageText', 'deleteMessage'])(
    'says that %s failed, and deletes the message where it can',
    async (method) => {
      const ann = telegram.user({ firstName: 'Ann' });
      const group = telegram.group({ title: 'Newsroom', members: [ann] });
      telegram.fault(method, { kind: 'status', status: 400, description: 'Bad Request: MESSAGE_AUTHOR_REQUIRED' });
      const findings = await examine({ chat: String(group.id) });
      const doing = method === 'editMessageText' ? 'could not edit' : 'could not delete';
      expect(findings['Test message']).toMatchObject(trouble('fault', `${doing} the test message`, 'bots/api'));
      expect(telegram.messages(group)).toHaveLength(method === 'editMessageText' ? 0 : 1);
    },
  );

  it.each([
    ['123456789', true],
    ['-1001234567890', true],
    ['@newsroom', true],
    ['newsroom', false],
    ['https://t.me/newsroom', false],
  ])('takes %s for a chat: %s', (value, isRight) => {
    expect(faultOfChat(value) === undefined).toBe(isRight);
  });

  describe('as a command', () => {
    const run = (args: readonly string[], env: Readonly<Record<string, string>>) =>
      runDoctor(['telegram', ...args], env);

    it('says what it found, and ends with 0, 1 or 2', async () => {
      const tokens = { TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_API_ROOT: telegram.apiRoot };
      const group = telegram.group({ title: 'Newsroom', members: [] });
      const [well, faulty, unset, wrong] = await Promise.all([
        run(['--chat', String(group.id)], tokens),
        run(['--chat', '-42'], tokens),
        run([], {}),
        run(['--chat', 'newsroom'], tokens),
      ]);
      expect(well).toMatchObject({
        code: 0,
        error: '',
        out: expect.stringContaining('edited and deleted in “Newsroom”'),
      });
      expect(faulty).toMatchObject({ code: 1, out: expect.stringContaining('✗ Test message   could not send') });
      expect(unset).toMatchObject({
        code: 2,
        out: expect.stringContaining('✗ Variables  TELEGRAM_BOT_TOKEN is not set'),
      });
      expect(wrong).toMatchObject({
        code: 2,
        out: '',
        error: expect.stringContaining('Usage: npm run doctor -- telegram'),
      });
      for (const { out } of [well, faulty]) expect(out).not.toContain(telegram.token);
    });
  });
});
