import { expect, it } from 'vitest';
import type { DecisionKind } from '../../../src/protocol/decision.ts';
import type { Who } from './bench.ts';
import { en, PATIENCE, type Scene } from './scene.ts';

const RACES = 100;
/** Articles that wait at the same time. */
const AT_ONCE = 5;

/** Two people decide in the same moment. */
export function racesHaveOneOutcome(scene: Scene): void {
  const { statusOf, waiting } = scene;

  it(`give ${RACES} pairs of people who decide at once one outcome each, and tell both`, {
    timeout: 300_000,
  }, async () => {
    /** What Ann and Ben do in the same moment: the same, the opposite, or one of them twice. */
    const duels = [
      ['approve', 'approve'],
      ['approve', 'reject'],
      ['request-changes', 'approve'],
      ['reject', 'request-changes'],
    ] as const satisfies readonly (readonly [DecisionKind, DecisionKind])[];

    const race = async (index: number): Promise<void> => {
      const { articleId, card, thread } = await waiting();
      const [anns, bens] = duels[index % duels.length] ?? duels[0];
      const [ann, ben] = await Promise.all([
        card.prepare(anns, 'ann', `Ann of race ${index}`),
        card.prepare(bens, 'ben', `Ben of race ${index}`),
      ]);
      // Who is first is left to chance; every third person clicks twice.
      const clicks = index % 2 === 0 ? [ann, ben] : [ben, ann];
      const acts = await Promise.all(clicks.map((click) => click()));
      if (index % 3 === 0) await acts[0]?.again(1);

      // The desk keeps the first decision about a draft, and no other.
      const { lastDecision, drafts } = await statusOf(articleId);
      const { byName: winner, kind, version } = lastDecision ?? {};
      expect([winner, kind, version]).toEqual(winner === 'Ann' ? ['Ann', anns, 1] : ['Ben', bens, 1]);
      if (kind !== 'request-changes') expect(drafts).toHaveLength(1);
      // Written down with the desk's next step.
      const counted = async (): Promise<readonly unknown[]> => {
        const { rows } = await scene.bench.newsroom.pool.query<{ by_name: string }>(
          `SELECT actor->>'displayName' AS by_name FROM decisions WHERE article_id = $1`,
          [articleId],
        );
        return rows;
      };
      await expect.poll(counted).toEqual([{ by_name: winner }]);
      for (const [at, act] of acts.entries()) {
        const isWinner = (index % 2 === 0) === (at === 0) ? winner === 'Ann' : winner === 'Ben';
        const answers = [en.answers.counted[isWinner && winner === 'Ann' ? anns : bens], en.answers.noted];
        if (act.told !== undefined && isWinner) expect(answers).toContain(act.told);
        // On a busy machine the desk may be too late for the second one, who is told so.
        if (act.told !== undefined && !isWinner)
          expect(act.told).toMatch(/already|is over|nothing left|recorded|not taken|press the button again/);
        if (isWinner || (act.told !== undefined && /not taken|press the button again/.test(act.told))) continue;
        const loser = winner === 'Ann' ? 'Ben' : 'Ann';
        // Whose decision was taken for later hears of it in the thread.
        if (act.told === en.answers.noted)
          await expect
            .poll(async () => (await thread.shown()).join('\n'), PATIENCE)
            .toMatch(new RegExp(`${loser}, your .* did not count`));
        else losers.push(loser === 'Ann' ? 'ann' : 'ben');
      }
      races += 1;
    };

    const losers: Who[] = [];
    let races = 0;
    const before = { ann: (await scene.bench.told('ann')).length, ben: (await scene.bench.told('ben')).length };
    for (let first = 0; first < RACES; first += AT_ONCE)
      await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => race(first + index)));
    // Whoever was second was told who had been first.
    for (const who of ['ann', 'ben'] as const) {
      const lost = losers.filter((loser) => loser === who).length;
      await expect
        .poll(
          async () =>
            (await scene.bench.told(who))
              .slice(before[who])
              .filter((words) => /already|is over|nothing left to decide/.test(words)).length,
        )
        .toBeGreaterThanOrEqual(lost);
    }
    expect(races).toBe(RACES);
    // Nearly all.
    expect(losers.length).toBeGreaterThan(RACES / 2);
  });
}
