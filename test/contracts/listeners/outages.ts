import { describe, expect, it } from 'vitest';
import type { Act } from './bench.ts';
import { PATIENCE, type Scene, ARTICLE, ARTICLES_ABOUT, en, squeezed } from './scene.ts';

/** Everybody is answered within three seconds, 2.7 of which are the patience with Temporal; the rest is for a machine that has much to do at once. */
const ANSWER_WITHIN_MS = 5000;

/** Nobody who orders or decides while Temporal is away is left without a word. */
export function outagesAreSaid(scene: Scene): void {
  const { statusOf, topic, waiting, saysWhatBecomesOfIt, newestCard, decide, outcome, toldBy } = scene;

  describe.each(['refuse', 'hang'] as const)('when the way to Temporal is cut (%s)', (how) => {
    it('say in private what becomes of an order, and take it, or the next one, afterwards', {
      timeout: 90_000,
    }, async () => {
      const about = topic();
      scene.bench.temporal.cut(how);
      try {
        let act: Act | undefined;
        const told = await toldBy('ann', async () => {
          act = await scene.bench.order(about);
        });
        expect(told).toSatisfy(saysWhatBecomesOfIt);
        expect(act?.answeredAfterMs).toBeLessThan(ANSWER_WITHIN_MS);
      } finally {
        scene.bench.temporal.open();
      }
      if (scene.bench.keepsSaying !== undefined) {
        await expect.poll(() => scene.bench.newsroom.asked(about, 'draft').length, PATIENCE).toBe(1);
        expect((await scene.bench.newsroom.pool.query(ARTICLES_ABOUT, [about])).rows).toHaveLength(1);
        return;
      }
      // Written down, and given up again.
      await expect.poll(async () => (await scene.bench.newsroom.pool.query(ARTICLES_ABOUT, [about])).rows).toEqual([]);
      expect(scene.bench.newsroom.asked(about, 'draft')).toEqual([]);
      // The way is open again, but a connection that was given up takes a moment to come back.
      await expect
        .poll(async () => (await scene.bench.order(about)).articleId, { ...PATIENCE, interval: 500 })
        .toBeDefined();
    });

    it('say in private what becomes of a click, and take it, or the next one, afterwards', {
      timeout: 90_000,
    }, async () => {
      const { articleId, card } = await waiting();
      const [approve, edit] = await Promise.all([card.prepare('approve', 'ann'), card.prepare('edit', 'ann', ARTICLE)]);
      scene.bench.temporal.cut(how);
      /** Somebody was asked to press again: what they did is under way still. */
      let mayCount = false;
      try {
        for (const click of [approve, edit]) {
          let act: Act | undefined;
          const told = await toldBy('ann', async () => {
            act = await click();
          });
          expect(told).toSatisfy(saysWhatBecomesOfIt);
          expect(act?.answeredAfterMs).toBeLessThan(ANSWER_WITHIN_MS);
          mayCount ||= !told.includes(squeezed(en.answers.unavailable));
        }
      } finally {
        scene.bench.temporal.open();
      }
      if (scene.bench.keepsSaying !== undefined) {
        await expect.poll(async () => (await statusOf(articleId)).lastDecision?.kind, PATIENCE).toMatch(/approve|edit/);
        return;
      }
      if (!mayCount) expect((await statusOf(articleId)).stage).toBe('waiting');
      // Again and again, as people do, until it is taken.
      await expect
        .poll(
          async () => {
            await decide(card, 'approve', 'ann');
            return (await statusOf(articleId)).lastDecision?.kind;
          },
          { ...PATIENCE, interval: 500 },
        )
        .toMatch(mayCount ? /approve|edit/ : /approve/);
      if ((await statusOf(articleId)).lastDecision?.kind === 'edit')
        await decide(await newestCard(await scene.bench.thread(articleId), 2), 'approve', 'ann');
      expect(await outcome(articleId)).toBe('delivered');
    });
  });
}
