import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlainControlKind } from '../../src/protocol/decision.ts';
import { TEST_SETTINGS } from '../support/settings.ts';
import { ANN, type Newsroom, openNewsroom, type TestArticle } from '../support/newsroom.ts';
import { step } from '../support/scripted-model.ts';
import { holdWrites } from '../support/write-hold.ts';

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom();
});
afterAll(() => newsroom.close());

const steer = (article: TestArticle, kind: PlainControlKind) =>
  newsroom.gateway.control(article.articleId, { id: randomUUID(), kind, by: ANN });
const passing = step.practice({ score: 9, factsQuestionable: false });
const once = { retry: { ...TEST_SETTINGS.retry, maximumAttempts: 1 } };

describe('an outage of the model', () => {
  it('costs no attempt, and the card says since when and until when it is waited for', async () => {
    newsroom.script('How springs dry', 'outline', ...Array.from({ length: 3 }, () => step.status(503)));
    newsroom.script('How springs dry', 'critique', passing);
    const article = await newsroom.start('How springs dry', {}, once);
    const { outage } = await article.until(({ outage: met }) => met !== undefined);
    expect(outage).toMatchObject({ code: 'model-unavailable' });
    expect(Date.parse(outage?.next ?? '')).toBeGreaterThan(Date.parse(outage?.since ?? ''));
    await expect.poll(() => article.message('status')).toMatchObject({ outage: { since: outage?.since } });
    await article.until('waiting');
    expect(article.kinds()).not.toContain('failure');
    await expect.poll(() => 'outage' in article.message('status')).toBe(false);
  });

  it('that outlasts its time asks people, who may have it tried again', async () => {
    await newsroom.model.pause();
    const article = await newsroom.start(
      'How ponds freeze',
      {},
      { retry: { ...TEST_SETTINGS.retry, outageMinutes: 0.01, outageIntervalSeconds: 0.3 } },
    );
    expect(await article.until('stuck')).toMatchObject({ failure: { step: 'writing', code: 'model-unavailable' } });
    await expect.poll(() => article.kinds()).toContain('failure');
    await newsroom.model.resume();
    await steer(article, 'retry');
    await article.until('waiting');
  });

  it('ends at once when somebody says so', async () => {
    newsroom.script('How lakes clear', 'outline', step.status(429, { retryAfterSeconds: 3000 }));
    newsroom.script('How lakes clear', 'critique', passing);
    const article = await newsroom.start('How lakes clear');
    const { outage, controls } = await article.until(({ outage: met }) => met !== undefined);
    expect(Date.parse(outage?.next ?? '') - Date.parse(outage?.since ?? '')).toBeGreaterThanOrEqual(2_990_000);
    expect(controls).toContain('retry');
    expect(await steer(article, 'retry')).toEqual({ kind: 'counted' });
    await article.until('waiting');
  });
});

describe('a worker that is shut down while a model answers', () => {
  it('costs no attempt, however often it happens', async () => {
    newsroom.script('How tides turn', 'outline', ...Array.from({ length: 4 }, () => step.hang()), step.practice());
    newsroom.script('How tides turn', 'critique', passing);
    const article = await newsroom.start('How tides turn', {}, once);
    for (let restart = 1; restart <= 4; restart += 1) {
      await expect.poll(() => newsroom.asked('How tides turn', 'outline').length).toBe(restart);
      await newsroom.stopWorker();
      await newsroom.startWorker();
    }
    await article.until('waiting');
    expect(article.kinds()).not.toContain('failure');
  });
});

describe('an answer that the database will not keep', () => {
  it('is a fault of ours and no outage, and is asked for anew', async () => {
    await newsroom.pool.query(`
      create sequence refused;
      create function refuse_once() returns trigger language plpgsql as $$ begin
        if new.body like '%flaming%' and not (select is_called from refused) then
          perform nextval('refused');
          raise exception 'invalid byte sequence' using errcode = '22021';
        end if;
        return new;
      end $$;
      create trigger refuse before insert on drafts for each row execute function refuse_once()`);
    const text = (n: number): string =>
      `# How flaming works\n\nA flaming text, number ${n}, about why fire burns and flames.`;
    newsroom.script('How fire burns', 'draft', step.text(text(1)), step.text(text(2)));
    newsroom.script('How fire burns', 'critique', passing);
    const article = await newsroom.start('How fire burns');
    await article.until('waiting');
    expect(newsroom.asked('How fire burns', 'draft')).toHaveLength(2);
    await expect.poll(() => article.kinds()).toContain('draft');
    await expect.poll(() => article.message('draft')).toMatchObject({ text: { text: text(2) } });
    await newsroom.pool.query('drop trigger refuse on drafts');
  });
});

describe('a database that hangs', () => {
  it('spoils no answer to a click and grows no history, and what was decided is written down afterwards', async () => {
    newsroom.script('How wells fill', 'critique', passing);
    const article = await newsroom.start('How wells fill');
    await article.until('waiting');
    await expect.poll(() => article.kinds().at(-1)).toBe('gate');
    await expect.poll(async () => (await article.events()).length).toBeLessThan(10);
    const hold = await holdWrites(newsroom.place.databaseUrl, 'decisions');
    expect(await article.decide({ kind: 'reject', reason: 'Dry' })).toEqual({ kind: 'counted' });
    await hold.reached;
    await hold.release();
    expect(await article.outcome()).toMatchObject({ stage: 'rejected' });
    expect((await article.events()).length).toBeLessThan(40);
    await expect.poll(() => article.message('gate')).toMatchObject({ decided: { kind: 'reject', words: 'Dry' } });
  });
});
