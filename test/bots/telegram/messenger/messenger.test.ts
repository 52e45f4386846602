import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatContent } from '../../../../src/delivery/chat-content.ts';
import {
  DeliveryError,
  type Message,
  type MessageRef,
  type Messenger,
  type Place,
} from '../../../../src/delivery/messenger.ts';
import type { TelegramMessageRef } from '../../../../bots/telegram/connect/telegram-chat-store.ts';
import type { Content } from '../../../../bots/telegram/render/content.ts';
import type { Fault } from '../../../emulators/telegram/faults.ts';
import type { SeenMessage } from '../../../emulators/telegram/telegram-emulator.ts';
import { chatContents } from '../../../fixtures/chat-contents.ts';
import { openMessengerBench, type TelegramMessengerBench } from '../messenger-bench.ts';

const all = chatContents('en');

let bench: TelegramMessengerBench;

beforeAll(async () => {
  bench = await openMessengerBench();
});

afterAll(async () => {
  await bench.close();
});

/** A message with its place, as the messenger takes them. */
type Outgoing = readonly [Message, Place];

/** An article's thread in a chat, and how to say something in it. */
function threadIn(chat: number, topic?: number) {
  const articleId = randomBytes(5).toString('hex');
  const thread = {
    platform: 'telegram',
    channel: String(chat),
    ...(topic !== undefined && { thread: String(topic) }),
  };
  const renderer = bench.messenger();
  /** Every message of the content. */
  const messagesOf = async (
    seq: string,
    kind: ChatContent,
    { root, messenger = renderer }: { readonly root?: MessageRef; readonly messenger?: Messenger } = {},
  ): Promise<readonly Outgoing[]> => {
    const content = { ...kind, frame: { ...kind.frame, articleId } };
    const messages = await messenger.render(content);
    return messages.map((message) => [
      message,
      {
        key: `${articleId}/1/${seq}/${message.name}`,
        thread,
        content,
        siblings: new Map(),
        ...(root !== undefined && { root }),
      },
    ]);
  };
  /** The first of them. */
  const outgoing = async (...args: Parameters<typeof messagesOf>): Promise<Outgoing> => {
    const [first] = await messagesOf(...args);
    if (first === undefined) throw new Error('A content without a message');
    return first;
  };
  /** Of the bot, oldest first. */
  const seen = (): readonly SeenMessage[] =>
    bench.telegram.messages({ id: chat }).filter(({ isFromBot, service }) => isFromBot && service === undefined);
  return { articleId, thread, messagesOf, outgoing, seen };
}

/** As the drain does it. */
async function postAll(messenger: Messenger, messages: readonly Outgoing[]): Promise<readonly MessageRef[]> {
  const siblings = new Map<string, MessageRef>();
  for (const [message, place] of messages)
    siblings.set(message.name, await messenger.post(message, { ...place, siblings: new Map(siblings) }));
  return [...siblings.values()];
}

async function failureOf(work: Promise<unknown>): Promise<DeliveryError> {
  const failure: unknown = await work.catch((error: unknown) => error);
  if (failure instanceof DeliveryError) return failure;
  throw new Error(`Expected a DeliveryError, got ${String(failure)}`);
}

/** As the drain does it: looks when the end was unknown, and posts again. */
async function bring(messenger: Messenger, outgoing: Outgoing): Promise<MessageRef> {
  const earlier = { sentAt: new Date(), attempt: 1 };
  try {
    return await messenger.post(...outgoing);
  } catch (error) {
    const isAmbiguous = error instanceof DeliveryError && error.failure === 'ambiguous';
    const found = isAmbiguous ? await messenger.find(...outgoing, earlier) : undefined;
    return found ?? (await messenger.post(...outgoing));
  }
}

function callsTo(chat: number, from = 0): readonly string[] {
  return bench.telegram
    .calls()
    .slice(from)
    .filter(({ params }) => params['chat_id'] === String(chat))
    .map(({ method }) => method);
}

const groupOf = () => {
  const ann = bench.telegram.user({ firstName: 'Ann' });
  return { ann, group: bench.telegram.group({ title: 'Desk', members: [ann] }) };
};

/** As a placeholder has between its words. */
const UNSEEN = /[\u2060\u200c\u200d]/g;
/** A draft that is more than its card takes. */
const withFile: Content<'draft'> = {
  ...all.draftLong,
  text: { ...all.draftLong.text, text: `# Tides\n\n${'The sea rises. '.repeat(400)}` },
};

describe('createTelegramMessenger', () => {
  describe('in a thread', () => {
    it('answers below the status card: the draft with its buttons, the file below the draft', async () => {
      const chat = await bench.privateChat();
      const { outgoing, messagesOf, seen } = threadIn(chat);
      const messenger = bench.messenger();
      const root = await messenger.post(...(await outgoing('card', all.status)));
      const [card, file] = await postAll(messenger, await messagesOf('1', withFile, { root }));
      expect(seen().map(({ id, replyTo }) => [id, replyTo])).toEqual([
        [root['message'], undefined],
        [card?.['message'], root['message']],
        [file?.['message'], card?.['message']],
      ]);
      const [, draft, document] = seen();
      expect(draft?.buttons.map(({ row, text }) => `${row} ${text}`)).toEqual([
        '0 ✅ Approve',
        '0 ✍️ Changes',
        '1 ✏️ Edit',
        '1 ❌ Reject',
      ]);
      expect(document?.document?.name).toBe('how-tides-work-draft-2.md');
      expect(document?.document?.bytes.toString()).toBe(withFile.text.text);
    });

    it('stays in the forum topic where it was asked', async () => {
      const ann = bench.telegram.user({ firstName: 'Ann' });
      const forum = bench.telegram.supergroup({ title: 'Desk', members: [ann], topics: ['Tides'] });
      const topic = forum.topics['Tides'] ?? 0;
      const { outgoing, messagesOf, seen } = threadIn(forum.id, topic);
      const messenger = bench.messenger();
      const root = await messenger.post(...(await outgoing('card', all.status)));
      await postAll(messenger, await messagesOf('1', withFile, { root }));
      expect(seen().map((message) => message.topic)).toEqual([topic, topic, topic]);
    });

    it('says who decided in place of the buttons, with the whole text still there', async () => {
      const { outgoing, messagesOf, seen } = threadIn(await bench.privateChat());
      const messenger = bench.messenger();
      const [card] = await postAll(messenger, await messagesOf('1', all.draftLong));
      const decided = { ...all.draftDecided.decided, kind: 'approve', byName: 'Ben' } as const;
      await messenger.edit(card ?? {}, ...(await outgoing('2', { ...all.draftLong, buttons: false, decided })));
      expect(seen()[0]).toMatchObject({
        buttons: [],
        text: expect.stringMatching(/Tidal power stations[^]*Approved by Ben/),
      });
      // What can be read in the card needs no file.
      expect(seen()).toHaveLength(1);
    });

    it('gives the comment of a decision room, however long it and the text are', async () => {
      const { outgoing, messagesOf, seen } = threadIn(await bench.privateChat());
      const messenger = bench.messenger();
      const long = { ...all.draftLong.text, text: 'The sea rises. '.repeat(260) };
      const [card] = await postAll(messenger, await messagesOf('1', { ...all.draftLong, text: long }));
      expect(seen()[0]?.entities.map(({ type }) => type)).toContain('expandable_blockquote');
      const decided = { ...all.draftDecided.decided, words: 'More about the Sun. '.repeat(140) };
      await messenger.edit(
        card ?? {},
        ...(await outgoing('2', { ...all.draftLong, text: long, buttons: false, decided })),
      );
      expect(seen()[0]?.text).toContain(decided.words.trim());
      expect(seen()[0]?.text).not.toContain(long.text.trim());
    });

    it('brings an article of any length: pages in order, then both files', async () => {
      const { outgoing, messagesOf, seen } = threadIn(await bench.privateChat());
      const text = Array.from(
        { length: 80 },
        (_, index) => `Part ${index}. ${'The sea rises. '.repeat(12).trim()}`,
      ).join('\n\n');
      const content = { ...all.final, article: { ...all.final.article, text } };
      const root = await bench.messenger().post(...(await outgoing('card', all.status)));
      await postAll(bench.messenger(), await messagesOf('1', content, { root }));
      const [, ...messages] = seen();
      const pages = messages.filter(({ document }) => document === undefined);
      expect(pages.length).toBeGreaterThan(2);
      expect(pages.map((page) => page.text).join('\n\n')).toContain(text);
      expect(messages.slice(pages.length).map(({ document }) => document?.name)).toEqual([
        'how-tides-work.md',
        'how-tides-work.docx',
        'how-tides-work.receipt.json',
      ]);
      const [first] = pages;
      expect(messages.slice(pages.length).map(({ replyTo }) => replyTo)).toEqual([first?.id, first?.id, first?.id]);
    });

    it('tells the requester in person how to move an article, in a way that a tap copies', async () => {
      const { outgoing, seen, articleId } = threadIn(await bench.privateChat());
      const notice = { code: 'undeliverable', where: '-100', failure: 'bot_kicked' } as const;
      await bench
        .messenger()
        .post(...(await outgoing('1', { ...all.notice, notice }, { root: { chat: -100, message: 1 } })));
      const [message] = seen();
      const codes = message?.entities.filter(({ type }) => type === 'code');
      expect(codes?.map(({ offset, length }) => message?.text.slice(offset, offset + length))).toEqual([
        `/move ${articleId}`,
      ]);
    });
  });

  it('tells a group whose topic was deleted, when the requester has never written to the bot', async () => {
    const ann = bench.telegram.user({ firstName: 'Ann' });
    const forum = bench.telegram.supergroup({ title: 'Desk', members: [ann], topics: ['Tides'] });
    bench.telegram.setTopic(forum, forum.topics['Tides'] ?? 0, 'deleted');
    const { outgoing, articleId } = threadIn(ann.id);
    const notice = { code: 'undeliverable', where: String(forum.id), failure: 'topic_deleted' } as const;
    const told = await outgoing('1', { ...all.notice, notice });
    const ref = await bench.messenger().post(...told);
    expect(ref['chat']).toBe(forum.id);
    const [message] = bench.telegram
      .messages(forum)
      .filter(({ isFromBot, service }) => isFromBot && service === undefined);
    expect(message?.text).toContain(`/move ${articleId}`);
    expect(message?.topic).toBeUndefined();
    // Posted again, it is there once.
    expect(await bench.messenger().post(...told)).toEqual(ref);
    // Where the bot is no more, nobody can be told.
    bench.telegram.kick(forum);
    expect((await failureOf(bench.messenger().post(...(await outgoing('2', { ...all.notice, notice }))))).failure).toBe(
      'refused',
    );
  });

  describe('a thread in which the bot is no more, of somebody who has never written to it,', () => {
    const lost = async () => {
      const { ann, group } = groupOf();
      bench.telegram.kick(group);
      const { outgoing, articleId } = threadIn(ann.id);
      const notice = { code: 'undeliverable', where: String(group.id), failure: 'bot_kicked' } as const;
      return { group, articleId, told: await outgoing('1', { ...all.notice, notice }) };
    };
    const saidIn = (chat: number) =>
      bench.telegram.messages({ id: chat }).filter(({ isFromBot, service }) => isFromBot && service === undefined);

    it('is told to the first administrator who can be told, once', async () => {
      const stranger = bench.telegram.user({ firstName: 'Eve' });
      const [first, second] = [await bench.privateChat(), await bench.privateChat()];
      const administrators = () => Promise.resolve([stranger.id, first, second]);
      const { articleId, told } = await lost();
      const ref = await bench.messenger({ administrators }).post(...told);
      expect(ref['chat']).toBe(first);
      expect(await bench.messenger({ administrators }).post(...told)).toEqual(ref);
      expect(saidIn(first).map(({ text }) => text.includes(`/move ${articleId}`))).toEqual([true]);
      expect(saidIn(second)).toEqual([]);
    });

    it('is told to nobody when no administrator can be told, and fails with the reason', async () => {
      const stranger = bench.telegram.user({ firstName: 'Eve' });
      const { told } = await lost();
      const messenger = bench.messenger({ administrators: () => Promise.resolve([stranger.id]) });
      expect(await failureOf(messenger.post(...told))).toMatchObject({ failure: 'refused', code: 'not_started' });
    });

    it('is no matter of administrators as long as the group can be told, wherever it has gone', async () => {
      const administrator = await bench.privateChat();
      const { ann, group } = groupOf();
      const next = bench.telegram.migrate(group);
      const { outgoing } = threadIn(ann.id);
      const notice = { code: 'undeliverable', where: String(group.id), failure: 'topic_deleted' } as const;
      const messenger = bench.messenger({ administrators: () => Promise.resolve([administrator]) });
      const ref = await messenger.post(...(await outgoing('1', { ...all.notice, notice })));
      expect(ref['chat']).toBe(next.id);
      expect(saidIn(administrator)).toEqual([]);
      // The requester's own chat has gone nowhere.
      expect(await bench.chats.current(ann.id)).toBe(ann.id);
    });
  });

  describe('a draft in a private chat', () => {
    const drafts = (chat: number) =>
      bench.telegram.calls('sendMessageDraft').filter(({ params }) => params['chat_id'] === String(chat));
    const isThereOnce = (seen: readonly SeenMessage[]): void => {
      expect(seen.map(({ text }) => text.includes('Tidal power stations'))).toEqual([true]);
      expect(seen[0]?.buttons.map(({ text }) => text)).toContain('✅ Approve');
    };

    it('comes bit by bit, and ends as the message that it is anywhere else', async () => {
      const chat = await bench.privateChat();
      const { outgoing, seen } = threadIn(chat);
      await bench.messenger().post(...(await outgoing('1', all.draftLong)));
      const streamed = drafts(chat);
      expect(streamed.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok', 'ok']);
      expect(new Set(streamed.map(({ params }) => params['draft_id'])).size).toBe(1);
      const texts = streamed.map(({ params }) => String(params['text']));
      for (const [index, text] of texts.slice(1).entries()) {
        expect(text.startsWith(texts[index] ?? '')).toBe(true);
        expect(text.length).toBeGreaterThan((texts[index] ?? '').length);
      }
      expect(callsTo(chat)).toEqual([...streamed.map(({ method }) => method), 'sendMessage', 'editMessageText']);
      isThereOnce(seen());
      expect(seen()[0]?.text).toBe(texts.at(-1));
    });

    it('is there at once when it is short', async () => {
      const chat = await bench.privateChat();
      await bench.messenger().post(...(await threadIn(chat).outgoing('1', all.draft)));
      expect(drafts(chat)).toEqual([]);
    });

    it('is no stream in a group', async () => {
      const { group } = groupOf();
      const { outgoing, seen } = threadIn(group.id);
      await bench.messenger().post(...(await outgoing('1', all.draftLong)));
      expect(drafts(group.id)).toEqual([]);
      isThereOnce(seen());
    });

    it.each<[string, Fault]>([
      ['the server is too old for it', { kind: 'status', status: 404, description: 'Not Found: method not found' }],
      ['Telegram refuses it', { kind: 'status', status: 400, description: 'Bad Request: TEXTDRAFT_PEER_INVALID' }],
      ['Telegram asks to wait', { kind: 'status', status: 429, retryAfterSeconds: 30 }],
      ['the server breaks', { kind: 'status', status: 502 }],
      ['the connection breaks', { kind: 'lost-response' }],
      ['Telegram is silent', { kind: 'hang', isDone: false }],
    ])('is there whole and soon when %s, and the next one is not tried', async (_what, fault) => {
      const chat = await bench.privateChat();
      const { outgoing, seen } = threadIn(chat);
      const messenger = bench.messenger();
      bench.telegram.fault('sendMessageDraft', fault);
      const from = performance.now();
      await messenger.post(...(await outgoing('1', all.draftLong)));
      expect(performance.now() - from).toBeLessThan(25_000);
      isThereOnce(seen());
      await messenger.post(...(await outgoing('2', all.draftLong)));
      expect(drafts(chat)).toHaveLength(1);
    });

    it('is there once when the process is killed between the stream and the message', async () => {
      const chat = await bench.privateChat();
      const { outgoing, seen } = threadIn(chat);
      const draft = await outgoing('1', all.draftLong);
      const sentAt = new Date();
      bench.telegram.fault('sendMessage', { kind: 'dropped' });
      expect((await failureOf(bench.messenger().post(...draft))).failure).toBe('ambiguous');
      expect(seen()).toEqual([]);
      const next = bench.messenger();
      expect(await next.find(...draft, { sentAt, attempt: 1 })).toBeUndefined();
      await next.post(...draft);
      isThereOnce(seen());
    });

    it('is streamed once, however often its message is tried', async () => {
      const chat = await bench.privateChat();
      const { outgoing, seen } = threadIn(chat);
      const messenger = bench.messenger();
      const draft = await outgoing('1', all.draftLong);
      bench.telegram.fault('sendMessage', { kind: 'status', status: 429, retryAfterSeconds: 1 });
      await failureOf(messenger.post(...draft));
      await messenger.post(...draft);
      expect(drafts(chat)).toHaveLength(4);
      isThereOnce(seen());
    });

    it('counts every call, and the next message of the chat waits for it', async () => {
      const chat = await bench.privateChat();
      const messenger = bench.messenger();
      const everyMs = async (content: ChatContent, at: number) => {
        const [message, { thread }] = await threadIn(at).outgoing('1', content);
        return messenger.limits('post', thread, message).map((limit) => limit.everyMs);
      };
      expect(await everyMs(all.draft, chat)).toEqual([1000, 100]);
      expect(await everyMs(all.draftLong, chat)).toEqual([2500, 300]);
      expect(await everyMs(all.draftLong, groupOf().group.id)).toEqual([10_000, 1000, 100]);
    });
  });

  describe('when the end of a call is unknown', () => {
    const losses: readonly (readonly [string, string, Fault])[] = [
      ['the answer to the placeholder is lost', 'sendMessage', { kind: 'lost-response' }],
      ['the placeholder came, and a page of an error', 'sendMessage', { kind: 'html', status: 502, isDone: true }],
      ['the placeholder never came', 'sendMessage', { kind: 'dropped' }],
      ['the server broke over the placeholder', 'sendMessage', { kind: 'status', status: 500 }],
      ['the placeholder takes too long', 'sendMessage', { kind: 'hang', isDone: true }],
      ['the answer to the content is lost', 'editMessageText', { kind: 'lost-response' }],
      ['the content never came', 'editMessageText', { kind: 'dropped' }],
      ['the content takes too long', 'editMessageText', { kind: 'hang', isDone: false }],
    ];

    it.each(losses)('has the draft there once though %s', async (_, method, fault) => {
      const chat = await bench.privateChat();
      const { outgoing, seen } = threadIn(chat);
      const impatient = bench.messenger({
        call: (name, payload, options) => bench.call(name, payload, { ...options, timeoutMs: 300 }),
      });
      bench.telegram.fault(method, fault);
      const ref = await bring(impatient, await outgoing('1', all.draft));
      expect(bench.telegram.faultsLeft).toBe(0);
      expect(seen().map(({ id, text }) => [id, text.startsWith('📝 Draft 1')])).toEqual([[ref['message'], true]]);
      expect(seen()[0]?.text).toContain('Twice a day');
    });

    it('has the file there once though the answer to it is lost', async () => {
      const chat = await bench.privateChat();
      const { messagesOf, seen } = threadIn(chat);
      const messenger = bench.messenger();
      const [card, file] = await messagesOf('1', withFile);
      if (card === undefined || file === undefined) throw new Error('A long draft is a card and a file');
      const cardRef = await messenger.post(...card);
      bench.telegram.fault('sendDocument', { kind: 'lost-response' });
      const ref = await bring(messenger, [file[0], { ...file[1], siblings: new Map([['card', cardRef]]) }]);
      expect(
        seen()
          .filter(({ document }) => document !== undefined)
          .map(({ id }) => id),
      ).toEqual([ref['message']]);
    });

    it('leaves every other message alone while it looks', async () => {
      const { ann, group } = groupOf();
      const { outgoing, seen } = threadIn(group.id);
      const messenger = bench.messenger();
      await bench.chats.note({
        chat: group.id,
        message: bench.telegram.say(group, ann, '/article@copydesk_bot tides'),
      });
      const other = await messenger.post(...(await threadIn(group.id).outgoing('card', all.statusWaiting)));
      const sentAt = new Date();
      // Meanwhile people, other articles and other parts of the bot write.
      await bench.call('sendMessage', { chat_id: group.id, text: 'Your articles: 0' });
      bench.telegram.fault('sendMessage', { kind: 'lost-response' });
      const draft = await outgoing('1', all.draft);
      expect((await failureOf(messenger.post(...draft))).failure).toBe('ambiguous');
      bench.telegram.say(group, ann, 'hello');
      await messenger.post(...(await threadIn(group.id).outgoing('1', all.notice)));
      const before = seen().map(({ id, text }) => [id, text]);
      const found = await messenger.find(...draft, { sentAt, attempt: 1 });
      expect(await messenger.find(...(await outgoing('2', all.draft)), { sentAt, attempt: 1 })).toBeUndefined();
      const after = new Map(seen().map(({ id, text }) => [id, text]));
      expect(found).toBeDefined();
      expect(found).not.toEqual(other);
      for (const [id, text] of before) if (id !== found?.['message']) expect(after.get(Number(id))).toBe(text);
      expect(after.get(Number(found?.['message']))).toContain('Twice a day');
      expect(after.size).toBe(before.length);
    });

    it('waits for an answer to somebody that was sent and is not noted yet', async () => {
      const chat = await bench.privateChat();
      const { outgoing, seen } = threadIn(chat);
      const sentAt = new Date();
      const draft = await outgoing('1', all.draft);
      bench.telegram.fault('sendMessage', { kind: 'dropped' });
      expect((await failureOf(bench.messenger().post(...draft))).failure).toBe('ambiguous');

      const { promise: noting, resolve: note } = Promise.withResolvers<void>();
      const slowly = {
        note: async (ref: TelegramMessageRef) => {
          await noting;
          await bench.chats.note(ref);
        },
      };
      const answering = bench.sayWith(slowly, chat, 'Your articles: 0');
      await expect.poll(() => seen().length).toBe(1);
      const finding = bench.messenger().find(...draft, { sentAt, attempt: 1 });
      // Whoever looks now would take it for the draft.
      await new Promise((resolve) => setTimeout(resolve, 100));
      note();
      await answering;
      expect(await finding).toBeUndefined();
      expect(seen().map(({ text }) => text)).toEqual(['Your articles: 0']);
    });

    it('lets answers through while it looks', async () => {
      const { group } = groupOf();
      const { outgoing, seen } = threadIn(group.id);
      await bench.chats.note({ chat: group.id, message: 1 });
      const sentAt = new Date();
      const draft = await outgoing('1', all.draft);
      bench.telegram.fault('sendMessage', { kind: 'dropped' });
      await failureOf(bench.messenger().post(...draft));
      // Eleven ids to ask about.
      bench.telegram.fault('editMessageText', { kind: 'delay', ms: 400 }, { times: 20 });
      const finding = bench.messenger().find(...draft, { sentAt, attempt: 1 });
      const asked = bench.telegram.calls('editMessageText').length;
      await expect.poll(() => bench.telegram.calls('editMessageText').length).toBeGreaterThan(asked);
      let isFound = false;
      void finding.finally(() => {
        isFound = true;
      });
      await bench.call('sendMessage', { chat_id: group.id, text: 'Your articles: 0' });
      expect(isFound).toBe(false);
      expect(await finding).toBeUndefined();
      bench.telegram.clearFaults();
      expect(seen().map(({ text }) => text)).toEqual(['Your articles: 0']);
    });

    it('finds the placeholder that a killed process left behind, and fills it', async () => {
      const { outgoing, seen } = threadIn(await bench.privateChat());
      const draft = await outgoing('1', all.draft);
      const sentAt = new Date();
      bench.telegram.fault('editMessageText', { kind: 'dropped' });
      await failureOf(bench.messenger().post(...draft));
      expect(seen()[0]?.text.replaceAll(UNSEEN, '')).toBe('📝 Draft 1 · 7.4/10 · 19 words …');
      const found = await bench.messenger().find(...draft, { sentAt, attempt: 1 });
      expect(seen().map(({ id }) => id)).toEqual([found?.['message']]);
      expect(seen()[0]?.text).toContain('Twice a day');
    });

    it('makes another message when somebody deleted the placeholder', async () => {
      const chat = await bench.privateChat();
      const { outgoing, seen } = threadIn(chat);
      const draft = await outgoing('1', all.draft);
      bench.telegram.fault('editMessageText', { kind: 'dropped' });
      await failureOf(bench.messenger().post(...draft));
      bench.telegram.remove({ id: chat }, seen()[0]?.id ?? 0);
      await bench.messenger().post(...draft);
      expect(seen().map(({ text }) => text.includes('Twice a day'))).toEqual([true]);
    });

    it('takes what is the same already for done', async () => {
      const { outgoing } = threadIn(await bench.privateChat());
      const messenger = bench.messenger();
      const ref = await messenger.post(...(await outgoing('card', all.status)));
      await messenger.edit(ref, ...(await outgoing('2', all.status)));
      expect(bench.telegram.calls('editMessageText').at(-1)?.outcome).toMatch(/message is not modified/);
    });
  });

  describe('when Telegram says no', () => {
    it('waits as long as Telegram asks', async () => {
      const chat = await bench.privateChat();
      const { outgoing, seen } = threadIn(chat);
      const messenger = bench.messenger();
      bench.telegram.fault('sendMessage', { kind: 'status', status: 429, retryAfterSeconds: 7 });
      const failure = await failureOf(messenger.post(...(await outgoing('1', all.draft))));
      const about = `chat:${bench.telegram.bot.id}:${chat}`;
      expect(failure).toMatchObject({ failure: 'not-sent', code: '429', retryAfterMs: 7000, about });
      bench.telegram.fault('editMessageText', { kind: 'status', status: 429, retryAfterSeconds: 3 });
      expect(await failureOf(messenger.post(...(await outgoing('1', all.draft))))).toMatchObject({
        retryAfterMs: 3000,
      });
      await messenger.post(...(await outgoing('1', all.draft)));
      expect(seen().map(({ text }) => text.includes('Twice a day'))).toEqual([true]);
    });

    it.each<[string, () => Promise<{ chat: number; topic?: number }>]>([
      [
        'bot_blocked',
        async () => {
          const person = bench.telegram.user({ firstName: 'Eve' });
          bench.telegram.say(bench.telegram.privateChat(person), person, 'hello');
          bench.telegram.block(person);
          return await Promise.resolve({ chat: person.id });
        },
      ],
      ['not_started', () => Promise.resolve({ chat: bench.telegram.user({ firstName: 'Eve' }).id })],
      [
        'bot_kicked',
        () => {
          const { group } = groupOf();
          bench.telegram.kick(group);
          return Promise.resolve({ chat: group.id });
        },
      ],
      [
        'not_enough_rights',
        () => {
          const { group } = groupOf();
          bench.telegram.mute(group);
          return Promise.resolve({ chat: group.id });
        },
      ],
      ['chat_not_found', () => Promise.resolve({ chat: -42 })],
      ['topic_deleted', () => forumWith('deleted')],
      ['topic_closed', () => forumWith('closed')],
    ])('parks with the reason %s', async (code, refusing) => {
      const { chat, topic } = await refusing();
      const { outgoing } = threadIn(chat, topic);
      const failure = await failureOf(bench.messenger().post(...(await outgoing('card', all.status))));
      expect(failure).toMatchObject({ failure: 'refused', code });
      expect(failure.message).toMatch(/^Could not post \S+: [a-z].+\. [A-Z].+\.$/);
    });

    it('refuses an edit of what was deleted', async () => {
      const chat = await bench.privateChat();
      const { outgoing } = threadIn(chat);
      const messenger = bench.messenger();
      const ref = await messenger.post(...(await outgoing('card', all.status)));
      bench.telegram.remove({ id: chat }, Number(ref['message']));
      const failure = await failureOf(messenger.edit(ref, ...(await outgoing('2', all.statusWaiting))));
      expect(failure).toMatchObject({ failure: 'refused', code: 'message_not_found' });
    });

    it('names neither the token nor what was written', async () => {
      const { outgoing } = threadIn(await bench.privateChat());
      for (const fault of [
        { kind: 'html', status: 200, isDone: false },
        { kind: 'status', status: 400 },
      ] as const) {
        bench.telegram.fault('sendMessage', fault);
        const failure = await failureOf(bench.messenger().post(...(await outgoing('1', all.draft))));
        const told = JSON.stringify([failure, failure.message, failure.stack, String(failure.cause)]);
        expect(told).not.toContain(bench.telegram.token.split(':')[1]);
        expect(told).not.toContain('Draft 1');
      }
    });
  });

  describe('when a group becomes a supergroup', () => {
    it('follows once, remembers it, and shows there what people still need', async () => {
      const { group } = groupOf();
      const { outgoing } = threadIn(group.id);
      const messenger = bench.messenger();
      const root = await messenger.post(...(await outgoing('card', all.status)));
      const old = await messenger.post(...(await outgoing('1', all.draft, { root })));
      const next = bench.telegram.migrate(group);

      const draft = await messenger.post(...(await outgoing('2', all.draftLong, { root })));
      expect(draft['chat']).toBe(next.id);
      const from = bench.telegram.calls().length;
      const restarted = bench.messenger();
      const card = await restarted.edit(root, ...(await outgoing('3', all.statusWaiting)));
      expect(card['chat']).toBe(next.id);
      expect(await restarted.edit(card, ...(await outgoing('4', all.status)))).toEqual(card);
      const failure = await failureOf(restarted.edit(old, ...(await outgoing('5', { ...all.draft, buttons: false }))));
      expect(failure).toMatchObject({ failure: 'refused', code: 'chat_migrated' });
      expect(callsTo(group.id, from)).toEqual([]);
      const texts = bench.telegram
        .messages(next)
        .filter(({ isFromBot, service }) => isFromBot && service === undefined)
        .map(({ text }) => text.split('\n')[0]);
      expect(texts).toEqual([expect.stringContaining('Draft 2'), expect.stringContaining('Article: How tides work')]);
    });

    it('moves the card along when it is the first to hear of it', async () => {
      const { group } = groupOf();
      const { outgoing } = threadIn(group.id);
      const messenger = bench.messenger();
      const root = await messenger.post(...(await outgoing('card', all.status)));
      const next = bench.telegram.migrate(group);
      expect((await messenger.edit(root, ...(await outgoing('1', all.statusWaiting))))['chat']).toBe(next.id);
    });
  });

  describe('when a group is near its limit', () => {
    const critique = { ...all.critique, version: 1 };

    async function openDraft(content: ChatContent = all.draft) {
      const { group } = groupOf();
      const thread = threadIn(group.id);
      const messenger = bench.messenger();
      const [ref = {}] = await postAll(messenger, await thread.messagesOf('1', content));
      return { ...thread, group, messenger, ref };
    }

    /** As the drain does it when a new message would have to wait. */
    async function postLate(messenger: Messenger, outgoing: Outgoing, waitMs = 6000) {
      const call = await messenger.callFor?.(...outgoing, waitMs);
      return { call, ref: await messenger.post(...outgoing) };
    }

    it('puts the critique below its draft, and there it stays', async () => {
      const { outgoing, seen, messenger, ref } = await openDraft();
      const merged = { call: 'edit', ref };
      expect(await postLate(messenger, await outgoing('2', critique))).toEqual(merged);
      expect(await postLate(messenger, await outgoing('3', { ...all.factReport, version: 1 }))).toEqual(merged);
      const expectAll = (decided: string): void => {
        expect(seen()).toHaveLength(1);
        const inOrder = [
          'Draft 1',
          'Twice a day',
          decided,
          'Critique of draft 1',
          'Strengths',
          'Fact check',
          'Contradicted',
        ];
        expect(seen()[0]?.text).toMatch(new RegExp(inOrder.join('[^]*')));
      };
      expectAll('');
      const { decided } = all.draftDecided;
      await bench.messenger().edit(ref, ...(await outgoing('1', { ...all.draft, buttons: false, decided })));
      expectAll('Changes requested by Ann');
      // Whoever shows the critique once more shows what became of the draft, too.
      await bench.messenger().edit(ref, ...(await outgoing('2', critique)));
      expectAll('Changes requested by Ann');
      expect(seen()[0]?.buttons).toEqual([]);
    });

    it('stands by it however long the turn takes to come, and after a restart', async () => {
      const { outgoing, seen, messenger, ref } = await openDraft();
      const below = await outgoing('2', critique);
      expect(await messenger.callFor?.(...below, 6000)).toBe('edit');
      const restarted = bench.messenger();
      expect(await postLate(restarted, below, 0)).toEqual({ call: 'edit', ref });
      expect(seen()[0]?.text).toContain('Critique of draft 1');
    });

    it.each(['lost-response', 'dropped'] as const)(
      'has it there once though the end of the call is unknown: %s',
      async (kind) => {
        const { outgoing, seen, messenger, ref } = await openDraft();
        const sentAt = new Date();
        bench.telegram.fault('editMessageText', { kind });
        const below = await outgoing('2', critique);
        expect((await failureOf(postLate(messenger, below))).failure).toBe('ambiguous');
        expect(await bench.messenger().find(...below, { sentAt, attempt: 1 })).toEqual(ref);
        expect(seen().map(({ text }) => text.split('Critique of draft 1').length)).toEqual([2]);
      },
    );

    it('gives it a message of its own when one message has no room for both, or the draft is another', async () => {
      const { outgoing, seen, messenger } = await openDraft();
      const long = {
        ...critique,
        critique: { ...critique.critique, weaknesses: ['The ending trails off. '.repeat(150)] },
      };
      expect((await postLate(messenger, await outgoing('2', long))).call).toBe('post');
      expect((await postLate(messenger, await outgoing('3', { ...critique, version: 2 }))).call).toBe('post');
      expect(seen()).toHaveLength(3);
    });

    it('stands by the message of its own that an earlier attempt began', async () => {
      const { outgoing, seen, messenger } = await openDraft();
      const begun = await outgoing('2', critique);
      await messenger.post(...begun);
      expect((await postLate(messenger, begun)).call).toBe('post');
      expect(seen().map(({ text }) => text.split('Critique of draft 1').length)).toEqual([1, 2]);
    });

    it('gives it a message of its own when somebody deleted the draft', async () => {
      const { outgoing, seen, messenger, group, ref } = await openDraft();
      bench.telegram.remove(group, Number(ref['message']));
      await postLate(messenger, await outgoing('2', critique));
      expect(seen().map(({ text }) => text.includes('Critique of draft 1'))).toEqual([true]);
    });

    it('does so in no chat that can wait a moment, and in no private one', async () => {
      const { outgoing, messenger } = await openDraft();
      expect(await messenger.callFor?.(...(await outgoing('2', critique)), 4000)).toBe('post');
      const { outgoing: inPrivate } = threadIn(await bench.privateChat());
      await messenger.post(...(await inPrivate('1', all.draft)));
      expect(await messenger.callFor?.(...(await inPrivate('2', critique)), 6000)).toBe('post');
    });
  });

  describe('with rich messages', () => {
    it('brings the finished article as one, built of blocks in which nothing comes to life', async () => {
      const chat = await bench.privateChat();
      const { messagesOf, seen } = threadIn(chat);
      const messenger = bench.messenger({ richMessages: true });
      await postAll(messenger, await messagesOf('1', all.final, { messenger }));
      expect(callsTo(chat)).toEqual([
        'sendRichMessage',
        'editMessageText',
        'sendDocument',
        'sendDocument',
        'sendDocument',
      ]);
      expect(seen()[0]).toMatchObject({ isRich: true });
      const sent = JSON.parse(bench.telegram.calls('editMessageText').at(-1)?.params['rich_message'] ?? '{}') as object;
      expect(sent).toMatchObject({ skip_entity_detection: true });
      expect(sent).not.toHaveProperty('markdown');
      expect(seen()[0]?.text).toContain('"type":"table"');
    });

    it('brings pages when it is more than a rich message takes', async () => {
      const chat = await bench.privateChat();
      const { messagesOf, seen } = threadIn(chat);
      const article = { ...all.final.article, text: 'The sea rises.\n\n'.repeat(600) };
      const messenger = bench.messenger({ richMessages: true });
      const pages = await messagesOf('1', { ...all.final, article }, { messenger });
      expect(pages.slice(0, 2).map(([{ name }]) => name)).toEqual(['text-1', 'text-2']);
      await postAll(messenger, pages.slice(0, 1));
      expect(seen()[0]).toMatchObject({ isRich: false });
    });
  });
});

function forumWith(state: 'closed' | 'deleted'): Promise<{ chat: number; topic: number }> {
  const ann = bench.telegram.user({ firstName: 'Ann' });
  const forum = bench.telegram.supergroup({ title: 'Desk', members: [ann], topics: ['Tides'] });
  const topic = forum.topics['Tides'] ?? 0;
  bench.telegram.setTopic(forum, topic, state);
  return Promise.resolve({ chat: forum.id, topic });
}
