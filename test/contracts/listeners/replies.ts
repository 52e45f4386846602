import { expect, it } from 'vitest';
import { en, squeezed, type Scene } from './scene.ts';

/** What people write to each other decides nothing. */
export function repliesAreNoDecisions(scene: Scene): void {
  const { statusOf, waiting, quiet } = scene;

  it.each(['approve', 'changes: shorter, please', 'reject: no'])(
    'do not take the reply “%s” for a decision and say where the buttons are',
    async (words) => {
      const { articleId, thread } = await waiting();
      const inThread = (await thread.shown()).length;
      const before = (await scene.bench.told('ann')).length;
      await thread.reply('ann', words);
      const answer = async (): Promise<string> =>
        squeezed(
          [...(await scene.bench.told('ann')).slice(before), ...(await thread.shown()).slice(inThread)].join('\n'),
        );
      await expect.poll(answer).toContain(squeezed(en.chat.notADecision(en.words.buttons)).slice(0, 40));
      expect((await statusOf(articleId)).stage).toBe('waiting');
    },
  );

  it('say of a wish how it would be heeded', async () => {
    const { articleId, thread } = await waiting();
    const inThread = (await thread.shown()).length;
    const before = (await scene.bench.told('ann')).length;
    await thread.reply('ann', 'please change the title');
    const answer = async (): Promise<string> =>
      squeezed(
        [...(await scene.bench.told('ann')).slice(before), ...(await thread.shown()).slice(inThread)].join('\n'),
      );
    await expect.poll(answer).toContain(squeezed(en.chat.wish('')).slice(0, 40));
    expect((await statusOf(articleId)).stage).toBe('waiting');
  });

  it('leave an ordinary reply alone', async () => {
    const { articleId, thread } = await waiting();
    const before = { shown: await quiet(thread), told: (await scene.bench.told('ann')).length };
    await thread.reply('ann', 'I like the second paragraph');
    // The reply itself may be part of what is shown.
    expect(await quiet(thread)).toBeLessThanOrEqual(before.shown + 1);
    expect(await scene.bench.told('ann')).toHaveLength(before.told);
    expect((await statusOf(articleId)).stage).toBe('waiting');
  });
}
