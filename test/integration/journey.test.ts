import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Newsroom, openNewsroom } from '../support/newsroom.ts';

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom();
});
afterAll(() => newsroom.close());

describe('an article', () => {
  it('is drafted until it is good enough, approved, edited and delivered', async () => {
    const article = await newsroom.start('How tides work');
    const status = await article.until('waiting');
    expect(status.scores).toEqual([6, 8.4]);
    expect(await article.decide({ kind: 'approve' })).toEqual({ kind: 'counted' });
    expect(await article.outcome()).toMatchObject({ stage: 'delivered', version: 2 });
    expect(article.kinds()).toEqual(['status', 'draft', 'critique', 'draft', 'critique', 'gate', 'final']);
    const events = await article.events();
    console.log(events.length, events.map((e) => e.type).join(' '));
  });
});
