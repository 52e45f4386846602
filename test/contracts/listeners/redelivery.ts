import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { PATIENCE, QUIET_MS, type Scene, ARTICLES_ABOUT } from './scene.ts';

/** Platforms deliver again what they are not sure of. */
export function whatComesAgainCountsOnce(scene: Scene): void {
  const { statusOf, ordered, waiting, quiet, newestCard, decide, outcome } = scene;

  it('heed an order that is delivered four times more once', async () => {
    const { order, about, articleId, thread } = await ordered(9);
    await order.again(4);
    await newestCard(thread, 1);
    await expect.poll(async () => (await statusOf(articleId)).stage, PATIENCE).toBe('waiting');
    const shown = await quiet(thread);
    await order.again(4);
    expect(await quiet(thread)).toBe(shown);
    const found = await scene.bench.newsroom.pool.query(ARTICLES_ABOUT, [about]);
    expect(found.rows).toHaveLength(1);
    expect(scene.bench.newsroom.asked(about, 'draft')).toHaveLength(1);
    expect(articleId).not.toBe('');
  });

  it.each([
    ['click', 'approve', undefined],
    ['form', 'request-changes', 'Once is enough'],
  ] as const)('heed a %s that is delivered four times more once', async (_, kind, words) => {
    const { articleId, about, thread, card } = await waiting();
    const act = await decide(card, kind, 'ann', words);
    await act.again(2);
    if (kind === 'approve') await outcome(articleId);
    else await newestCard(thread, 2);
    await act.again(2);
    await sleep(QUIET_MS);
    const { rows } = await scene.bench.newsroom.pool.query('SELECT 1 FROM decisions WHERE article_id = $1', [
      articleId,
    ]);
    expect(rows).toHaveLength(1);
    expect(scene.bench.newsroom.asked(about, kind === 'approve' ? 'edit' : 'revise')).toHaveLength(1);
  });
}
