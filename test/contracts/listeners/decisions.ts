import { expect, it } from 'vitest';
import { squeezed, type Scene, ARTICLE } from './scene.ts';

/** Each decision does what it says, up to the files of the finished article. */
export function decisionsAreCarriedOut(scene: Scene): void {
  const { statusOf, waiting, newestCard, decide, outcome } = scene;

  it('take an article from its order through changes to the finished text and its files', async () => {
    const { articleId, about, thread, card } = await waiting();
    await decide(card, 'request-changes', 'ann', 'Please name the moon');
    const second = await newestCard(thread, 2);
    await expect.poll(async () => (await thread.cards()).map(({ version }) => version)).not.toContain(1);
    expect((await thread.shown()).join('\n')).toContain('Please name the moon');
    expect(JSON.stringify(scene.bench.newsroom.asked(about, 'revise').at(-1)?.body)).toContain('Please name the moon');

    await decide(second, 'approve', 'ben');
    expect(await outcome(articleId)).toBe('delivered');
    await expect
      .poll(async () => (await thread.files()).map(({ name: file }) => file.replace(/^.*\./, '')).sort())
      .toEqual(expect.arrayContaining(['docx', 'md']));
    expect(await thread.cards()).toEqual([]);
    const shown = await thread.shown();
    expect(shown[0]).toContain(about);
    const { rows } = await scene.bench.newsroom.pool.query<{ text: string }>(
      `SELECT body->>'text' AS text FROM editions WHERE article_id = $1`,
      [articleId],
    );
    const lines = readable(rows[0]?.text ?? '');
    expect(lines.length).toBeGreaterThan(3);
    const whole = squeezed(shown.join('\n'));
    for (const line of lines) expect(whole).toContain(squeezed(line));
    const files = await thread.files();
    const markdown = files.findLast(({ name: file }) => file.endsWith('.md'));
    expect(Buffer.from(markdown?.bytes ?? []).toString('utf8')).toContain(lines[1]);
    // A Word file is an archive.
    const word = files.find(({ name: file }) => file.endsWith('.docx'));
    expect(
      Buffer.from(word?.bytes ?? [])
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
  });

  it('make the text of a person the next draft', async () => {
    const { articleId, card } = await waiting();
    await decide(card, 'edit', 'ann', ARTICLE);
    await expect.poll(async () => (await statusOf(articleId)).current?.author).toBe('person');
    const { rows } = await scene.bench.newsroom.pool.query<{ body: string }>(
      `SELECT body FROM drafts WHERE article_id = $1 AND author = 'person' AND version = 2`,
      [articleId],
    );
    expect(rows[0]?.body.trim()).toBe(ARTICLE.trim());
  });

  it('end an article that is rejected, with the reason in its thread and nothing delivered', async () => {
    const { articleId, thread, card } = await waiting();
    await decide(card, 'reject', 'ben', 'Somebody wrote that last week');
    expect(await outcome(articleId)).toBe('rejected');
    await expect.poll(async () => (await thread.shown()).join('\n')).toContain('Somebody wrote that last week');
    await expect.poll(() => thread.cards()).toEqual([]);
    expect((await thread.files()).filter(({ name: file }) => file.endsWith('.docx'))).toEqual([]);
  });
}

/** Headings and plain paragraphs: what no platform writes in another way. */
function readable(markdown: string): readonly string[] {
  return markdown
    .split('\n')
    .map((line) => line.replace(/^#+ /, ''))
    .filter((line) => /^[\p{L}]/u.test(line) && !/[*_`[\]|<>&]/.test(line));
}
