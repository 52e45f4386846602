import { Input, Telegram, TelegramError } from 'telegraf';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TELEGRAM_LIMITS } from './flood-limits.ts';
import { type ChatHandle, type Person, startTelegramEmulator, type TelegramEmulator } from './telegram-emulator.ts';

let emulator: TelegramEmulator;
let telegram: Telegram;
let ann: Person;
let chat: ChatHandle;

beforeAll(async () => {
  emulator = await startTelegramEmulator({ callbackAnswerMs: 300 });
  telegram = new Telegram(emulator.token, { apiRoot: emulator.apiRoot });
  ann = emulator.user({ firstName: 'Ann', language: 'en' });
  chat = emulator.privateChat(ann);
  emulator.say(chat, ann, '/start');
});

afterEach(() => {
  emulator.clearFaults();
});

afterAll(async () => {
  await emulator.stop();
});

/** Any method, with any payload. */
async function call(method: string, payload: object): Promise<unknown> {
  return await (telegram as unknown as { callApi(method: string, payload: object): Promise<unknown> }).callApi(
    method,
    payload,
  );
}

async function refusal(asked: Promise<unknown>): Promise<string> {
  try {
    await asked;
  } catch (error) {
    if (error instanceof TelegramError) return `${error.code}: ${error.description}`;
    throw error;
  }
  return 'taken';
}

const button = (data: string): object => ({ inline_keyboard: [[{ text: 'x', callback_data: data }]] });

describe('the Telegram emulator', () => {
  it('knows its bot by the token alone', async () => {
    expect(await telegram.getMe()).toMatchObject({ is_bot: true, username: 'copydesk_bot', can_join_groups: true });
    const stranger = new Telegram('123:wrong', { apiRoot: emulator.apiRoot });
    expect(await refusal(stranger.getMe())).toBe('401: Unauthorized');
    expect(await refusal(call('sendSomething', {}))).toBe('404: Not Found');
  });

  it.each<[string, object, string]>([
    ['no text', { text: '' }, 'message text is empty'],
    ['white space', { text: ' \n ' }, 'text must be non-empty'],
    ['4,097 UTF-16 units', { text: 'x'.repeat(4097) }, 'message is too long'],
    ['2,049 emoji', { text: '😀'.repeat(2049) }, 'message is too long'],
    [
      'an entity beyond the end',
      { text: 'abc', entities: [{ type: 'bold', offset: 1, length: 3 }] },
      'entity beginning at UTF-16 offset 1 ends after the end of the text at UTF-16 offset 4',
    ],
    [
      'an entity with half an emoji',
      { text: '😀', entities: [{ type: 'bold', offset: 0, length: 1 }] },
      'entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at UTF-16 offset 1',
    ],
    ['half a surrogate', { text: 'a\ud800' }, 'strings must be encoded in UTF-8'],
    ['no callback data', { text: 'x', reply_markup: button('') }, 'BUTTON_DATA_INVALID'],
    ['65 bytes of callback data', { text: 'x', reply_markup: button('я'.repeat(33)) }, 'BUTTON_DATA_INVALID'],
    [
      'a button that does nothing',
      { text: 'x', reply_markup: { inline_keyboard: [[{ text: 'x' }]] } },
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [
      'a keyboard that is one row',
      { text: 'x', reply_markup: { inline_keyboard: [{ text: 'x', callback_data: 'x' }] } },
      'field "inline_keyboard" must be an Array of Arrays',
    ],
    [
      'a button to this machine',
      { text: 'x', reply_markup: { inline_keyboard: [[{ text: 'x', url: 'http://localhost:8233/' }]] } },
      'inline keyboard button URL "http://localhost:8233/" is invalid: Wrong HTTP URL',
    ],
    ['a reply to nothing', { text: 'x', reply_parameters: { message_id: 999 } }, 'message to be replied not found'],
    ['a topic that is not there', { text: 'x', message_thread_id: 7 }, 'message thread not found'],
    ['a chat that is not there', { chat_id: 1, text: 'x' }, 'chat not found'],
  ])('refuses a message with %s', async (_what, payload, description) => {
    expect(await refusal(call('sendMessage', { chat_id: chat.id, ...payload }))).toBe(
      `400: Bad Request: ${description}`,
    );
  });

  it('takes a quote that stands in the message to the letter, with its marks', async () => {
    const { message_id: id } = await telegram.sendMessage(chat.id, 'Tides rise twice', {
      entities: [{ type: 'bold', offset: 0, length: 5 }],
    });
    const reply = (quote: object) =>
      call('sendMessage', { chat_id: chat.id, text: 'x', reply_parameters: { message_id: id, ...quote } });
    const bold = [{ type: 'bold', offset: 0, length: 5 }];
    await reply({ quote: 'Tides rise', quote_entities: bold });
    await reply({ quote: 'rise twice' });
    expect(emulator.messages(chat).slice(-2)).toMatchObject([{ quote: 'Tides rise' }, { quote: 'rise twice' }]);
    for (const wrong of [{ quote: 'tides' }, { quote: 'Tides' }, { quote: 'rise', quote_entities: bold }])
      expect(await refusal(reply(wrong))).toBe('400: Bad Request: QUOTE_TEXT_INVALID');
  });

  it('takes a draft of a message in private chats alone, and it is no message', async () => {
    const group = emulator.group({ title: 'Desk', members: [ann] });
    const draft = { chat_id: chat.id, draft_id: 7, text: 'The sea' };
    const before = emulator.messages(chat).length;
    expect(await call('sendMessageDraft', draft)).toBe(true);
    expect(emulator.messages(chat)).toHaveLength(before);
    for (const [wrong, description] of [
      [{ chat_id: group.id }, 'TEXTDRAFT_PEER_INVALID'],
      [{ draft_id: 0 }, 'draft_id must be non-zero'],
      [{ text: '' }, 'message text is empty'],
      [{ text: 'x'.repeat(4097) }, 'message is too long'],
    ] as const)
      expect(await refusal(call('sendMessageDraft', { ...draft, ...wrong }))).toBe(`400: Bad Request: ${description}`);
  });

  it('takes a message at the limits', async () => {
    const text = '😀'.repeat(2048);
    const sent = await telegram.sendMessage(chat.id, text, {
      reply_parameters: { message_id: 999, allow_sending_without_reply: true },
      reply_markup: { inline_keyboard: [[{ text: 'Yes', callback_data: 'я'.repeat(32) }]] },
    });
    expect(emulator.message(chat, sent.message_id)).toMatchObject({
      text,
      isFromBot: true,
      buttons: [{ text: 'Yes', row: 0 }],
    });
  });

  it('edits what the bot wrote, and says when nothing changed, as Telegram does', async () => {
    const keyboard = { inline_keyboard: [[{ text: 'Yes', callback_data: 'yes' }]] };
    const { message_id: id } = await telegram.sendMessage(chat.id, 'one', { reply_markup: keyboard });
    const edit = (payload: object): Promise<unknown> =>
      call('editMessageText', { chat_id: chat.id, message_id: id, text: 'two', ...payload });
    await edit({});
    expect(emulator.message(chat, id)).toMatchObject({ text: 'two', buttons: [], edits: 1 });
    expect(await refusal(edit({}))).toContain('400: Bad Request: message is not modified: specified new message');
    expect(await refusal(edit({ text: 'x'.repeat(4097) }))).toBe('400: Bad Request: MESSAGE_TOO_LONG');
    expect(await refusal(edit({ message_id: 999 }))).toBe('400: Bad Request: message to edit not found');
    await call('editMessageReplyMarkup', { chat_id: chat.id, message_id: id, reply_markup: keyboard });
    expect(emulator.message(chat, id)).toMatchObject({ text: 'two', buttons: [{ text: 'Yes', data: 'yes' }] });
    await telegram.deleteMessage(chat.id, id);
    expect(await refusal(edit({ text: 'three' }))).toBe('400: Bad Request: message to edit not found');
    expect(await refusal(telegram.deleteMessage(chat.id, id))).toBe('400: Bad Request: message to delete not found');
  });

  it('lets nobody edit what others wrote, nor a message that asks for a reply', async () => {
    const asking = await telegram.sendMessage(chat.id, 'Why?', { reply_markup: { force_reply: true } });
    const theirs = emulator.say(chat, ann, 'Because');
    for (const id of [asking.message_id, theirs])
      expect(await refusal(telegram.editMessageText(chat.id, id, undefined, 'x'))).toBe(
        "400: Bad Request: message can't be edited",
      );
  });

  it('takes files in multipart requests, and gives them back', async () => {
    const bytes = Buffer.from('# Tides\r\n\r\n--not-a-boundary\r\n');
    const sent = await telegram.sendDocument(chat.id, Input.fromBuffer(bytes, 'tides.md'), {
      caption: 'Tides 😀',
      caption_entities: [{ type: 'bold', offset: 0, length: 5 }],
      reply_parameters: JSON.stringify({ message_id: 999, allow_sending_without_reply: true }) as never,
    });
    expect(emulator.message(chat, sent.message_id)).toMatchObject({
      text: 'Tides 😀',
      entities: [{ type: 'bold', offset: 0, length: 5 }],
      document: { name: 'tides.md', mediaType: 'text/markdown', bytes },
    });
    const link = await telegram.getFileLink(sent.document.file_id);
    expect(Buffer.from(await (await fetch(link)).arrayBuffer())).toEqual(bytes);
    expect(await refusal(telegram.editMessageText(chat.id, sent.message_id, undefined, 'x'))).toContain(
      'there is no text',
    );
    await telegram.editMessageCaption(chat.id, sent.message_id, undefined, 'The sea');
    expect(emulator.message(chat, sent.message_id)).toMatchObject({ text: 'The sea', document: { name: 'tides.md' } });
    await telegram.editMessageMedia(chat.id, sent.message_id, undefined, {
      type: 'document',
      media: Input.fromBuffer(Buffer.from('new'), 'new.md'),
    });
    expect(emulator.message(chat, sent.message_id).document?.bytes.toString()).toBe('new');
    const long = telegram.sendDocument(chat.id, sent.document.file_id, { caption: 'x'.repeat(1025) });
    expect(await refusal(long)).toBe('400: Bad Request: message caption is too long');
    expect(await refusal(telegram.sendDocument(chat.id, Input.fromBuffer(Buffer.alloc(0), 'x.md')))).toContain(
      'file must be non-empty',
    );
  });

  it('drops reply_parameters that telegraf left out of an upload, as telegraf does with objects', async () => {
    const asked = emulator.say(chat, ann, 'File, please');
    const file = Input.fromBuffer(Buffer.from('x'), 'x.md');
    const lost = await telegram.sendDocument(chat.id, file, { reply_parameters: { message_id: asked } });
    expect(emulator.message(chat, lost.message_id).replyTo).toBeUndefined();
    const kept = await telegram.sendDocument(chat.id, file, {
      reply_parameters: JSON.stringify({ message_id: asked }) as never,
    });
    expect(emulator.message(chat, kept.message_id).replyTo).toBe(asked);
  });

  it('takes rich messages, and edits of them', async () => {
    const sent = (await call('sendRichMessage', { chat_id: chat.id, rich_message: { markdown: '# Tides' } })) as {
      message_id: number;
    };
    await call('editMessageText', {
      chat_id: chat.id,
      message_id: sent.message_id,
      rich_message: { markdown: '# Sea' },
    });
    expect(emulator.message(chat, sent.message_id)).toMatchObject({ isRich: true, text: '# Sea' });
    const both = { chat_id: chat.id, rich_message: { markdown: 'x', html: 'x' } };
    expect(await refusal(call('sendRichMessage', both))).toContain('exactly one of the fields');
    const long = { chat_id: chat.id, rich_message: { markdown: 'x'.repeat(32_769) } };
    expect(await refusal(call('sendRichMessage', long))).toContain('RICH_MESSAGE_TOO_LONG');
  });

  it('shows a tap’s answer, once and in time', async () => {
    const keyboard = { inline_keyboard: [[{ text: '✅ Approve', callback_data: 'yes' }]] };
    const { message_id: id } = await telegram.sendMessage(chat.id, 'one', { reply_markup: keyboard });
    const tapped = emulator.tap(emulator.message(chat, id), 'Approve', ann);
    expect(emulator.pending.at(-1)).toMatchObject({
      callback_query: { id: tapped, data: 'yes', from: { id: ann.id } },
    });
    expect(emulator.spinning(ann)).toContain(tapped);
    expect(await refusal(telegram.answerCbQuery(tapped, 'x'.repeat(201)))).toContain('MESSAGE_TOO_LONG');
    await telegram.answerCbQuery(tapped, 'Approved', { show_alert: true });
    expect(emulator.toasts(ann).at(-1)).toMatchObject({ tapId: tapped, text: 'Approved', isAlert: true });
    const old = 'query is too old and response timeout expired or query ID is invalid';
    expect(await refusal(telegram.answerCbQuery(tapped))).toContain(old);
    const late = emulator.tap(emulator.message(chat, id), 'yes', ann);
    await expect.poll(() => refusal(telegram.answerCbQuery(late)), { interval: 350 }).toContain(old);
    expect(() => emulator.tap(emulator.message(chat, id), 'Reject', ann)).toThrow('No button “Reject”');
  });

  it('refuses what may not be written to, in Telegram’s words', async () => {
    const ben = emulator.user({ firstName: 'Ben' });
    const send = (id: number, extra: object = {}): Promise<string> =>
      refusal(call('sendMessage', { chat_id: id, text: 'x', ...extra }));
    expect(await send(ben.id)).toBe("403: Forbidden: bot can't initiate conversation with a user");
    emulator.say(emulator.privateChat(ben), ben, 'hi');
    expect(await send(ben.id)).toBe('taken');
    emulator.block(ben);
    expect(await send(ben.id)).toBe('403: Forbidden: bot was blocked by the user');
    const group = emulator.supergroup({ title: 'Desk', members: [ben] });
    emulator.mute(group);
    expect(await send(group.id)).toBe('400: Bad Request: not enough rights to send text messages to the chat');
    emulator.kick(group);
    expect(await send(group.id)).toBe('403: Forbidden: bot was kicked from the supergroup chat');
  });

  it('keeps topics apart', async () => {
    const forum = emulator.supergroup({ title: 'Desk', members: [ann], topics: ['Science', 'Sport'] });
    const { Science = 0, Sport = 0 } = forum.topics;
    const asked = emulator.say(forum, ann, '/article Tides', { topic: Science });
    expect(emulator.pending.at(-1)).toMatchObject({
      message: {
        message_id: asked,
        message_thread_id: Science,
        is_topic_message: true,
        reply_to_message: { message_id: Science },
      },
    });
    const replied = await telegram.sendMessage(forum.id, 'x', { reply_parameters: { message_id: asked } });
    expect(emulator.message(forum, replied.message_id).topic).toBe(Science);
    const elsewhere = {
      chat_id: forum.id,
      text: 'x',
      message_thread_id: Sport,
      reply_parameters: { message_id: asked },
    };
    expect(await refusal(call('sendMessage', elsewhere))).toContain('message to be replied not found');
    expect(await refusal(call('sendMessage', { ...elsewhere, message_thread_id: 1 }))).toContain(
      'message thread not found',
    );
    emulator.setTopic(forum, Sport, 'closed');
    expect(await refusal(call('sendMessage', elsewhere))).toContain('TOPIC_CLOSED');
    emulator.setTopic(forum, Science, 'deleted');
    expect(await refusal(call('sendMessage', { ...elsewhere, message_thread_id: Science }))).toContain(
      'message thread not found',
    );
  });

  it('moves a group to a supergroup with another id', async () => {
    const group = emulator.group({ title: 'Desk', members: [ann] });
    const moved = emulator.migrate(group);
    expect(emulator.pending.slice(-2)).toMatchObject([
      { message: { chat: { id: group.id }, migrate_to_chat_id: moved.id } },
      { message: { chat: { id: moved.id }, migrate_from_chat_id: group.id } },
    ]);
    await expect(telegram.sendMessage(group.id, 'x')).rejects.toMatchObject({
      code: 400,
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
      parameters: { migrate_to_chat_id: moved.id },
    });
    expect((await telegram.sendMessage(moved.id, 'x')).message_id).toBe(2);
  });

  it('numbers private chats and groups together, and each supergroup for itself', async () => {
    const group = emulator.group({ title: 'Desk', members: [ann] });
    const supergroup = emulator.supergroup({ title: 'Desk', members: [ann] });
    const ids = [];
    for (const { id } of [chat, group, chat]) ids.push((await telegram.sendMessage(id, 'x')).message_id);
    const [first = 0] = ids;
    expect(ids).toEqual([first, first + 1, first + 2]);
    expect((await telegram.sendMessage(supergroup.id, 'x')).message_id).toBe(2);
  });

  it('keeps commands by scope and language', async () => {
    const scope = { type: 'all_group_chats' } as const;
    await telegram.setMyCommands([{ command: 'article', description: 'Ask' }], { scope, language_code: 'ru' });
    expect(await telegram.getMyCommands({ scope, language_code: 'ru' })).toHaveLength(1);
    expect(await telegram.getMyCommands({ scope })).toEqual([]);
    expect(emulator.commands('all_group_chats', 'ru')).toEqual([{ command: 'article', description: 'Ask' }]);
    const bad = telegram.setMyCommands([{ command: 'Article', description: 'Ask' }]);
    expect(await refusal(bad)).toBe('400: Bad Request: BOT_COMMAND_INVALID');
  });

  it('answers with the faults that it was told to, and does what was asked or not', async () => {
    const send = (): Promise<unknown> => telegram.sendMessage(chat.id, 'faulty');
    const count = (): number => emulator.messages(chat).filter(({ text }) => text === 'faulty').length;
    emulator.fault('sendMessage', { kind: 'status', status: 429, retryAfterSeconds: 3 });
    await expect(send()).rejects.toMatchObject({ code: 429, parameters: { retry_after: 3 } });
    emulator.fault('sendMessage', { kind: 'html', status: 502, isDone: false });
    await expect(send()).rejects.toMatchObject({ code: 502 });
    emulator.fault('sendMessage', { kind: 'dropped' });
    await expect(send()).rejects.toThrow('socket hang up');
    expect(count()).toBe(0);
    emulator.fault('sendMessage', { kind: 'html', status: 200, isDone: true });
    await expect(send()).rejects.toThrow('invalid json');
    emulator.fault('sendMessage', { kind: 'lost-response' });
    await expect(send()).rejects.toThrow('socket hang up');
    expect(count()).toBe(2);
    const outage = emulator.outage();
    await expect(send()).rejects.toMatchObject({ name: 'FetchError' });
    outage.end();
    await send();
    expect(count()).toBe(3);
  });

  it('limits what a bot may send, edits included, when told to', async () => {
    const strict = await startTelegramEmulator({
      limits: { ...TELEGRAM_LIMITS, perChat: { count: 100, perMs: 1000 }, perGroup: { count: 3, perMs: 60_000 } },
    });
    try {
      const bot = new Telegram(strict.token, { apiRoot: strict.apiRoot });
      const group = strict.group({ title: 'Desk', members: [] });
      const { message_id: id } = await bot.sendMessage(group.id, 'one');
      await bot.editMessageText(group.id, id, undefined, 'two');
      await bot.sendMessage(group.id, 'three');
      await expect(bot.sendMessage(group.id, 'four')).rejects.toMatchObject({
        code: 429,
        description: 'Too Many Requests: retry after 60',
        parameters: { retry_after: 60 },
      });
    } finally {
      await strict.stop();
    }
  });
});
