import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { actions, articleButton } from '../../../../bots/slack/render/blocks.ts';
import { drawButtons } from '../../../../bots/slack/render/draw-card.ts';
import { readButton } from '../../../../bots/slack/render/read-button.ts';
import { decisionsOn } from '../../../../src/cards/draft-card.ts';
import { messages } from '../../../../src/messages/messages.ts';
import type { Json } from '../../../../src/practice-model/json.ts';
import { encodeButton } from '../../../../src/protocol/button-codec.ts';
import { createWordDocument } from '../../../../src/document/word/create-word-document.ts';
import type { SlackPerson } from '../../../emulators/slack/person.ts';
import { buttonsOf, type RenderedMessage } from '../../../emulators/slack/rendered.ts';
import { ARTICLE, openSlackBench, PAGE_LINK, type SlackBench, statusOf } from '../bench.ts';

const en = messages('en');
const ru = messages('ru');
const DRAFT = { version: 2, hash: 'abcdef01' };
const EDIT = {
  kind: 'edit',
  text: '# Tides\n\nBy hand: прилив.\n',
  button: { kind: 'decision', articleId: ARTICLE, decision: 'edit', draft: DRAFT, gate: 'final-2' },
} as const;
const NOT_A_REVIEWER = { code: 'not-a-reviewer', reviewers: ['slack:U9'] } as const;
const DECIDED = { code: 'already-decided', decision: 'approve', byName: 'Ben', at: '2026-11-23T14:07:00Z' } as const;

describe('the Slack app', () => {
  let bench: SlackBench;
  let articles: string;
  let zoe: SlackPerson;
  beforeAll(async () => {
    bench = await openSlackBench({
      people: {
        ann: { realName: 'Ann' },
        ben: { realName: 'Ben', locale: 'ru-RU' },
        eve: { realName: 'Eve' },
        zoe: { realName: 'Zoe', is: 'external' },
      },
      channels: ['general', 'random', 'articles'],
      needsGroups: true,
      groups: { editors: ['ann'] },
    });
    articles = bench.slack.channel('articles');
    zoe = bench.person('zoe');
  });
  afterAll(() => bench.close());
  beforeEach(() => {
    bench.slack.heal();
    Object.assign(bench.desk, {
      refusal: undefined,
      against: undefined,
      againstStart: undefined,
      standing: undefined,
      takesMs: 0,
      alike: undefined,
    });
    bench.desk.asked.length = 0;
    bench.administrators.clear();
    for (const known of [bench.threads, bench.begunIn, bench.cards, bench.drafts, bench.languages]) known.clear();
  });

  const lastTold = (who: { readonly id: string }): string | undefined => bench.slack.privates(who.id).at(-1)?.shown;

  /** A message of the app with the buttons of draft 2, in the thread of the article. */
  async function card(blocks = drawButtons(decisionsOn(ARTICLE, DRAFT), en)): Promise<RenderedMessage> {
    const root = await post({ channel: articles, text: 'Article: How tides work' });
    bench.threads.set(root, ARTICLE);
    const ts = await post({ channel: articles, thread_ts: root, text: 'Please decide', blocks });
    bench.cards.set(ARTICLE, {
      thread: { platform: 'slack', workspace: bench.slack.teamId, channel: articles },
      channel: articles,
      ts,
    });
    const posted = (await bench.slack.thread(articles, root)).find((message) => message.ts === ts);
    if (posted === undefined) throw new Error('The card is not there');
    return posted;
  }

  async function post(message: object): Promise<string> {
    const response = await fetch(`${bench.slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bench.slack.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(message),
    });
    return ((await response.json()) as { readonly ts: string }).ts;
  }

  function button(message: RenderedMessage, text: string) {
    const found = message.buttons.find((one) => one.text === text);
    if (found === undefined) throw new Error(`There is no button ${text}`);
    return found;
  }

  describe('on “open changes”', () => {
    const changes = { kind: 'changes', articleId: ARTICLE, draft: DRAFT } as const;

    it('shows only the one who clicked what changed, and sends them the whole as a page', async () => {
      const gate = await card(drawButtons([changes], en));
      const { ack } = await bench.ann.click(gate, button(gate, en.words.buttons.changes));
      expect(ack).toMatchObject({ taken: true });
      await expect.poll(() => lastTold(bench.ann)).toContain(en.article.changed.heading(2, 1));
      expect(bench.askedFor('changes')).toMatchObject([['changes', { userId: bench.ann.id }, changes]]);
      const told = lastTold(bench.ann);
      expect(told).toMatch(/The tide .*rises.*falls/s);
      expect(told).toContain(en.slack.changesPage);
    });

    it('says why there is nothing to show', async () => {
      bench.desk.refusal = { kind: 'refused', refusal: { code: 'first-draft' } };
      const gate = await card(drawButtons([changes], en));
      await bench.ann.click(gate, button(gate, en.words.buttons.changes));
      await expect.poll(() => lastTold(bench.ann)).toBe(en.answers.firstDraft);
    });
  });

  describe('on “read original”', () => {
    const original = { kind: 'original', articleId: ARTICLE } as const;

    it('shows only the one who clicked what is translated, whole where there is room', async () => {
      bench.desk.text = 'Луна притягивает воду.';
      const gate = await card(drawButtons([original], en));
      await bench.ann.click(gate, button(gate, en.words.buttons.original));
      await expect.poll(() => lastTold(bench.ann)).toContain('Луна притягивает воду.');
      expect(lastTold(bench.ann)).toContain(en.translations.original('Отчего бывают приливы'));
      expect(lastTold(bench.ann)).toContain(en.translations.originalIs('ru', 2));
      expect(lastTold(bench.ann)).not.toContain(en.slack.originalFile);
      expect(lastTold(bench.ben) ?? '').not.toContain('Луна');
      expect(bench.askedFor('original')).toMatchObject([['original', { userId: bench.ann.id }, ARTICLE]]);
    });

    it('sends a long one as a file, and says so', async () => {
      bench.desk.text = Array.from({ length: 900 }, (_, at) => `Вода поднимается в ${at}-й раз.`).join('\n\n');
      const gate = await card(drawButtons([original], en));
      await bench.ann.click(gate, button(gate, en.words.buttons.original));
      await expect.poll(() => lastTold(bench.ann)).toContain(en.slack.originalFile);
      expect(lastTold(bench.ann)).not.toContain('899-й');
    });

    it('says to who may not see it that they may not', async () => {
      bench.desk.refusal = { kind: 'refused', refusal: { code: 'no-such-article', articleId: ARTICLE } };
      const gate = await card(drawButtons([original], en));
      await bench.ann.click(gate, button(gate, en.words.buttons.original));
      await expect.poll(() => lastTold(bench.ann)).toBe(en.answers.noSuchArticle(ARTICLE));
    });
  });

  describe('on a rule of style', () => {
    const adopt = { kind: 'adopt', articleId: ARTICLE, rule: 2 } as const;

    it('hands over who adopts which, and says that it holds', async () => {
      const offer = await card(drawButtons([adopt], en));
      const { ack } = await bench.ann.click(offer, button(offer, en.words.buttons.adopt));
      expect(ack).toMatchObject({ taken: true });
      await expect.poll(() => lastTold(bench.ann)).toBe(en.answers.adopted('e-mail', 'Ann'));
      expect(bench.askedFor('adopt')).toMatchObject([['adopt', { userId: bench.ann.id }, adopt]]);
    });

    it('says to who may not decide that they cannot', async () => {
      const refusal = { code: 'not-a-reviewer', reviewers: ['requester'] } as const;
      bench.desk.refusal = { kind: 'refused', refusal };
      const offer = await card(drawButtons([adopt], en));
      await bench.ann.click(offer, button(offer, en.words.buttons.adopt));
      await expect.poll(() => lastTold(bench.ann)).toBe(en.answers.refusal(refusal));
    });
  });

  describe('on “Open in browser”', () => {
    const open = { kind: 'open', articleId: ARTICLE } as const;

    it('gives the link to who clicks, and to nobody else', async () => {
      const gate = await card(drawButtons([open], en));
      await bench.ben.click(gate, button(gate, en.words.buttons.open));
      await expect.poll(() => lastTold(bench.ben)).toContain(PAGE_LINK);
      expect(lastTold(bench.ben)).toContain(ru.chat.page.link(10));
      expect(lastTold(bench.ann) ?? '').not.toContain(PAGE_LINK);
      expect(bench.askedFor('openPage')).toMatchObject([
        ['openPage', { userId: bench.ben.id }, { articleId: ARTICLE }],
      ]);
    });

    it('says why there is none', async () => {
      bench.desk.refusal = { kind: 'refused', refusal: { code: 'no-page' } };
      const gate = await card(drawButtons([open], en));
      await bench.ann.click(gate, button(gate, en.words.buttons.open));
      await expect.poll(() => lastTold(bench.ann)).toBe(en.chat.page.none);
    });
  });

  describe('on “back to the draft before”', () => {
    const back = {
      kind: 'bring-back',
      articleId: ARTICLE,
      draft: DRAFT,
      gate: 'g2',
      to: { version: 1, hash: '00000001' },
    } as const;

    it('hands over which draft is to take the place of which', async () => {
      const gate = await card(drawButtons([back], en));
      await bench.ann.click(gate, button(gate, en.words.buttons['bring-back']));
      await expect.poll(() => lastTold(bench.ann)).toBe(en.answers.counted['bring-back']);
      expect(bench.askedFor('bringBack')).toMatchObject([['bringBack', { userId: bench.ann.id }, back]]);
    });

    it('says the same of a number that was typed, and asks for one that is missing', async () => {
      await bench.ann.command(`back ${ARTICLE} 1`, articles);
      expect(lastTold(bench.ann)).toBe(en.answers.counted['bring-back']);
      expect(bench.askedFor('bringBack').at(-1)?.[2]).toEqual({ kind: 'typed', version: 1, articleId: ARTICLE });
      await bench.ann.command('back', articles);
      expect(lastTold(bench.ann)).toBe(en.chat.noDraftNumber('/article back 2'));
    });
  });

  it('hands over which proposal of the final edit somebody takes over', async () => {
    const takeOver = { kind: 'take-over', articleId: ARTICLE, proposal: 2 } as const;
    const final = await card(drawButtons([takeOver], en));
    await bench.ann.click(final, button(final, `${en.words.buttons['take-over']} 2`));
    await expect.poll(() => lastTold(bench.ann)).toBe(en.answers.takenOver(2, ARTICLE));
    expect(bench.askedFor('takeOver')).toMatchObject([
      ['takeOver', { userId: bench.ann.id }, { articleId: ARTICLE, proposal: 2, eventKey: expect.any(String) }],
    ]);
  });

  it('has an article translated by a button, each language its own, and again where its original has changed', async () => {
    const into = (language: string) => ({ kind: 'translate', articleId: ARTICLE, language }) as const;
    const buttons = [into('de'), into('pt-BR'), { ...into('ru'), isAgain: true as const }];
    const final = await card(drawButtons(buttons, en));
    for (const label of ['Translate: Brazilian Portuguese', en.words.buttons['translate-again']])
      await bench.ann.click(final, button(final, label));
    await expect.poll(() => bench.askedFor('translate')).toHaveLength(2);
    expect(bench.askedFor('translate').map(([, , ask]) => ask)).toMatchObject([
      { articleId: ARTICLE, into: 'pt-BR', thread: { platform: 'slack', channel: articles } },
      { articleId: ARTICLE, into: 'ru' },
    ]);
    await expect.poll(() => lastTold(bench.ann)).toContain(en.translations.begun('Tides', 'de', ARTICLE));
  });

  describe('on /article', () => {
    it('starts an article where it was typed and answers only the one who typed it', async () => {
      const { ack } = await bench.ann.command('AT&amp;T and &lt;!channel&gt;', articles);
      expect(ack).toMatchObject({ taken: true, body: { response_type: 'ephemeral' } });
      expect(lastTold(bench.ann)).toBe(en.answers.started('AT&T and <!channel>', ARTICLE));
      expect(ack.body?.['text']).toContain('AT&amp;T and &lt;!channel&gt;');
      const [[, actor, order] = []] = bench.askedFor('start');
      expect(actor).toEqual({
        platform: 'slack',
        workspace: bench.slack.teamId,
        userId: bench.ann.id,
        displayName: 'Ann',
        groups: [bench.slack.group('editors')],
        channels: [`slack:${bench.slack.teamId}:${articles}`],
        where: { platform: 'slack', workspace: bench.slack.teamId, channel: articles },
      });
      expect(order).toMatchObject({
        request: { topic: 'AT&T and <!channel>' },
        language: 'en',
        thread: { platform: 'slack', workspace: bench.slack.teamId, channel: articles },
      });
    });

    it('does what is delivered again once, and answers it the same', async () => {
      const { delivery, ack } = await bench.ann.command('How locks work', articles);
      const again = await bench.sender.redeliver(delivery, 4);
      expect(bench.askedFor('start')).toHaveLength(1);
      expect(again.map(({ body }) => body)).toEqual(Array.from({ length: 4 }, () => ack.body));
    });

    it('is /inbox, too, which shows what waits and begins no article, whatever is typed behind it', async () => {
      for (const typed of ['', '2', 'zero']) {
        const { ack } = await bench.ann.command(typed, articles, '/inbox');
        expect(ack.body).toMatchObject({ response_type: 'ephemeral' });
      }
      expect(bench.askedFor('list').map(([, , view]) => view)).toEqual(
        [1, 2, 1].map((page) => ({ scope: 'waiting', page })),
      );
      expect(bench.askedFor('start')).toEqual([]);
    });

    it('tells a code that makes somebody one person in two chats, to them alone, and takes one', async () => {
      const { ack } = await bench.ann.command('link');
      expect(JSON.stringify(ack.body)).toContain('7K3M-9X2C');
      expect(ack.body).toMatchObject({ response_type: 'ephemeral' });
      await bench.ann.command('link 7k3m-9x2c');
      await bench.ann.command('unlink');
      expect(bench.askedFor('link').map(([, , code]) => code)).toEqual([undefined, '7K3M9X2C']);
      expect(bench.askedFor('unlink')).toHaveLength(1);
      await bench.ann.command('link building for beginners');
      expect(bench.askedFor('start').at(-1)?.[2].request.topic).toBe('link building for beginners');
    });

    it('gives a link to the page behind a button, to them alone', async () => {
      const { ack } = await bench.ann.command('web');
      expect(ack.body).toMatchObject({ response_type: 'ephemeral' });
      expect(JSON.stringify(ack.body)).toContain(PAGE_LINK);
      expect(bench.askedFor('openPage').at(-1)?.[2]).toMatchObject({
        thread: { platform: 'slack', workspace: expect.any(String) },
      });
      await bench.ann.command('web design');
      expect(bench.askedFor('start').at(-1)?.[2].request.topic).toBe('web design');
    });

    it('speaks the language of who asks', async () => {
      await bench.ben.command('help', articles);
      expect(lastTold(bench.ben)).toContain(ru.chat.help.title);
      await bench.ben.command('language en', articles);
      await bench.ben.command('help', articles);
      expect(lastTold(bench.ben)).toContain(en.chat.help.title);
    });

    it('asks the desk for lists, statuses and controls', async () => {
      bench.desk.standing = statusOf();
      await bench.ann.command('list', articles);
      await bench.ann.command('costs', articles);
      expect(lastTold(bench.ann)).toContain(en.chat.costs.title);
      await bench.ann.command(`status ${ARTICLE}`, articles);
      expect(lastTold(bench.ann)).toContain('How tides work');
      expect(lastTold(bench.ann)).toContain(en.words.buttons.pause);
      await bench.ann.command(`cancel ${ARTICLE}`, articles);
      await bench.ann.command('pause', articles);
      await bench.ann.command(`move ${ARTICLE} here`, articles);
      expect(bench.desk.asked.map(([what, , ask]) => [what, ask])).toEqual([
        ['list', { scope: 'mine', page: 1 }],
        ['costs', { platform: 'slack', workspace: bench.slack.teamId, channel: articles }],
        ['status', ARTICLE],
        ['control', expect.objectContaining({ control: 'cancel', articleId: ARTICLE })],
        ['control', { id: expect.any(String) as string, control: 'pause' }],
        [
          'move',
          expect.objectContaining({
            articleId: ARTICLE,
            thread: { platform: 'slack', workspace: bench.slack.teamId, channel: articles },
          }),
        ],
      ]);
    });

    it('has an article shown where that is typed, in a channel in which the bot may write, and ends it', async () => {
      const { slack } = bench;
      await bench.ann.command(`follow ${ARTICLE} anyone whole`, articles);
      expect(lastTold(bench.ann)).toContain(en.answers.counted.follow);
      await bench.ann.mention(`unfollow ${ARTICLE} here`, { channel: articles });
      const thread = { platform: 'slack', workspace: slack.teamId, channel: articles };
      expect(bench.askedFor('follow').map(([, , ask]) => ask)).toEqual([
        { id: expect.any(String), articleId: ARTICLE, role: 'decides', anyone: true, whole: true, thread },
      ]);
      await expect.poll(() => bench.askedFor('unfollow')).toHaveLength(1);
      expect(bench.askedFor('unfollow')[0]?.[2]).toMatchObject({ articleId: ARTICLE, thread });

      const closing = slack.channel('random');
      slack.setArchived(closing, true);
      await bench.ann.command(`follow ${ARTICLE}`, closing);
      expect(lastTold(bench.ann)).toBe(en.slack.cannotWrite.archived);
      expect(bench.askedFor('follow')).toHaveLength(1);
      slack.setArchived(closing, false);
      await bench.ann.command('follow the money', articles);
      expect(bench.askedFor('start').at(-1)?.[2].request.topic).toBe('follow the money');
    });

    it('shows another list in the place of the one whose button was clicked', async () => {
      const dm = await bench.slack.dm(bench.ann.id);
      await bench.ann.write('list', { channel: dm });
      const shown = (await bench.slack.history(dm)).at(-1) as RenderedMessage;
      bench.desk.listed = { kind: 'list', view: { scope: 'waiting', page: 1 }, articles: [], hasMore: false };
      await bench.ann.click(shown, button(shown, en.chat.list.views.waiting));
      await expect
        .poll(async () => (await bench.slack.history(dm)).find(({ ts }) => ts === shown.ts)?.shown)
        .toContain(en.chat.list.empty({ scope: 'waiting', page: 1 }));
      expect(bench.askedFor('list').map(([, , view, where]) => [view, where])).toEqual([
        [
          { scope: 'mine', page: 1 },
          { platform: 'slack', workspace: bench.slack.teamId, channel: dm },
        ],
        [
          { scope: 'waiting', page: 1 },
          { platform: 'slack', workspace: bench.slack.teamId, channel: dm },
        ],
      ]);
    });

    it('hands over a schedule with the zone of who makes it, and has it changed by the buttons of the list', async () => {
      const dm = await bench.slack.dm(bench.ann.id);
      await bench.ann.command('every monday 9:00 Market news', articles);
      expect(bench.askedFor('schedule')).toMatchObject([
        [
          'schedule',
          { userId: bench.ann.id },
          {
            timing: { weekdays: [1], times: [{ hour: 9, minute: 0 }] },
            zone: 'Europe/Amsterdam',
            request: { topic: 'Market news' },
            thread: { platform: 'slack', workspace: bench.slack.teamId, channel: articles },
          },
        ],
      ]);
      await bench.ann.write('schedules', { channel: dm });
      const shown = (await bench.slack.history(dm)).at(-1) as RenderedMessage;
      const { scheduleId, nextSlot } = bench.desk.planned;
      await bench.ann.click(shown, button(shown, en.schedules.buttons.skip));
      await bench.ann.click(shown, button(shown, en.schedules.buttons.pause));
      expect(bench.askedFor('scheduleAct').map(([, , ask]) => ask)).toEqual([
        { kind: 'schedule', scheduleId, act: 'skip', slot: nextSlot, eventKey: expect.any(String) },
        { kind: 'schedule', scheduleId, act: 'pause', eventKey: expect.any(String) },
      ]);
      await expect
        .poll(async () => (await bench.slack.history(dm)).find(({ ts }) => ts === shown.ts)?.shown)
        .toContain('Paused: Market news.');
      await bench.ann.command(`schedules delete ${scheduleId}`, articles);
      expect(lastTold(bench.ann)).toContain('Deleted: Market news, every Monday at 9:00 (Europe/Berlin).');
    });

    it('asks whether another article is meant, and starts what was ordered when that is pressed', async () => {
      const dm = await bench.slack.dm(bench.ann.id);
      const other = {
        articleId: ARTICLE,
        topic: 'How tides work',
        stage: 'waiting',
        requesterName: 'Ben',
        startedAt: new Date(),
      } as const;
      bench.desk.alike = { kind: 'alike', orderId: '9kx7m9q2bd8f3g5h', topic: 'Tides', other };
      await bench.ann.write('article Tides', { channel: dm });
      const asked = (await bench.slack.history(dm)).at(-1) as RenderedMessage;
      expect(asked.shown).toContain('There is an article like this one here: How tides work');
      await bench.ann.click(asked, button(asked, en.schedules.startAnyway));
      expect(bench.askedFor('startHeld').map(([, , orderId]) => orderId)).toEqual(['9kx7m9q2bd8f3g5h']);
      await expect
        .poll(async () => (await bench.slack.history(dm)).find(({ ts }) => ts === asked.ts)?.shown)
        .toContain(en.answers.started('How tides work', ARTICLE));
    });

    it('starts nothing where it could not write, and says so', async () => {
      const started = bench.askedFor('start').length;
      await bench.ann.command('How tides work', 'D0OTHERS01');
      expect(lastTold(bench.ann)).toBe(en.slack.cannotWrite.closed);
      await bench.ann.command('', 'D0OTHERS01');
      expect(lastTold(bench.ann)).toBe(en.slack.cannotWrite.closed);
      expect(bench.slack.modal(bench.ann.id)).toBeUndefined();
      expect(bench.askedFor('start')).toHaveLength(started);
    });

    it('joins a public channel to write there, and leaves an archived one alone', async () => {
      const general = bench.slack.channel('general');
      bench.slack.setMember(general, false);
      await bench.ann.command('How doors work', general);
      expect(bench.slack.calls('conversations.join')).toHaveLength(1);
      expect(bench.askedFor('start')).toHaveLength(1);
      const random = bench.slack.channel('random');
      bench.slack.setArchived(random, true);
      await bench.ann.command('How dust gathers', random);
      expect(lastTold(bench.ann)).toBe(en.slack.cannotWrite.archived);
      expect(bench.askedFor('start')).toHaveLength(1);
    });

    it('answers in time although the desk does not, and tells the rest later', async () => {
      bench.desk.takesMs = 2900;
      const { ack } = await bench.ann.command('How slow tides work', articles);
      expect(ack.taken).toBe(true);
      expect(lastTold(bench.ann)).toBe(en.slack.answerFollows);
      await expect.poll(() => lastTold(bench.ann)).toBe(en.answers.started('How slow tides work', ARTICLE));
      expect(bench.askedFor('start')).toHaveLength(1);
    });

    it('answers also when Slack does not say who somebody is', async () => {
      bench.slack.fault('users.info', { kind: 'silent' }, { times: 5 });
      const eve = bench.slack.user('eve');
      const { delivery } = await bench.ann.command('list', articles);
      const payload = {
        ...delivery.payload,
        user_id: eve,
        user_name: 'eve',
        trigger_id: 'other',
        text: 'How eve works',
      };
      expect(await bench.sender.deliver({ ...delivery, payload })).toMatchObject({ taken: true });
      expect(bench.askedFor('start').at(-1)?.[1].displayName).toBe('eve');
    });
  });

  describe('in the form of a new article', () => {
    it('takes every field', async () => {
      await bench.ann.command('', articles);
      const filled: Readonly<Record<string, string>> = {
        topic: ' How tides work ',
        template: 'how-to',
        purpose: 'to persuade',
        audience: 'Sailors',
        length: '600',
        language: 'de',
        tone: 'dry',
        mustMention: 'the Moon\nspring tides',
        mustAvoid: 'hype',
        sources: 'https://example.org/tides',
        approvals: '3',
        approvers: `${bench.ben.id} ${bench.ann.id}`,
      };
      const { ack } = await bench.ann.submit(({ blockId }) => filled[blockId]);
      expect(ack).toMatchObject({ taken: true });
      expect(bench.slack.modal(bench.ann.id)).toBeUndefined();
      const [[, , order] = []] = bench.askedFor('start');
      expect(order).toMatchObject({
        request: {
          topic: 'How tides work',
          template: 'how-to',
          purpose: 'to persuade',
          audience: 'Sailors',
          lengthWords: 600,
          language: 'de',
          tone: 'dry',
          mustMention: ['the Moon', 'spring tides'],
          mustAvoid: ['hype'],
          sources: ['https://example.org/tides'],
          approvals: 3,
          approvers: [bench.ben.id, bench.ann.id].map((id) => `slack:${bench.slack.teamId}:${id}`),
        },
        thread: { channel: articles },
      });
      await expect.poll(() => lastTold(bench.ann)).toBe(en.answers.started('How tides work', ARTICLE));
    });

    it('shows each fault where it is, and keeps what was written', async () => {
      await bench.ann.command('', articles);
      const { ack } = await bench.ann.submit(({ blockId }) =>
        blockId === 'topic' ? '‪' : blockId === 'sources' ? 'https://example.org\nnot-an-address' : undefined,
      );
      expect(ack.body).toEqual({
        response_action: 'errors',
        errors: { topic: en.answers.emptyTopic, sources: en.chat.order.badSource('not-an-address') },
      });
      expect(bench.askedFor('start')).toHaveLength(0);
      expect(bench.slack.modal(bench.ann.id)).toBeDefined();
      await bench.ann.closeModal();
    });

    it('says at its field who cannot approve, and what is less or more than there may be', async () => {
      const order = { topic: 'How tides work' } as Readonly<Record<string, string>>;
      const errorsOf = async (filled: Readonly<Record<string, string>>): Promise<unknown> => {
        await bench.ann.command('', articles);
        const { ack } = await bench.ann.submit(({ blockId }) => ({ ...order, ...filled })[blockId]);
        await bench.ann.closeModal();
        return ack.body?.['errors'];
      };
      expect(await errorsOf({ approvals: '0' })).toEqual({
        approvals: en.answers.badApproval({ why: 'unknown', of: 'approvals', typed: '0' }),
      });
      expect(await errorsOf({ approvers: `${bench.ben.id} ${bench.slack.botUserId}` })).toEqual({
        approvers: en.slack.form.noPerson,
      });
      expect(bench.askedFor('start')).toHaveLength(0);
      const fault = { why: 'too-many', of: 'approvals', typed: '9', limit: '1' } as const;
      bench.desk.refusal = { kind: 'refused', refusal: { code: 'bad-approval', ...fault } };
      expect(await errorsOf({ approvals: '9' })).toEqual({ approvals: en.answers.badApproval(fault) });
      // It was typed behind the topic.
      expect(await errorsOf({ topic: 'How tides work --approvals 9' })).toEqual({
        topic: en.answers.badApproval(fault),
      });
    });

    it('says how many people are usual, and how many more there may be', async () => {
      await bench.ann.command('', articles);
      expect(JSON.stringify(bench.slack.modal(bench.ann.id)?.view)).toContain(
        en.answers.moreApprovals.room({ approvals: 1, most: 2 }),
      );
      await bench.ann.closeModal();
    });

    it('stays open when the desk did not take it; pressing again does the same thing', async () => {
      await bench.ann.command('', articles);
      bench.desk.refusal = { kind: 'away', what: 'desk' };
      await bench.ann.submit(({ blockId }) => (blockId === 'topic' ? 'How tides work' : undefined));
      expect(lastTold(bench.ann)).toBe(en.answers.unavailable);
      bench.desk.refusal = undefined;
      const { delivery } = await bench.ann.submit(({ blockId }) =>
        blockId === 'topic' ? 'How tides work' : undefined,
      );
      expect(bench.slack.modal(bench.ann.id)).toBeUndefined();
      await bench.sender.deliver(delivery);
      const orders = bench.askedFor('start').map(([, , { eventKey }]) => eventKey);
      expect(orders).toHaveLength(2);
      expect(new Set(orders).size).toBe(1);
    });

    it('brings an article from the Home tab to the conversation with the bot', async () => {
      await bench.ann.openHome();
      await expect.poll(() => bench.slack.home(bench.ann.id)).toBeDefined();
      await bench.ann.clickHome({ text: en.slack.newArticle, actionId: 'form:open', value: '', blockId: 'b' });
      await bench.ann.submit(({ blockId }) => (blockId === 'topic' ? 'How tides work' : undefined));
      expect(bench.askedFor('start')[0]?.[2].thread.channel).toMatch(/^D/);
    });
  });

  describe('on a button', () => {
    it('hands an approval over and tells what became of it, in the thread and in private', async () => {
      const gate = await card();
      const { delivery, ack } = await bench.ann.click(gate, button(gate, 'Approve'));
      expect(ack).toMatchObject({ taken: true });
      await bench.sender.redeliver(delivery, 4);
      await expect.poll(() => lastTold(bench.ann)).toBe(en.answers.counted.approve);
      expect(bench.slack.privates(bench.ann.id).at(-1)).toMatchObject({ channel: articles, threadTs: gate.threadTs });
      const decisions = bench.askedFor('decide');
      expect(decisions).toHaveLength(1);
      expect(decisions[0]?.[2]).toMatchObject({
        kind: 'approve',
        button: { articleId: ARTICLE, decision: 'approve', draft: DRAFT },
      });
      expect(bench.slack.privates(bench.ann.id).filter(({ shown }) => shown.startsWith('Approved.'))).toHaveLength(1);
    });

    it('opens the form with what a message says, from its menu, and begins there what is sent', async () => {
      const ts = await bench.slack.say(bench.ben.id, articles, {
        text: 'Tides at Fundy <https://noaa.gov/tides|noaa.gov/tides>\nThe range was 16.3 m &amp; more.',
      });
      const message = (await bench.slack.history(articles)).find((one) => one.ts === ts) as RenderedMessage;
      const { ack } = await bench.ann.useShortcut(message, 'article-from-message');
      expect(ack.taken).toBe(true);
      const form = JSON.stringify(bench.slack.modal(bench.ann.id)?.view);
      expect(form).toContain('"initial_value":"Tides at Fundy"');
      expect(form).toMatch(/"initial_value":"https:\/\/noaa\.gov\/tides\\n.*The range was 16\.3 m & more\."/);
      await bench.ann.submit(({ blockId }) =>
        blockId === 'topic' ? 'Tides at Fundy' : blockId === 'sources' ? 'https://noaa.gov/tides' : undefined,
      );
      expect(bench.askedFor('start').map(([, , { thread, request }]) => [thread.channel, request.topic])).toEqual([
        [articles, 'Tides at Fundy'],
      ]);
    });

    it('says from the menu of a message why somebody may start nothing', async () => {
      bench.desk.againstStart = { kind: 'refused', refusal: { code: 'none-under-way' } };
      const ts = await bench.slack.say(bench.ben.id, articles, { text: 'Tides' });
      const message = (await bench.slack.history(articles)).find((one) => one.ts === ts) as RenderedMessage;
      await bench.ann.useShortcut(message, 'article-from-message');
      expect(bench.slack.modal(bench.ann.id)).toBeUndefined();
      await expect.poll(() => lastTold(bench.ann)).toBe(en.chat.noneUnderWay);
    });

    it('pauses an article at Slack’s own Stop, once, and shows how it goes on', async () => {
      bench.desk.standing = statusOf({ stage: 'paused', controls: ['resume', 'finish', 'cancel'], decidable: [] });
      const dm = await bench.slack.dm(bench.ann.id);
      await bench.ann.write('hello', { channel: dm });
      const thread = (await bench.slack.history(dm)).at(-1)?.ts ?? '';
      bench.threads.set(thread, ARTICLE);
      await bench.ann.stopSession(dm, thread);
      await expect
        .poll(async () => (await bench.slack.thread(dm, thread)).at(-1)?.buttons.map(({ text }) => text))
        .toEqual([en.words.buttons.resume, en.words.buttons.finish, en.words.buttons.cancel]);
      expect(bench.askedFor('control').map(([, , ask]) => ask)).toEqual([
        { id: expect.any(String) as string, control: 'pause', articleId: ARTICLE },
      ]);
    });

    it('says who clicked, and answers each', async () => {
      const gate = await card();
      await bench.ann.click(gate, button(gate, 'Approve'));
      await expect.poll(() => lastTold(bench.ann)).toBe(en.answers.counted.approve);
      await bench.ben.click(gate, button(gate, 'Approve'));
      await expect.poll(() => lastTold(bench.ben)).toBe(en.answers.counted.approve);
      const actors = bench.askedFor('decide').map(([, { userId }]) => userId);
      expect(actors).toEqual([bench.ann.id, bench.ben.id]);
    });

    it('acknowledges in time although the desk does not answer', async () => {
      const gate = await card();
      bench.desk.takesMs = 2900;
      const before = bench.slack.privates(bench.ann.id).length;
      const { ack } = await bench.ann.click(gate, button(gate, 'Approve'));
      expect(ack.taken).toBe(true);
      await expect.poll(() => bench.slack.privates(bench.ann.id).length).toBeGreaterThan(before);
      expect(lastTold(bench.ann)).toBe(en.answers.counted.approve);
    });

    it('tells the person also when it is not in the channel any more', async () => {
      const gate = await card();
      bench.slack.fault('chat.postEphemeral', { kind: 'error', error: 'not_in_channel' });
      bench.slack.fault('response_url', { kind: 'status', status: 500 });
      bench.desk.refusal = { kind: 'refused', refusal: NOT_A_REVIEWER };
      await bench.ann.click(gate, button(gate, 'Approve'));
      const direct = await bench.slack.dm(bench.ann.id);
      await expect
        .poll(async () => (await bench.slack.history(direct)).at(-1)?.shown)
        .toBe(en.answers.refusal(NOT_A_REVIEWER));
    });

    it('controls the article as a whole', async () => {
      const status = await card([
        { type: 'actions', elements: [articleButton({ kind: 'control', articleId: ARTICLE, control: 'retry' }, en)] },
      ]);
      await bench.ann.click(status, button(status, en.words.buttons.retry));
      await expect.poll(() => lastTold(bench.ann)).toBe(en.answers.counted.retry);
      expect(bench.askedFor('control')[0]?.[2]).toMatchObject({ control: 'retry', articleId: ARTICLE });
    });

    it('takes the language of an article', async () => {
      const languages = ['it', 'de'].map((language) =>
        articleButton({ kind: 'language', articleId: ARTICLE, language }, en),
      );
      expect(new Set(languages.map(({ action_id }) => action_id)).size).toBe(2);
      const status = await card([{ type: 'actions', elements: languages }]);
      await bench.ann.click(status, button(status, 'German'));
      await expect.poll(() => lastTold(bench.ann)).toBe(en.answers.counted.language);
      await bench.ann.command(`language: pt-br ${ARTICLE}`, articles);
      expect(bench.askedFor('setLanguage').map(([, , ask]) => ask)).toMatchObject([
        { language: 'de', articleId: ARTICLE },
        { language: 'pt-BR', articleId: ARTICLE },
      ]);
    });

    it('takes an option of a menu like a button', async () => {
      const gate = await card();
      const { delivery } = await bench.ann.click(gate, { ...button(gate, 'Approve'), value: 'd:nonsense' });
      await expect.poll(() => lastTold(bench.ann)).toBe(en.slack.deadButton);
      const value = encodeButton({ kind: 'control', articleId: ARTICLE, control: 'pause' });
      const selected_option = { text: { type: 'plain_text', text: 'Pause' }, value };
      const action = { type: 'overflow', action_id: 'article:menu', block_id: 'b', action_ts: '1.5', selected_option };
      await bench.sender.deliver({ ...delivery, payload: { ...delivery.payload, actions: [action] } });
      expect(bench.askedFor('control')[0]?.[2]).toMatchObject({ control: 'pause', articleId: ARTICLE });
      await expect.poll(() => lastTold(bench.ann)).toBe(en.answers.counted.pause);
    });

    it('says that a button is dead when nobody can tell what it meant', async () => {
      const gate = await card();
      await bench.ann.click(gate, { ...button(gate, 'Approve'), value: 'd:nonsense' });
      await expect.poll(() => lastTold(bench.ann)).toBe(en.slack.deadButton);
      expect(bench.desk.asked).toEqual([]);
    });

    it.each([
      ['Request changes', 'request-changes', { kind: 'request-changes', comment: 'Shorter, please' }],
      ['Reject', 'reject', { kind: 'reject', reason: 'Shorter, please' }],
    ] as const)('asks who may decide for words on “%s”, and then hands them over', async (label, kind, decision) => {
      const gate = await card();
      bench.desk.standing = statusOf();
      await bench.ann.click(gate, button(gate, label));
      expect(bench.ann.inputs()).toMatchObject([{ label: en.slack.commentForm.label[kind], optional: false }]);
      const { delivery } = await bench.ann.submit(() => 'Shorter, please');
      await bench.sender.deliver(delivery);
      expect(bench.slack.modal(bench.ann.id)).toBeUndefined();
      expect(bench.askedFor('decide').map(([, , ask]) => ask)).toEqual([
        {
          button: { kind: 'decision', articleId: ARTICLE, decision: kind, draft: DRAFT },
          ...decision,
          eventKey: expect.stringMatching(/^slack:.+:Shorter, please$/) as string,
        },
      ]);
      await expect.poll(() => lastTold(bench.ann)).toBe(en.answers.counted[kind]);
      expect(bench.slack.privates(bench.ann.id).at(-1)).toMatchObject({ threadTs: gate.threadTs });
    });

    it('keeps what was written when it does not count, with the reason', async () => {
      const gate = await card();
      bench.desk.standing = statusOf();
      await bench.ann.click(gate, button(gate, 'Reject'));
      bench.desk.refusal = { kind: 'refused', refusal: DECIDED };
      await bench.ann.submit(() => 'Too long');
      expect(lastTold(bench.ann)).toBe(en.answers.refusal(DECIDED));
      expect(bench.slack.modal(bench.ann.id)).toBeDefined();
      await bench.ann.closeModal();
    });

    it('asks to press again when the desk takes too long, and pressing again means the same', async () => {
      const gate = await card();
      bench.desk.standing = statusOf();
      await bench.ann.click(gate, button(gate, 'Reject'));
      bench.desk.takesMs = 2900;
      await bench.ann.submit(() => 'Too long');
      expect(lastTold(bench.ann)).toBe(en.slack.pressAgain);
      await bench.ann.submit(() => 'Too long');
      expect(bench.slack.modal(bench.ann.id)).toBeUndefined();
      expect(bench.askedFor('decide')).toHaveLength(1);
    });

    it.each(['Request changes', 'Edit', 'Reject'])('opens no form on “%s” for who may not decide', async (label) => {
      const gate = await card();
      bench.desk.against = { kind: 'refused', refusal: NOT_A_REVIEWER };
      await bench.ann.click(gate, button(gate, label));
      await expect.poll(() => lastTold(bench.ann)).toBe(en.answers.refusal(NOT_A_REVIEWER));
      expect(bench.slack.modal(bench.ann.id)).toBeUndefined();
      expect(bench.askedFor('decide')).toEqual([]);
    });

    it('offers the text of a draft to be edited', async () => {
      const gate = await card();
      bench.desk.standing = statusOf();
      remember('# Tides\n\nThe Moon pulls.');
      await bench.ann.click(gate, button(gate, 'Edit'));
      expect(bench.ann.inputs()[0]?.initial).toBe('# Tides\n\nThe Moon pulls.');
      await bench.ann.submit(({ initial }) => `${initial} So does the Sun.`);
      expect(bench.askedFor('decide')[0]?.[2]).toMatchObject({
        kind: 'edit',
        text: '# Tides\n\nThe Moon pulls. So does the Sun.',
      });
      await expect.poll(() => lastTold(bench.ann)).toBe(en.answers.counted.edit);
    });

    it('explains how a text is edited that is too long for a form', async () => {
      const gate = await card();
      bench.desk.standing = statusOf();
      const whole = LONG.repeat(4);
      remember(whole);
      await bench.ann.click(gate, button(gate, 'Edit'));
      expect(bench.slack.modal(bench.ann.id)?.shown).toContain(en.slack.editForm.byFile[2]);
      expect(bench.ann.inputs()).toEqual([]);
      await bench.ann.closeModal();
      // Whoever sends it back under this name has edited the draft.
      expect((await sent('how-tides-work-draft-2.md')).map((text) => text === whole)).toEqual([true]);
    });

    it('edits a text of 20,000 characters where it is, section by section, and changes nothing else', async () => {
      const gate = await card();
      bench.desk.standing = statusOf();
      remember(LONG);
      expect(LONG.length).toBeGreaterThan(18_000);
      await bench.ann.click(gate, button(gate, 'Edit'));
      const inputs = bench.ann.inputs();
      expect(inputs.map(({ label }) => label).slice(0, 4)).toEqual([
        'How tides work',
        'Part 1',
        'Part 1 (2)',
        'Part 2',
      ]);
      expect(inputs.every(({ initial, optional }) => initial.length < 2100 && optional)).toBe(true);
      await bench.ann.submit(({ label, initial }) =>
        label === 'Part 3' ? initial.replace('## Part 3', '## The third part') : label === 'Part 5' ? '' : undefined,
      );
      const [, , ask] = bench.askedFor('decide')[0] ?? [];
      const emptied = inputs.find(({ label }) => label === 'Part 5')?.initial ?? '';
      expect(ask).toMatchObject({ kind: 'edit' });
      expect(ask?.kind === 'edit' && ask.text).toBe(
        LONG.replace('## Part 3', '## The third part').replace(`${emptied}\n\n`, ''),
      );
      expect(bench.slack.modal(bench.ann.id)).toBeUndefined();
    });

    it('loses nothing that was typed when somebody else was quicker: it stays, and comes as a file', async () => {
      const gate = await card();
      bench.desk.standing = statusOf();
      remember(LONG);
      await bench.ann.click(gate, button(gate, 'Edit'));
      const stale = { code: 'other-draft-is-current', asked: 2, current: 3 } as const;
      bench.desk.refusal = { kind: 'refused', refusal: stale };
      const { delivery } = await bench.ann.submit(({ label, initial }) =>
        label === 'Part 4' ? `${initial} Typed for an hour.` : undefined,
      );
      expect(lastTold(bench.ann)).toBe(`${en.answers.refusal(stale)} ${en.slack.editForm.kept}`);
      expect(bench.slack.modal(bench.ann.id)).toBeDefined();
      const [typed = ''] = await sent('edited-draft-2.md');
      expect(typed.includes('Typed for an hour.')).toBe(true);
      expect(typed.includes('## Part 9')).toBe(true);
      // Pressed again, it is not sent again.
      await bench.sender.deliver(delivery);
      expect(await sent('edited-draft-2.md')).toHaveLength(1);
      expect(bench.askedFor('decide')).toHaveLength(2);
      await bench.ann.closeModal();
    });

    it('keeps a form open whose draft cannot be read, and takes it as it was when it can', async () => {
      const gate = await card();
      bench.desk.standing = statusOf();
      remember(LONG);
      await bench.ann.click(gate, button(gate, 'Edit'));
      bench.drafts.clear();
      const typing = ({ label, initial }: { readonly label: string; readonly initial: string }) =>
        label === 'Part 2' ? `${initial} More.` : undefined;
      await bench.ann.submit(typing);
      expect(lastTold(bench.ann)).toBe(en.slack.pressAgain);
      expect(bench.askedFor('decide')).toEqual([]);
      remember(LONG);
      await bench.ann.submit(typing);
      expect(bench.askedFor('decide')).toHaveLength(1);
      expect(bench.slack.modal(bench.ann.id)).toBeUndefined();
    });

    const LONG = `# How tides work\n\n${Array.from({ length: 9 }, (_, at) => `## Part ${at + 1}\n\n${Array.from({ length: 7 }, (_unused, index) => `Paragraph ${at + 1}.${index + 1}. ${'The sea rises and falls. '.repeat(11).trim()}`).join('\n\n')}`).join('\n\n')}`;

    /** Texts of the files of that name in Ann's conversation with the app, once there is one. */
    const sent = async (name: string): Promise<readonly string[]> => {
      const direct = await bench.slack.dm(bench.ann.id);
      const texts = async () =>
        (await bench.slack.history(direct))
          .flatMap(({ files }) => files)
          .flatMap((file) => (file.name === name ? [file.bytes.toString('utf8')] : []));
      await expect.poll(async () => (await texts()).length).toBeGreaterThan(0);
      return await texts();
    };

    const remember = (text: string): void =>
      void bench.drafts.set(`${ARTICLE}:${DRAFT.hash}`, {
        draftId: `${ARTICLE}/2`,
        articleId: ARTICLE,
        version: 2,
        sha256: DRAFT.hash.padEnd(64, '0'),
        author: 'agent',
        authorName: 'model',
        text,
      });
  });

  describe('on “read”', () => {
    const text = Array.from(
      { length: 24 },
      (_, at) =>
        `Paragraph ${at} says **how** the sea rises, [as NOAA says](https://noaa.gov/tides), and falls again. ${'It does so twice a day. '.repeat(12)}`,
    ).join('\n\n');
    const page = { articleId: ARTICLE, ...DRAFT, pageChars: 6000, page: 0 };
    const modal = () => bench.slack.modal(bench.ann.id);
    const turn = async (label: string) => {
      const found = buttonsOf((modal()?.view['blocks'] ?? []) as Json[]).find(({ text: words }) => words === label);
      if (found === undefined) throw new Error(`There is no ${label}`);
      await bench.ann.clickModal(found);
    };

    it('shows whoever may see the article its text by pages, and the critique last', async () => {
      bench.desk.text = text;
      const message = await card([actions(readButton('on', { ...page, page: 1 }, en))]);
      const { ack } = await bench.ann.click(message, button(message, en.slack.reading.on));
      expect(ack.taken).toBe(true);
      expect(bench.askedFor('read')).toMatchObject([
        ['read', { userId: bench.ann.id }, { articleId: ARTICLE, draft: DRAFT }],
      ]);
      const shown: string[] = [];
      await turn(en.slack.reading.previous);
      for (;;) {
        shown.push(modal()?.shown ?? '');
        if (!shown.at(-1)?.includes(en.slack.reading.next)) break;
        await turn(en.slack.reading.next);
      }
      expect(shown[0]).toContain(en.slack.reading.page(1, shown.length));
      for (let at = 0; at < 24; at += 1)
        expect(shown.filter((one) => one.includes(`Paragraph ${at} says`))).toHaveLength(1);
      expect(shown.join('\n')).not.toContain('**');
      expect(shown.at(-1)).toContain('Critique of draft 2');
      await bench.ann.closeModal();
    });

    it('tells whoever may not see it that there is no such article', async () => {
      bench.desk.refusal = { kind: 'refused', refusal: { code: 'no-such-article', articleId: ARTICLE } };
      const message = await card([actions(readButton('read', page, en))]);
      const { modal: opened } = await bench.ann.click(message, button(message, en.slack.reading.read));
      expect(opened).toBeUndefined();
      await expect.poll(() => lastTold(bench.ann)).toBe(en.answers.noSuchArticle(ARTICLE));
    });
  });

  describe('in the thread of an article', () => {
    it('ignores ordinary replies', async () => {
      const { threadTs = '' } = await card();
      const calls = bench.slack.calls().length;
      const { told } = await bench.ann.write('What a nice draft!', { channel: articles, threadTs });
      expect(told.map(({ ack }) => ack.status)).toEqual([200]);
      expect(bench.desk.asked).toEqual([]);
      expect(bench.slack.calls()).toHaveLength(calls);
    });

    it('begins a new edition on “revise …”, also where nobody mentions us', async () => {
      const { threadTs = '' } = await card();
      await bench.ann.write('revise The Moon: shorter', { channel: articles, threadTs });
      await expect.poll(() => lastTold(bench.ann)).toBe(en.answers.revising(2, 'The Moon', ARTICLE));
      expect(bench.askedFor('revise')).toMatchObject([
        [
          'revise',
          { userId: bench.ann.id },
          { articleId: ARTICLE, said: 'The Moon: shorter', eventKey: expect.stringMatching(/^slack:/) },
        ],
      ]);
      await bench.ann.command(`revise ${ARTICLE} The Moon: longer`, articles);
      expect(bench.askedFor('revise').at(-1)?.[2]).toMatchObject({ articleId: ARTICLE, said: 'The Moon: longer' });
    });

    it('has an article translated, and leads to the translation that there is', async () => {
      const gate = await card();
      await bench.ann.command(`translate ${ARTICLE} German`, articles);
      await expect.poll(() => lastTold(bench.ann)).toContain(en.translations.begun('Tides', 'de', ARTICLE));
      // Not in the thread of its original, but in one of its own.
      await bench.ann.write(`<@${bench.slack.botUserId}> translate into German`, {
        channel: articles,
        threadTs: gate.threadTs ?? '',
      });
      await expect.poll(() => bench.askedFor('translate')).toHaveLength(2);
      expect(bench.askedFor('translate')).toMatchObject([
        ['translate', { userId: bench.ann.id }, { articleId: ARTICLE, into: 'German', language: 'en' }],
        [
          'translate',
          { userId: bench.ann.id },
          { articleId: ARTICLE, into: 'into German', thread: { channel: articles } },
        ],
      ]);
      for (const [, , ask] of bench.askedFor('translate')) expect(ask).not.toHaveProperty('thread.thread');
      bench.desk.refusal = {
        kind: 'refused',
        refusal: {
          code: 'translation-there',
          language: 'de',
          articleId: ARTICLE,
          title: 'Gezeiten',
        },
      };
      await bench.ann.command(`translate ${ARTICLE} de`, articles);
      await expect.poll(() => lastTold(bench.ann)).toContain(en.translations.there('de', 'Gezeiten', ARTICLE));
      expect(lastTold(bench.ann)).toContain(`/archives/${articles}/p`);
    });

    it('hands over what is to go with a draft', async () => {
      await card();
      await bench.ann.command(`extras ${ARTICLE} seo_title: Tides`, articles);
      await expect.poll(() => lastTold(bench.ann)).toBe(en.answers.extraReplaced('seo_title'));
      expect(bench.askedFor('editExtra')).toMatchObject([
        ['editExtra', { userId: bench.ann.id }, { articleId: ARTICLE, said: 'seo_title: Tides' }],
      ]);
    });

    it.each(['approve', 'Changes: shorter please', 'reject: too long'])(
      'answers “%s” with where the buttons are',
      async (words) => {
        const gate = await card();
        await bench.ann.write(words, { channel: articles, threadTs: gate.threadTs ?? '' });
        await expect.poll(() => lastTold(bench.ann)).toContain(en.chat.notADecision(en.words.buttons));
        expect(lastTold(bench.ann)).toContain(`/archives/${articles}/p${gate.ts.replace('.', '')}?thread_ts=`);
        expect(bench.desk.asked.filter(([what]) => what !== 'status')).toEqual([]);
      },
    );

    it.each([
      ['please change the title', 'please change the title'],
      ['Changes: a shorter title\n\nand no lists', 'a shorter title\n\nand no lists'],
      [`Make it shorter. ${'It is too long. '.repeat(200)}`, undefined],
    ])('has the words of “%.30s” in the form when whoever decides clicks', async (said, inForm) => {
      bench.desk.standing = statusOf({
        decidable: [{ kind: 'draft', version: 2, hash: 'abcdef01', gate: 'g2' }],
      });
      const gate = await card();
      await bench.ann.write(said, { channel: articles, threadTs: gate.threadTs ?? '' });
      await expect.poll(() => lastTold(bench.ann)).toContain(en.slack.requestThis);
      expect(lastTold(bench.ann)).toContain(en.slack.toButtons);
      const blocks = JSON.stringify(bench.slack.calls('chat.postEphemeral').at(-1)?.args['blocks']);
      const [, value = ''] = /"value":("d:(?:[^"\\]|\\.)*")/.exec(blocks) ?? [];
      const parsed = JSON.parse(value) as string;
      await bench.ann.click(gate, { text: '', actionId: 'article:wish', value: parsed, blockId: 'b' });
      const form = JSON.stringify(bench.slack.modal(bench.ann.id)?.view);
      await bench.ann.closeModal();
      if (inForm === undefined) expect(form).toMatch(/"initial_value":"Make it shorter\..{1800,1980}…"/);
      else expect(form).toContain(`"initial_value":${JSON.stringify(inForm)}`);
    });

    it('takes a wish for talk where nothing waits, or of who does not decide', async () => {
      const gate = await card();
      const before = bench.slack.privates(bench.ann.id).length;
      for (const standing of [statusOf({ stage: 'drafting' }), statusOf({ decidable: [] })]) {
        bench.desk.standing = standing;
        await bench.ann.write('please change the title', { channel: articles, threadTs: gate.threadTs ?? '' });
      }
      expect(bench.slack.privates(bench.ann.id)).toHaveLength(before);
    });

    it('obeys a mention, with the article that is meant; Slack tells of it twice', async () => {
      const { threadTs = '' } = await card();
      const { told } = await bench.ann.mention('pause', { channel: articles, threadTs });
      expect(told.map(({ ack }) => ack.taken)).toEqual([true, true]);
      expect(bench.askedFor('control').map(([, , ask]) => ask)).toEqual([
        { id: expect.any(String) as string, control: 'pause', articleId: ARTICLE },
      ]);
      expect(bench.slack.privates(bench.ann.id).at(-1)).toMatchObject({ threadTs, shown: en.answers.counted.pause });
    });

    it('takes a file that is called as the draft up for decision as its new text', async () => {
      const { threadTs = '' } = await card();
      bench.desk.standing = statusOf();
      const { told } = await bench.ann.write('here', {
        channel: articles,
        threadTs,
        files: [{ name: 'how-tides-work-draft-2.md', content: '# Tides\n\nBy hand: прилив.\n' }],
      });
      expect(bench.askedFor('decide').map(([, , ask]) => ask)).toEqual([EDIT]);
      expect(lastTold(bench.ann)).toBe(en.answers.counted.edit);
      for (const { delivery } of told) await bench.sender.redeliver(delivery, 4);
      expect(bench.askedFor('decide')).toHaveLength(1);
    });

    it.each(['background.md', 'how-tides-work-draft-1.md', 'notes for whoever reviews this.txt'])(
      'changes nothing by %s until its sender says what it is for',
      async (name) => {
        const { threadTs = '' } = await card();
        bench.desk.standing = statusOf();
        const { told } = await bench.ann.write('some background for whoever reviews this', {
          channel: articles,
          threadTs,
          files: [{ name, content: '# Tides\n\nBy hand: прилив.\n' }],
        });
        const question = bench.slack.privates(bench.ann.id).at(-1);
        expect([bench.askedFor('decide'), bench.askedFor('addSource')]).toEqual([[], []]);
        expect(question?.shown).toContain(name);
        expect(buttonsOf(question?.blocks ?? []).map(({ text }) => text)).toEqual([
          'Use as draft 3',
          'Keep as a source',
          'Ignore',
        ]);
        for (const { delivery } of told) await bench.sender.redeliver(delivery, 4);
        expect(bench.slack.privates(bench.ann.id).at(-1)).toBe(question);
        // Nobody else was asked.
        expect(bench.slack.privates(bench.ben.id).some(({ shown }) => shown.includes(name))).toBe(false);
      },
    );

    it('does with a file what its sender says: a new draft, a source, or nothing', async () => {
      const { threadTs = '' } = await card();
      bench.desk.standing = statusOf();
      const say = async (name: string, label: string) => {
        await bench.ann.write('', {
          channel: articles,
          threadTs,
          files: [{ name, content: '# Tides\n\nBy hand: прилив.\n' }],
        });
        const question = bench.slack.privates(bench.ann.id).at(-1);
        if (question === undefined) throw new Error('Nobody was asked');
        const { ack } = await bench.ann.clickPrivate(question, label);
        expect(ack.taken).toBe(true);
        await expect.poll(() => bench.slack.privates(bench.ann.id).at(-1)?.shown).not.toBe(question.shown);
        return lastTold(bench.ann);
      };
      expect(await say('a.md', 'Ignore')).toBe(en.chat.file.ignored('a.md'));
      expect(await say('b.md', 'Keep as a source')).toBe(en.answers.counted['add-source']);
      expect(bench.askedFor('decide')).toEqual([]);
      expect(bench.askedFor('addSource').map(([, , { file }]) => file.name)).toEqual(['b.md']);
      expect(await say('c.md', 'Use as draft 3')).toBe(en.answers.counted.edit);
      expect(bench.askedFor('decide').map(([, , ask]) => ask)).toEqual([EDIT]);
      // Somebody has decided meanwhile.
      bench.desk.refusal = { kind: 'refused', refusal: DECIDED };
      expect(await say('d.md', 'Use as draft 3')).toContain('Ben already approved this draft');
    });

    it('takes a document of Word as a draft', async () => {
      const { threadTs = '' } = await card();
      bench.desk.standing = statusOf();
      const content = Buffer.from(
        await createWordDocument({ title: 'Tides', text: '# Tides\n\nThe **Moon** pulls.', language: 'en' }, 'whole'),
      );
      await bench.ann.write('', {
        channel: articles,
        threadTs,
        files: [{ name: 'how-tides-work-draft-2.docx', content }],
      });
      await expect.poll(() => bench.askedFor('decide').length).toBe(1);
      expect(bench.askedFor('decide')[0]?.[2]).toMatchObject({ kind: 'edit', text: '# Tides\n\nThe **Moon** pulls.' });
    });

    it('takes files as sources before there is a draft, and says what became of them', async () => {
      const { threadTs = '' } = await card();
      const { current: _, ...begun } = statusOf({ stage: 'drafting', drafts: [], decidable: [] });
      bench.desk.standing = begun;
      const { told } = await bench.ann.write('', {
        channel: articles,
        threadTs,
        files: [
          { name: 'tides.md', content: '# Tides' },
          { name: 'moon.pdf', content: '%PDF-' },
        ],
      });
      expect(bench.askedFor('addSource').map(([, , ask]) => [ask.articleId, ask.file.name])).toEqual([
        [ARTICLE, 'tides.md'],
        [ARTICLE, 'moon.pdf'],
      ]);
      expect(lastTold(bench.ann)).toBe(en.answers.counted['add-source']);
      const ids = bench.askedFor('addSource').map(([, , { id }]) => id);
      expect(new Set(ids).size).toBe(2);
      for (const { delivery } of told) await bench.sender.redeliver(delivery, 4);
      expect(bench.askedFor('addSource')).toHaveLength(2);
      expect(bench.askedFor('decide')).toEqual([]);

      await bench.ann.write('', {
        channel: articles,
        threadTs,
        files: [{ name: 'a.pdf', content: 'x'.repeat(20_001) }],
      });
      expect(lastTold(bench.ann)).toBe(en.sources.file.tooLarge('a.pdf', 0.02));
    });

    it('asks what can be done only, and says so where nothing can', async () => {
      const { threadTs = '' } = await card();
      const send = (name: string) =>
        bench.ann.write('', { channel: articles, threadTs, files: [{ name, content: '# Tides' }] });
      const asked = () => buttonsOf(bench.slack.privates(bench.ann.id).at(-1)?.blocks ?? []).map(({ text }) => text);
      bench.desk.standing = statusOf();
      await send('moon.pdf');
      expect(asked()).toEqual(['Keep as a source', 'Ignore']);
      bench.desk.standing = statusOf({ controls: [] });
      await send('moon.md');
      expect(asked()).toEqual(['Use as draft 3', 'Ignore']);
      bench.desk.standing = statusOf({ controls: [], decidable: [] });
      await send('moon.md');
      expect(lastTold(bench.ann)).toBe(en.answers.refusal({ code: 'not-a-reviewer', reviewers: ['requester'] }));
      bench.desk.standing = statusOf({ controls: [], decidable: [], stage: 'delivered' });
      await send('moon.md');
      expect(lastTold(bench.ann)).toContain('This article is over');
      expect([bench.askedFor('addSource'), bench.askedFor('decide')]).toEqual([[], []]);
    });

    it('says what is wrong with a file, whatever it is', async () => {
      const { threadTs = '' } = await card();
      bench.desk.standing = statusOf();
      const send = (name: string, content: string | Buffer) =>
        bench.ann.write('', { channel: articles, threadTs, files: [{ name, content }] });
      await send('how-tides-work-draft-2.md', Buffer.from([0xff, 0xfe, 0x41, 0x00]));
      expect(lastTold(bench.ann)).toBe(en.sources.file.notText('how-tides-work-draft-2.md'));
      await send('tides.txt', 'x'.repeat(20_001));
      expect(lastTold(bench.ann)).toBe(en.sources.file.tooLarge('tides.txt', 0.02));
      await send('tides.png', Buffer.from([1, 2, 3]));
      expect(lastTold(bench.ann)).toBe(en.sources.file.kinds('tides.png'));
      expect(bench.askedFor('decide')).toEqual([]);
    });

    it('starts another article beside it, in a thread of its own', async () => {
      const { threadTs = '' } = await card();
      await bench.ann.mention('article How locks work', { channel: articles, threadTs });
      const [[, , order] = []] = bench.askedFor('start');
      expect(order).toMatchObject({ request: { topic: 'How locks work' } });
      expect(order?.thread).not.toHaveProperty('thread');
    });
  });

  describe('on a message', () => {
    it('starts an article that rests on the files which came with its topic', async () => {
      await bench.ann.write(`<@${bench.slack.botUserId}> How tides work`, {
        channel: articles,
        files: [{ name: 'tides.pdf', content: '%PDF-' }],
      });
      const [[, , order] = []] = bench.askedFor('start');
      expect(order?.request).toEqual({
        topic: 'How tides work',
        files: [{ id: expect.any(String) as string, name: 'tides.pdf' }],
      });
      await bench.ann.write(`<@${bench.slack.botUserId}> article Tides`, {
        channel: articles,
        files: [{ name: 'tides.exe', content: 'MZ' }],
      });
      expect(lastTold(bench.ann)).toBe(en.sources.file.kinds('tides.exe'));
      await bench.ann.write(`<@${bench.slack.botUserId}>`, {
        channel: articles,
        files: [{ name: 'tides.md', content: '# Tides' }],
      });
      expect(lastTold(bench.ann)).toBe(en.slack.file.needsTopic);
      expect(bench.askedFor('start')).toHaveLength(1);
    });

    it('starts an article in the thread where it is mentioned', async () => {
      const root = await bench.slack.say(bench.ann.id, articles, { text: 'We should write about locks' });
      await bench.ann.mention('article How locks work', { channel: articles, threadTs: root });
      expect(bench.askedFor('start').map(([, , order]) => order)).toMatchObject([
        { request: { topic: 'How locks work' }, thread: { channel: articles, thread: root } },
      ]);
    });

    it('does not take whatever is said to it for a topic', async () => {
      await bench.ann.mention('thanks a lot', { channel: articles });
      expect(bench.askedFor('start')).toEqual([]);
      expect(lastTold(bench.ann)).toContain(en.slack.offer('thanks a lot'));
    });

    it('understands the same in a conversation of two', async () => {
      const direct = await bench.slack.dm(bench.ann.id);
      await bench.ann.write('article How locks work', { channel: direct });
      expect(bench.askedFor('start').map(([, , order]) => order)).toMatchObject([
        { request: { topic: 'How locks work' }, thread: { channel: direct } },
      ]);
      expect((await bench.slack.history(direct)).at(-1)?.shown).toBe(en.answers.started('How locks work', ARTICLE));
    });

    it('obeys commands in the thread of an article in a conversation of two, and takes nothing else for one', async () => {
      const direct = await bench.slack.dm(bench.ann.id);
      const threadTs = await post({ channel: direct, text: 'Article: How tides work' });
      bench.threads.set(threadTs, ARTICLE);
      await bench.ann.write('pause', { channel: direct, threadTs });
      expect(bench.askedFor('control').map(([, , ask]) => ask)).toMatchObject([
        { control: 'pause', articleId: ARTICLE },
      ]);
      const messagesBefore = (await bench.slack.thread(direct, threadTs)).length;
      await bench.ann.write('I like the part about the Moon', { channel: direct, threadTs });
      expect(await bench.slack.thread(direct, threadTs)).toHaveLength(messagesBefore + 1);
      expect(bench.askedFor('start')).toEqual([]);
    });

    it('is delivered again when its author could not be told that nobody took it', async () => {
      bench.desk.refusal = { kind: 'away', what: 'desk' };
      bench.slack.fault('chat.postEphemeral', { kind: 'lost-request' });
      const { told } = await bench.ann.mention('article How locks work', { channel: articles });
      expect(told.every(({ ack }) => ack.status === 500)).toBe(true);
      const [first] = told;
      if (first === undefined) throw new Error('Nothing was told');
      await bench.sender.redeliver(first.delivery, 1);
      expect(lastTold(bench.ann)).toBe(en.answers.unavailable);
      const keys = bench.askedFor('start').map(([, , { eventKey }]) => eventKey);
      expect(new Set(keys).size).toBe(1);
    });
  });

  describe('to who may not start articles', () => {
    const why = 'guest' as const;
    const told = en.chat.mayNotStart(why, ['Ben']);
    beforeEach(() => {
      bench.desk.againstStart = { kind: 'refused', refusal: { code: 'may-not-start', why, ask: ['Ben'] } };
    });
    const nothingBegun = (): void => {
      expect([...bench.askedFor('start'), ...bench.askedFor('takeFile')]).toEqual([]);
      expect(bench.slack.modal(bench.ann.id)).toBeUndefined();
    };

    it('says whom to ask when they type a topic, or ask for the form', async () => {
      await bench.ann.command('How tides work', articles);
      expect(lastTold(bench.ann)).toBe(told);
      const before = bench.slack.privates(bench.ann.id).length;
      await bench.ann.command('', articles);
      expect(
        bench.slack
          .privates(bench.ann.id)
          .slice(before)
          .map(({ shown }) => shown),
      ).toEqual([told]);
      nothingBegun();
    });

    it('joins no channel for them', async () => {
      const general = bench.slack.channel('general');
      bench.slack.setMember(general, false);
      const before = bench.slack.calls('conversations.join').length;
      await bench.ann.command('How tides work', general);
      await bench.ann.command('', general);
      expect(bench.slack.calls('conversations.join')).toHaveLength(before);
      bench.slack.setMember(general, true);
      nothingBegun();
    });

    it('offers nothing for what may be a topic, and keeps no file', async () => {
      await bench.ann.mention('How tides work', { channel: articles });
      await expect.poll(() => lastTold(bench.ann)).toBe(told);
      await bench.ann.write('How tides work', {
        channel: await bench.slack.dm(bench.ann.id),
        files: [{ name: 'tides.pdf', content: '%PDF-' }],
      });
      nothingBegun();
    });

    it('opens no form for a click, and says why where it was made', async () => {
      await bench.ann.openHome();
      await expect.poll(() => bench.slack.home(bench.ann.id)).toBeDefined();
      await bench.ann.clickHome({ text: en.slack.newArticle, actionId: 'form:open', value: '', blockId: 'b' });
      await expect.poll(() => bench.slack.home(bench.ann.id)?.shown).toContain(told);
      nothingBegun();
    });

    it('keeps nothing of a form that they had open', async () => {
      bench.desk.againstStart = undefined;
      await bench.ann.command('', articles);
      bench.desk.refusal = { kind: 'refused', refusal: { code: 'may-not-start', why, ask: ['Ben'] } };
      await bench.ann.submit(({ blockId }) => (blockId === 'topic' ? 'How tides work' : undefined));
      expect(lastTold(bench.ann)).toBe(told);
      await bench.ann.closeModal();
    });
  });

  describe('on its Home tab', () => {
    const article = {
      articleId: ARTICLE,
      topic: 'How <!here> tides work',
      requesterName: 'Ann',
      requester: 'slack:T1:U1',
      approvers: ['requester'],
      stage: 'waiting',
      startedAt: new Date(),
      updatedAt: new Date(),
    } as const;

    it('shows what concerns the person, with its buttons and links', async () => {
      const gate = await card();
      bench.drafts.set(`${ARTICLE}:${DRAFT.hash}`, {
        draftId: `${ARTICLE}/2`,
        articleId: ARTICLE,
        version: 2,
        sha256: DRAFT.hash.padEnd(64, '0'),
        author: 'agent',
        authorName: 'writer',
        text: '# How tides work\n\nTwice a day the <!channel> sea rises.',
      });
      bench.desk.standing = statusOf();
      bench.desk.homeTab = {
        kind: 'home',
        home: {
          waitingForMe: { articles: [article], total: 1, isMore: false },
          askedByMe: [],
          running: [],
          finishedLastWeek: [],
        },
      };
      await bench.ann.openHome();
      await expect.poll(() => bench.slack.home(bench.ann.id)?.shown).toContain('How');
      const view = JSON.stringify(bench.slack.home(bench.ann.id)?.view);
      expect(view).toContain(encodeButton({ kind: 'decision', articleId: ARTICLE, decision: 'approve', draft: DRAFT }));
      expect(view).toContain(`/archives/${articles}/p${gate.ts.replace('.', '')}`);
      expect(view).toContain('Twice a day the ');
      expect(view).not.toContain('<!here>');
    });

    it('shows of others only what the person may read, and all of it to an administrator', async () => {
      const theirs = { ...article, topic: 'How secrets keep', requester: 'slack:T1:U9', stage: 'drafting' } as const;
      bench.desk.homeTab = {
        kind: 'home',
        home: {
          waitingForMe: { articles: [], total: 0, isMore: false },
          askedByMe: [],
          running: [theirs],
          finishedLastWeek: [],
        },
      };
      const shown = (): string | undefined => bench.slack.home(bench.ann.id)?.shown;
      bench.administrators.add(bench.ann.id);
      await bench.ann.openHome();
      await expect.poll(shown).toContain('How secrets keep');
      bench.administrators.clear();
      await bench.ann.openHome();
      await expect.poll(shown).not.toContain('How secrets keep');
    });

    it('says there what became of a click, and makes the tab anew', async () => {
      bench.desk.standing = statusOf();
      bench.desk.homeTab = {
        kind: 'home',
        home: {
          waitingForMe: { articles: [article], total: 1, isMore: false },
          askedByMe: [],
          running: [],
          finishedLastWeek: [],
        },
      };
      await bench.ann.openHome();
      bench.desk.refusal = { kind: 'refused', refusal: DECIDED };
      bench.desk.standing = statusOf({ stage: 'finishing' });
      await bench.ann.clickHome({
        text: 'Approve',
        actionId: 'article:approve',
        value: encodeButton({ kind: 'decision', articleId: ARTICLE, decision: 'approve', draft: DRAFT }),
        blockId: 'b',
      });
      await expect.poll(() => bench.slack.home(bench.ann.id)?.shown).toContain(en.answers.refusal(DECIDED));
      expect(bench.slack.home(bench.ann.id)?.shown).not.toContain('Approve\n');
    });

    it('says why it cannot be made', async () => {
      bench.desk.homeTab = { kind: 'away', what: 'desk' };
      await bench.ann.openHome();
      await expect.poll(() => bench.slack.home(bench.ann.id)?.shown).toContain(en.answers.unavailable);
    });
  });

  describe('a person of another company, in a channel that is shared with it', () => {
    it('acts as who they are there, whatever they do', async () => {
      bench.desk.standing = statusOf();
      const message = await card();
      const { threadTs = '' } = message;
      await zoe.click(message, button(message, en.words.buttons.approve));
      await zoe.click(message, button(message, en.words.buttons.reject));
      await zoe.submit(() => 'Too dry');
      await zoe.mention('pause', { channel: articles, threadTs });
      const actors = [...bench.askedFor('decide'), ...bench.askedFor('control')].map(([, actor]) => actor);
      expect(actors).toHaveLength(3);
      for (const actor of actors)
        expect(actor).toMatchObject({
          platform: 'slack',
          workspace: 'T0OTHER0001',
          userId: zoe.id,
          displayName: 'Zoe',
          groups: [],
          channels: [`slack:${bench.slack.teamId}:${articles}`],
        });
    });

    it('starts an article where it was asked for', async () => {
      await zoe.mention('article How tides work', { channel: articles });
      const [, actor, order] = bench.askedFor('start').at(-1) ?? [];
      expect(actor).toMatchObject({ workspace: 'T0OTHER0001', userId: zoe.id });
      expect(order?.thread).toMatchObject({ workspace: bench.slack.teamId, channel: articles });
    });

    it('shares a file, of which Slack tells when it is asked', async () => {
      const { threadTs = '' } = await card();
      const { current: _, ...begun } = statusOf({ stage: 'drafting', drafts: [], decidable: [] });
      bench.desk.standing = begun;
      const files = [{ name: 'tides.md', content: '# Tides' }];
      await zoe.write('', { channel: articles, threadTs, files });
      expect(bench.askedFor('addSource').map(([, , ask]) => ask.file.name)).toEqual(['tides.md']);
      expect(bench.slack.calls('files.info')).toHaveLength(1);

      // Among themselves they may share what they like.
      await zoe.write('', {
        channel: articles,
        threadTs: await bench.slack.say(zoe.id, articles, { text: 'Hi' }),
        files,
      });
      expect(bench.slack.calls('files.info')).toHaveLength(1);
    });

    it('shares a file that is gone when Slack is asked, and nothing comes of it', async () => {
      const { threadTs = '' } = await card();
      bench.slack.fault('files.info', { kind: 'error', error: 'file_not_found' });
      await zoe.write('', { channel: articles, threadTs, files: [{ name: 'tides.md', content: '# Tides' }] });
      expect(bench.askedFor('addSource')).toEqual([]);
    });
  });

  it('takes nothing that Slack did not sign', async () => {
    const { delivery } = await bench.ann.command('list', articles);
    bench.desk.asked.length = 0;
    const payload = { ...delivery.payload, trigger_id: 'forged', text: 'How forgery works' };
    for (const tampering of [
      { signingSecret: 'another' },
      { ageSeconds: 600 },
      { unsigned: true },
      { alter: (body: string) => body.replace('forgery', 'f0rgery') },
    ])
      expect(await bench.sender.deliver({ ...delivery, payload }, tampering)).toMatchObject({ status: 401 });
    expect(bench.desk.asked).toEqual([]);
  });

  it('keeps tokens and secrets out of the log', () => {
    expect(bench.lines.length).toBeGreaterThan(0);
    const log = bench.lines.join('\n');
    for (const secret of [bench.slack.botToken, bench.slack.signingSecret, bench.slack.verificationToken])
      expect(log).not.toContain(secret);
  });
});
