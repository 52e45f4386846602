import { describe, expect, it } from 'vitest';
import { messages } from '../../../../src/messages/messages.ts';
import type { RenderedMessage } from '../../../emulators/slack/rendered.ts';
import { found, openSlackFeed, toGate } from '../slack-feed.ts';

const paused = { kind: 'notice', notice: { code: 'paused', byName: 'Ann' } } as const;

/** For how long the messenger waits after an answer that got lost. */
const SETTLE_MS = 12_000;

/** Each has a workspace of its own: what one uses up of a minute, another would lack. They mostly wait. */
describe.concurrent('the drain in front of Slack', () => {
  it('is never told to wait by twelve busy channels, and edits first what somebody clicked', async () => {
    const channels = Array.from({ length: 12 }, (_, index) => `busy-${index}`);
    const feed = await openSlackFeed({ channels });
    const articles = await Promise.all([...channels, ...channels].map((channel) => feed.open(channel)));
    const waiting = await Promise.all(articles.map(toGate));
    // All their cards have changed several times by now, and each is to be edited once they have room.
    const approved = await feed.approve(...waiting);
    expect(feed.refused()).toEqual([]);
    expect(approved.flatMap(({ overtakenBy }) => overtakenBy)).toEqual([]);
    await feed.close();
  }, 120_000);

  it('edits eight cards of one channel before anything else once they were clicked', async () => {
    const feed = await openSlackFeed({ channels: ['one'] });
    const articles = await Promise.all(Array.from({ length: 8 }, () => feed.open('one')));
    const waiting = await Promise.all(articles.map(toGate));
    await feed.settled(...articles);
    const approved = await feed.approve(...waiting);
    expect(feed.refused()).toEqual([]);
    expect(approved.flatMap(({ overtakenBy }) => overtakenBy)).toEqual([]);
    await feed.close();
  });

  it('keeps the pace of a channel and of the workspace in two processes together', async () => {
    const feed = await openSlackFeed({ channels: ['one', 'other'] }, { drains: 2 });
    const articles = await Promise.all(['one', 'one', 'other', 'other'].map((channel) => feed.open(channel)));
    for (let change = 0; change < 6; change += 1)
      await Promise.all(articles.map((article) => article.say({ iteration: change }, paused)));
    await feed.settled(...articles);
    expect(feed.refused()).toEqual([]);
    for (const article of articles) expect(await feed.thread(article)).toHaveLength(7);
    await feed.close();
  });

  it('leaves a channel alone for as long as Slack asks, and that channel only', async () => {
    const feed = await openSlackFeed({ channels: ['one', 'other'] });
    const { slack } = feed;
    const [told, besides, clicked, elsewhere] = [
      await feed.open('one'),
      await feed.open('one'),
      await feed.open('one'),
      await feed.open('other'),
    ];
    const waiting = await toGate(clicked);
    for (const article of [told, besides, elsewhere]) await article.say({ iteration: 1 });
    await feed.settled(told, besides, elsewhere, clicked);

    slack.fault('chat.postMessage', { kind: 'rate-limited', retryAfterSeconds: 4 });
    await told.say({}, paused);
    const refusal = await found(() => feed.refused()[0], '429');
    await Promise.all([told.say({}, paused), besides.say({}, paused, paused), elsewhere.say({}, paused)]);
    const [approved] = await feed.approve(waiting);
    expect(approved?.overtakenBy).toEqual([]);
    await feed.settled(elsewhere);
    await feed.settled(told, besides, clicked);
    // Another channel, and another method, did not wait for what one channel was told.
    const after = slack.calls().filter(({ at, status }) => at > refusal.at && status === 200);
    const posts = after.filter(({ method }) => method === 'chat.postMessage');
    expect(posts[0]?.channel).toBe(elsewhere.thread.channel);
    expect(after.findIndex(({ method }) => method === 'chat.update')).toBeLessThan(
      after.findIndex(({ method, channel }) => method === 'chat.postMessage' && channel === told.thread.channel),
    );
    expect(slack.impatient()).toEqual([]);
    expect(feed.refused()).toHaveLength(1);
    await feed.close();
  });

  it.each([
    ['and the message is there', true],
    ['and the message is not', false],
  ])('looks at once after Slack broke, %s', async (_what, done) => {
    const feed = await openSlackFeed({ channels: ['one'] });
    const { slack } = feed;
    const article = await feed.open('one');
    await article.say({ iteration: 1 });
    await feed.settled(article);
    slack.fault('chat.postMessage', { kind: 'status', status: 500, done });
    await article.say({}, paused);
    await feed.settled(article);
    // What a lost answer is waited for is twelve seconds.
    const [broken] = slack.calls('chat.postMessage').filter(({ status }) => status === 500);
    const looks = slack.calls('conversations.replies');
    expect(looks).toHaveLength(1);
    expect((looks[0]?.at ?? Infinity) - (broken?.at ?? 0)).toBeLessThan(SETTLE_MS / 2);
    expect((await feed.thread(article)).filter(({ shown }) => shown.includes('Ann paused'))).toHaveLength(1);
    await feed.close();
  });

  it('edits the status card at most as often as there is room, and shows the last change', async () => {
    const feed = await openSlackFeed({ channels: ['one'] });
    const article = await feed.open('one');
    await article.say({ iteration: 1 });
    await feed.settled(article);
    for (let change = 2; change < 40; change += 1) await article.say({ iteration: change });
    await article.say({ stage: 'paused' }, paused);
    await feed.settled(article);
    expect((await feed.thread(article))[0]?.shown).toContain('Paused');
    // A good half of them never was on its way: nobody would have seen it.
    expect(feed.slack.calls('chat.update').length).toBeLessThan(20);
    expect(feed.refused()).toEqual([]);
    await feed.close();
  });

  it('takes every button away when the draft is rejected', async () => {
    const feed = await openSlackFeed({ channels: ['one'] });
    const { article } = await toGate(await feed.open('one'));
    await feed.settled(article);
    expect(buttonsIn(await feed.thread(article))).not.toEqual([]);
    const { decision, ...rest } = article.approval(1, 'final-1');
    await article.record({
      decisions: [{ ...rest, decision: { ...decision, kind: 'reject', reason: 'Off topic.' } }],
      state: { revision: 100, stage: 'rejected', iteration: 1, scores: [9], lastDecision: decision.id },
    });
    await feed.settled(article);
    const thread = await feed.thread(article);
    expect(buttonsIn(thread)).toEqual([]);
    expect(thread.map(({ shown }) => shown).join()).toContain('Off topic.');
    await feed.close();
  });

  it('leaves no button where an article was, says there where it went, and shows it once where it is', async () => {
    const feed = await openSlackFeed({ channels: ['one', 'other'] });
    const { slack } = feed;
    const { article } = await toGate(await feed.open('one'));
    await feed.settled(article);
    const before = await feed.thread(article);
    const moved = { platform: 'slack', workspace: slack.teamId, channel: slack.channel('other') };
    await article.record({
      moved,
      state: {
        revision: 100,
        stage: 'waiting',
        stopReason: 'threshold',
        iteration: 1,
        scores: [9],
        open: { kind: 'draft', version: 1, hash: '', gate: 'final-1' },
      },
    });
    await feed.settled(article);
    const [card, ...old] = await slack.thread(article.thread.channel, before[0]?.ts ?? '');
    expect(card?.shown).toContain(`<#${moved.channel}>`);
    expect(old).toHaveLength(before.length - 1);
    expect(buttonsIn([...(card === undefined ? [] : [card]), ...old])).toEqual([]);
    const now = (await slack.everything(moved.channel)).map(({ shown }) => shown);
    expect(now).toHaveLength(2);
    expect(now[1]).toContain('Approve');
    await feed.close();
  });

  it('writes in each workspace with its own token when an article moves from one to another', async () => {
    const feed = await openSlackFeed({ channels: ['one', 'other'] }, {});
    const elsewhere = 'T0ELSEWHERE';
    feed.answerFor(elsewhere, 'xoxb-elsewhere');
    const { slack } = feed;
    const { article } = await toGate(await feed.open('one'));
    await feed.settled(article);
    const before = await feed.thread(article);
    const moved = { platform: 'slack', workspace: elsewhere, channel: slack.channel('other') };
    await article.record({
      moved,
      state: {
        revision: 100,
        stage: 'waiting',
        stopReason: 'threshold',
        iteration: 1,
        scores: [9],
        open: { kind: 'draft', version: 1, hash: '', gate: 'final-1' },
      },
    });
    await feed.settled(article);
    const tokensIn = (channel: string): ReadonlySet<string> =>
      new Set(
        slack
          .calls()
          .filter((call) => call.channel === channel)
          .map(({ token }) => token),
      );
    expect(tokensIn(article.thread.channel)).toEqual(new Set([slack.botToken]));
    expect(tokensIn(moved.channel)).toEqual(new Set(['xoxb-elsewhere']));
    const [card] = await slack.thread(article.thread.channel, before[0]?.ts ?? '');
    // Its id leads nowhere here.
    expect(card?.shown).toContain(messages('en').words.inAnotherWorkspace);
    expect(card?.shown).not.toContain(moved.channel);
    expect((await slack.everything(moved.channel)).map(({ shown }) => shown).join()).toContain('Approve');
    await feed.close();
  });
});

/** Those that do something. */
function buttonsIn(thread: readonly RenderedMessage[]): readonly string[] {
  return thread
    .flatMap(({ buttons }) => buttons)
    .filter(({ actionId }) => !actionId.startsWith('read:'))
    .map(({ text }) => text);
}
