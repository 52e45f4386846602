import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { LeaseKey, MessageWrite } from '../../src/storage/follower-store.ts';
import { type FeedBench, openFeedBench, type TestArticle } from '../support/feed-bench.ts';

let bench: FeedBench;
beforeAll(async () => {
  bench = await openFeedBench(inject('postgresUrl'));
});
afterAll(async () => {
  await bench.close();
});

const LEASE_MS = 60_000;
const platformName = () => randomBytes(4).toString('hex');

async function openDue(platform = platformName()): Promise<TestArticle> {
  const article = await bench.openArticle({ platform });
  await article.say({});
  return article;
}

const card = (digest: string, phase: MessageWrite['phase'] = 'sent'): MessageWrite => ({
  seq: 0,
  part: 'card',
  kind: 'status',
  phase,
  digest,
  live: true,
  ref: { message: digest },
});

async function claimOne({ thread: { platform } }: TestArticle): Promise<LeaseKey | undefined> {
  const [work] = await bench.followers.claim(platform, { limit: 5, leaseMs: LEASE_MS });
  return work;
}

/** Its holder is stopped for longer than the lease. */
async function sleepThroughLease({ articleId }: TestArticle): Promise<void> {
  await bench.pool.query(
    `update followers set leased_until = now() - interval '1 s', due_at = least(due_at, now()) where article_id = $1 and leased_until is not null`,
    [articleId],
  );
}

async function digestOf({ articleId }: TestArticle): Promise<string | undefined> {
  const { rows } = await bench.pool.query<{ digest: string }>(
    `select digest from messages join followers using (follower_id) where article_id = $1`,
    [articleId],
  );
  return rows[0]?.digest;
}

describe('the followers that are due', () => {
  it('are claimed by one at a time', async () => {
    const platform = platformName();
    await Promise.all(Array.from({ length: 10 }, () => openDue(platform)));
    const claims = await Promise.all(
      Array.from({ length: 6 }, () => bench.followers.claim(platform, { limit: 3, leaseMs: LEASE_MS })),
    );
    const claimed = claims.flat().map(({ followerId }) => followerId);
    const rest = await bench.followers.claim(platform, { limit: 20, leaseMs: LEASE_MS });
    claimed.push(...rest.map(({ followerId }) => followerId));
    expect(new Set(claimed).size).toBe(10);
    expect(claimed).toHaveLength(10);
  });

  it('are claimed in the order of their urgency', async () => {
    const platform = platformName();
    const plain = await openDue(platform);
    const asking = await openDue(platform);
    await asking.say({}, { kind: 'gate', gate: 'g1', stopReason: 'threshold', ...(await asking.draft(1)) });
    const clicked = await openDue(platform);
    await clicked.decide(clicked.approval(1), {});
    const claimed = await bench.followers.claim(platform, { limit: 5, leaseMs: LEASE_MS });
    expect(claimed.map(({ articleId }) => articleId)).toEqual(
      [clicked, asking, plain].map(({ articleId }) => articleId),
    );
  });

  it('come back when there was news while they were shown', async () => {
    const article = await openDue();
    const held = (await claimOne(article)) ?? expect.fail();
    await article.say({ iteration: 1 });
    expect(await claimOne(article)).toBeUndefined();
    const released = await bench.followers.release(held, { written: {}, dueInMs: null, keepsPriority: false });
    expect(released?.dueInMs).toBeLessThanOrEqual(0);
    expect(await claimOne(article)).toBeDefined();
  });

  it('look again at what they show, when that was wanted while they were shown', async () => {
    const article = await openDue();
    const held = (await claimOne(article)) ?? expect.fail();
    // As whoever changes what a live card says beside the article's own state: what became of it where it is published.
    await bench.pool.query('update followers set due_at = now(), shown_revision = 0 where article_id = $1', [
      article.articleId,
    ]);
    const written = { shownRevision: 1 };
    await bench.followers.release(held, { written, dueInMs: null, keepsPriority: false });
    expect(await claimOne(article)).toMatchObject({ shownRevision: 0 });
  });

  it('are read with the news, or known to be read too early', async () => {
    const article = await openDue();
    const { platform } = article.thread;
    // Those come first and are somebody's, so that a claim takes its time to get to the one that it can have.
    const others = await bench.openArticle();
    await bench.pool.query(
      `insert into followers (article_id, platform, channel, role, priority)
       select $1, $2, n::text, 'reads', 0 from generate_series(1, 3000) n`,
      [others.articleId, platform],
    );
    const [holder, writer] = [await bench.pool.connect(), await bench.pool.connect()];
    await holder.query('begin');
    await holder.query('select from followers where article_id = $1 for update', [others.articleId]);
    let stale = 0;
    for (let revision = 2; revision < 500 && stale < 3; revision += 1) {
      await writer.query('begin');
      await writer.query('update articles set revision = $2 where article_id = $1', [article.articleId, revision]);
      await writer.query('update followers set due_at = now() where article_id = $1', [article.articleId]);
      const claiming = bench.followers.claim(platform, { limit: 1, leaseMs: LEASE_MS });
      await sleep(revision % 20);
      await writer.query('commit');
      const [claimed] = await claiming;
      if (claimed === undefined) continue;
      if (claimed.isStale) stale += 1;
      else expect(claimed.article.revision).toBe(revision);
      await bench.followers.release(claimed, { written: {}, dueInMs: 0, keepsPriority: true });
    }
    await holder.query('rollback');
    for (const client of [holder, writer]) client.release();
    expect(stale).toBeGreaterThan(0);
  });

  it('take no turn when there is news', async () => {
    const article = await openDue();
    const held = (await claimOne(article)) ?? expect.fail();
    await article.say({ iteration: 1 });
    const limits = [{ key: article.articleId, everyMs: 60_000, burst: 1 }];
    const step = { written: {}, leaseMs: LEASE_MS, limits, sending: card('new', 'sending') };
    expect(await bench.followers.advance(held, step)).toMatchObject({ hasNews: true });
    expect(await digestOf(article)).toBeUndefined();
    const work = (await bench.followers.reload(held)) ?? expect.fail();
    expect(await bench.followers.advance(work, step)).toEqual({ hasNews: false, seen: expect.any(String) });
    expect(await digestOf(article)).toBe('new');
    const again = await bench.followers.advance(work, step);
    expect(again?.blocked ?? (again?.hasNews === true && 'news')).toBeTruthy();
  });

  it('keep a platform from being asked sooner than it wants, whichever process asks', async () => {
    const [one, two] = [await openDue(), await openDue()];
    const key = one.articleId;
    const limit = { key, everyMs: 10, burst: 3 };
    const held = (await claimOne(one)) ?? expect.fail();
    await bench.followers.release(held, {
      written: {},
      dueInMs: null,
      keepsPriority: false,
      coolDowns: [{ ...limit, forMs: 30_000 }],
    });
    const other = (await claimOne(two)) ?? expect.fail();
    const advanced = await bench.followers.advance(other, { written: {}, leaseMs: LEASE_MS, limits: [limit] });
    expect(advanced?.blocked?.key).toBe(key);
    expect(advanced?.blocked?.waitMs).toBeGreaterThan(25_000);
  });
});

describe('a turn', () => {
  it('is taken under all limits or under none', async () => {
    const [free, used] = [platformName(), platformName()];
    const take = async (...keys: readonly string[]) => {
      const limits = keys.map((key) => ({ key, everyMs: 60_000, burst: 1 }));
      const { rows } = await bench.pool.query<{ blocked: { key: string } | null }>('select take_turn($1) as blocked', [
        JSON.stringify(limits),
      ]);
      return rows[0]?.blocked?.key;
    };
    expect(await take(used)).toBeUndefined();
    expect(await take(free, used)).toBe(used);
    expect(await take(free)).toBeUndefined();
    expect(await take(free)).toBe(free);
  });

  it('is never had by more than the burst at once', async () => {
    const limits = JSON.stringify([{ key: platformName(), everyMs: 60_000, burst: 4 }]);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        bench.pool.query<{ blocked: object | null }>('select take_turn($1) as blocked', [limits]),
      ),
    );
    expect(answers.filter(({ rows }) => rows[0]?.blocked === null)).toHaveLength(4);
  });
});

describe('the fencing number', () => {
  it('keeps whoever lost the thread from writing anything, in whatever order things happen', async () => {
    const commands = fc.array(
      fc.oneof(
        fc.constant({ kind: 'claim' as const }),
        fc.constant({ kind: 'sleep' as const }),
        fc.constant({ kind: 'news' as const }),
        fc.record({
          kind: fc.constantFrom('advance' as const, 'release' as const),
          holder: fc.nat({ max: 4 }),
        }),
      ),
      { minLength: 3, maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(commands, async (wanted) => {
        const article = await openDue();
        const holders: LeaseKey[] = [];
        let newest: LeaseKey | undefined;
        let expected: string | undefined;
        let count = 0;
        for (const command of wanted) {
          count += 1;
          if (command.kind === 'claim') {
            const held = await claimOne(article);
            if (held !== undefined) {
              expect(Number(held.lease)).toBeGreaterThan(Number(newest?.lease ?? 0));
              holders.push(held);
              newest = held;
            }
          } else if (command.kind === 'sleep') await sleepThroughLease(article);
          else if (command.kind === 'news') await article.say({ iteration: count });
          else {
            const holder = holders[command.holder % Math.max(1, holders.length)];
            if (holder === undefined) continue;
            const written = { messages: [card(`${count}`)] };
            const answer =
              command.kind === 'advance'
                ? await bench.followers.advance(holder, { written, leaseMs: LEASE_MS })
                : await bench.followers.release(holder, { written, dueInMs: 0, keepsPriority: false });
            if (holder === newest) expected = `${count}`;
            else expect(answer).toBeUndefined();
          }
          expect(await digestOf(article)).toBe(expected);
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
