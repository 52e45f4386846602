import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPlanDeadlines } from '../../src/activities/plan-deadlines.ts';
import type { Progress } from '../../src/protocol/activities.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import type { ArticleInput, ArticleOutcome } from '../../src/protocol/article.ts';
import type { Answer } from '../../src/protocol/decision.ts';
import type { ArticleStatus } from '../../src/protocol/desk-state.ts';
import { CONTROL_UPDATE, DECIDE_UPDATE, STATUS_QUERY, WORKFLOW_TYPE } from '../../src/protocol/names.ts';
import type { PatienceRules } from '../../src/protocol/patience.ts';
import { Desk } from '../../src/workflows/desk/desk.ts';
import { quietRuntime } from '../support/quiet-runtime.ts';
import { TEST_SETTINGS } from '../support/settings.ts';
import {
  bundleToSkip,
  findSkippingServer,
  type SkippingServer,
  startSkippingServer,
} from '../support/skipping-server.ts';

const script = await findSkippingServer();
const TASK_QUEUE = 'skipped';
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const ANN: Actor = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [] };
const RULES: PatienceRules = {
  escalate: { after: { unit: 'days', count: 2 }, to: ['slack:T1:U9'] },
  expire: { after: { unit: 'days', count: 14 }, outcome: 'park' },
  working: { weekdays: [1, 2, 3, 4, 5], from: 540, to: 1080, holidays: 'zone', daysOff: [] },
  zone: 'Europe/Berlin',
};

/** An article whose first draft has come to the gate. */
function atGate(articleId: string, patience: PatienceRules): ArticleInput {
  const input: ArticleInput = {
    articleId,
    traceId: '0'.repeat(32),
    request: { topic: 'How tides work', language: 'en' },
    requester: ANN,
    thread: { platform: 'slack', workspace: 'T1', channel: 'C1' },
    language: 'en',
    settings: { ...TEST_SETTINGS, patience },
  };
  const desk = new Desk(input);
  const { version } = desk.addDraft({ draftId: 'd1', hash: '00000001' });
  desk.addCritique(version, { critiqueId: 'c1', score: 9, factsQuestionable: false });
  desk.concludeIteration();
  return { ...input, desk: desk.state };
}

describe.skipIf(script === undefined)('weeks at a gate, skipped', () => {
  let running: SkippingServer;
  let server: SkippingServer['skipping'];
  let worker: Worker;
  let done: Promise<void>;
  const written: Progress[] = [];
  const plan = createPlanDeadlines({ zonesOf: async () => new Map() });
  const write = async (progress: Progress): Promise<{ conflict: boolean }> => {
    written.push(progress);
    return { conflict: false };
  };

  beforeAll(async () => {
    quietRuntime();
    running = await startSkippingServer(script ?? '');
    server = running.skipping;
    worker = await Worker.create({
      connection: server.nativeConnection,
      taskQueue: TASK_QUEUE,
      workflowBundle: await bundleToSkip(),
      activities: { planDeadlines: plan, recordSoon: write, record: write },
    });
    done = worker.run();
  }, 120_000);
  afterAll(async () => {
    worker.shutdown();
    await done;
    await running.stop();
  });

  let count = 0;
  async function start(patience: PatienceRules) {
    const articleId = `000000000000000${(count += 1)}`;
    const handle = await server.client.workflow.start(WORKFLOW_TYPE, {
      taskQueue: TASK_QUEUE,
      workflowId: `article-${articleId}`,
      args: [atGate(articleId, patience)],
    });
    const codes = () =>
      written
        .filter((progress) => progress.articleId === articleId)
        .flatMap(({ entries }) => entries)
        .flatMap(({ message }) => (message.kind === 'notice' ? [message.notice] : []));
    const status = () => handle.query<ArticleStatus>(STATUS_QUERY);
    return { handle, codes, status };
  }
  const approve = { kind: 'approve', draft: { version: 1, hash: '00000001' }, by: ANN };

  it('end in what the settings say, at the very moment that the calendar says', async () => {
    const begun = await server.currentTimeMs();
    const { handle, codes } = await start({
      ...RULES,
      expire: { after: { unit: 'days', count: 14 }, outcome: 'cancel' },
    });
    expect((await handle.result()) as ArticleOutcome).toMatchObject({ stage: 'cancelled' });
    const [escalated, expired] = codes();
    expect([escalated?.code, expired?.code]).toEqual(['escalated', 'expired']);
    // What the calendar says of the moment at which it began, within the time in which a workflow starts.
    const deadlines = await plan({ people: ['slack:T1:U1'], since: new Date(begun).toISOString(), rules: RULES });
    const waited = [escalated, expired].map((notice) =>
      notice !== undefined && 'waitedMs' in notice ? notice.waitedMs : 0,
    );
    for (const [index, { at }] of deadlines.entries())
      expect(Math.abs(begun + (waited[index] ?? 0) - Date.parse(at))).toBeLessThan(60_000);
    expect(waited[1]).toBeGreaterThan(18 * DAY_MS);
  });

  it('park the article, which waits for months after that, and whose decision is as good as ever', async () => {
    const { handle, codes, status } = await start(RULES);
    await server.sleep('120 days');
    expect(codes().map(({ code }) => code)).toEqual(['escalated', 'parked']);
    expect(await status()).toMatchObject({ stage: 'paused', decidable: [] });
    expect(
      await handle.executeUpdate<Answer, [unknown]>(CONTROL_UPDATE, { args: [{ id: 'k1', kind: 'resume', by: ANN }] }),
    ).toEqual({
      kind: 'counted',
    });
    expect(await status()).toMatchObject({ stage: 'waiting' });
    await server.sleep('1 hour');
    expect(codes().map(({ code }) => code)).toEqual(['escalated', 'parked', 'resumed']);
    // All of the time again.
    await server.sleep('60 days');
    expect(codes().map(({ code }) => code)).toEqual(['escalated', 'parked', 'resumed', 'escalated', 'parked']);
    const reject = { ...approve, kind: 'reject', reason: 'Too late', id: 'x1' };
    await handle.executeUpdate<Answer, [unknown]>(DECIDE_UPDATE, { args: [reject] });
    expect((await handle.result()) as ArticleOutcome).toMatchObject({ stage: 'rejected' });
  });

  it('are no more when somebody has decided', async () => {
    const { handle, codes } = await start(RULES);
    await server.sleep('1 day');
    const reject = { ...approve, kind: 'reject', reason: 'No', id: 'x2' };
    await handle.executeUpdate<Answer, [unknown]>(DECIDE_UPDATE, { args: [reject] });
    expect((await handle.result()) as ArticleOutcome).toMatchObject({ stage: 'rejected' });
    await server.sleep('100 days');
    expect(codes()).toEqual([]);
  });

  it('do not count while it is paused', async () => {
    const { handle, codes, status } = await start(RULES);
    await server.sleep('1 minute');
    await handle.executeUpdate<Answer, [unknown]>(CONTROL_UPDATE, { args: [{ id: 'k2', kind: 'pause', by: ANN }] });
    await server.sleep('365 days');
    expect(codes().map(({ code }) => code)).toEqual(['paused']);
    await handle.executeUpdate<Answer, [unknown]>(CONTROL_UPDATE, { args: [{ id: 'k3', kind: 'resume', by: ANN }] });
    expect(await status()).toMatchObject({ stage: 'waiting' });
    await server.sleep('5 days');
    expect(codes().map(({ code }) => code)).toEqual(['paused', 'resumed', 'escalated']);
    await handle.terminate();
  });

  /** The next time that clocks change in Berlin, as the Sunday's midnight, UTC. @param month 2: they go forward · 9: back */
  async function nextChange(month: 2 | 9): Promise<number> {
    const now = new Date(await server.currentTimeMs());
    for (let year = now.getUTCFullYear(); ; year += 1) {
      const last = new Date(Date.UTC(year, month + 1, 0));
      const sunday = last.getTime() - last.getUTCDay() * DAY_MS;
      if (sunday - 4 * DAY_MS > now.getTime()) return sunday;
    }
  }

  it.each([
    ['forward', 2, 9, 4 * DAY_MS - HOUR_MS],
    ['back', 9, 8, 4 * DAY_MS + HOUR_MS],
  ] as const)('keep the time of day over a weekend on which the clocks go %s', async (_way, month, hour, waitedMs) => {
    const rules: PatienceRules = {
      ...RULES,
      escalate: { after: { unit: 'days', count: 2 }, to: ['slack:T1:U9'] },
      working: { ...RULES.working, holidays: 'none' },
    };
    // Thursday, at ten o'clock there.
    const begin = (await nextChange(month)) - 3 * DAY_MS + hour * HOUR_MS;
    await server.sleep(begin - (await server.currentTimeMs()));
    const { handle, codes } = await start(rules);
    await server.sleep('6 days');
    const [escalated] = codes();
    // Monday, at ten o'clock there.
    expect(escalated).toMatchObject({ code: 'escalated' });
    const waited = escalated !== undefined && 'waitedMs' in escalated ? escalated.waitedMs : 0;
    expect(Math.abs(waited - waitedMs)).toBeLessThan(60_000);
    await handle.terminate();
  });

  it('count no quiet hours: what is short ends in the afternoon', async () => {
    const rules: PatienceRules = {
      ...RULES,
      escalate: { after: { unit: 'minutes', count: 240 }, to: ['slack:T1:U9'] },
      working: { ...RULES.working, holidays: 'none', quiet: { from: 720, to: 840 } },
    };
    const sunday = await nextChange(2);
    // Wednesday, at ten o'clock there, in winter: two hours, two that are quiet, and two.
    await server.sleep(sunday - 4 * DAY_MS + 9 * HOUR_MS - (await server.currentTimeMs()));
    const { handle, codes } = await start(rules);
    await server.sleep('350 minutes');
    expect(codes()).toEqual([]);
    await server.sleep('20 minutes');
    expect(codes()).toMatchObject([{ code: 'escalated' }]);
    await handle.terminate();
  });
});
