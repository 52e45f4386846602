import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PatienceRules, WorkingTime } from '../../src/protocol/patience.ts';
import { DECIDE_SIGNAL, workflowIdOf } from '../../src/protocol/names.ts';
import { ANN, type Newsroom, openNewsroom, type TestArticle } from '../support/newsroom.ts';
import { step } from '../support/scripted-model.ts';

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom();
});
afterAll(() => newsroom.close());

const passing = step.practice({ score: 9, factsQuestionable: false });
const ALWAYS: WorkingTime = {
  weekdays: [0, 1, 2, 3, 4, 5, 6],
  from: 0,
  to: 1440,
  holidays: 'none',
  daysOff: [],
};
const seconds = (count: number) => ({ unit: 'minutes' as const, count: count / 60 });

async function atGate(topic: string, patience: Omit<PatienceRules, 'working' | 'zone'>): Promise<TestArticle> {
  newsroom.script(topic, 'critique', passing);
  return await newsroom.start(topic, {}, { patience: { working: ALWAYS, zone: 'Europe/Berlin', ...patience } });
}

const noticesOf = async ({ articleId }: TestArticle): Promise<readonly string[]> => {
  const { rows } = await newsroom.pool.query<{ code: string }>(
    `select message #>> '{notice,code}' as code from feed where article_id = $1 and message ->> 'kind' = 'notice' order by seq`,
    [articleId],
  );
  return rows.map(({ code }) => code);
};
/** What was done by no person. */
const actsOf = async ({ articleId }: TestArticle): Promise<readonly string[]> => {
  const { rows } = await newsroom.pool.query<{ act: string }>(
    `select act from audit where article_id = $1 and actor_key = 'copydesk:patience' order by audit_id`,
    [articleId],
  );
  return rows.map(({ act }) => act);
};

describe('an article about which nobody decides', () => {
  it('says that others were told, is parked, and approves nothing by itself; a decision wakes it', async () => {
    const article = await atGate('How glaciers move', {
      escalate: { after: seconds(1), to: ['memory:U9'] },
      expire: { after: seconds(3), outcome: 'park' },
    });
    await article.until('paused');
    await expect.poll(() => noticesOf(article)).toEqual(['escalated', 'parked']);
    await expect.poll(() => actsOf(article)).toEqual(['pause']);
    await expect.poll(() => article.message('notice')).toMatchObject({ notice: { code: 'parked' } });
    await expect.poll(() => article.message('status')).toMatchObject({ stage: 'paused', isParked: true });
    // Its card is as good as ever.
    await expect.poll(() => article.message('gate')).toMatchObject({ buttons: true });
    expect(await article.decide({ kind: 'approve' })).toEqual({ kind: 'counted' });
    expect(await article.outcome()).toMatchObject({ stage: 'delivered', version: 1 });
    expect(await noticesOf(article)).toEqual(['escalated', 'parked']);
  });

  it('is cancelled where the settings say so, and everybody can see by whom', async () => {
    const article = await atGate('How dunes walk', { expire: { after: seconds(2), outcome: 'cancel' } });
    expect(await article.outcome()).toEqual({ articleId: article.articleId, stage: 'cancelled' });
    expect(await noticesOf(article)).toEqual(['expired']);
    expect(await actsOf(article)).toEqual(['cancel']);
    expect(await article.decide({ kind: 'approve', version: 1 })).toMatchObject({ kind: 'refused' });
  });

  it('is decided by whoever decided before its time was up, though nobody was there to hear of either', async () => {
    const article = await atGate('How reefs grow', { expire: { after: seconds(30), outcome: 'cancel' } });
    const { current } = await article.until('waiting');
    const handle = newsroom.client.workflow.getHandle(workflowIdOf(article.articleId));
    const due = await expiryOf(article);
    await newsroom.stopWorker();
    const draft = { version: current?.version, hash: current?.hash };
    await handle.signal(DECIDE_SIGNAL, { kind: 'approve', id: randomUUID(), draft, by: ANN });
    expect(Date.now()).toBeLessThan(due);
    await expect.poll(() => Date.now() > due, { timeout: 60_000 }).toBe(true);
    await newsroom.startWorker();
    expect(await handle.result()).toMatchObject({ stage: 'delivered' });
    expect(await noticesOf(article)).toEqual([]);
  });

  it('has its deadlines by a history of a few events, and none where the settings have none', async () => {
    const patient = await atGate('How fog lifts', {});
    const other = await atGate('How mist falls', { expire: { after: { unit: 'days', count: 14 }, outcome: 'park' } });
    for (const article of [patient, other]) await article.until('waiting');
    await expiryOf(other);
    const kinds = async (article: TestArticle): Promise<readonly string[]> =>
      (await article.events()).map(({ type }) => type).filter((type) => /^(timer|activityTask)/.test(type));
    expect(await kinds(other)).toEqual([
      'activityTaskScheduled',
      'activityTaskStarted',
      'activityTaskCompleted',
      'timerStarted',
    ]);
    expect(await kinds(patient)).toEqual([]);
  });
});

/** Epoch milliseconds: when the timer of the run at the gate ends. */
async function expiryOf({ articleId }: TestArticle): Promise<number> {
  const handle = newsroom.client.workflow.getHandle(workflowIdOf(articleId));
  let due: number | undefined;
  await expect
    .poll(async () => {
      const { events = [] } = await handle.fetchHistory();
      const timer = events?.find(({ timerStartedEventAttributes: started }) => (started ?? undefined) !== undefined);
      if (timer === undefined) return false;
      const after = timer.timerStartedEventAttributes?.startToFireTimeout;
      due = (Number(timer.eventTime?.seconds ?? 0) + Number(after?.seconds ?? 0) + 1) * 1000;
      return true;
    })
    .toBe(true);
  return due ?? Number.NaN;
}
