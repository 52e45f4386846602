import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { ChatContent } from '../../src/delivery/chat-content.ts';
import { DeliveryError, type Limit, type Messenger } from '../../src/delivery/messenger.ts';
import type { ThreadReport } from '../../src/protocol/feed.ts';
import type { Thread } from '../../src/protocol/thread.ts';
import { createProgressStore } from '../../src/storage/progress-store.ts';
import type { FollowerStore } from '../../src/storage/follower-store.ts';
import { type FeedBench, openFeedBench, type RunningDrain, type TestArticle } from '../support/feed-bench.ts';
import {
  createRecordingMessenger,
  type RecordingMessenger,
  type RecordingOptions,
} from '../support/recording-messenger.ts';

let bench: FeedBench;
let drains: RunningDrain[] = [];
beforeAll(async () => {
  bench = await openFeedBench(inject('postgresUrl'));
});
afterEach(async () => {
  await Promise.all(drains.map((running) => running.stop()));
  drains = [];
});
afterAll(async () => {
  await bench.close();
});

/** Long enough to tell from none, short enough to wait for. */
const SETTLE_MS = 150;

const paused = { kind: 'notice', notice: { code: 'paused', byName: 'Ann' } } as const;
const resumed = { kind: 'notice', notice: { code: 'resumed', byName: 'Ann' } } as const;
const opened = (version: number, gate?: string) => ({
  open: { kind: 'draft' as const, version, hash: '00000000', ...(gate !== undefined && { gate }) },
});
const refused = new DeliveryError('No', { failure: 'refused', code: 'is_archived' });
const unreachable = new DeliveryError('Later', { failure: 'not-sent', code: 'ECONNREFUSED' });
const timedOut = new DeliveryError('No answer', { failure: 'ambiguous', code: 'timeout' });
const answered500 = new DeliveryError('500', { failure: 'ambiguous', code: '500', answered: true });

/** A platform of its own for each test. */
function open(options: RecordingOptions = {}): RecordingMessenger {
  return createRecordingMessenger({ platform: randomBytes(4).toString('hex'), settleMs: SETTLE_MS, ...options });
}

function start(messenger: Messenger, options: Omit<Parameters<FeedBench['startDrain']>[0], 'messenger'> = {}) {
  const running = bench.startDrain({ messenger, ...options });
  drains.push(running);
  return running;
}

const quiet = async (article: TestArticle): Promise<void> => {
  await expect.poll(() => article.isQuiet()).toBe(true);
};
const of =
  ({ articleId }: TestArticle) =>
  (one: { readonly key: string }) =>
    one.key.startsWith(`${articleId}/`);
const shown = (messenger: RecordingMessenger, article: TestArticle): readonly ChatContent[] =>
  messenger.messages.filter(of(article)).map(({ content }) => content);
const kinds = (messenger: RecordingMessenger, article: TestArticle) =>
  shown(messenger, article).map(({ kind }) => kind);
const callsOf = (messenger: RecordingMessenger, article: TestArticle) =>
  messenger.calls.filter(of(article)).map(({ call, content }) => `${call} ${content.kind}`);

describe.each([0, SETTLE_MS])('a drain whose platform settles after %d ms', (settleMs) => {
  it('shows the status card first, then what was said, in order and once', async () => {
    const messenger = open({ settleMs });
    const article = await bench.openArticle(messenger);
    start(messenger);
    const one = await article.draft(1);
    await article.say({ iteration: 1, ...opened(1) }, { kind: 'draft', ...one }, paused);
    await quiet(article);
    expect(kinds(messenger, article)).toEqual(['status', 'draft', 'notice']);
    expect(shown(messenger, article)[1]).toMatchObject({ buttons: true });
    await article.say({ iteration: 2, ...opened(2) }, { kind: 'draft', ...(await article.draft(2)) });
    await quiet(article);
    expect(kinds(messenger, article)).toEqual(['status', 'draft', 'notice', 'draft']);
    expect(shown(messenger, article)).toMatchObject([
      { iteration: 2 },
      { buttons: false, isFolded: true },
      {},
      { buttons: true },
    ]);
    expect(shown(messenger, article)[3]).not.toHaveProperty('isFolded');
  });

  it('posts nothing twice when two of them show the same threads', async () => {
    const messenger = open({ settleMs });
    start(messenger);
    start(messenger);
    const articles = await Promise.all(Array.from({ length: 12 }, () => bench.openArticle(messenger)));
    await Promise.all(
      articles.map(async (article) => {
        await article.say({}, paused);
        await article.say({}, resumed, paused);
        await article.say({ iteration: 3 });
      }),
    );
    for (const article of articles) {
      await quiet(article);
      expect(kinds(messenger, article)).toEqual(['status', 'notice', 'notice', 'notice']);
      expect(shown(messenger, article)[0]).toMatchObject({ iteration: 3 });
    }
  });

  it('shows more entries than it takes at once, in order', async () => {
    const messenger = open({ settleMs });
    const article = await bench.openArticle(messenger);
    const names = Array.from({ length: 30 }, (_, index) => `Person ${index}`);
    await article.say({}, ...names.map((byName) => ({ kind: 'notice', notice: { code: 'paused', byName } }) as const));
    start(messenger);
    await quiet(article);
    const said = shown(messenger, article).flatMap((content) =>
      content.kind === 'notice' && 'byName' in content.notice ? [content.notice.byName] : [],
    );
    expect(said).toEqual(names);
  });

  it('shows the newest state alone after many changes that it was kept from showing', async () => {
    const messenger = open({ settleMs });
    const article = await bench.openArticle(messenger);
    await article.say({}, paused);
    const first = start(messenger);
    await quiet(article);
    await first.stop();
    for (let iteration = 1; iteration <= 20; iteration += 1) await article.say({ iteration });
    start(messenger);
    await quiet(article);
    expect(callsOf(messenger, article)).toEqual(['post status', 'post notice', 'edit status']);
    expect(shown(messenger, article)[0]).toMatchObject({ iteration: 20 });
  });

  it('brings messages of several parts out in order, and goes on after the part that failed', async () => {
    const messenger = open({
      settleMs,
      parts: ({ kind }) => (kind === 'notice' ? ['card', 'text-2', 'file'] : ['card']),
    });
    const article = await bench.openArticle(messenger);
    messenger.failWhen(({ key }) => key.endsWith('/text-2') && messenger.calls.length < 5, unreachable);
    await article.say({}, paused, resumed);
    start(messenger);
    await quiet(article);
    expect(messenger.messages.filter(of(article)).map(({ name }) => name)).toEqual([
      'card',
      'card',
      'text-2',
      'file',
      'card',
      'text-2',
      'file',
    ]);
  });

  it('gives up after five failures of ours, says so once, and goes on when people try again', async () => {
    const messenger = open({ settleMs });
    const article = await bench.openArticle(messenger);
    const other = await bench.openArticle(messenger);
    let isBroken = true;
    const render = messenger.render.bind(messenger);
    let tries = 0;
    const broken: Messenger<ChatContent> = {
      ...messenger,
      async render(content) {
        if (isBroken && content.kind === 'notice' && content.frame.articleId === article.articleId) {
          tries += 1;
          throw new TypeError('Cannot read properties of undefined');
        }
        return await render(content);
      },
    };
    const { reports } = start(broken);
    await article.say({}, paused);
    await other.say({}, paused);
    await expect.poll(() => reports).toHaveLength(1);
    await quiet(article);
    await quiet(other);
    expect(reports[0]?.report).toEqual({
      kind: 'trouble',
      where: article.thread.channel,
      code: 'internal',
      message: 'Cannot read properties of undefined',
    });
    expect(tries).toBe(5);
    expect(await article.follower()).toMatchObject({ trouble: { code: 'internal' }, report: null, due_at: null });
    expect(kinds(messenger, other)).toEqual(['status', 'notice']);

    isBroken = false;
    await article.say({ iteration: 1 });
    expect(kinds(messenger, article)).toEqual(['status']);
    await article.record({ retryThreads: true });
    await quiet(article);
    expect(kinds(messenger, article)).toEqual(['status', 'notice']);
    expect(await article.follower()).toMatchObject({ trouble: null, attempts: 0 });
    expect(reports).toHaveLength(1);
  });

  it('gives up in the same way when a text is not there', async () => {
    const messenger = open({ settleMs });
    const article = await bench.openArticle(messenger);
    const { reports } = start(messenger);
    await article.say({}, { kind: 'critique', version: 1, critiqueId: 'nowhere' }, paused);
    await expect.poll(() => reports).toHaveLength(1);
    expect(reports[0]?.report).toMatchObject({ kind: 'trouble', code: 'internal' });
    await quiet(article);
    expect(kinds(messenger, article)).toEqual(['status']);
  });

  it('tells the desk once what the platform refuses, and nothing goes there until people try again', async () => {
    const messenger = open({ settleMs });
    const article = await bench.openArticle(messenger);
    const mend = messenger.failWhen(({ content }) => content.kind === 'notice', refused);
    const { reports } = start(messenger);
    await article.say({}, paused);
    await expect.poll(() => reports).toHaveLength(1);
    await quiet(article);
    expect(reports[0]?.report).toEqual({
      kind: 'trouble',
      where: article.thread.channel,
      code: 'delivery-refused',
      message: 'No',
      reason: 'is_archived',
    });
    const before = messenger.calls.length;
    await article.say({}, resumed);
    await quiet(article);
    expect(messenger.calls).toHaveLength(before);
    mend();
    await article.record({ retryThreads: true });
    await quiet(article);
    expect(kinds(messenger, article)).toEqual(['status', 'notice', 'notice']);
  });

  it('shows an article in every place at once, where nobody waits for another, and locks all cards with the decision', async () => {
    const messenger = open({ settleMs });
    const article = await bench.openArticle(messenger);
    const there = (channel: string, role: 'decides' | 'reads') => ({
      thread: { ...article.thread, channel: `${article.thread.channel}-${channel}` },
      role,
      byName: 'Ann',
    });
    const places = [there('decides', 'decides'), there('reads', 'reads'), there('gone', 'reads')];
    messenger.failWhen(({ channel }) => channel === places[2]?.thread.channel, refused);
    const { reports } = start(messenger);
    const draft = await article.draft(1);
    await article.edition(draft.draftId);
    await article.say(
      { stage: 'waiting', followings: places, ...opened(1, 'g1') },
      { kind: 'gate', gate: 'g1', stopReason: 'threshold', ...draft },
    );
    await quiet(article);
    const cards = () =>
      [article.thread, ...places.map(({ thread }) => thread)].map((thread) => {
        const card = messenger.messages.find(
          ({ content, thread: at }) => at.channel === thread.channel && content.kind === 'gate',
        )?.content;
        return card?.kind === 'gate' ? [card.buttons, card.decided?.byName] : undefined;
      });
    expect(cards()).toEqual([[true, undefined], [true, undefined], [false, undefined], undefined]);
    expect(reports.map(({ report }) => report)).toEqual([
      { kind: 'lost', thread: places[2]?.thread, failure: 'is_archived' },
    ]);
    const decided = { stage: 'finishing', open: undefined } as const;
    await article.decide(article.approval(1, 'g1'), decided, { kind: 'final', ...draft });
    await quiet(article);
    expect(cards()).toEqual([[false, 'Ann'], [false, 'Ann'], [false, 'Ann'], undefined]);
    // It is delivered when it is where the article lives.
    expect(reports.map(({ report }) => report.kind)).toEqual(['lost', 'arrived']);
  });

  it('leaves a message alone that cannot be edited', async () => {
    const messenger = open({ settleMs });
    const article = await bench.openArticle(messenger);
    start(messenger);
    await article.say({});
    await quiet(article);
    messenger.failWhen(({ call }) => call === 'edit', refused);
    await article.say({ iteration: 1 });
    await quiet(article);
    await article.say({ iteration: 2 }, paused);
    await quiet(article);
    expect(callsOf(messenger, article)).toEqual(['post status', 'edit status', 'post notice']);
  });

  it('does not edit a card that never came into the thread', async () => {
    const messenger = open({ settleMs });
    const article = await bench.openArticle(messenger);
    const mend = messenger.failWhen(({ content }) => content.kind === 'draft', unreachable);
    start(messenger);
    await article.say(opened(1), { kind: 'draft', ...(await article.draft(1)) });
    await expect.poll(() => callsOf(messenger, article)).toContain('post draft');
    await article.say(opened(2), { kind: 'draft', ...(await article.draft(2)) });
    mend();
    await quiet(article);
    expect(callsOf(messenger, article)).not.toContain('edit draft');
    expect(shown(messenger, article)).toMatchObject([{}, { buttons: false }, { buttons: true }]);
  });

  it('reports once that the finished article is in the thread, as soon as it can be told', async () => {
    const messenger = open({ settleMs, parts: ({ kind }) => (kind === 'final' ? ['card', 'file'] : ['card']) });
    const article = await bench.openArticle(messenger);
    const told: ThreadReport[] = [];
    let tries = 0;
    start(messenger, {
      desk: {
        async report(_articleId, report) {
          tries += 1;
          if (tries < 4) throw new Error('Temporal does not answer');
          expect(messenger.messages.filter(of(article)).map(({ name }) => name)).toEqual(['card', 'card', 'file']);
          told.push(report);
        },
      },
    });
    const draft = await article.draft(1);
    await article.edition(draft.draftId);
    await article.say({ stage: 'finishing' }, { kind: 'final', ...draft });
    await expect.poll(() => told).toEqual([{ kind: 'arrived', seq: 1 }]);
    await quiet(article);
    await article.say({ stage: 'delivered' });
    await quiet(article);
    expect(told).toHaveLength(1);
    expect(await article.follower()).toMatchObject({ report: null });
    // The card then leads to it.
    expect(shown(messenger, article)[0]).toMatchObject({
      kind: 'status',
      delivered: {
        title: 'Tides',
        fileName: 'tides.md',
        messages: { card: expect.anything(), file: expect.anything() },
        root: expect.anything(),
      },
    });
    expect(shown(messenger, article)[0]).not.toHaveProperty('delivered.text');
  });

  it('leaves its address where an article went away from, and no buttons', async () => {
    const messenger = open({ settleMs });
    const article = await bench.openArticle(messenger);
    start(messenger);
    await article.say(
      { stage: 'waiting', ...opened(1, 'g1') },
      {
        kind: 'gate',
        gate: 'g1',
        stopReason: 'threshold',
        ...(await article.draft(1)),
      },
    );
    await quiet(article);
    const moved: Thread = { platform: messenger.platform, channel: 'elsewhere' };
    await article.record({ moved });
    await quiet(article);
    await article.say({ iteration: 2 }, resumed);
    await quiet(article);
    const isIn = (channel: string) => (message: { readonly thread: Thread }) => message.thread.channel === channel;
    const all = messenger.messages.filter(of(article));
    expect(all.filter(isIn(article.thread.channel)).map(({ content }) => content)).toMatchObject([
      { kind: 'status', movedTo: moved },
      { kind: 'gate', buttons: false },
    ]);
    expect(all.filter(isIn('elsewhere')).map(({ content }) => content)).toMatchObject([
      { kind: 'status', iteration: 2 },
      { kind: 'gate', buttons: true },
      { kind: 'notice' },
    ]);
    const where = messenger.calls.filter(of(article)).map(({ channel }) => channel);
    expect(where.lastIndexOf(article.thread.channel)).toBeLessThan(where.length - 1);
  });

  it('goes on in the old thread when the article comes back', async () => {
    const messenger = open({ settleMs });
    const article = await bench.openArticle(messenger);
    start(messenger);
    const gate = { kind: 'gate', gate: 'g1', stopReason: 'threshold', ...(await article.draft(1)) } as const;
    await article.say({ stage: 'waiting', ...opened(1, 'g1') }, gate);
    await quiet(article);
    await article.record({ moved: { platform: messenger.platform, channel: 'elsewhere' } });
    await quiet(article);
    await article.record({ moved: article.thread });
    await quiet(article);
    await article.say({ iteration: 5 }, resumed);
    await quiet(article);
    const there = messenger.messages.filter(of(article)).filter(({ thread }) => thread.channel !== 'elsewhere');
    expect(there.map(({ content }) => content)).toMatchObject([
      { kind: 'status', iteration: 5 },
      { kind: 'gate', buttons: true },
      { kind: 'notice' },
    ]);
    expect(there[0]?.content).not.toHaveProperty('movedTo');
  });

  it('shows in the same message what was said instead, when a workflow task got lost', async () => {
    const messenger = open({ settleMs });
    const article = await bench.openArticle(messenger);
    start(messenger);
    await article.say({}, paused);
    await quiet(article);
    await article.record({ said: 0 });
    await quiet(article);
    await article.record({ entries: [{ seq: 1, message: resumed }], said: 1 });
    await quiet(article);
    expect(shown(messenger, article)).toMatchObject([{ kind: 'status' }, { notice: { code: 'resumed' } }]);
  });

  it('asks nothing of the desk when a thread that was moved away from refuses', async () => {
    const messenger = open({ settleMs });
    const article = await bench.openArticle(messenger);
    const { reports } = start(messenger);
    await article.say({}, paused);
    await quiet(article);
    messenger.failWhen(({ channel }) => channel === article.thread.channel, refused);
    await article.record({ moved: { platform: messenger.platform, channel: 'elsewhere' } });
    await quiet(article);
    expect(reports).toEqual([]);
  });

  it('shows a thread that follows late everything, once, as it is now', async () => {
    const messenger = open({ settleMs });
    const article = await bench.openArticle(messenger);
    start(messenger);
    const one = await article.draft(1);
    await article.say(opened(1), { kind: 'draft', ...one });
    await article.say({}, { kind: 'critique', version: 1, critiqueId: await article.critique(one.draftId) });
    await article.say(opened(2), { kind: 'draft', ...(await article.draft(2)) });
    await quiet(article);
    const late: Thread = { platform: messenger.platform, channel: 'late' };
    await bench.followers.follow(article.articleId, late, 'reads');
    await bench.followers.follow(article.articleId, late, 'reads');
    await quiet(article);
    await article.say({}, paused);
    await quiet(article);
    const there = messenger.messages.filter(({ thread }) => thread.channel === 'late').filter(of(article));
    expect(there.map(({ content }) => content)).toMatchObject([
      { kind: 'status' },
      { kind: 'draft', buttons: false },
      { kind: 'critique' },
      { kind: 'draft', buttons: false },
      { kind: 'notice' },
    ]);
  });

  it('says in private what is for the requester alone', async () => {
    const messenger = open({ settleMs });
    const article = await bench.openArticle(messenger);
    start(messenger);
    await article.say({}, paused);
    await article.sayPrivately({ kind: 'notice', notice: { code: 'undeliverable', where: 'C1', failure: 'No' } });
    await article.say({}, resumed);
    await quiet(article);
    const inPrivate = messenger.messages.filter(({ thread }) => thread.channel === 'U1').filter(of(article));
    expect(inPrivate.map(({ content }) => content)).toMatchObject([{ notice: { code: 'undeliverable' } }]);
    const inThread = messenger.messages.filter(({ thread }) => thread.channel !== 'U1').filter(of(article));
    expect(inThread.map(({ content }) => content.kind)).toEqual(['status', 'notice', 'notice']);
  });

  it('says wherever it can what a person cannot be told alone', async () => {
    const messenger = open({ settleMs });
    const article = await bench.openArticle(messenger);
    messenger.failWhen(({ channel }) => channel === 'U1', refused);
    const { reports } = start(messenger);
    await article.say({}, paused);
    await article.sayPrivately({ kind: 'notice', notice: { code: 'undeliverable', where: 'C1', failure: 'No' } });
    await article.say({}, resumed);
    await expect.poll(() => shown(messenger, article)).toHaveLength(4);
    await quiet(article);
    expect(
      shown(messenger, article).flatMap((content) => (content.kind === 'notice' ? [content.notice.code] : [])),
    ).toEqual(expect.arrayContaining(['paused', 'undeliverable', 'resumed']));
    expect(messenger.messages.filter(of(article))).toHaveLength(4);
    expect(reports).toEqual([]);
  });

  it('tells on the card how it was decided, and leaves it alone from then on', async () => {
    const messenger = open({ settleMs });
    const article = await bench.openArticle(messenger);
    start(messenger);
    const draft = await article.draft(1);
    await article.say(
      { stage: 'waiting', ...opened(1, 'g1') },
      { kind: 'gate', gate: 'g1', stopReason: 'threshold', ...draft },
    );
    await quiet(article);
    await article.decide(article.approval(1, 'g1'), { stage: 'finishing', open: undefined });
    await quiet(article);
    expect(shown(messenger, article)[1]).toMatchObject({ buttons: false, decided: { kind: 'approve', byName: 'Ann' } });
    const { rows } = await bench.pool.query(
      `select live from messages join followers using (follower_id) where article_id = $1 and kind = 'gate'`,
      [article.articleId],
    );
    expect(rows).toEqual([{ live: false }]);
  });

  it.each([
    ['in another conversation', { platform: 'telegram', channel: '-100' }, { platform: 'telegram', channel: '-100' }],
    ['on the page', undefined, { platform: 'web' }],
    ['here', 'here', undefined],
  ] as const)('says where it was decided: %s', async (_what, acting, elsewhere) => {
    const messenger = open({ settleMs });
    const article = await bench.openArticle(messenger);
    start(messenger);
    await article.say(
      { stage: 'waiting', ...opened(1, 'g1') },
      { kind: 'gate', gate: 'g1', stopReason: 'threshold', ...(await article.draft(1)) },
    );
    await quiet(article);
    const approval = article.approval(1, 'g1');
    const { thread: _topic, ...here } = article.thread;
    const where = acting === 'here' ? here : acting;
    const by = { ...approval.decision.by, via: 'web', ...(where !== undefined && { where }) };
    const decision = { ...approval.decision, by };
    await article.decide({ ...approval, decision }, { stage: 'finishing', open: undefined });
    await quiet(article);
    const [, card] = shown(messenger, article);
    expect(card).toMatchObject({ kind: 'gate', decided: { kind: 'approve' } });
    expect(card?.kind === 'gate' ? card.decided?.elsewhere : card).toEqual(elsewhere);
  });

  it('posts no draft, critique or gate of an article that was cancelled before their turn came', async () => {
    const messenger = open({ settleMs });
    const article = await bench.openArticle(messenger);
    const draft = await article.draft(1);
    const critiqueId = await article.critique(draft.draftId);
    await article.say(
      { stage: 'waiting', ...opened(1, 'g1') },
      { kind: 'draft', ...draft },
      { kind: 'critique', critiqueId, version: 1 },
      { kind: 'gate', gate: 'g1', stopReason: 'threshold', ...draft },
    );
    await article.say(
      { stage: 'cancelled', open: undefined },
      { kind: 'notice', notice: { code: 'cancelled', byName: 'Ann' } },
    );
    start(messenger);
    await quiet(article);
    expect(kinds(messenger, article)).toEqual(['status', 'notice']);
  });

  it('posts no gate that another one has followed, and no failure that somebody has settled', async () => {
    const messenger = open({ settleMs });
    const article = await bench.openArticle(messenger);
    const one = await article.draft(1);
    const two = await article.draft(2);
    const failure = { step: 'writing', code: 'model-unavailable', message: 'Down' } as const;
    await article.say(
      { stage: 'waiting', ...opened(1, 'g1') },
      { kind: 'draft', ...one },
      { kind: 'gate', gate: 'g1', stopReason: 'threshold', ...one },
      { kind: 'failure', failure },
    );
    await article.say(
      { stage: 'waiting', ...opened(2, 'g2') },
      { kind: 'draft', ...two },
      { kind: 'gate', gate: 'g2', stopReason: 'threshold', ...two },
    );
    start(messenger);
    await quiet(article);
    expect(kinds(messenger, article)).toEqual(['status', 'draft', 'draft', 'gate']);
    expect(shown(messenger, article).at(-1)).toMatchObject({ gate: 'g2', isShownAbove: true });
  });

  it('brings the cards of all that waits before the files beside them', async () => {
    const messenger = open({
      settleMs,
      parts: ({ kind }) => (kind === 'draft' ? ['card', 'file'] : ['card']),
      beside: ['file'],
    });
    const article = await bench.openArticle(messenger);
    const one = await article.draft(1);
    const two = await article.draft(2);
    await article.say(
      { stage: 'waiting', ...opened(2, 'g2') },
      { kind: 'draft', ...one },
      { kind: 'draft', ...two },
      { kind: 'gate', gate: 'g2', stopReason: 'threshold', ...two },
    );
    start(messenger);
    await quiet(article);
    const inOrder = messenger.messages.filter(of(article)).map(({ content, name }) => `${content.kind} ${name}`);
    expect(inOrder.filter((message) => !message.startsWith('status'))).toEqual([
      'draft card',
      'draft card',
      'gate card',
      'draft file',
      'draft file',
    ]);
  });

  it('asks on the card of a failure what people choose, until somebody has', async () => {
    const messenger = open({ settleMs });
    const article = await bench.openArticle(messenger);
    start(messenger);
    const failure = { step: 'writing', code: 'model-unavailable', message: 'Down' } as const;
    await article.say({ stage: 'stuck', failure: { ...failure, seq: 1 } }, { kind: 'failure', failure });
    await quiet(article);
    expect(shown(messenger, article)[1]).toMatchObject({ options: ['retry', 'cancel'] });
    await article.say({ stage: 'drafting', failure: undefined });
    await quiet(article);
    expect(shown(messenger, article)[1]).toMatchObject({ options: [] });
  });
});

describe('a drain of an article that goes on meanwhile', () => {
  it('reads again before it sends', async () => {
    const messenger = open();
    const article = await bench.openArticle(messenger);
    await article.say({});
    let claims = 0;
    start(messenger, {
      followers: {
        ...bench.followers,
        async claim(...args) {
          const claimed = await bench.followers.claim(...args);
          if (claimed.length > 0 && (claims += 1) === 1) await article.say({ iteration: 1 });
          return claimed;
        },
      },
    });
    await quiet(article);
    expect(messenger.calls).toMatchObject([{ call: 'post', content: { iteration: 1 } }]);
  });

  it('reports the arrival once all the same', async () => {
    const messenger = open();
    const article = await bench.openArticle(messenger);
    messenger.failWhen(({ content }) => content.kind === 'final', { afterwards: () => article.say({ iteration: 2 }) });
    const { reports } = start(messenger);
    const draft = await article.draft(1);
    await article.edition(draft.draftId);
    await article.say({}, { kind: 'final', ...draft });
    await quiet(article);
    expect(reports).toHaveLength(1);
    expect(shown(messenger, article)).toMatchObject([{ iteration: 2 }, { kind: 'final' }]);
  });
});

describe('a drain whose answers get lost', () => {
  it('finds the message once nothing of it can be under way any more', async () => {
    const messenger = open();
    const article = await bench.openArticle(messenger);
    messenger.fail('lost');
    await article.say({});
    start(messenger);
    await expect.poll(() => messenger.calls).toHaveLength(1);
    // Which makes the thread due at once.
    await article.record({});
    await quiet(article);
    expect(callsOf(messenger, article)).toEqual(['post status', 'find status']);
    const [post, find] = messenger.calls;
    expect((find?.at ?? 0) - (post?.at ?? 0)).toBeGreaterThanOrEqual(SETTLE_MS);
  });

  it('posts again what surely did not arrive', async () => {
    const messenger = open();
    const article = await bench.openArticle(messenger);
    messenger.fail(timedOut);
    await article.say({}, paused);
    start(messenger);
    await quiet(article);
    expect(callsOf(messenger, article)).toEqual(['post status', 'find status', 'post status', 'post notice']);
  });

  it('looks at once when the platform answered with an error', async () => {
    const messenger = open({ settleMs: 60_000 });
    const article = await bench.openArticle(messenger);
    messenger.fail(answered500);
    messenger.failWhen(
      () =>
        messenger.calls.filter(({ call }) => call === 'find').length === 1 && messenger.calls.at(-1)?.call === 'find',
      timedOut,
    );
    await article.say({}, paused);
    start(messenger, { tuning: { leaseMs: 200_000 } });
    await quiet(article);
    expect(callsOf(messenger, article)).toEqual([
      'post status',
      'find status',
      'find status',
      'post status',
      'post notice',
    ]);
  });

  it('waits with looking when that cannot be told now', async () => {
    const messenger = open();
    const article = await bench.openArticle(messenger);
    messenger.fail('lost');
    const mend = messenger.failWhen(({ call }) => call === 'find', timedOut);
    await article.say({});
    start(messenger);
    await expect
      .poll(() => callsOf(messenger, article).filter((call) => call === 'find status').length)
      .toBeGreaterThan(2);
    mend();
    await quiet(article);
    expect(shown(messenger, article)).toHaveLength(1);
  });
});

describe('a drain that dies', () => {
  type Method = 'claim' | 'advance' | 'release';
  /** A store that breaks for good at the n-th call of a method, before or after what it does. */
  function breaking(method: Method, nth: number, when: 'before' | 'after') {
    const broken = Promise.withResolvers<void>();
    let calls = 0;
    const lost = (): never => {
      broken.resolve();
      throw new Error('Connection terminated');
    };
    const around =
      <A extends unknown[], R>(name: Method, call: (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> => {
        if (name === method) calls += 1;
        if (calls >= nth && (when === 'before' || name !== method || calls > nth)) lost();
        const result = await call(...args);
        return calls >= nth ? lost() : result;
      };
    const { followers } = bench;
    const store: FollowerStore = {
      ...followers,
      claim: around('claim', (...args: Parameters<FollowerStore['claim']>) => followers.claim(...args)),
      advance: around('advance', (...args: Parameters<FollowerStore['advance']>) => followers.advance(...args)),
      release: around('release', (...args: Parameters<FollowerStore['release']>) => followers.release(...args)),
    };
    return { store, broken: broken.promise };
  }

  const points = [
    ...(['advance'] as const).flatMap((method) => [1, 2, 3].map((nth) => ({ method, nth }))),
    ...(['claim', 'release'] as const).map((method) => ({ method, nth: 1 })),
  ].flatMap(({ method, nth }) => (['before', 'after'] as const).map((when) => [when, method, nth] as const));

  it.each(points)('%s %s number %d leaves everything to the next, once', async (when, method, nth) => {
    const messenger = open();
    const article = await bench.openArticle(messenger);
    const one = await article.draft(1);
    await article.say(opened(1), { kind: 'draft', ...one }, paused);
    const tuning = { leaseMs: 250 };
    const { store, broken } = breaking(method, nth, when);
    const first = start(messenger, { followers: store, tuning });
    await broken;
    await first.stop();
    start(messenger, { tuning });
    await article.say({ iteration: 1 });
    await quiet(article);
    expect(kinds(messenger, article)).toEqual(['status', 'draft', 'notice']);
    expect(shown(messenger, article)[0]).toMatchObject({ iteration: 1 });
  });
});

describe('a drain that slept', () => {
  const tuning = { leaseMs: 1000 };
  /** It would claim the thread again while it sleeps. */
  const once = { ...tuning, concurrency: 1 };
  let woken: PromiseWithResolvers<void>;
  beforeEach(() => {
    woken = Promise.withResolvers();
  });
  afterEach(() => {
    woken.resolve();
  });

  it('sends nothing when its lease is over', async () => {
    const messenger = open();
    const article = await bench.openArticle(messenger);
    const asleep = Promise.withResolvers<void>();
    const sleepy: FollowerStore = {
      ...bench.followers,
      async advance(...args) {
        const advanced = await bench.followers.advance(...args);
        asleep.resolve();
        await woken.promise;
        return advanced;
      },
    };
    const posts: string[] = [];
    const sleeper: Messenger<ChatContent> = {
      ...messenger,
      async post(message, place) {
        posts.push(place.key);
        return await messenger.post(message, place);
      },
    };
    await article.say({}, paused);
    const first = start(sleeper, { followers: sleepy, tuning: once });
    await asleep.promise;
    start(messenger, { tuning });
    await expect.poll(() => kinds(messenger, article)).toEqual(['status', 'notice']);
    woken.resolve();
    await first.stop();
    await quiet(article);
    expect(posts).toEqual([]);
    expect(kinds(messenger, article)).toEqual(['status', 'notice']);
  });

  it('posts nothing again and overwrites nothing when its answer comes after its lease', async () => {
    const messenger = open();
    const article = await bench.openArticle(messenger);
    messenger.fail({ afterwards: () => woken.promise });
    const strange: Messenger<ChatContent> = {
      ...messenger,
      async post(message, place) {
        await messenger.post(message, place);
        return { message: 4711 };
      },
    };
    await article.say({}, paused);
    const first = start(strange, { tuning: once });
    await expect.poll(() => messenger.messages.filter(of(article))).toHaveLength(1);
    start(messenger, { tuning });
    await expect.poll(() => kinds(messenger, article)).toEqual(['status', 'notice']);
    await quiet(article);
    woken.resolve();
    await first.stop();
    expect(kinds(messenger, article)).toEqual(['status', 'notice']);
    const { rows } = await bench.pool.query<{ ref: { message: number } }>(
      `select ref from messages join followers using (follower_id) where article_id = $1`,
      [article.articleId],
    );
    expect(rows.map(({ ref }) => ref.message)).not.toContain(4711);
  });
});

describe('the pace', () => {
  const perChannel =
    (everyMs: number, burst: number): Messenger['limits'] =>
    (call, { channel }): readonly Limit[] => [
      { key: `${call === 'edit' ? 'edit' : 'post'}:${channel}`, everyMs, burst },
    ];
  const limitedFor = (retryAfterMs: number): DeliveryError =>
    new DeliveryError('Slow down', { failure: 'not-sent', code: '429', retryAfterMs });
  const limited = limitedFor(1500);

  it('lets a refusal to serve cool down the channel that it is about, and no other', async () => {
    const prefix = randomBytes(3).toString('hex');
    const messenger = open({ limits: perChannel(1, 100) });
    const busy = { platform: messenger.platform, channel: `${prefix}busy` };
    const [one, two, other] = [
      await bench.openArticle(busy),
      await bench.openArticle(busy),
      await bench.openArticle({ ...busy, channel: `${prefix}free` }),
    ];
    messenger.fail(limitedFor(6000));
    start(messenger);
    await one.say({});
    await expect.poll(() => messenger.calls).toHaveLength(1);
    const refusedAt = messenger.calls[0]?.at ?? 0;
    await Promise.all([two.say({}), other.say({}, paused)]);
    await quiet(other);
    expect(messenger.messages.filter(of(other))).toHaveLength(2);
    expect(messenger.calls.filter(of(two))).toEqual([]);
    await quiet(one);
    await quiet(two);
    for (const article of [one, two]) {
      expect(kinds(messenger, article)).toEqual(['status']);
      expect(messenger.calls.findLast(of(article))?.at).toBeGreaterThanOrEqual(refusedAt + 5900);
    }
  });

  it('lets other cards of the thread go on while edits cool down', async () => {
    const messenger = open({ limits: perChannel(1, 100) });
    const article = await bench.openArticle(messenger);
    start(messenger, { tuning: { patienceMs: 5000 } });
    await article.say({});
    await quiet(article);
    messenger.failWhen(
      ({ call }) => call === 'edit' && messenger.calls.filter((one) => one.call === 'edit').length === 1,
      limited,
    );
    await article.say({ iteration: 1 });
    await expect.poll(() => callsOf(messenger, article)).toContain('edit status');
    await article.say({ iteration: 2 }, paused, resumed);
    await quiet(article);
    expect(callsOf(messenger, article)).toEqual([
      'post status',
      'edit status',
      'post notice',
      'post notice',
      'edit status',
    ]);
  });

  it('lets all processes keep what a platform asked one of them', async () => {
    const messenger = open({ limits: perChannel(1, 100) });
    const busy = { platform: messenger.platform, channel: randomBytes(4).toString('hex') };
    const [one, two] = [await bench.openArticle(busy), await bench.openArticle(busy)];
    messenger.fail(limited);
    const first = start(messenger);
    await one.say({});
    await expect.poll(() => messenger.calls).toHaveLength(1);
    await first.stop();
    start(messenger);
    await two.say({});
    await quiet(one);
    await quiet(two);
    const [refusedCall, ...others] = messenger.calls;
    for (const { at } of others) expect(at).toBeGreaterThanOrEqual((refusedCall?.at ?? Infinity) + 1400);
  });

  it('is the same for all processes together', async () => {
    const everyMs = 120;
    const messenger = open({ limits: () => [{ key: `all:${messenger.platform}`, everyMs, burst: 2 }] });
    const articles = await Promise.all(Array.from({ length: 8 }, () => bench.openArticle(messenger)));
    for (const article of articles) await article.say({});
    start(messenger);
    start(messenger);
    for (const article of articles) await quiet(article);
    const times = messenger.calls.map(({ at }) => at).toSorted((one, other) => one - other);
    expect(times).toHaveLength(8);
    // What is measured here began a moment after the turn was taken.
    const slackMs = 100;
    for (const [first, from] of times.entries())
      for (const [last, until] of times.entries())
        if (last > first) expect(last - first + 1).toBeLessThanOrEqual(2 + (until - from + slackMs) / everyMs);
  });

  it('takes the buttons of a card away that somebody clicked before anything else is shown', async () => {
    const messenger = open({ limits: () => [{ key: `all:${messenger.platform}`, everyMs: 150, burst: 1 }] });
    const clicked = await bench.openArticle(messenger);
    const others = await Promise.all(Array.from({ length: 6 }, () => bench.openArticle(messenger)));
    start(messenger, { tuning: { concurrency: 4 } });
    const draft = await clicked.draft(1);
    await clicked.say(
      { stage: 'waiting', ...opened(1, 'g1') },
      { kind: 'gate', gate: 'g1', stopReason: 'threshold', ...draft },
    );
    await quiet(clicked);
    for (const other of others) await other.say({}, paused, resumed);
    await expect.poll(() => messenger.calls.length).toBeGreaterThan(3);
    const before = messenger.calls.length;
    await clicked.decide(clicked.approval(1, 'g1'), { stage: 'finishing', open: undefined }, paused);
    for (const article of [clicked, ...others]) await quiet(article);
    const place = messenger.calls.findIndex(
      ({ call, content }, index) => index >= before && call === 'edit' && content.kind === 'gate',
    );
    // One that was under way already may go before.
    expect(place).toBeLessThanOrEqual(before + 1);
    expect(callsOf(messenger, clicked).slice(2)).toEqual(['edit gate', 'post notice', 'edit status']);
  });

  it('sends what waits for its turn as it is then', async () => {
    const messenger = open({
      limits: (call) => (call === 'edit' ? [{ key: `edit:${messenger.platform}`, everyMs: 500, burst: 1 }] : []),
    });
    const article = await bench.openArticle(messenger);
    start(messenger, { tuning: { patienceMs: 5000 } });
    await article.say({});
    await quiet(article);
    for (let iteration = 1; iteration <= 8; iteration += 1) {
      await article.say({ iteration });
      await expect
        .poll(() => callsOf(messenger, article).filter((call) => call === 'edit status').length)
        .toBeGreaterThan(0);
    }
    await quiet(article);
    expect(shown(messenger, article)[0]).toMatchObject({ iteration: 8 });
    expect(callsOf(messenger, article).filter((call) => call === 'edit status').length).toBeLessThanOrEqual(3);
  });
});

describe('how many words are written', () => {
  const writing = { step: 'writing', work: 's1' } as const;
  const tell = ({ articleId }: TestArticle, words: number) =>
    createProgressStore(bench.pool).tellWords({ articleId, work: 's1', begunAt: 1000, words });
  const words = (messenger: RecordingMessenger, article: TestArticle): number | undefined => {
    const [status] = shown(messenger, article);
    return status?.kind === 'status' ? status.wordsSoFar : undefined;
  };

  it.each([0, SETTLE_MS])('is on the status card until the article stands otherwise (%d ms)', async (settleMs) => {
    const messenger = open({ settleMs });
    const article = await bench.openArticle(messenger);
    start(messenger);
    await article.say(writing);
    await quiet(article);
    await tell(article, 50);
    await expect.poll(() => words(messenger, article)).toBe(50);
    await quiet(article);
    await tell(article, 120);
    await expect.poll(() => words(messenger, article)).toBe(120);
    await article.say({ step: 'critiquing', work: 's2' });
    await quiet(article);
    expect(words(messenger, article)).toBeUndefined();
    expect(callsOf(messenger, article)).toEqual(['post status', 'edit status', 'edit status', 'edit status']);
  });

  it('is shown after all that others have to say, as it is then', async () => {
    const everyMs = 100;
    const messenger = open({ limits: () => [{ key: `all:${messenger.platform}`, everyMs, burst: 1 }] });
    const counted = await bench.openArticle(messenger);
    const others = await Promise.all(Array.from({ length: 5 }, () => bench.openArticle(messenger)));
    const running = start(messenger);
    await counted.say(writing);
    for (const other of others) await other.say({});
    for (const article of [counted, ...others]) await quiet(article);
    await running.stop();
    const before = messenger.calls.length;
    await tell(counted, 50);
    for (const other of others) await other.say({}, paused, resumed);
    await tell(counted, 120);
    start(messenger);
    for (const article of [counted, ...others]) await quiet(article);
    const calls = messenger.calls.slice(before).map(({ content }) => content.kind);
    expect(calls.filter((kind) => kind === 'status')).toHaveLength(1);
    // Those that were said in one place while it was looked at how long it has to wait.
    expect(calls.indexOf('status')).toBeGreaterThanOrEqual(calls.length - 2);
    expect(words(messenger, counted)).toBe(120);
  });
});

describe('the receipt of a finished article', () => {
  it.each([
    ['comes with it', undefined, '{}\n'],
    ['does not come where it is not to be shown', false, undefined],
  ])('%s', async (_, withReceipt, receipt) => {
    const messenger = open();
    const article = await bench.openArticle(messenger);
    start(messenger, withReceipt === undefined ? {} : { withReceipt });
    const draft = await article.draft(1);
    await article.edition(draft.draftId, '{}\n');
    await article.say({ stage: 'finishing' }, { kind: 'final', ...draft });
    await quiet(article);
    const final = shown(messenger, article).at(-1);
    expect(final?.kind === 'final' && final.article.receipt).toBe(receipt);
  });
});
