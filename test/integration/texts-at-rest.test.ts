import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DataKey } from '../../src/lib/vault.ts';
import { createPassageCommentStore } from '../../src/storage/passage-comment-store.ts';
import { createTextRotationStore } from '../../src/storage/text-rotation-store.ts';
import { createTexts } from '../../src/storage/texts.ts';
import { rotateTexts } from '../../worker/rotate/rotate-texts.ts';
import { everyRow } from '../support/every-row.ts';
import { ANN, type Newsroom, openNewsroom } from '../support/newsroom.ts';

const OLD: DataKey = { id: '2026-01', key: Buffer.alloc(32, 1) };
const NEW: DataKey = { id: '2026-11', key: Buffer.alloc(32, 2) };
let newsroom: Newsroom;

beforeAll(async () => {
  newsroom = await openNewsroom({ dataKeys: [NEW, OLD] });
});
afterAll(async () => {
  await newsroom.close();
});

/** Words that stand in texts of articles alone: not in topics, names or what the tables call things. */
async function textsOf(articleId: string): Promise<readonly string[]> {
  const { rows } = await newsroom.pool.query<{ body: string }>(
    'select body from drafts where article_id = $1 order by created_at',
    [articleId],
  );
  return rows.map(({ body }) => body);
}

it('makes an article whole of encrypted texts, is rotated while that waits, and stores none of its sentences', async () => {
  const article = await newsroom.start('How kelp grows');
  const { pool } = newsroom;
  await article.until('waiting');
  await article.askForChanges('Say what zooxanthellae do.');
  await createPassageCommentStore(pool).add({
    id: 'c1',
    articleId: article.articleId,
    version: 1,
    quote: 'kelp',
    words: 'Mention the bladderwrack.',
    by: ANN,
  });

  // Keys are changed while it waits, and the one who does it is killed in between.
  const stored = createTextRotationStore(pool);
  const texts = createTexts({ keys: [OLD, NEW], encrypts: true });
  let left = 3;
  const killed = rotateTexts({
    texts,
    print: () => undefined,
    stored: {
      ...stored,
      async replace(...change) {
        if (left-- === 0) throw new Error('killed');
        return await stored.replace(...change);
      },
    },
  });
  await expect(killed).rejects.toThrow('killed');
  expect(await rotateTexts({ texts, stored, print: () => undefined })).toBe(0);

  await article.decide({ kind: 'approve' });
  await article.until('delivered');

  const rows = await everyRow(pool);
  const sentences = (await textsOf(article.articleId))
    .join('\n')
    .split(/(?<=[.!?])\s+|\n+/)
    .filter((sentence) => sentence.length > 40);
  expect(sentences.length).toBeGreaterThan(5);
  expect(sentences.filter((sentence) => rows.includes(sentence))).toEqual([]);
  for (const words of ['zooxanthellae', 'bladderwrack']) expect([words, rows.includes(words)]).toEqual([words, false]);
});
