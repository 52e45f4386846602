import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Task } from '../../src/practice-model/brief.ts';
import {
  CONTROL_SIGNAL,
  CONTROL_UPDATE,
  DECIDE_SIGNAL,
  DECIDE_UPDATE,
  workflowIdOf,
} from '../../src/protocol/names.ts';
import { ANN, type Newsroom, openNewsroom, type TestArticle } from '../support/newsroom.ts';
import { step } from '../support/scripted-model.ts';
import { TEST_SETTINGS } from '../support/settings.ts';

type Act = 'approve' | 'reject' | 'request-changes' | 'edit' | 'cancel';

/** What somebody does in the moment in which an agent is done, or has failed for good. */
interface Moment {
  readonly during: Task;
  readonly fails?: boolean;
  readonly act: Act;
  readonly sentAs: 'signal' | 'update';
}

const EARLY: readonly Act[] = ['approve', 'reject', 'request-changes', 'edit', 'cancel'];
const MOMENTS: readonly Moment[] = (['signal', 'update'] as const).flatMap((sentAs) => [
  ...EARLY.map((act): Moment => ({ during: 'critique', act, sentAs })),
  ...EARLY.map((act): Moment => ({ during: 'critique', fails: true, act, sentAs })),
  ...EARLY.map((act): Moment => ({ during: 'revise', act, sentAs })),
  { during: 'edit', act: 'cancel', sentAs },
  { during: 'edit', fails: true, act: 'cancel', sentAs },
]);

/** A machine with two cores begins no more of them in time. */
const AT_ONCE = 4;
/** Updates are at the server by then, on a machine that does other things, too. */
const ARRIVAL_MS = 4000;
const PATIENCE = { timeout: 30_000, interval: 50 };

const titleOf = ({ during, fails = false, act, sentAs }: Moment): string =>
  `${act} as ${sentAs} while ${during} ${fails ? 'fails' : 'ends'}`;

let newsroom: Newsroom;
const articles = new Map<Moment, TestArticle>();
const topicOf = (moment: Moment): string => `How moments meet: ${titleOf(moment)}`;

/** All of them together: the halves of a worker are those of everybody. */
beforeAll(async () => {
  newsroom = await openNewsroom();
  await newsroom.stopWorker();
  const [stopDeciding] = await Promise.all([newsroom.startHalf('decides'), newsroom.startHalf('thinks')]);
  const acts: (() => Promise<unknown>)[] = [];
  const reached = async (moment: Moment): Promise<void> => {
    const article = await begin(moment);
    articles.set(moment, article);
    const { during } = moment;
    if (during === 'edit') {
      await article.until('waiting');
      await article.decide({ kind: 'approve' });
    }
    await vi.waitUntil(() => newsroom.asked(topicOf(moment), during).length === 1, PATIENCE);
    acts.push(await toAct(moment));
  };
  for (let first = 0; first < MOMENTS.length; first += AT_ONCE)
    await Promise.all(MOMENTS.slice(first, first + AT_ONCE).map(reached));

  await stopDeciding();
  newsroom.model.release();
  for (const article of articles.values())
    await vi.waitUntil(async () => {
      const types = (await article.events()).map(({ type }) => type);
      const [brought] = types.filter((type) => type.startsWith('activityTask')).slice(-1);
      // Where the half that decides was in the middle of stopping, a task was given to it, and is given again.
      return /Completed|Failed/.test(brought ?? '') && types.at(-1) === 'workflowTaskScheduled';
    }, PATIENCE);
  const sent = acts.map((act) => act());
  // Signals are in the history by now, and updates at the server; nobody tells when.
  await Promise.all(sent.map((one) => Promise.race([one, new Promise((resolve) => setTimeout(resolve, ARRIVAL_MS))])));
  await newsroom.startHalf('decides');
  await Promise.all(sent);
}, 120_000);

afterAll(() => newsroom.close());

/** As far as the step that is about to end. */
async function begin(moment: Moment): Promise<TestArticle> {
  const { during, fails = false } = moment;
  const topic = topicOf(moment);
  const end = fails ? step.status(400, { message: 'Scripted fault' }) : step.practice();
  const critique = (score: number) => step.practice({ score, factsQuestionable: false });
  if (during === 'critique')
    newsroom.script(
      topic,
      'critique',
      step.hang(fails ? end : critique(9)),
      ...Array.from({ length: 4 }, () => critique(9)),
    );
  else newsroom.script(topic, 'critique', critique(during === 'revise' ? 5 : 9), critique(9));
  if (during !== 'critique') newsroom.script(topic, during, step.hang(end));
  return await newsroom.start(topic, {}, { retry: { ...TEST_SETTINGS.retry, maximumAttempts: 1 } });
}

/** Made while there is a desk to ask. */
async function toAct(moment: Moment): Promise<() => Promise<unknown>> {
  const article = articles.get(moment);
  if (article === undefined) throw new Error('It did not begin');
  const handle = newsroom.client.workflow.getHandle(workflowIdOf(article.articleId));
  const { act, sentAs } = moment;
  const base = { id: randomUUID(), by: ANN };
  const send = (payload: unknown, signal: string, update: string) => async (): Promise<unknown> =>
    sentAs === 'signal'
      ? await handle.signal(signal, payload)
      : await handle.executeUpdate(update, { args: [payload] });
  if (act === 'cancel') return send({ ...base, kind: 'cancel' }, CONTROL_SIGNAL, CONTROL_UPDATE);
  const { current } = await newsroom.gateway.status(article.articleId, ANN);
  if (current === undefined) throw new Error('There is no draft');
  const draft = { version: current.version, hash: current.hash };
  const edited =
    act === 'edit'
      ? await newsroom.drafts.storeEdited({
          draftId: `${article.articleId}/edit-${base.id}`,
          articleId: article.articleId,
          text: '# Moments\n\nA person wrote this.\n',
          authorName: ANN.displayName,
        })
      : undefined;
  const words = {
    approve: {},
    reject: { reason: 'Enough' },
    'request-changes': { comment: 'Name the moment' },
    edit: { edited },
  }[act];
  return send({ ...base, kind: act, draft, ...words }, DECIDE_SIGNAL, DECIDE_UPDATE);
}

describe.each(MOMENTS.map((moment) => [titleOf(moment), moment] as const))('%s', (_, moment) => {
  it('counts, and what the agent brought is not taken', async () => {
    const article = articles.get(moment);
    if (article === undefined) throw new Error('It did not begin');
    const { act, during } = moment;
    switch (act) {
      case 'approve':
        expect(await article.outcome()).toMatchObject({ stage: 'delivered', version: 1 });
        break;
      case 'reject':
        expect(await article.outcome()).toMatchObject({ stage: 'rejected' });
        break;
      case 'cancel':
        expect(await article.outcome()).toMatchObject({ stage: 'cancelled' });
        expect(article.kinds()).not.toContain('final');
        break;
      case 'edit': {
        const { drafts, current } = await article.until('waiting');
        expect(drafts.map(({ author }) => author)).toEqual(['agent', 'person']);
        expect(current?.author).toBe('person');
        break;
      }
      case 'request-changes': {
        const { drafts } = await article.until('waiting');
        expect(drafts.map(({ version }) => version)).toEqual([1, 2]);
        const asked = newsroom.asked(topicOf(moment), 'revise');
        expect(JSON.stringify(asked.at(-1)?.body)).toContain('Name the moment');
        break;
      }
      default:
        act satisfies never;
    }
    const kinds = article.kinds();
    expect(kinds).not.toContain('failure');
    if (during === 'critique' && act !== 'request-changes') expect(kinds).not.toContain('critique');
  });
});
