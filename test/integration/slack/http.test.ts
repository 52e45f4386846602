import { FIRST_LIST } from '../../../src/protocol/list-view.ts';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refused } from '../../../src/chat/reply.ts';
import { replyWords } from '../../../src/chat/reply-words.ts';
import { messages } from '../../../src/messages/messages.ts';
import { object } from '../../../src/practice-model/json.ts';
import { decodeButton } from '../../../src/protocol/button-codec.ts';
import { fixture } from '../../emulators/slack/person.ts';
import { buttonsOf, dangersOf } from '../../emulators/slack/rendered.ts';
import { step } from '../../support/scripted-model.ts';
import { articleIdIn, eventually, openSlackDesk, type SlackDesk } from './slack-desk.ts';

const en = messages('en');
const ru = messages('ru');

let desk: SlackDesk;
beforeAll(async () => {
  desk = await openSlackDesk({
    slack: {
      people: {
        ann: { realName: 'Ann' },
        ben: { realName: 'Ben' },
        eve: { realName: 'Eve', locale: 'ru-RU' },
      },
      channels: ['general', 'articles', 'hidden', 'archived', 'deleted', 'removed', 'thread-gone', 'other', 'quiet'],
    },
  });
});
afterAll(() => desk.close());

/** What somebody was told since. */
function since(who: 'ann' | 'ben' | 'eve'): () => readonly string[] {
  const { id } = desk.people[who];
  const before = desk.slack.privates(id).length;
  return () =>
    desk.slack
      .privates(id)
      .slice(before)
      .map(({ shown }) => shown);
}

const articlesAbout = async (topic: string): Promise<readonly string[]> =>
  (
    await desk.newsroom.pool.query<{ id: string }>(
      `SELECT article_id AS id FROM articles WHERE request->>'topic' = $1`,
      [topic],
    )
  ).rows.map(({ id }) => id);

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

describe('/article', () => {
  it('alone asks what the article should be, and has it made so', async () => {
    const { people, slack, newsroom } = desk;
    const { ack } = await people.ann.command('');
    expect(ack).toMatchObject({ taken: true, status: 200 });
    const labels = people.ann.inputs().map(({ label }) => label);
    const { form } = en.slack;
    expect(labels).toEqual([
      form.topic,
      form.template,
      form.purpose,
      form.audience,
      form.length,
      form.language,
      form.tone,
      form.mustMention,
      form.mustAvoid,
      form.sources,
      form.files,
      en.answers.moreApprovals.approvals,
      en.answers.moreApprovals.approvers,
    ]);

    const filled: Readonly<Record<string, string>> = {
      [form.topic]: 'How kites rise',
      [form.audience]: 'Children of ten',
      [form.length]: '300',
      [form.language]: 'de',
      [form.mustMention]: 'the tail\nthe wind',
      [form.sources]: 'https://example.org/kites',
    };
    // What is wrong is said where it is, and nothing is lost.
    await people.ann.submit(({ label }) => (label === form.sources ? 'kites.txt' : filled[label]));
    expect(slack.privates(people.ann.id).at(-1)).toMatchObject({
      via: 'modal-error',
      text: en.chat.order.badSource('kites.txt'),
    });
    const files = (name: string) => [{ name, content: '# Kites\n\nThe tail of a kite keeps it steady.' }];
    await people.ann.submit(({ label }) => (label === form.files ? files('kites.exe') : filled[label]));
    expect(slack.privates(people.ann.id).at(-1)).toMatchObject({
      via: 'modal-error',
      text: replyWords(refused({ code: 'file-kind', name: 'kites.exe' }), en, '/article '),
    });
    await people.ann.submit(({ label }) => (label === form.files ? files('kites.md') : filled[label]));
    expect(slack.modal(people.ann.id)).toBeUndefined();
    await expect.poll(() => articlesAbout('How kites rise')).toHaveLength(1);
    const { rows } = await newsroom.pool.query(
      `SELECT request FROM articles WHERE request->>'topic' = 'How kites rise'`,
    );
    expect(rows).toEqual([
      {
        request: {
          topic: 'How kites rise',
          audience: 'Children of ten',
          lengthWords: 300,
          language: 'de',
          mustMention: ['the tail', 'the wind'],
          sources: ['https://example.org/kites'],
          files: [{ id: expect.any(String), name: 'kites.md' }],
        },
      },
    ]);
  });

  it.each([
    ['help', 'ann', en.chat.help.title],
    ['help', 'eve', ru.chat.help.title],
    ['list', 'eve', ru.chat.list.empty(FIRST_LIST)],
    ['status', 'eve', ru.chat.noneUnderWay],
    ['status 0000000000000000', 'ann', en.answers.noSuchArticle('0000000000000000')],
    ['cancel 0000000000000000', 'eve', ru.answers.noSuchArticle('0000000000000000')],
    ['pause what', 'ann', '“what”'],
    ['x'.repeat(301), 'ann', en.answers.topicTooLong(301)],
  ] as const)('%s answers %s alone, in their language', async (words, who, says) => {
    const told = since(who);
    const quiet = desk.slack.channel('quiet');
    const { ack } = await desk.people[who].command(words, quiet);
    expect(ack.body?.['response_type']).toBe('ephemeral');
    expect(flat(told().join('\n'))).toContain(flat(says));
    expect(await desk.slack.history(quiet)).toEqual([]);
  });

  it('pauses, resumes, finishes and cancels the only article under way without its id', async () => {
    const topic = 'How rain falls';
    desk.newsroom.script(topic, 'critique', step.practice({ score: 9, factsQuestionable: false }));
    // Ben has no other.
    const article = await desk.order(topic, { who: 'ben' });
    await article.until('waiting');
    const told = since('ben');
    for (const control of ['pause', 'resume'] as const) {
      await desk.people.ben.command(control);
      expect(told().at(-1)).toBe(en.answers.counted[control]);
    }
    await desk.people.ben.command(`status ${article.articleId}`);
    expect(told().at(-1)).toContain(topic);
    await desk.people.ben.command('finish');
    await article.until('delivered');
    await desk.people.ben.command('cancel');
    // Temporal's list of articles is a moment behind.
    expect(told().at(-1)).toMatch(/None of your articles is under way|This article is over/);
  });

  it('says at once when the bot cannot write there, and starts nothing', async () => {
    const { slack, people } = desk;
    const told = since('ann');
    slack.setArchived(slack.channel('hidden'), true);
    await people.ann.command('How doors close', slack.channel('hidden'));
    expect(told()).toEqual([en.slack.cannotWrite.archived]);
    expect(await articlesAbout('How doors close')).toEqual([]);
  });

  it('joins a public channel to write there', async () => {
    const { slack } = desk;
    slack.setMember(slack.channel('other'), false);
    const article = await desk.order('How doors open', { channel: slack.channel('other') });
    expect((await article.root()).channel).toBe(slack.channel('other'));
  });
});

describe('a mention', () => {
  it('starts one article, however often Slack tells of it', async () => {
    const { people, sender, slack } = desk;
    const topic = 'How frogs jump';
    const { told } = await people.ann.mention(`article ${topic}`, { channel: slack.channel('articles') });
    // Slack tells of it as a mention and as a message.
    expect(told).toHaveLength(2);
    for (const { delivery } of told) await sender?.redeliver(delivery, 4);
    await expect.poll(() => articlesAbout(topic)).toHaveLength(1);
    const [articleId = ''] = await articlesAbout(topic);
    await desk.article(articleId).root();
    const cards = (await slack.history(slack.channel('articles'))).filter(({ text }) => text.includes(topic));
    // The mention itself, and one card.
    expect(cards).toHaveLength(2);
    expect(desk.newsroom.asked(topic, 'draft').length).toBeLessThanOrEqual(1);
  });

  it('in a thread of people is answered there, by an article', async () => {
    const { people, slack } = desk;
    const channel = slack.channel('articles');
    const { ts } = await people.ben.write('Should we write about dust?', { channel });
    const topic = 'How dust settles';
    await people.ann.mention(`article ${topic}`, { channel, threadTs: ts });
    await expect.poll(() => articlesAbout(topic)).toHaveLength(1);
    const [articleId = ''] = await articlesAbout(topic);
    const root = await desk.article(articleId).root();
    expect(root.threadTs).toBe(ts);
  });

  it('of the bot by itself changes nothing', async () => {
    const { slack, sender } = desk;
    const payload = fixture('event-bot-message');
    const { channel } = object(payload['event']);
    // Elsewhere articles go on.
    const posts = (): number => slack.calls('chat.postMessage').filter((call) => call.channel === channel).length;
    const before = posts();
    const answer = await sender?.deliver({
      kind: 'events_api',
      payload: { ...payload, api_app_id: slack.appId, team_id: slack.teamId, event_id: 'Ev0SELF' },
    });
    expect(answer?.status).toBe(200);
    expect(posts()).toBe(before);
  });
});

describe('a conversation with the bot alone', () => {
  it('is a place for articles like any other', async () => {
    const { people, slack } = desk;
    const dm = await slack.dm(people.ann.id);
    const topic = 'How snow sounds';
    await people.ann.write(`article ${topic}`, { channel: dm });
    await expect.poll(() => articlesAbout(topic)).toHaveLength(1);
    const [articleId = ''] = await articlesAbout(topic);
    expect((await desk.article(articleId).root()).channel).toBe(dm);
  });
});

describe('the Home tab', () => {
  it('shows what waits for whom, and its buttons work', async () => {
    const { people, slack } = desk;
    const topic = 'How homes stand';
    desk.scores(topic, 9);
    const article = await desk.order(topic, { who: 'ann' });
    await article.until('waiting');
    const home = async (who: 'ann' | 'ben'): Promise<string> => {
      const before = slack.calls('views.publish').length;
      await people[who].openHome();
      await eventually(() => (slack.calls('views.publish').length > before ? true : undefined), 'Home tab');
      return slack.home(people[who].id)?.shown ?? '';
    };
    // Temporal's list of articles is a moment behind.
    await expect.poll(() => home('ben')).toContain(topic);
    const [waiting = '', rest = ''] = (await home('ben')).split(en.chat.home.askedByMe);
    expect(waiting).toContain(en.chat.list.heading({ scope: 'waiting', page: 1 }));
    expect(waiting).toContain(topic);
    // It is in no other section.
    expect(rest).toContain(en.chat.home.finishedLastWeek);
    expect(rest).not.toContain(topic);

    const buttons = buttonsOf((slack.home(people.ben.id)?.view['blocks'] as never) ?? []);
    const approve = buttons.find(({ value }) => {
      const meant = decodeButton(value);
      return meant?.kind === 'decision' && meant.decision === 'approve' && meant.articleId === article.articleId;
    });
    const link = buttons.find(({ url }) => url?.includes('/archives/'));
    expect(link?.url).toMatch(/^https:\/\/copydesk-test\.slack\.com\/archives\/C\w+\/p\d{16}/);
    if (approve === undefined) throw new Error(`There is no button to approve: ${JSON.stringify(buttons)}`);
    await people.ben.clickHome(approve);
    await article.until('delivered');
    // What became of it is said where it was clicked.
    await expect.poll(() => slack.home(people.ben.id)?.shown).toContain(en.answers.counted.approve);
  });
});

describe('a draft that is longer than a form takes', () => {
  const LONG = `# How bridges hold\n\n${Array.from({ length: 420 }, (_, index) => `Paragraph ${index} about arches, cables and the weight they carry day and night.`).join('\n\n')}\n`;

  it('is edited by a file in its thread, whole', async () => {
    const { people, slack, newsroom } = desk;
    const topic = 'How bridges hold';
    newsroom.script(topic, 'draft', step.text(LONG));
    desk.scores(topic, 9);
    const article = await desk.order(topic);
    await article.until('waiting');
    const card = await article.card(1);
    const edit = card.buttons.find(({ actionId }) => actionId === 'article:edit');
    if (edit === undefined) throw new Error('There is no button to edit');
    const { modal } = await people.ann.click(card, edit);
    expect(people.ann.inputs()).toEqual([]);
    expect(flat(modal?.shown ?? '')).toContain(flat(en.slack.editForm.byFile.at(-1) ?? ''));
    // The whole draft is there, to be changed.
    await expect
      .poll(async () =>
        (await article.thread())
          .flatMap(({ files }) => files)
          .find(({ name }) => name.endsWith('.md'))
          ?.bytes.toString('utf8'),
      )
      .toContain('Paragraph 419');

    const root = await article.root();
    const at = { channel: root.channel, threadTs: root.ts };
    const edited = LONG.replace('Paragraph 30', 'A better paragraph 30');
    const told = since('eve');
    await people.eve.write('', { ...at, files: [{ name: 'how-bridges-hold-draft-1.md', content: edited }] });
    // Whoever may not decide may not edit either.
    const refusal = ru.answers.refusal({ code: 'not-a-reviewer', reviewers: ['requester'] });
    await expect.poll(() => told().join('\n')).toContain(refusal.slice(0, 30));
    expect((await newsroom.gateway.status(article.articleId)).current?.version).toBe(1);

    const { told: events } = await people.ann.write('please', {
      ...at,
      files: [{ name: 'how-bridges-hold-draft-1.md', content: edited }],
    });
    for (const { delivery } of events) await desk.sender?.redeliver(delivery, 4);
    await expect.poll(async () => (await newsroom.gateway.status(article.articleId)).current?.version).toBe(2);
    const { rows } = await newsroom.pool.query<{ body: string }>(
      `SELECT body FROM drafts WHERE article_id = $1 AND version = 2 AND author = 'person'`,
      [article.articleId],
    );
    expect(rows.map(({ body }) => body.trim())).toEqual([edited.trim()]);
    expect(slack.calls('views.open').length).toBeGreaterThan(0);

    // What a file replaced is one click away.
    const replaced = await article.card(2);
    const back = replaced.buttons.find(({ actionId }) => actionId === 'article:bring-back');
    if (back === undefined) throw new Error('There is no button to bring the draft back');
    await people.ann.click(replaced, back);
    await expect.poll(async () => (await newsroom.gateway.status(article.articleId)).current?.version).toBe(3);
    const { rows: again } = await newsroom.pool.query<{ body: string }>(
      `SELECT body FROM drafts WHERE article_id = $1 AND version = 3`,
      [article.articleId],
    );
    expect(again.map(({ body }) => body.trim())).toEqual([LONG.trim()]);
  });
});

describe('what people write', () => {
  it('mentions nobody, leads nowhere and stays within its message', async () => {
    const { people, slack } = desk;
    const evil = '<!channel> <@U024BE7LH> [slack.com](https://example.com/x) <https://example.com|slack.com> ```';
    const topic = 'How marks hide';
    desk.scores(topic, 9, 9.5);
    const article = await desk.order(topic, { who: 'ann' });
    await article.until('waiting');
    await article.decide(await article.card(1), 'request-changes', 'ben', evil);
    await article.card(2);
    await article.decide(await article.card(2), 'edit', 'ann', `# ${evil}\n\n${evil}\n\n| ${evil} |\n|---|\n| x |\n`);
    await expect.poll(async () => (await desk.newsroom.gateway.status(article.articleId)).current?.version).toBe(3);
    await article.card(3);
    await article.decide(await article.card(3), 'reject', 'ann', evil);
    await article.until('rejected');
    await expect.poll(async () => (await article.root()).text).toContain('Rejected');
    expect((await article.thread()).flatMap((message) => dangersOf(message))).toEqual([]);
    expect(slack.privates(people.ben.id).flatMap(({ text }) => [...text.matchAll(/<[!@#]/g)])).toEqual([]);
  });
});

describe('a request that is not from Slack', () => {
  const command = () => ({
    kind: 'slash_commands' as const,
    payload: {
      ...fixture('slash-command'),
      text: `How forgers work ${randomUUID()}`,
      team_id: desk.slack.teamId,
      channel_id: desk.slack.channel('articles'),
      user_id: desk.people.ann.id,
      trigger_id: randomUUID(),
    },
  });

  it.each([
    ['signed with another secret', { signingSecret: 'not-the-secret' }],
    ['not signed', { unsigned: true }],
    ['six minutes old', { ageSeconds: 360 }],
    ['changed on its way', { alter: (body: string) => body.replace('forgers', 'thieves') }],
  ])('is refused when it is %s', async (_, tampering) => {
    const before = await desk.newsroom.pool.query(`SELECT count(*) AS n FROM articles`);
    const answer = await desk.sender?.deliver(command(), tampering);
    expect(answer).toMatchObject({ taken: false, status: 401 });
    const { rows } = await desk.newsroom.pool.query(`SELECT count(*) AS n FROM articles`);
    expect(rows).toEqual(before.rows);
  });

  it('is taken when it is as it should be', async () => {
    const answer = await desk.sender?.deliver(command());
    expect(articleIdIn(JSON.stringify(answer?.body))).toBeDefined();
  });
});

describe('an article whose thread Slack closes', () => {
  it.each([
    ['archived', (channel: string) => desk.slack.setArchived(channel, true), 'archived'],
    ['deleted', (channel: string) => desk.slack.dropChannel(channel), 'gone'],
    ['removed', (channel: string) => desk.slack.setMember(channel, false), 'not-a-member'],
    [
      'thread-gone',
      async (channel: string) => {
        const [root] = await desk.slack.history(channel);
        if (root !== undefined) await desk.slack.remove(channel, root.ts);
      },
      'gone',
    ],
  ] as const)('is not lost: its requester is told in person, and moves it (%s)', async (name, close, reason) => {
    const { people, slack, newsroom } = desk;
    const topic = `How ${name} things go on`;
    newsroom.script(topic, 'critique', step.hang(step.practice({ score: 9, factsQuestionable: false })));
    const article = await desk.order(topic, { channel: slack.channel(name) });
    await expect.poll(() => newsroom.asked(topic, 'critique').length, { timeout: 30_000 }).toBe(1);
    await expect.poll(async () => (await article.thread()).length).toBeGreaterThanOrEqual(2);
    await close(slack.channel(name));
    newsroom.model.release();

    const dm = await slack.dm(people.ann.id);
    const told = await eventually(
      async () => (await slack.everything(dm)).find(({ shown }) => shown.includes(article.articleId)),
      'message to the requester',
    );
    expect(told.shown).toContain(en.article.undeliverable(reason));
    expect(told.shown).toContain(`move ${article.articleId}`);

    await people.ann.command(`move ${article.articleId} here`, slack.channel('general'));
    await expect.poll(async () => (await article.root()).channel).toBe(slack.channel('general'));
    const card = await article.card(1);
    expect((await article.root()).text).toContain(topic);
    await article.decide(card, 'approve', 'ann');
    await article.until('delivered');
    await expect
      .poll(async () => (await article.thread()).flatMap(({ files }) => files.map((file) => file.name)).length)
      .toBeGreaterThanOrEqual(2);
  });
});

describe('the process', () => {
  it('says at /healthz that it is well', async () => {
    const response = await fetch(`http://127.0.0.1:${desk.app.port()}/healthz`);
    expect(response.status).toBe(200);
  });

  it('keeps its tokens out of every line, table and message', async () => {
    const { slack, newsroom, log } = desk;
    const secrets = [slack.botToken, slack.appToken, slack.signingSecret];
    const { rows } = await newsroom.pool.query<{ all: string }>(
      `SELECT (SELECT json_agg(m)::text FROM messages m) || (SELECT json_agg(f)::text FROM feed f) || (SELECT json_agg(a)::text FROM articles a) AS all`,
    );
    const sent = slack.calls().map(({ args }) => JSON.stringify(args));
    for (const secret of secrets) {
      expect(log.join('')).not.toContain(secret);
      expect(rows[0]?.all).not.toContain(secret);
      expect(sent.join('')).not.toContain(secret);
    }
    expect(log.length).toBeGreaterThan(0);
  });
});
