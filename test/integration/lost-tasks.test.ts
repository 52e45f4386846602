import { afterAll, beforeAll, expect, describe, it } from 'vitest';
import { REPORT_SIGNAL, workflowIdOf } from '../../src/protocol/names.ts';
import { ANN, type Newsroom, openNewsroom, type TestArticle } from '../support/newsroom.ts';
import { step } from '../support/scripted-model.ts';

/** Nobody shows it: what its thread says is up to the test. */
const THREAD = { platform: 'elsewhere', channel: 'C1' };

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom();
});
afterAll(() => newsroom.close());

/** Approved, and its final edit under way. */
async function startFinishing(topic: string): Promise<TestArticle> {
  newsroom.script(topic, 'critique', step.practice({ score: 9, factsQuestionable: false }));
  newsroom.script(topic, 'edit', step.hang());
  const article = await newsroom.start(topic, { thread: THREAD });
  await article.until('waiting');
  expect(await article.decide({ kind: 'approve', by: ANN })).toEqual({ kind: 'counted' });
  await expect.poll(() => newsroom.asked(topic, 'edit').length).toBe(1);
  return article;
}

async function finalIn({ articleId }: TestArticle): Promise<number | undefined> {
  const { rows } = await newsroom.pool.query<{ seq: number }>(
    `select seq from feed where article_id = $1 and message ->> 'kind' = 'final'`,
    [articleId],
  );
  return rows[0]?.seq;
}

async function report({ articleId }: TestArticle, seq: number): Promise<void> {
  await newsroom.client.workflow.getHandle(workflowIdOf(articleId)).signal(REPORT_SIGNAL, { kind: 'arrived', seq });
}

// A task of the workflow writes down what the article says while it runs. When it then gets lost, whoever shows the article was faster than
// the next one, and Temporal brings what they report before the end of the step that made the article say it.
describe('an article whose thread shows what it does not know to have said', () => {
  it('is delivered, once it has said it', async () => {
    const known = await startFinishing('How a known task ends');
    newsroom.model.release();
    await expect.poll(() => finalIn(known)).toBeDefined();
    const seq = (await finalIn(known)) ?? 0;
    expect(await known.until('finishing')).toMatchObject({ stage: 'finishing' });
    await report(known, seq);
    expect(await known.outcome()).toMatchObject({ stage: 'delivered', version: 1 });

    const lost = await startFinishing('How a lost task ends');
    await report(lost, seq);
    newsroom.model.release();
    expect(await lost.outcome()).toMatchObject({ stage: 'delivered', version: 1 });
    expect(await finalIn(lost)).toBe(seq);
  });

  it('waits for its thread where something else was meant', async () => {
    const other = await startFinishing('How another task ends');
    await report(other, 1);
    newsroom.model.release();
    await expect.poll(() => finalIn(other)).toBeDefined();
    expect((await other.until('finishing')).stage).toBe('finishing');
    await report(other, (await finalIn(other)) ?? 0);
    expect(await other.outcome()).toMatchObject({ stage: 'delivered' });
  });
});
