import { describe, expect, it } from 'vitest';
import type { Refusal } from '../../../src/protocol/decision.ts';
import { step } from '../../support/scripted-model.ts';
import { en, squeezed, type Scene } from './scene.ts';

/** Who decides what cannot count is told why, and nothing changes. */
export function refusalsAreExplained(scene: Scene): void {
  const { statusOf, topic, waiting, newestCard, decide, outcome, toldBy } = scene;

  describe('tell a person in private why a click does not count:', () => {
    /** What a refusal says, up to what changes from case to case. */
    const words = (refusal: Refusal): string => squeezed(en.answers.refusal(refusal)).slice(0, 40);

    /** Up to the names of whose it is. */
    const NOT_THEIRS = squeezed(en.answers.refusal({ code: 'not-a-reviewer', reviewers: [] })).slice(0, 20);

    it('they are no reviewer', async () => {
      const { articleId, card } = await waiting();
      expect(await toldBy('eve', () => decide(card, 'approve', 'eve'))).toContain(NOT_THEIRS);
      expect((await statusOf(articleId)).stage).toBe('waiting');
    });

    it('they are no reviewer, before they have written a word', async () => {
      const { articleId, card } = await waiting();
      expect(await toldBy('eve', () => card.prepare('reject', 'eve', 'I would rather not'))).toContain(NOT_THEIRS);
      expect((await statusOf(articleId)).stage).toBe('waiting');
    });

    it('the draft is not the current one any more', async () => {
      const about = topic();
      const critique = (score: number) => step.practice({ score, factsQuestionable: false });
      scene.bench.newsroom.script(about, 'critique', critique(5), critique(9));
      scene.bench.newsroom.script(about, 'revise', step.hang());
      const { articleId = '' } = await scene.bench.order(about);
      const thread = await scene.bench.thread(articleId);
      const first = await newestCard(thread, 1);
      await expect.poll(() => scene.bench.newsroom.asked(about, 'revise').length).toBe(1);
      scene.bench.newsroom.model.release();
      await newestCard(thread, 2);
      expect(await toldBy('ann', () => decide(first, 'approve', 'ann'))).toContain(
        words({ code: 'other-draft-is-current', asked: 1, current: 2 }),
      );
      expect((await statusOf(articleId)).stage).toBe('waiting');
    });

    it('somebody decided already', async () => {
      const { card, thread } = await waiting();
      await decide(card, 'request-changes', 'ben', 'Shorter, please');
      await newestCard(thread, 2);
      expect(await toldBy('ann', () => decide(card, 'approve', 'ann'))).toContain(
        squeezed(`Ben already asked for changes to this draft`),
      );
    });

    it('the article is over', async () => {
      const { articleId, card } = await waiting();
      await decide(card, 'reject', 'ann', 'Enough');
      await outcome(articleId);
      expect(await toldBy('ben', () => decide(card, 'approve', 'ben'))).toMatch(
        /Thisarticleisover|Annalreadyrejectedthisdraft/,
      );
    });
  });

  it('tell a person who decides the same twice the same twice', async () => {
    const { articleId, card } = await waiting();
    for (const moment of ['now', 'after the end']) {
      if (moment !== 'now') await outcome(articleId);
      expect(await toldBy('ann', () => decide(card, 'approve', 'ann'))).toContain(squeezed(en.answers.counted.approve));
    }
  });
}
