import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createTerminalMessenger } from '../../bots/terminal/messenger/messenger.ts';
import { createTerminalStore } from '../../bots/terminal/connect/terminal-store.ts';
import { type FeedBench, openFeedBench, type TestArticle } from '../support/feed-bench.ts';
import { createRecordingMessenger } from '../support/recording-messenger.ts';

/** Statements of the drain and its messenger for an article of two rounds; the rest of its 45 are the worker's. */
const MOST_STATEMENTS = 28;

const OURS = /^(claim-followers|advance-follower|release-follower|reload-follower|write-terminal-messages)$/;

let bench: FeedBench;
beforeAll(async () => {
  bench = await openFeedBench(inject('postgresUrl'));
});
afterAll(async () => {
  await bench.close();
});

/** As the workflow does it: every step of two rounds, each when the one before has been shown. */
async function writeArticle(article: TestArticle, shown: () => Promise<void>): Promise<void> {
  const open = (version: number, gate?: string) => ({
    open: { kind: 'draft' as const, version, hash: '00000000', ...(gate !== undefined && { gate }) },
  });
  const one = await article.draft(1);
  const two = await article.draft(2);
  const [first, second] = [await article.critique(one.draftId), await article.critique(two.draftId, 9)];
  await article.edition(two.draftId);

  await article.say({ step: 'writing', iteration: 1 });
  await shown();
  await article.say({ step: 'critiquing', ...open(1) }, { kind: 'draft', ...one });
  await shown();
  await article.say(
    { step: 'writing', iteration: 2, scores: [7] },
    { kind: 'critique', version: 1, critiqueId: first },
  );
  await shown();
  await article.say({ step: 'critiquing', ...open(2) }, { kind: 'draft', ...two });
  await shown();
  await article.say(
    { stage: 'waiting', step: undefined, scores: [7, 9], stopReason: 'threshold', ...open(2, 'g1') },
    { kind: 'critique', version: 2, critiqueId: second },
    { kind: 'gate', gate: 'g1', stopReason: 'threshold', ...two },
  );
  await shown();
  await article.decide(article.approval(2, 'g1'), {
    stage: 'finishing',
    step: 'editing',
    open: undefined,
    approved: 2,
  });
  await shown();
  await article.say({ step: undefined }, { kind: 'final', ...two });
  await shown();
  await article.say({ stage: 'delivered' });
  await shown();
}

describe('an article of two rounds', () => {
  const quiet = (article: TestArticle) => async () => {
    await expect.poll(() => article.isQuiet(), { interval: 20 }).toBe(true);
  };

  it(`costs the terminal's drain at most ${MOST_STATEMENTS} statements`, async () => {
    const messenger = createTerminalMessenger(createTerminalStore(bench.pool));
    const article = await bench.openArticle(messenger);
    // Nobody looks by the clock while it is counted.
    const drain = bench.startDrain({ messenger, tuning: { pollMs: 600_000 } });
    await expect.poll(() => bench.statements().length).toBe(0);
    await writeArticle(article, quiet(article));
    const statements = bench.statements().filter((statement) => OURS.test(statement));
    await drain.stop();
    expect(drain.reports.map(({ report }) => report.kind)).toEqual(['arrived']);
    expect(statements.length).toBeLessThanOrEqual(MOST_STATEMENTS);
    const { rows } = await bench.pool.query<{ kind: string }>(
      `select content ->> 'kind' as kind from terminal_messages where article_id = $1 order by seq`,
      [article.articleId],
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['status', 'draft', 'critique', 'draft', 'critique', 'gate', 'final']);
  });

  it('costs a chat one statement for each call of the platform, and two for each step', async () => {
    const messenger = createRecordingMessenger({
      platform: 'counted',
      settleMs: 1000,
      limits: (call, { channel }) => [{ key: `${call}:${channel}`, everyMs: 1, burst: 100 }],
    });
    const article = await bench.openArticle(messenger);
    const drain = bench.startDrain({ messenger, tuning: { pollMs: 600_000 } });
    await expect.poll(() => bench.statements().length).toBe(0);
    await writeArticle(article, quiet(article));
    const statements = bench.statements().filter((statement) => OURS.test(statement));
    await drain.stop();
    const STEPS = 8;
    const REPORTS = 1;
    const SLACK = 3;
    expect(statements.length).toBeLessThanOrEqual(messenger.calls.length + 2 * STEPS + REPORTS + SLACK);
  });
});
