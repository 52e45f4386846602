import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGuestList } from '../../../../bots/telegram/connect/guest-list.ts';
import { ownerLink } from '../../../../bots/telegram/connect/start-link.ts';
import { renderWelcome } from '../../../../bots/telegram/render/help.ts';
import { messages } from '../../../../src/messages/messages.ts';
import type { ChatHandle, Person } from '../../../emulators/telegram/telegram-emulator.ts';
import { type BotBench, openBotBench } from '../bot-bench.ts';

const en = messages('en');
const WELCOME = renderWelcome(en).text;
const NAMED = 777;
const GROUP_MEMBERS = { people: [] as string[], guests: true, external: true };
const access = { administrators: [], telegram: GROUP_MEMBERS };

describe('a Telegram bot with a model that costs money', () => {
  let bench: BotBench;
  let listed: ChatHandle;
  let member: Person;
  let host: Person;
  let hostChat: ChatHandle;

  beforeAll(async () => {
    bench = await openBotBench({ access });
    member = bench.emulator.user({ firstName: 'Mia', language: 'en' });
    listed = bench.emulator.group({ title: 'Newsroom', members: [member, bench.ann, bench.ben] });
    GROUP_MEMBERS.people.push(`telegram:${NAMED}`, `telegram:${listed.id}`);
    bench.start();
    host = bench.emulator.user({ firstName: 'Olga', language: 'en' });
    hostChat = bench.emulator.privateChat(host);
  });
  afterAll(() => bench.close());

  const guests = () => createGuestList(bench.pool, bench.emulator.token.split(':')[0] ?? '');
  const someone = (firstName = 'Sam'): { person: Person; chat: ChatHandle } => {
    const person = bench.emulator.user({ firstName, language: 'en' });
    return { person, chat: bench.emulator.privateChat(person) };
  };
  const texts = (chat: ChatHandle): readonly string[] =>
    bench.said(chat).map(({ text }) => text.replaceAll('\u2060', ''));
  const codeIn = (link: string | undefined): string => /\?start=([\w-]{22})$/.exec(link ?? '')?.[1] ?? '';

  /** Everything that came is done. */
  async function quiet(): Promise<void> {
    await expect
      .poll(async () => {
        const { rows } = await bench.pool.query('select 1 from telegram_updates where done_at is null');
        return bench.emulator.pending.length + rows.length;
      })
      .toBe(0);
  }
  async function write(chat: ChatHandle, person: Person, text: string): Promise<void> {
    bench.emulator.say(chat, person, text);
    await quiet();
  }
  /** @returns what a host is told on /invite */
  async function invitation(): Promise<string> {
    await write(hostChat, host, '/invite');
    return codeIn(texts(hostChat).at(-1)?.split('\n\n')[0]);
  }
  const ordersBy = ({ id }: Person) => bench.desk.orders.filter(({ requester }) => requester.userId === String(id));

  it('lets nobody start anything that it was not told of, and says so once, however they try', async () => {
    const { person, chat } = someone();
    for (const text of ['/start', 'How tides work', '/article How tides work', '/article', '/start no-such-code'])
      await write(chat, person, text);
    bench.emulator.sendDocument(chat, person, { name: 'tides.md', content: '# Tides', caption: 'How tides work' });
    await quiet();
    expect(texts(chat)).toEqual([en.chat.mayNotStart('person', [])]);
    expect(ordersBy(person)).toEqual([]);
    const kept = await bench.pool.query('select 1 from source_files');
    expect(kept.rowCount).toBe(0);
  });

  it('makes whoever first opens the link of the start its owner, and nobody else', async () => {
    const link = await ownerLink('copydesk_bot', guests(), access);
    const other = await ownerLink('copydesk_bot', guests(), access);
    expect(link).toMatch(/^https:\/\/t\.me\/copydesk_bot\?start=[\w-]{22}$/);
    const stored = await bench.pool.query<{ readonly row: string }>(
      'select i::text as row from telegram_invitations i',
    );
    expect(stored.rows.map(({ row }) => row).join()).not.toContain(codeIn(link));

    await write(hostChat, host, `/start ${codeIn(link)}`);
    expect(texts(hostChat)).toEqual([en.telegram.invite.admitted.owner, WELCOME]);
    // Delivered again, or opened by the same person once more: the same.
    await write(hostChat, host, `/start ${codeIn(link)}`);
    expect(texts(hostChat)[2]).toBe(en.telegram.invite.admitted.owner);

    for (const code of [codeIn(link), codeIn(other)]) {
      const { person, chat } = someone();
      await write(chat, person, `/start ${code}`);
      expect(texts(chat)).toEqual([en.telegram.invite.spent('Olga')]);
      expect(await guests().find(String(person.id))).toBeUndefined();
    }
    expect(await ownerLink('copydesk_bot', guests(), access)).toBeUndefined();
    await write(hostChat, host, '/article How tides work');
    expect(ordersBy(host)).toHaveLength(1);
  });

  it('lets in who comes by an invitation of the owner: one person, who invites nobody', async () => {
    const code = await invitation();
    const { person, chat } = someone('Gus');
    await write(chat, person, `/start ${code}`);
    expect(texts(chat)).toEqual([en.telegram.invite.admitted.guest, WELCOME]);
    await write(chat, person, 'How tides work');
    expect(texts(chat).at(-1)).toContain('How tides work');
    expect(
      bench
        .said(chat)
        .at(-1)
        ?.buttons.map(({ text }) => text),
    ).toContain(en.telegram.proposalButtons.start);
    await write(chat, person, '/invite');
    expect(texts(chat).at(-1)).toBe(en.telegram.invite.notYou('Olga'));

    const late = someone();
    await write(late.chat, late.person, `/start ${code}`);
    await write(late.chat, late.person, 'How tides work');
    expect(texts(late.chat)).toEqual([en.telegram.invite.spent('Olga')]);
  });

  it('takes somebody out again, when a host says so: who then is told so, once', async () => {
    const { person, chat } = someone('Una');
    const command = `/uninvite_${person.id}`;
    await write(chat, person, `/start ${await invitation()}`);
    await write(hostChat, host, '/invite');
    expect(texts(hostChat).at(-1)).toContain(`${en.telegram.invite.guests}\n• Una: ${command}`);
    expect(texts(hostChat).at(-1)).not.toContain('Olga');
    await write(chat, person, command);
    expect(texts(chat).at(-1)).toBe(en.telegram.invite.notYou('Olga'));
    for (const said of [en.telegram.invite.removed('Una'), en.telegram.invite.noGuest]) {
      await write(hostChat, host, command);
      expect(texts(hostChat).at(-1)).toBe(said);
    }
    await write(hostChat, host, `/uninvite_${host.id}`);
    expect(texts(hostChat).at(-1)).toBe(en.telegram.invite.noGuest);
    const before = texts(chat).length;
    for (const topic of ['How tides work', 'How doors work']) await write(chat, person, topic);
    expect(texts(chat).slice(before)).toEqual([en.chat.mayNotStart('person', ['Olga'])]);
  });

  it('takes no invitation that is too old, nor one that was taken back', async () => {
    const code = await invitation();
    await bench.pool.query(
      `update telegram_invitations set expires_at = now() - interval '1 second' where used_by is null`,
    );
    const { person, chat } = someone();
    await write(chat, person, `/start ${code}`);
    expect(texts(chat)).toEqual([en.telegram.invite.spent('Olga')]);

    const again = someone();
    const used = await invitation();
    await write(again.chat, again.person, `/start ${used}`);
    await write(hostChat, host, `/uninvite_${again.person.id}`);
    await write(again.chat, again.person, `/start ${used}`);
    expect(texts(again.chat).at(-1)).toBe(en.telegram.invite.spent('Olga'));
  });

  it('shows its owner the articles of everybody, and a guest none of others', async () => {
    const group = bench.emulator.group({ title: 'Elsewhere', members: [bench.ann] });
    const { articleId } = await bench.openArticle(group, bench.ann);
    const { person, chat } = someone();
    await write(chat, person, `/start ${await invitation()}`);
    await write(chat, person, `/status ${articleId}`);
    expect(texts(chat).at(-1)).toBe(en.answers.noSuchArticle(articleId));
    await write(hostChat, host, `/status ${articleId}`);
    expect(texts(hostChat).at(-1)).toContain('How tides work');
    await write(hostChat, host, `/pause ${articleId}`);
    expect(bench.desk.controls).toMatchObject([{ articleId, kind: 'pause', by: { userId: String(host.id) } }]);
  });

  it('gives no invitation where others read it', async () => {
    const group = bench.emulator.group({ title: 'Elsewhere', members: [host, bench.ann] });
    await write(group, host, '/invite@copydesk_bot');
    expect(texts(group)).toEqual([en.telegram.invite.inPrivate]);
  });

  it('lets members of a listed group start there and in private, and nobody in another group, of which only they hear', async () => {
    await write(listed, member, '/article How tides work');
    const chat = bench.emulator.privateChat(member);
    await write(chat, member, '/article How doors work');
    expect(ordersBy(member).map(({ thread }) => thread.channel)).toEqual([String(listed.id), String(chat.id)]);

    const { person, chat: theirs } = someone();
    const elsewhere = bench.emulator.group({ title: 'Elsewhere', members: [person, member] });
    // They never wrote to the bot: it cannot write to them, and tells nobody else.
    await write(elsewhere, person, '/article How tides work');
    expect([texts(elsewhere), texts(theirs)]).toEqual([[], []]);
    await write(theirs, person, '/help');
    await write(elsewhere, person, '/article How tides work');
    await write(elsewhere, person, '/article How doors work');
    expect(texts(elsewhere)).toEqual([]);
    expect(texts(theirs).slice(1)).toEqual([en.chat.mayNotStart('person', ['Olga'])]);
    expect(ordersBy(person)).toEqual([]);
  });

  it('tells who never wrote to it in the group itself, where that lets only them read it', async () => {
    const { person } = someone();
    const group = bench.emulator.supergroup({ title: 'Elsewhere', members: [person, member] });
    bench.emulator.promote(group);
    for (let times = 0; times < 2; times += 1) await write(group, person, '/article How tides work');
    expect(bench.emulator.whispers(person).map(({ text }) => text)).toEqual([en.chat.mayNotStart('person', ['Olga'])]);
    expect(texts(group)).toEqual([]);
  });

  it('answers a tap on what begins an article with an alert, once', async () => {
    await write(listed, member, '/start@copydesk_bot');
    const welcome = bench.said(listed).at(-1);
    if (welcome === undefined) throw new Error('It was there');
    const { person } = someone();
    for (let times = 0; times < 2; times += 1) {
      bench.emulator.tap(welcome, en.telegram.exampleTopic, person);
      await quiet();
    }
    const alerts = bench.emulator.toasts(person).filter(({ text }) => text !== '');
    expect(alerts).toMatchObject([{ isAlert: true, text: en.chat.mayNotStart('person', ['Olga']) }]);
    expect(ordersBy(person)).toEqual([]);
  });

  it('has written down who was turned away, who came in and began something, and who asked for invitations', async () => {
    const { rows } = await bench.pool.query<{ readonly act: string; readonly code: string | null }>(
      `select distinct act, code from audit where act in ('start', 'own', 'join', 'invite', 'uninvite') order by act, code`,
    );
    expect(rows).toEqual([
      { act: 'invite', code: 'not-an-administrator' },
      { act: 'invite', code: null },
      { act: 'join', code: 'invitation-spent' },
      { act: 'join', code: null },
      { act: 'own', code: null },
      { act: 'start', code: 'may-not-start' },
      { act: 'start', code: null },
      { act: 'uninvite', code: 'not-an-administrator' },
      { act: 'uninvite', code: null },
    ]);
  });
});
