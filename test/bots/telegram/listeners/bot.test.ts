import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { messages } from '../../../../src/messages/messages.ts';
import { encodeButton } from '../../../../src/protocol/button-codec.ts';
import type { ChatHandle, Person, SeenMessage } from '../../../emulators/telegram/telegram-emulator.ts';
import { asksForWords, asksToConfirm, CONFIRM } from '../../../support/telegram-question.ts';
import { type BotBench, HASH, openBotBench } from '../bot-bench.ts';

const en = messages('en');
const ru = messages('ru');

describe('the Telegram bot', () => {
  let bench: BotBench;

  beforeAll(async () => {
    bench = await openBotBench();
    bench.start();
  });
  beforeEach(() => {
    bench.desk.isAway = false;
    bench.desk.refusal = undefined;
    bench.desk.hasDraft = true;
    bench.desk.decidable = [{ kind: 'draft', version: 1, hash: HASH }];
  });
  afterAll(() => bench.close());

  /** A person of their own and their chat with the bot, in which they have pressed Start. */
  async function someone(language = 'en'): Promise<{ person: Person; chat: ChatHandle }> {
    const person = bench.emulator.user({ firstName: 'Cora', language });
    const chat = bench.emulator.privateChat(person);
    bench.emulator.say(chat, person, '/start');
    await answer(chat, 1);
    return { person, chat };
  }

  function group(): { chat: ChatHandle; ann: Person; ben: Person } {
    const { ann, ben, emulator } = bench;
    return { chat: emulator.group({ title: 'Newsroom', members: [ann, ben] }), ann, ben };
  }

  /** The nth thing that the bot said in a chat. */
  async function answer(chat: ChatHandle, n: number): Promise<SeenMessage> {
    await expect.poll(() => bench.said(chat).length).toBeGreaterThanOrEqual(n);
    const message = bench.said(chat)[n - 1];
    if (message === undefined) throw new Error('It was there');
    return message;
  }

  /** The same, once it is remembered what was asked: nobody answers sooner than that. */
  async function questionIn(chat: ChatHandle, n: number): Promise<SeenMessage> {
    const message = await answer(chat, n);
    const isKept = async (): Promise<boolean> => {
      const kept = await bench.pool.query('select from telegram_questions where message_id = $1', [message.id]);
      return kept.rowCount !== 0;
    };
    await expect.poll(isKept).toBe(true);
    return message;
  }

  /** The nth thing that a person was shown after a tap. */
  async function toast(person: Person, n = 1) {
    await expect.poll(() => bench.emulator.toasts(person).length).toBeGreaterThanOrEqual(n);
    return bench.emulator.toasts(person)[n - 1];
  }

  const ordersOf = (chat: ChatHandle) => bench.desk.orders.filter(({ thread }) => thread.channel === String(chat.id));
  const decisionsAbout = (articleId: string) => bench.desk.decisions.filter((one) => one.articleId === articleId);

  /** All that came has been handled. */
  async function quiet(): Promise<void> {
    await expect
      .poll(async () => {
        const { rows } = await bench.pool.query('select 1 from telegram_updates where done_at is null');
        return bench.emulator.pending.length + rows.length;
      })
      .toBe(0);
  }

  describe('in private', () => {
    it('explains itself in three lines, and starts the example below them', async () => {
      const { person, chat } = await someone();
      const welcome = await answer(chat, 1);
      expect(welcome.text.split('\n\n')).toEqual(en.telegram.welcome);
      bench.emulator.tap(welcome, en.telegram.exampleTopic, person);
      expect(await toast(person)).toMatchObject({ isAlert: false });
      expect(ordersOf(chat)).toMatchObject([{ request: { topic: en.telegram.exampleTopic } }]);
    });

    it('starts an article with /article, in the name of who asks, and says so', async () => {
      const { person, chat } = await someone();
      bench.emulator.say(chat, person, '/article  How @tides   work');
      const said = await answer(chat, 2);
      // Nobody is mentioned.
      expect(said.text.replaceAll('\u2060', '')).toContain('On it: How @tides work');
      expect(said.entities.filter(({ type }) => type === 'mention')).toEqual([]);
      expect(ordersOf(chat)).toMatchObject([
        {
          request: { topic: 'How @tides work', language: 'en' },
          requester: { platform: 'telegram', userId: String(person.id), displayName: 'Cora', groups: [] },
          thread: { platform: 'telegram', channel: String(chat.id) },
          language: 'en',
        },
      ]);
    });

    it('asks whether a message is a topic, and starts one article however often it is tapped', async () => {
      const { person, chat } = await someone('ru');
      bench.emulator.say(chat, person, 'Как устроены\nприливы');
      const proposal = await answer(chat, 2);
      expect(proposal.text).toBe(`${ru.telegram.proposal}\nКак устроены приливы`);
      bench.emulator.tap(proposal, ru.telegram.proposalButtons.start, person);
      bench.emulator.tap(proposal, ru.telegram.proposalButtons.start, person);
      await expect.poll(() => bench.emulator.message(chat, proposal.id).buttons).toEqual([]);
      await quiet();
      expect(new Set(ordersOf(chat).map(({ eventKey }) => eventKey)).size).toBe(1);
      expect(ordersOf(chat)[0]).toMatchObject({
        request: { topic: 'Как устроены приливы', language: 'ru' },
        language: 'ru',
      });
      expect(bench.emulator.spinning(person)).toEqual([]);
    });

    it('begins anew when the message that asked is changed before the first draft, and says so', async () => {
      const { person, chat } = await someone();
      bench.desk.hasDraft = false;
      const asked = bench.emulator.say(chat, person, '/article How tides work');
      await answer(chat, 2);
      const { articleId } = await bench.openArticle(chat, person);
      /** The article of the bench is the one that was asked for. */
      const stands = () =>
        bench.pool.query(
          `update telegram_own_messages set purpose = purpose || jsonb_build_object('articleId', $2::text)
           where message = $1 and purpose ->> 'kind' = 'order'`,
          [asked, articleId],
        );
      expect((await stands()).rowCount).toBe(1);
      bench.emulator.rewrite(chat, asked, '/article How locks work');
      expect((await answer(chat, 4)).text).toBe(en.telegram.topicChanged('How locks work'));
      expect(ordersOf(chat).map(({ request }) => request.topic)).toEqual(['How tides work', 'How locks work']);
      expect(bench.desk.controls.at(-1)).toMatchObject({ kind: 'cancel', articleId });

      // Afterwards it keeps its topic; and what asked for nothing asks for nothing.
      bench.desk.hasDraft = true;
      await stands();
      const other = bench.emulator.say(chat, person, '/help');
      await answer(chat, 5);
      bench.emulator.rewrite(chat, other, '/article How bridges stand');
      bench.emulator.rewrite(chat, asked, '/article How ferns uncurl');
      expect((await answer(chat, 6)).text).toBe(en.telegram.topicStays('How tides work'));
      await quiet();
      expect(ordersOf(chat)).toHaveLength(2);
    });

    it('asks for another topic when the person wants to change it, or gave none', async () => {
      const { person, chat } = await someone();
      bench.emulator.say(chat, person, 'How tide work');
      bench.emulator.tap(await answer(chat, 2), en.telegram.proposalButtons.change, person);
      const question = await questionIn(chat, 3);
      expect(question).toMatchObject({ asksForReply: true, text: en.telegram.askTopic });
      bench.emulator.say(chat, person, 'How tides work', { replyTo: question.id });
      await answer(chat, 4);
      bench.emulator.say(chat, person, '/article');
      expect(await answer(chat, 5)).toMatchObject({ asksForReply: true });
      expect(ordersOf(chat).map(({ request }) => request.topic)).toEqual(['How tides work']);
    });

    it('takes a file with its topic as the caption, and says what cannot be a source', async () => {
      const { person, chat } = await someone();
      const send = (name: string, content: string, caption = '', options = {}) =>
        bench.emulator.sendDocument(chat, person, { name, content, caption }, options);
      send('tides.md', '# Tides', 'How tides work');
      const proposal = await answer(chat, 2);
      expect(proposal.text.replaceAll('\u2060', '')).toBe(`${en.telegram.proposal}\nHow tides work\n📎 tides.md`);
      bench.emulator.tap(proposal, en.telegram.proposalButtons.start, person);
      await expect.poll(() => ordersOf(chat).length).toBe(1);
      const { files = [] } = ordersOf(chat)[0]?.request ?? {};
      expect(files).toEqual([{ id: expect.any(String) as string, name: 'tides.md' }]);
      const { rows } = await bench.pool.query<{ body: Buffer }>('select body from source_files where file_id = $1', [
        files[0]?.id,
      ]);
      expect(rows.map(({ body }) => body.toString())).toEqual(['# Tides']);
      send('tides.exe', 'MZ', 'How locks work');
      expect((await answer(chat, 3)).text.replaceAll('\u2060', '')).toBe(en.sources.file.kinds('tides.exe'));
      send('tides.md', 'x'.repeat(5000), 'How locks work');
      expect((await answer(chat, 4)).text.replaceAll('\u2060', '')).toBe(
        en.sources.file.tooLarge('tides.md', 0.004096),
      );
      expect(ordersOf(chat)).toHaveLength(1);
    });

    it('hands a file below an article to it, until there is a draft', async () => {
      const { person, chat } = await someone();
      const { articleId, card } = await bench.openArticle(chat, person);
      bench.desk.hasDraft = false;
      bench.emulator.sendDocument(chat, person, { name: 'moon.txt', content: 'The moon' }, { replyTo: card.id });
      expect((await answer(chat, 3)).text).toBe(en.answers.counted['add-source']);
      expect(bench.desk.controls.at(-1)).toMatchObject({ kind: 'add-source', articleId, file: { name: 'moon.txt' } });
      bench.desk.hasDraft = true;
      expect(bench.desk.controls.filter(({ kind }) => kind === 'add-source')).toHaveLength(1);
    });

    it('asks whoever sent a file below a draft what it is for, and changes nothing before', async () => {
      const { chat, ann, ben } = group();
      const { articleId, card } = await bench.openArticle(chat, ann);
      const { buttons } = en.chat.file;
      const send = async (name: string, count: number) => {
        bench.emulator.sendDocument(chat, ann, { name, content: `From ${name}` }, { replyTo: card.id });
        return await answer(chat, count);
      };
      const first = await send('sun.txt', 2);
      expect(first.text.replaceAll('\u2060', '')).toBe(en.chat.file.ask('sun.txt'));
      expect(first.buttons.flat().map(({ text }) => text)).toEqual([buttons.draft(2), buttons.source, buttons.ignore]);
      const before = bench.emulator.toasts(ben).length;
      bench.emulator.tap(first, buttons.draft(2), ben);
      expect(await toast(ben, before + 1)).toMatchObject({ text: en.telegram.notYourFile, isAlert: true });
      expect([decisionsAbout(articleId), bench.desk.controls.filter((made) => made.articleId === articleId)]).toEqual([
        [],
        [],
      ]);

      bench.emulator.tap(first, buttons.ignore, ann);
      await expect
        .poll(() => bench.emulator.message(chat, first.id).text.replaceAll('\u2060', ''))
        .toBe(en.chat.file.ignored('sun.txt'));
      const second = await send('moon.md', 3);
      bench.emulator.tap(second, buttons.source, ann);
      await expect.poll(() => bench.emulator.message(chat, second.id).text).toBe(en.answers.counted['add-source']);
      expect(bench.desk.controls.at(-1)).toMatchObject({ kind: 'add-source', articleId, file: { name: 'moon.md' } });
      const third = await send('tides.md', 4);
      bench.emulator.tap(third, buttons.draft(2), ann);
      await expect.poll(() => bench.emulator.message(chat, third.id).text).toBe(en.answers.counted.edit);
      expect(decisionsAbout(articleId)).toMatchObject([{ kind: 'edit' }]);
      const { rows } = await bench.pool.query<{ body: string }>(
        `select body from drafts where article_id = $1 and author = 'person'`,
        [articleId],
      );
      expect(rows).toEqual([{ body: 'From tides.md' }]);
    });

    it('takes a file below a draft as its text where it is called as that draft', async () => {
      const { person, chat } = await someone();
      const { articleId, card } = await bench.openArticle(chat, person);
      const name = 'how-tides-work-draft-1.md';
      bench.emulator.sendDocument(chat, person, { name, content: 'By hand' }, { replyTo: card.id });
      expect((await answer(chat, 3)).text).toBe(en.answers.counted.edit);
      expect(decisionsAbout(articleId)).toMatchObject([{ kind: 'edit' }]);
    });

    it('lets the length, the tone and the rest be set with buttons, of whoever wants to', async () => {
      const { person, chat } = await someone();
      bench.emulator.say(chat, person, 'How tides work');
      const { id } = await answer(chat, 2);
      const { details, proposalButtons } = en.telegram;
      const labels = (): readonly string[] =>
        bench.emulator
          .message(chat, id)
          .buttons.flat()
          .map(({ text }) => text);
      const tap = async (label: string, shows: string): Promise<void> => {
        bench.emulator.tap(bench.emulator.message(chat, id), label, person);
        await expect.poll(labels).toContain(shows);
      };
      const field = (name: keyof typeof details.fields, value: string) => `${details.fields[name]}: ${value}`;
      await tap(details.button, field('tone', details.open.tone));
      await tap(field('lengthWords', details.open.lengthWords), details.words(600));
      await tap(details.words(600), field('lengthWords', '600 words'));
      await tap(field('template', details.open.template), 'How-to');
      await tap('How-to', field('template', 'How-to'));
      await tap(field('tone', details.open.tone), details.ownWords);
      bench.emulator.tap(bench.emulator.message(chat, id), details.ownWords, person);
      const question = await answer(chat, 3);
      expect(question).toMatchObject({ asksForReply: true, text: details.ask.tone });
      bench.emulator.say(chat, person, 'x'.repeat(301), { replyTo: question.id });
      expect((await answer(chat, 4)).text).toBe(en.chat.order.descriptionTooLong('tone', 300));
      bench.emulator.say(chat, person, 'Dry, with a wink', { replyTo: question.id });
      expect((await answer(chat, 5)).text).toBe(details.taken);
      expect(labels()).toContain(field('tone', 'Dry, with a wink'));
      // What was chosen can be left open again.
      await tap(field('template', 'How-to'), '✓ How-to');
      await tap('Whatever fits', field('template', details.open.template));
      bench.emulator.tap(bench.emulator.message(chat, id), proposalButtons.start, person);
      await expect.poll(() => ordersOf(chat).length).toBe(1);
      expect(ordersOf(chat)[0]?.request).toEqual({
        topic: 'How tides work',
        language: 'en',
        lengthWords: 600,
        tone: 'Dry, with a wink',
      });
    });

    it('asks how many people have to approve, and who, and takes no less and no more than there may be', async () => {
      const { person, chat } = await someone();
      bench.emulator.say(chat, person, 'How tides work');
      const { id } = await answer(chat, 2);
      const { details, proposalButtons } = en.telegram;
      const tap = async (label: string, shows: string): Promise<void> => {
        bench.emulator.tap(bench.emulator.message(chat, id), label, person);
        await expect
          .poll(() =>
            bench.emulator
              .message(chat, id)
              .buttons.flat()
              .map(({ text }) => text),
          )
          .toContain(shows);
      };
      await tap(details.button, details.moreApprovals.button);
      bench.emulator.tap(bench.emulator.message(chat, id), details.moreApprovals.button, person);
      const question = await answer(chat, 3);
      expect(question.asksForReply).toBe(true);
      expect(question.text).toContain(en.answers.moreApprovals.room({ approvals: 1, most: 2 }));
      const told = async (words: string, count: number): Promise<string> => {
        bench.emulator.say(chat, person, words, { replyTo: question.id });
        return (await answer(chat, count)).text;
      };
      expect(await told('3', 4)).toBe(
        en.answers.badApproval({ why: 'too-many', of: 'approvals', typed: '3', limit: '2' }),
      );
      expect(await told('2, Nobody', 5)).toBe(
        en.answers.badApproval({ why: 'unknown', of: 'approvers', typed: 'Nobody' }),
      );
      expect(await told('3 people, telegram:5', 6)).toBe(details.taken);
      await tap(details.moreApprovals.chosen('3, telegram:5'), proposalButtons.start);
      bench.emulator.tap(bench.emulator.message(chat, id), proposalButtons.start, person);
      await expect.poll(() => ordersOf(chat).length).toBe(1);
      expect(ordersOf(chat)[0]?.request).toEqual({
        topic: 'How tides work',
        language: 'en',
        approval: { approvals: 3, approvers: ['telegram:5'] },
      });
    });

    it('speaks the language that a person chose', async () => {
      const { person, chat } = await someone();
      bench.emulator.say(chat, person, '/language');
      const question = await answer(chat, 2);
      bench.emulator.tap(question, 'Русский', person);
      await expect.poll(() => bench.emulator.message(chat, question.id).text).toBe(ru.chat.language.set);
      bench.emulator.say(chat, person, '/help');
      expect((await answer(chat, 3)).text).toContain(ru.chat.help.title);
      bench.emulator.say(chat, person, '/language en');
      expect((await answer(chat, 4)).text).toBe(en.chat.language.set);
    });

    it('makes a person one with who they are elsewhere, by a code that nobody else reads', async () => {
      const { person, chat } = await someone();
      bench.emulator.say(chat, person, '/link');
      const told = (await answer(chat, 2)).text;
      expect(told).toMatch(/[0-9A-Z]{4}-[0-9A-Z]{4}/);
      bench.emulator.say(chat, person, `/link ${/[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(told)?.[0] ?? ''}`);
      expect((await answer(chat, 3)).text).toBe(en.chat.link.codeOfHere);
      bench.emulator.say(chat, person, '/link 0000-0000');
      expect((await answer(chat, 4)).text.replaceAll('\u2060', '')).toBe(en.chat.link.unknownCode('/link'));
      bench.emulator.say(chat, person, '/unlink');
      expect((await answer(chat, 5)).text).toBe(en.chat.link.notLinked);

      const { chat: everybody, ann } = group();
      bench.emulator.say(everybody, ann, '/link');
      expect((await answer(everybody, 1)).text).toBe(en.chat.link.inPrivate);
    });

    it('gives a link to the page to who asks for one, where nobody else reads it', async () => {
      const { person, chat } = await someone();
      bench.emulator.say(chat, person, '/web');
      const told = await answer(chat, 2);
      expect(told.text).toBe(en.chat.page.link(10));
      expect(told.buttons).toMatchObject([
        { text: en.telegram.miniApp },
        {
          text: en.telegram.buttons.open,
          url: expect.stringMatching(/^https:\/\/copydesk\.example\.com\/sign-in#[\w-]{32}$/),
        },
      ]);

      const everybody = bench.emulator.group({ title: 'Newsroom', members: [person] });
      bench.emulator.say(everybody, person, '/web');
      expect((await answer(chat, 3)).text).toBe(en.chat.page.link(10));
      const stranger = bench.emulator.user({ firstName: 'Dan', language: 'en' });
      const theirs = bench.emulator.group({ title: 'Another', members: [stranger] });
      bench.emulator.say(theirs, stranger, '/web');
      expect((await answer(theirs, 1)).text).toBe(en.chat.page.inPrivate);
      expect(bench.said(everybody)).toEqual([]);
    });

    it('answers what it does not understand', async () => {
      const { person, chat } = await someone();
      bench.emulator.say(chat, person, '/artcle tides');
      expect((await answer(chat, 2)).text.replaceAll('\u2060', '')).toBe(en.telegram.unknownCommand('/artcle'));
      bench.emulator.sendDocument(chat, person, { name: 'a.md', content: '# Tides' });
      expect((await answer(chat, 3)).text).toBe(en.telegram.textOnly);
      bench.emulator.say(chat, person, `/article ${'x'.repeat(301)}`);
      expect((await answer(chat, 4)).text).toContain('301');
      expect(ordersOf(chat)).toEqual([]);
    });

    it.each(['ok', 'Stop!', '👍', 'Looks great, thank you!', 'please change the title', 'Сделай покороче'])(
      'shows who says “%s” the draft that waits in their chat',
      async (words) => {
        const { person, chat } = await someone();
        const { articleId, card } = await bench.openArticle(chat, person);
        await bench.pool.query(
          `insert into messages (follower_id, seq, part, kind, phase, digest, live, ref, ref_key, platform, lease)
           select follower_id, 0, 'card', 'status', 'sent', 'x', true, '{}', 'x', platform, 0 from followers where article_id = $1`,
          [articleId],
        );
        bench.desk.articles = [
          {
            articleId,
            topic: 'How /cancel works',
            requesterName: 'Cora',
            requester: `telegram:${person.id}`,
            approvers: ['requester'],
            stage: 'waiting',
            startedAt: new Date(),
            updatedAt: new Date(),
          },
        ];
        bench.emulator.say(chat, person, words);
        const told = await answer(chat, 3);
        expect(told).toMatchObject({ replyTo: card.id, buttons: [] });
        expect(told.text.replaceAll('\u2060', '')).toBe(en.telegram.draftWaits('How /cancel works'));
        // A topic is one all the same.
        bench.emulator.say(chat, person, 'How ferns uncurl');
        expect((await answer(chat, 4)).text).toContain('How ferns uncurl');
        bench.desk.articles = [];
        bench.emulator.say(chat, person, words);
        expect((await answer(chat, 5)).buttons.length).toBeGreaterThan(0);
        expect(decisionsAbout(articleId)).toEqual([]);
      },
    );

    it('lists articles with a command to tap for each, and obeys that command', async () => {
      const { person, chat } = await someone();
      const listed = await bench.openArticle(chat, person);
      bench.desk.articles = [
        {
          articleId: listed.articleId,
          topic: 'How /cancel works',
          requesterName: 'Cora',
          requester: `telegram:${person.id}`,
          approvers: ['requester'],
          stage: 'waiting',
          startedAt: new Date(),
          updatedAt: new Date(),
        },
      ];
      bench.emulator.say(chat, person, '/list');
      const list = await answer(chat, 3);
      const commands = list.entities.filter(({ type }) => type === 'bot_command');
      // The one in the topic is none.
      expect(commands.map(({ offset, length }) => list.text.slice(offset, offset + length))).toEqual([
        `/status_${listed.articleId}`,
      ]);
      bench.emulator.say(chat, person, `/status_${listed.articleId}`);
      const status = await answer(chat, 4);
      expect(status.text).toContain(listed.articleId);
      bench.emulator.tap(status, en.telegram.buttons.pause, person);
      expect(await toast(person)).toMatchObject({ text: en.answers.counted.pause, isAlert: false });
      bench.emulator.say(chat, person, `/cancel_${listed.articleId}`);
      expect((await answer(chat, 5)).text).toBe(en.answers.counted.cancel);
      const controls = bench.desk.controls.filter(({ articleId }) => articleId === listed.articleId);
      expect(controls.map(({ kind }) => kind)).toEqual(['pause', 'cancel']);
    });

    it('shows an article where that is typed, in its topic of a forum, and ends it', async () => {
      const { person } = await someone();
      const articleId = '7k3m9x2c4p0qrstv';
      const forum = bench.emulator.supergroup({ title: 'Desk', members: [person], topics: ['Science'] });
      const { Science: topic = 0 } = forum.topics;
      bench.emulator.say(forum, person, `/follow ${articleId} decides whole`, { topic });
      await expect
        .poll(() => bench.emulator.messages(forum).map(({ text }) => text))
        .toContain(en.answers.counted.follow);
      const thread = { platform: 'telegram', channel: String(forum.id), thread: String(topic) };
      expect(bench.desk.controls.at(-1)).toMatchObject({
        kind: 'follow',
        articleId,
        role: 'decides',
        whole: true,
        thread,
        by: { where: { platform: 'telegram', channel: String(forum.id) } },
      });
      bench.emulator.say(forum, person, `/unfollow ${articleId}`, { topic });
      await expect
        .poll(() => bench.emulator.messages(forum).map(({ text }) => text))
        .toContain(en.answers.counted.unfollow);
      expect(bench.desk.controls.at(-1)).toMatchObject({ kind: 'unfollow', articleId, thread });
    });
  });

  describe('below a draft, on “what changed”,', () => {
    async function drafts(articleId: string, texts: readonly string[]): Promise<void> {
      for (const [index, text] of texts.entries()) {
        const version = texts.length - 1 - index;
        const draftId = `${articleId}/${version}`;
        await bench.pool.query(
          `insert into drafts (draft_id, article_id, version, author, author_name, body, sha256) values ($1, $2, $3, 'agent', 'writer', $4, $5)`,
          [draftId, articleId, version, text, version === 1 ? HASH.padEnd(64, '0') : 'f'.repeat(64)],
        );
        await bench.pool.query(`insert into feed (article_id, seq, message) values ($1, $2, $3)`, [
          articleId,
          100 + version,
          { kind: 'draft', draftId, version },
        ]);
      }
    }

    it('shows what changed, word by word, and the whole as a page', async () => {
      const { person, chat } = await someone();
      const { articleId, card } = await bench.openArticle(chat, person);
      await drafts(articleId, ['The tide falls.', 'The tide rises.']);
      bench.emulator.tap(card, 'changes', person);
      const shown = await answer(chat, 3);
      expect(shown.text).toContain(en.article.changed.heading(1, 0));
      const struck = shown.entities.find(({ type }) => type === 'strikethrough');
      expect(struck && shown.text.slice(struck.offset, struck.offset + struck.length)).toBe('rises');
      await expect
        .poll(() => bench.said(chat).at(-1)?.document?.name)
        .toMatch(/^how-tides-work-draft-1-since-0\.html$/);
    });

    it('says that there is nothing to compare a first draft with', async () => {
      const { person, chat } = await someone();
      const { articleId, card } = await bench.openArticle(chat, person);
      await drafts(articleId, ['The tide falls.', 'x'].slice(0, 1));
      await bench.pool.query('delete from feed where article_id = $1', [articleId]);
      await bench.pool.query(`update drafts set version = 1, sha256 = $2 where article_id = $1`, [
        articleId,
        HASH.padEnd(64, '0'),
      ]);
      bench.emulator.tap(card, 'changes', person);
      expect(await toast(person)).toMatchObject({ text: en.answers.firstDraft, isAlert: true });
    });
  });

  describe('below a rule of style', () => {
    async function withRule() {
      const { person, chat } = await someone();
      const { articleId, card } = await bench.openArticle(chat, person);
      await bench.pool.query(
        `insert into style_rules (article_id, number, place_key, language, ours, others, times, by_names, decision_ids)
         values ($1, 1, 'telegram:1', 'en', 'e-mail', '{email}', 3, '{Ann}', '{}')`,
        [articleId],
      );
      return { person, chat, articleId, card };
    }
    const adopted = async (articleId: string): Promise<unknown> =>
      (
        await bench.pool.query(`select adopted_by ->> 'userId' as by from style_rules where article_id = $1`, [
          articleId,
        ])
      ).rows;

    it('has it adopted by who decides, once', async () => {
      const { person, articleId, card } = await withRule();
      for (let tap = 0; tap < 2; tap += 1) {
        bench.emulator.tap(card, 'adopt', person);
        expect(await toast(person)).toMatchObject({ text: en.answers.adopted('e-mail', person.first_name) });
      }
      expect(await adopted(articleId)).toEqual([{ by: String(person.id) }]);
    });

    it('has it adopted by nobody else', async () => {
      const { articleId, card } = await withRule();
      bench.emulator.tap(card, 'adopt', bench.ben);
      expect(await toast(bench.ben)).toMatchObject({ isAlert: true });
      expect(await adopted(articleId)).toEqual([{ by: null }]);
    });
  });

  describe('“Open in browser”', () => {
    it('answers who taps with a link to that article, in private', async () => {
      const { person, chat } = await someone();
      const { articleId, card } = await bench.openArticle(chat, person);
      const before = bench.said(chat).length;
      bench.emulator.tap(card, 'open', person);
      expect((await answer(chat, before + 1)).buttons).toMatchObject([
        { text: en.telegram.miniApp },
        { text: en.telegram.buttons.open },
      ]);
      const { rows } = await bench.pool.query('select person, article_id from web_links where article_id = $1', [
        articleId,
      ]);
      expect(rows).toMatchObject([{ person: { platform: 'telegram', userId: String(person.id) } }]);
    });
  });

  describe('asked for the language of an article', () => {
    it('takes the one that is tapped, or typed', async () => {
      const { person, chat } = await someone();
      const { articleId, card } = await bench.openArticle(chat, person);
      bench.emulator.tap(card, 'German', person);
      expect(await toast(person)).toMatchObject({ text: en.answers.counted.language, isAlert: false });
      bench.emulator.say(chat, person, `/language: pt-br ${articleId}`);
      await expect.poll(() => bench.said(chat).at(-1)?.text).toBe(en.answers.counted.language);
      expect(bench.desk.controls.filter((made) => made.articleId === articleId)).toMatchObject([
        { kind: 'language', language: 'de', by: { userId: String(person.id) } },
        { kind: 'language', language: 'pt-BR', by: { userId: String(person.id) } },
      ]);
    });
  });

  describe('an earlier draft', () => {
    async function withTwoDrafts() {
      const { person, chat } = await someone();
      const { articleId, card } = await bench.openArticle(chat, person);
      for (const version of [1, 2])
        await bench.pool.query(
          `insert into drafts (draft_id, article_id, version, author, author_name, body, sha256) values ($1, $2, $3, 'agent', 'writer', 'x', $4)`,
          [`${articleId}/${version}`, articleId, version, `0000000${version}`.padEnd(64, '0')],
        );
      return { person, chat, articleId, card };
    }

    it('takes the place of the one whose button was tapped', async () => {
      const { person, chat, articleId, card } = await withTwoDrafts();
      const back = encodeButton({
        kind: 'bring-back',
        articleId,
        draft: { version: 2, hash: '00000002' },
        gate: 'g2',
        to: { version: 1, hash: '00000001' },
      });
      bench.emulator.forgeTap(chat, card.id, back, person);
      expect(await toast(person)).toMatchObject({ text: en.answers.counted['bring-back'], isAlert: false });
      expect(decisionsAbout(articleId)).toMatchObject([
        { kind: 'bring-back', draft: { version: 2 }, gate: 'g2', to: { version: 1 }, edited: { hash: '00000001' } },
      ]);
    });

    it('that is not there is not handed over, and a command without a number is asked for one', async () => {
      const { person, chat, articleId, card } = await withTwoDrafts();
      const to = { version: 1, hash: 'ffffffff' };
      const draft = { version: 2, hash: '00000002' };
      bench.emulator.forgeTap(chat, card.id, encodeButton({ kind: 'bring-back', articleId, draft, to }), person);
      const refusal = { code: 'no-such-draft', asked: 1, newest: 2 } as const;
      expect(await toast(person)).toMatchObject({ text: en.answers.refusal(refusal), isAlert: true });
      expect(decisionsAbout(articleId)).toEqual([]);
      bench.emulator.say(chat, person, '/back');
      // A command that nobody is to tap.
      await expect
        .poll(() => bench.said(chat).at(-1)?.text.replaceAll('\u2060', ''))
        .toBe(en.chat.noDraftNumber('/back 2'));
    });
  });

  describe('below a draft', () => {
    it('counts an approval, and says so to who tapped', async () => {
      const { person, chat } = await someone();
      const { articleId, card } = await bench.openArticle(chat, person);
      bench.emulator.tap(card, 'approve', person);
      expect(await toast(person)).toMatchObject({ text: en.answers.counted.approve, isAlert: false });
      expect(decisionsAbout(articleId)).toMatchObject([
        { kind: 'approve', draft: { version: 1 }, by: { userId: String(person.id), displayName: 'Cora' } },
      ]);
    });

    it('says in an alert why a decision does not count', async () => {
      const { person, chat } = await someone();
      const { card } = await bench.openArticle(chat, person);
      bench.desk.refusal = { code: 'article-over', stage: 'delivered' };
      bench.emulator.tap(card, 'approve', person);
      expect(await toast(person)).toMatchObject({ text: en.answers.refusal(bench.desk.refusal), isAlert: true });
    });

    const { neverMind } = en.telegram.confirmButtons;
    const shownNow = ({ id }: SeenMessage, chat: ChatHandle): SeenMessage => bench.emulator.message(chat, id);

    it('asks what should change, and takes the reply to its question', async () => {
      const { person, chat } = await someone();
      const { articleId, card } = await bench.openArticle(chat, person);
      bench.emulator.tap(card, 'request-changes', person);
      const question = await questionIn(chat, 3);
      expect(question).toMatchObject({ asksForReply: true, replyTo: card.id });
      expect(bench.emulator.spinning(person)).toEqual([]);
      bench.emulator.say(chat, person, 'Name the moon', { replyTo: question.id });
      expect((await answer(chat, 4)).text).toBe(en.answers.counted['request-changes']);
      expect(decisionsAbout(articleId)).toMatchObject([{ kind: 'request-changes', comment: 'Name the moon' }]);
      // There is nothing left to press.
      expect(shownNow(question, chat).buttons).toEqual([]);
    });

    it.each([
      ['reject', 'Looks great, thank you!', { kind: 'reject', reason: 'Looks great, thank you!' }],
      ['edit', 'I like this one, do you agree?', { kind: 'edit' }],
    ] as const)(
      'shows the words of %s once more, and counts them when their button is pressed',
      async (decision, words, wanted) => {
        const { person, chat } = await someone();
        const { articleId, card } = await bench.openArticle(chat, person);
        bench.emulator.tap(card, decision, person);
        const question = await questionIn(chat, 3);
        const said = bench.emulator.say(chat, person, words, { replyTo: question.id });
        const shown = await answer(chat, 4);
        expect(shown).toMatchObject({ replyTo: said, asksForReply: false });
        expect(shown.text).toContain(words);
        expect(decisionsAbout(articleId)).toEqual([]);
        bench.emulator.tap(shown, CONFIRM, person);
        await expect.poll(() => shownNow(shown, chat).text).toBe(en.answers.counted[decision]);
        await quiet();
        expect(decisionsAbout(articleId)).toMatchObject([wanted]);
        expect(shownNow(shown, chat).buttons).toEqual([]);
        expect(shownNow(question, chat).buttons).toEqual([]);
        // Pressed again in an app that shows it still.
        bench.emulator.forgeTap(chat, shown.id, CONFIRM, person);
        await quiet();
        expect(decisionsAbout(articleId)).toHaveLength(1);
      },
    );

    it.each(['question', 'words'] as const)(
      'decides nothing when “Never mind” is pressed below the %s',
      async (below) => {
        const { person, chat } = await someone();
        const { articleId, card } = await bench.openArticle(chat, person);
        bench.emulator.tap(card, 'reject', person);
        const question = await questionIn(chat, 3);
        if (below === 'words') bench.emulator.say(chat, person, 'Not now', { replyTo: question.id });
        const pressed = below === 'words' ? await answer(chat, 4) : question;
        bench.emulator.tap(pressed, neverMind, person);
        await expect.poll(() => shownNow(pressed, chat)).toMatchObject({ text: en.telegram.neverMind, buttons: [] });
        await quiet();
        expect(shownNow(question, chat).buttons).toEqual([]);
        // Neither a reply nor an old button counts any more.
        bench.emulator.say(chat, person, 'Not now', { replyTo: question.id });
        if (below === 'words') bench.emulator.forgeTap(chat, pressed.id, CONFIRM, person);
        await quiet();
        expect(bench.said(chat).filter(asksToConfirm)).toEqual([]);
        expect(decisionsAbout(articleId)).toEqual([]);
      },
    );

    it('takes no words for a gate that has moved on, and closes the question', async () => {
      const { person, chat } = await someone();
      const { articleId, card } = await bench.openArticle(chat, person);
      bench.emulator.tap(card, 'reject', person);
      const question = await questionIn(chat, 3);
      bench.desk.decidable = [{ kind: 'draft', version: 2, hash: HASH }];
      bench.emulator.say(chat, person, 'Not now', { replyTo: question.id });
      expect((await answer(chat, 4)).text).toContain('Draft 2 is the current one');
      await expect.poll(() => shownNow(question, chat).buttons).toEqual([]);
      expect(decisionsAbout(articleId)).toEqual([]);
    });

    it('says below the words, too, that it was too late for them', async () => {
      const { person, chat } = await someone();
      const { articleId, card } = await bench.openArticle(chat, person);
      bench.emulator.tap(card, 'edit', person);
      const question = await questionIn(chat, 3);
      bench.emulator.say(chat, person, 'The moon pulls.', { replyTo: question.id });
      const shown = await answer(chat, 4);
      await bench.pool.query(
        `update telegram_questions set asked_at = asked_at - interval '16 minutes' where article_id = $1`,
        [articleId],
      );
      bench.emulator.tap(shown, CONFIRM, person);
      expect(await toast(person, 2)).toMatchObject({ text: en.telegram.questionClosed, isAlert: true });
      expect(decisionsAbout(articleId)).toEqual([]);
    });

    it.each(['reject', 'edit', 'request-changes'] as const)(
      'takes no talk about the draft for the words of %s',
      async (decision) => {
        const { person, chat } = await someone();
        const { articleId, card } = await bench.openArticle(chat, person);
        bench.emulator.tap(card, decision, person);
        await answer(chat, 3);
        bench.emulator.say(chat, person, 'Looks great, thank you!', { replyTo: card.id });
        expect((await answer(chat, 4)).text).toBe(en.telegram.replyToQuestion);
        expect(decisionsAbout(articleId)).toEqual([]);
      },
    );

    it('takes nothing a quarter of an hour after its question, and says so', async () => {
      const { person, chat } = await someone();
      const { articleId, card } = await bench.openArticle(chat, person);
      bench.emulator.tap(card, 'reject', person);
      const { id: replyTo } = await questionIn(chat, 3);
      await bench.pool.query(
        `update telegram_questions set asked_at = asked_at - interval '16 minutes' where article_id = $1`,
        [articleId],
      );
      bench.emulator.say(chat, person, 'I like this one, do you agree?', { replyTo });
      expect((await answer(chat, 4)).text).toBe(en.telegram.questionClosed);
      bench.emulator.say(chat, person, 'How locks work');
      expect((await answer(chat, 5)).buttons.flat()).not.toContainEqual(
        expect.objectContaining({ text: en.telegram.proposalButtons.answer }),
      );
      expect(decisionsAbout(articleId)).toEqual([]);
    });

    it('takes what follows the question when the person says so', async () => {
      const { person, chat } = await someone();
      const { articleId, card } = await bench.openArticle(chat, person);
      bench.emulator.tap(card, 'request-changes', person);
      await answer(chat, 3);
      bench.emulator.say(chat, person, 'Longer');
      bench.emulator.tap(await answer(chat, 4), en.telegram.proposalButtons.answer, person);
      await answer(chat, 5);
      expect(decisionsAbout(articleId)).toMatchObject([{ comment: 'Longer' }]);
    });

    it('takes a text for Edit as a file or a message, with its formatting, and says what is wrong with it', async () => {
      const { person, chat } = await someone();
      const { articleId, card } = await bench.openArticle(chat, person);
      bench.emulator.tap(card, 'edit', person);
      const { id: replyTo } = await questionIn(chat, 3);
      const send = (name: string, content: string | Buffer) =>
        bench.emulator.sendDocument(chat, person, { name, content }, { replyTo });
      send('tides.pdf', '%PDF-');
      expect((await answer(chat, 4)).text).toBe(en.telegram.file.kinds);
      send('tides.md', 'x'.repeat(5000));
      expect((await answer(chat, 5)).text).toBe(en.telegram.file.tooLarge(4));
      send('tides.md', Buffer.from([0xff, 0xfe, 0x41]));
      expect((await answer(chat, 6)).text).toBe(en.telegram.file.notText);
      bench.emulator.say(chat, person, 'x'.repeat(4096), { replyTo });
      expect((await answer(chat, 7)).text).toBe(en.telegram.file.maybeCut(4096));
      expect(decisionsAbout(articleId)).toEqual([]);

      send('tides.md', '   ');
      expect((await answer(chat, 8)).text).toBe(en.chat.edit.empty);
      send('tides.md', '# Tides\n\nThe moon pulls.\n');
      const first = await answer(chat, 9);
      bench.emulator.say(chat, person, 'The moon pulls', {
        replyTo,
        entities: [{ type: 'bold', offset: 4, length: 4 }],
      });
      const second = await answer(chat, 10);
      bench.emulator.tap(first, CONFIRM, person);
      await expect.poll(() => shownNow(first, chat).text).toBe(en.answers.counted.edit);
      bench.emulator.tap(second, CONFIRM, person);
      await quiet();
      const { rows } = await bench.pool.query<{ body: string }>(
        'select body from drafts where article_id = $1 order by created_at',
        [articleId],
      );
      expect(rows.map(({ body }) => body)).toEqual(['# Tides\n\nThe moon pulls.']);
    });

    it('tells who is no reviewer before asking them for words', async () => {
      const { chat, ann, ben } = group();
      const { card } = await bench.openArticle(chat, ann);
      const before = bench.emulator.toasts(ben).length;
      bench.emulator.tap(card, 'request-changes', ben);
      expect(await toast(ben, before + 1)).toMatchObject({
        text: en.answers.refusal({ code: 'not-a-reviewer', reviewers: ['requester'], requesterName: 'Ann' }),
        isAlert: true,
      });
      expect(bench.said(chat)).toHaveLength(1);
    });

    it('takes an answer from nobody but whom it asked', async () => {
      const { chat, ann, ben } = group();
      const { articleId, card } = await bench.openArticle(chat, ann);
      bench.emulator.tap(card, 'reject', ann);
      const question = await questionIn(chat, 2);
      expect(question.entities).toMatchObject([{ type: 'text_mention', user: { id: ann.id } }]);
      // In a group the field for the reply would open for everybody.
      expect(question.asksForReply).toBe(false);
      bench.emulator.say(chat, ben, 'Because', { replyTo: question.id });
      expect((await answer(chat, 3)).text).toBe(en.telegram.notYourQuestion);
      const before = bench.emulator.toasts(ben).length;
      bench.emulator.tap(question, neverMind, ben);
      expect(await toast(ben, before + 1)).toMatchObject({ text: en.telegram.notYourQuestion, isAlert: true });
      expect(bench.said(chat).filter(asksForWords)).toHaveLength(1);
      expect(decisionsAbout(articleId)).toEqual([]);
    });

    it('says of a proposal that nothing was delivered yet', async () => {
      const { person, chat } = await someone();
      const { articleId, card } = await bench.openArticle(chat, person);
      bench.emulator.forgeTap(chat, card.id, encodeButton({ kind: 'take-over', articleId, proposal: 1 }), person);
      expect(await toast(person)).toMatchObject({ text: en.answers.notDelivered('drafting'), isAlert: true });
    });

    it('says of a button that translates that nothing was delivered yet', async () => {
      const { person, chat } = await someone();
      const { articleId, card } = await bench.openArticle(chat, person);
      const button = encodeButton({ kind: 'translate', articleId, language: 'de', isAgain: true });
      bench.emulator.forgeTap(chat, card.id, button, person);
      expect(await toast(person)).toMatchObject({ text: en.translations.notTranslatable('drafting'), isAlert: true });
    });

    it('shows what a translation is made of, and the whole as a file where a message has no room', async () => {
      const { person, chat } = await someone();
      const { articleId, card } = await bench.openArticle(chat, person);
      const { articleId: source } = await bench.openArticle(chat, person);
      const text = Array.from({ length: 400 }, (_, at) => `Вода поднимается в ${at}-й раз.`).join('\n\n');
      await bench.pool.query(
        `insert into drafts (draft_id, article_id, version, author, author_name, body, sha256) values ($1, $1, 1, 'agent', 'm', 'x', 'x')`,
        [source],
      );
      await bench.pool.query(
        `insert into editions (article_id, draft_id, body, marked, marked_sha256, sections) values ($1, $1, '{"title": "Отчего бывают приливы"}', $2, encode(sha256(convert_to($2, 'UTF8')), 'hex'), '[]')`,
        [source, text],
      );
      await bench.pool.query(`update articles set stage = 'delivered', delivered_version = 1 where article_id = $1`, [
        source,
      ]);
      await bench.pool.query(`update articles set input = input || $2 where article_id = $1`, [
        articleId,
        { translates: { articleId: source, first: source, edition: 1, language: 'ru' } },
      ]);
      const button = encodeButton({ kind: 'original', articleId });
      bench.emulator.forgeTap(chat, card.id, button, person);
      await expect
        .poll(() => bench.said(chat).map((message) => message.text))
        .toContainEqual(expect.stringContaining(en.translations.original('Отчего бывают приливы')));
      await expect.poll(() => bench.said(chat).at(-1)?.document?.name).toBe('отчего-бывают-приливы.md');
    });

    it('says of what is no translation that it has no original', async () => {
      const { person, chat } = await someone();
      const { articleId, card } = await bench.openArticle(chat, person);
      bench.emulator.forgeTap(chat, card.id, encodeButton({ kind: 'original', articleId }), person);
      expect(await toast(person)).toMatchObject({ text: en.translations.none, isAlert: true });
    });

    it('says of a revision that nothing was delivered yet, by a reply and by a command', async () => {
      const { chat, ann } = group();
      const { articleId, card } = await bench.openArticle(chat, ann);
      bench.emulator.say(chat, ann, 'revise The Moon: shorter', { replyTo: card.id });
      expect((await answer(chat, 2)).text).toBe(en.answers.notDelivered('drafting'));
      bench.emulator.say(chat, ann, `/revise ${articleId} The Moon: shorter`);
      expect((await answer(chat, 3)).text).toBe(en.answers.notDelivered('drafting'));
      bench.emulator.say(chat, ann, '/revise The Moon: shorter');
      expect((await answer(chat, 4)).text).toContain('The pull of the Moon: shorter');
    });

    it('says of a translation that nothing was delivered yet, and how to ask for one', async () => {
      const { chat, ann } = group();
      const { articleId, card } = await bench.openArticle(chat, ann);
      bench.emulator.say(chat, ann, '/translate German', { replyTo: card.id });
      expect((await answer(chat, 2)).text).toBe(en.translations.notTranslatable('drafting'));
      bench.emulator.say(chat, ann, `/translate ${articleId} klingonese`);
      expect((await answer(chat, 3)).text).toBe(en.translations.unknownTongue('klingonese'));
      bench.emulator.say(chat, ann, '/translate');
      expect((await answer(chat, 4)).text).toContain('translate 7k3m9x2c4p0qrstv German');
    });

    it('says of what goes with a draft that nothing does yet, by a reply and by a command', async () => {
      const { chat, ann } = group();
      const { articleId, card } = await bench.openArticle(chat, ann);
      bench.emulator.say(chat, ann, 'extras seo_title: Tides', { replyTo: card.id });
      expect((await answer(chat, 2)).text).toBe(en.answers.noExtrasNow);
      bench.emulator.say(chat, ann, `/extras ${articleId} seo_title: Tides`);
      expect((await answer(chat, 3)).text).toBe(en.answers.noExtrasNow);
      bench.emulator.say(chat, ann, '/extras');
      expect((await answer(chat, 4)).text).toContain('extras seo_title: …');
    });

    it('takes no word for a decision', async () => {
      const { chat, ann } = group();
      const { articleId, card } = await bench.openArticle(chat, ann);
      bench.emulator.say(chat, ann, 'I like the moon in it', { replyTo: card.id });
      bench.emulator.say(chat, ann, 'Approved!', { replyTo: card.id });
      expect((await answer(chat, 2)).text).toBe(en.chat.notADecision(en.telegram.buttons));
      await quiet();
      expect(bench.said(chat)).toHaveLength(2);
      expect(decisionsAbout(articleId)).toEqual([]);
    });

    it('believes no button what it says', async () => {
      const { chat, ann } = group();
      const { card } = await bench.openArticle(chat, ann);
      const { articleId: other } = await bench.openArticle(chat, ann);
      const before = bench.emulator.toasts(ann).length;
      bench.emulator.forgeTap(chat, card.id, `d:${other}:a:1:0a1b2c3d:`, ann);
      expect(await toast(ann, before + 1)).toMatchObject({ text: en.telegram.otherArticle, isAlert: true });
      for (const [index, data] of ['', 'x'.repeat(64), 'd:4kx9m2c7pz5rh8vw:a:0:0a1b2c3d', 't:start:7'].entries()) {
        bench.emulator.forgeTap(chat, card.id, data, ann);
        expect(await toast(ann, before + 2 + index)).toMatchObject({ isAlert: true });
      }
      expect(decisionsAbout(other)).toEqual([]);
    });
  });

  describe('in a group', () => {
    it('hears commands and mentions, answers by a reply, and leaves other talk alone', async () => {
      const { chat, ann, ben } = group();
      bench.emulator.say(chat, ann, 'Good morning');
      bench.emulator.say(chat, ann, '/article@another_bot tides');
      const asked = bench.emulator.say(chat, ann, '/article@copydesk_bot How tides work');
      expect(await answer(chat, 1)).toMatchObject({ replyTo: asked });
      bench.emulator.say(chat, ben, '@copydesk_bot How locks work');
      const proposal = await answer(chat, 2);
      expect(proposal.text).toBe(`${en.telegram.proposal}\nHow locks work`);
      // It asks Ben.
      const before = bench.emulator.toasts(ann).length;
      bench.emulator.tap(proposal, en.telegram.proposalButtons.start, ann);
      expect(await toast(ann, before + 1)).toMatchObject({ text: en.telegram.notYourProposal, isAlert: true });
      bench.emulator.tap(proposal, en.telegram.proposalButtons.start, ben);
      await expect.poll(() => ordersOf(chat).length).toBe(2);
      expect(ordersOf(chat).map(({ requester }) => requester.displayName)).toEqual(['Ann', 'Ben']);
      bench.emulator.say(chat, ben, 'How bridges work', { replyTo: proposal.id });
      expect((await answer(chat, 3)).text).toBe(`${en.telegram.proposal}\nHow bridges work`);
    });

    it('shows one line of what it answers, and all of it when the line is not there any more', async () => {
      const { chat, ann } = group();
      const topic = `/article@copydesk_bot ${'How tides work '.repeat(5)}`;
      const quote = '/article@copydesk_bot How tides work How tides work How tides';
      const asked = bench.emulator.say(chat, ann, `${topic}\nFor children`);
      expect(await answer(chat, 1)).toMatchObject({ replyTo: asked, quote });
      // Short as it is, it is shown whole.
      const short = bench.emulator.say(chat, ann, '/article@copydesk_bot Ferns');
      const whole = await answer(chat, 2);
      expect(whole).toMatchObject({ replyTo: short });
      expect(whole.quote).toBeUndefined();
      bench.emulator.fault('sendMessage', {
        kind: 'status',
        status: 400,
        description: 'Bad Request: QUOTE_TEXT_INVALID',
      });
      const changed = bench.emulator.say(chat, ann, `${topic}\nFor grown-ups`);
      const told = await answer(chat, 3);
      expect(told).toMatchObject({ replyTo: changed });
      expect(told.quote).toBeUndefined();
    });

    it('opens an article in the topic in which it was asked for, and answers there', async () => {
      const { ann, emulator } = bench;
      const chat = emulator.supergroup({ title: 'Newsroom', members: [ann], topics: ['Science'] });
      const topic = chat.topics['Science'] ?? 0;
      emulator.say(chat, ann, '/article How tides work', { topic });
      expect(await answer(chat, 1)).toMatchObject({ topic });
      expect(ordersOf(chat)).toMatchObject([{ thread: { channel: String(chat.id), thread: String(topic) } }]);
    });

    it('tells those who write as the group or a channel that it cannot see who they are', async () => {
      const { chat, ann } = group();
      const channel = bench.emulator.channel({ title: 'News' });
      bench.emulator.say(chat, ann, '/article How tides work', { as: 'anonymous-administrator' });
      expect((await answer(chat, 1)).text).toBe(en.telegram.anonymous);
      bench.emulator.say(chat, ann, '/article How tides work', { as: channel });
      expect((await answer(chat, 2)).text).toBe(en.telegram.anonymous);
      expect(ordersOf(chat)).toEqual([]);
    });

    it('takes note of a group that becomes a supergroup', async () => {
      const { chat } = group();
      const supergroup = bench.emulator.migrate(chat);
      await quiet();
      const { rows } = await bench.pool.query('select moved_to from telegram_chats where chat = $1', [chat.id]);
      expect(rows).toEqual([{ moved_to: String(supergroup.id) }]);
    });
  });

  it('registers its commands by scope and language', () => {
    const of = (scope: string, language?: string) =>
      bench.emulator.commands(scope, language)?.map(({ command }) => command);
    const all = en.telegram.commands.map(({ command }) => command);
    expect(of('all_private_chats')).toEqual(all);
    expect(of('all_group_chats')).toEqual(all);
    expect(bench.emulator.commands('all_private_chats', 'ru')).toEqual(ru.telegram.commands);
  });
});
