import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { OPERATOR } from '../../../src/protocol/actor.ts';
import { step } from '../../support/scripted-model.ts';
import { en, PATIENCE, type Scene } from './scene.ts';

const PARAGRAPHS = 60;
const LONG = [
  '# Locks',
  ...Array.from({ length: PARAGRAPHS }, (_, at) => `Paragraph ${at + 1}: water lifts boats, one chamber at a time.`),
].join('\n\n');

/** Threads as a whole, from their first message to their last: the same on every platform, under the same names. */
export function threadsTellWhatHappened(scene: Scene): void {
  const { statusOf, topic, ordered, newestCard, decide, outcome } = scene;
  const stage = (articleId: string) => async (): Promise<string> => (await statusOf(articleId)).stage;

  it('of three drafts show each in its order, with its score, and buttons on the last alone', async () => {
    const { articleId, thread } = await ordered(6, 7, 9);
    const card = await newestCard(thread, 3);
    expect((await thread.cards()).map(({ version }) => version)).toEqual([3]);
    const shown = await thread.shown();
    const firstOf = (version: number): number => shown.findIndex((text) => text.includes(en.words.draft(version)));
    expect(firstOf(1)).toBeGreaterThan(0);
    expect(firstOf(2)).toBeGreaterThan(firstOf(1));
    expect(shown.join('\n')).toContain('6.0 → 7.0 → 9.0');
    await decide(card, 'approve', 'ann');
    expect(await outcome(articleId)).toBe('delivered');
    await expect.poll(() => thread.cards()).toEqual([]);
  });

  it('of a long article have its opening where it is decided, and all of it', async () => {
    const about = topic();
    const { newsroom } = scene.bench;
    newsroom.script(about, 'draft', step.text(LONG));
    newsroom.script(about, 'critique', step.practice({ score: 9, factsQuestionable: false }));
    const { articleId = '' } = await scene.bench.order(about);
    const thread = await scene.bench.thread(articleId);
    await newestCard(thread, 1);
    await expect
      .poll(async () => {
        const files = (await thread.files()).map(({ bytes }) => Buffer.from(bytes).toString('utf8'));
        return [...(await thread.shown()), ...files].join('\n');
      }, PATIENCE)
      .toContain(`Paragraph ${PARAGRAPHS}:`);
    expect((await thread.shown()).join('\n')).toContain('Paragraph 1:');
  });

  it('of a stuck article say what is wrong and what can be done, nothing of the machinery, and that it went on', async () => {
    const about = topic();
    const { newsroom } = scene.bench;
    newsroom.script(about, 'draft', step.status(401));
    newsroom.script(about, 'critique', step.practice({ score: 9, factsQuestionable: false }));
    const { articleId = '' } = await scene.bench.order(about);
    const thread = await scene.bench.thread(articleId);
    await expect.poll(stage(articleId), PATIENCE).toBe('stuck');
    const { what, wayOut } = en.failures.words('model-unauthorized', { hasDraft: false });
    const shown = async (): Promise<string> => (await thread.shown()).join('\n');
    await expect.poll(shown, PATIENCE).toContain(wayOut);
    expect(await shown()).toContain(what);
    // A card of its own, which may come after.
    await expect.poll(shown, PATIENCE).toContain(en.words.stages.stuck);
    // The writer is not at work, there is no draft to finish with, and nobody here runs the servers.
    expect(await shown()).not.toMatch(
      /the writer is at work|best draft|\b401\b|https?:|127\.0\.0\.1|LLM_|0 model calls/,
    );
    await newsroom.gateway.control(articleId, { id: randomUUID(), kind: 'retry', by: OPERATOR });
    await newestCard(thread, 1);
    await expect.poll(shown, PATIENCE).toContain(en.article.failure.solved);
  });
}
