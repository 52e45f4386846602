import { expect } from 'vitest';
import type { SplitArticle, SplitNewsroom } from './split-newsroom.ts';

export interface WholeArticle {
  /** Kinds of the messages between the status card and the gate, in order. */
  readonly story: readonly string[];
  /** Version that was approved, of so many drafts. */
  readonly version: number;
  readonly drafts: number;
}

/** Checks that a delivered article is the same to the thread, the database, Temporal and whoever pays for the model. */
export async function expectWhole(
  { pool }: SplitNewsroom,
  article: SplitArticle,
  { story, version, drafts }: WholeArticle,
): Promise<void> {
  const { articleId } = article;
  const query = async (sql: string): Promise<readonly object[]> => (await pool.query<object>(sql, [articleId])).rows;
  expect(await article.outcome()).toEqual({ articleId, stage: 'delivered', version });

  const thread = article.thread();
  expect(thread.map(({ content }) => content.kind)).toEqual(['status', ...story, 'gate', 'final']);
  expect(new Set(thread.map(({ key }) => key)).size).toBe(thread.length);
  const versions = Array.from({ length: drafts }, (_, index) => index + 1);
  for (const kind of ['draft', 'critique'])
    expect(thread.flatMap(({ content }) => (content.kind === kind ? [versionOf(content)] : []))).toEqual(versions);
  const final = thread.at(-1)?.content;
  // Cards catch up when the article is over.
  await expect.poll(() => article.thread().at(0)?.content).toMatchObject({ stage: 'delivered' });
  if (final?.kind !== 'final') throw new Error('The last message is not the article');
  expect(final.version).toBe(version);

  expect(
    await query(
      `select stage, delivered_version as version, body ->> 'sha256' as sha256
       from articles left join editions using (article_id) where article_id = $1`,
    ),
  ).toEqual([{ stage: 'delivered', version, sha256: final.article.sha256 }]);
  expect(
    await query(
      `select version, count(critique_id)::int as critiques from drafts left join critiques using (draft_id)
       where article_id = $1 group by version order by version`,
    ),
  ).toEqual(versions.map((each) => ({ version: each, critiques: 1 })));
  expect(await query(`select kind, version from decisions where article_id = $1 and superseded_at is null`)).toEqual([
    { kind: 'approve', version },
  ]);
  // Whoever shows the last of it writes that down a moment after it is there.
  await expect
    .poll(() =>
      query(
        `select count(*)::int as messages, count(*) filter (where phase <> 'sent')::int as open
         from messages join followers using (follower_id) where article_id = $1`,
      ),
    )
    .toEqual([{ messages: thread.length, open: 0 }]);
  await expectNothingPaidTwice(article, query);
}

/** An article asks its model one thing after the other, so its nth question is the nth whose answer was stored. */
async function expectNothingPaidTwice(
  article: SplitArticle,
  query: (sql: string) => Promise<readonly object[]>,
): Promise<void> {
  const stored = (await query(
    `select created_at from model_calls where article_id = $1 order by call_id`,
  )) as readonly { readonly created_at: Date }[];
  const asked = Map.groupBy(article.asked(), ({ body }) => JSON.stringify(body));
  expect(asked.size).toBe(stored.length);
  const askedAfterwards = [...asked.values()].flatMap((requests, index) =>
    requests.filter(({ at }) => at > (stored[index]?.created_at.getTime() ?? 0)),
  );
  expect(askedAfterwards.map(({ task }) => task)).toEqual([]);
}

function versionOf(content: object): unknown {
  if ('draft' in content && typeof content.draft === 'object' && content.draft !== null && 'version' in content.draft)
    return content.draft.version;
  return 'version' in content ? content.version : undefined;
}
