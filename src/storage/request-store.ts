import type { Pool } from 'pg';
import type { OpenedRequest, ProposedDraft, QuotaReached, RequestStore } from '../gateway/request-store.ts';
import { actorKey } from '../protocol/actor.ts';
import { toStorable } from '../lib/storable.ts';
import type { ArticleInput } from '../protocol/article.ts';
import type { DecisionRecord } from '../protocol/desk-state.ts';
import { channelKey } from '../protocol/thread.ts';
import { textsOf } from './texts.ts';
import { toJson } from './to-json.ts';

/** Rows of the table `articles` before their workflows are heard of. Rejects with what `pg` throws. */
/** Each is one signal, and the person waits for the answer. */
const MOST_TOLD = 200;

export function createRequestStore(pool: Pool): RequestStore {
  const texts = textsOf(pool);
  const sealed = ({ authorName, text, sha256, sections }: ProposedDraft): string =>
    JSON.stringify({
      authorName: toStorable(authorName),
      text: texts.seal('text', sha256, toStorable(text)),
      sha256,
      sections: JSON.parse(texts.toJson('text', sha256, sections)) as unknown,
    });
  return {
    async open(input, { perPerson = null, perChannel = null } = {}, proposed) {
      const { rows } = await pool.query<{ opened: OpenedRequest | QuotaReached | null }>({
        name: 'open-request',
        text: `select open_request($1, $2, $3, $4, $5, $6) as opened`,
        values: [
          toJson(input),
          actorKey(input.requester),
          channelKey(input.thread),
          perPerson,
          perChannel,
          proposed === undefined ? null : sealed(proposed),
        ],
      });
      return rows[0]?.opened ?? undefined;
    },

    async abandon(articleId) {
      await pool.query(
        `update articles set abandoned_at = now(), updated_at = now() where article_id = $1 and stage = 'requested'`,
        [articleId],
      );
    },

    async takeForgotten({ seconds, limit }) {
      const { rows } = await pool.query<{ input: ArticleInput; abandonedAt: string | null }>({
        name: 'take-forgotten-requests',
        text: `
          update articles set updated_at = now()
          where article_id in (
            select article_id from articles
            where stage = 'requested' and updated_at < now() - make_interval(secs => $1)
            order by updated_at limit $2 for update skip locked)
          returning input, abandoned_at::text as "abandonedAt"`,
        values: [seconds, limit],
      });
      return rows.map(({ input, abandonedAt }) => ({ input, ...(abandonedAt !== null && { abandonedAt }) }));
    },

    async adopt(articleId) {
      await pool.query(`update articles set abandoned_at = null where article_id = $1 and stage = 'requested'`, [
        articleId,
      ]);
    },

    async remove(articleId, abandonedAt) {
      await pool.query(
        `delete from articles where article_id = $1 and stage = 'requested' and abandoned_at = $2::timestamptz`,
        [articleId, abandonedAt],
      );
    },

    async underWay(articleIds) {
      if (articleIds.length === 0) return [];
      const { rows } = await pool.query<{ id: string }>(
        `select article_id as id from articles where article_id = any($1) and closed_at is null`,
        [articleIds],
      );
      return rows.map(({ id }) => id);
    },

    async votedOnBy(keys) {
      // Of what changed just now, and of what still waits for them, more may count than is written.
      const { rows } = await pool.query<{ readonly id: string }>(
        `select article_id as id from articles
         where closed_at is null and settings #> '{approval,voting}' is not null and (
           heard && $1 or updated_at > now() - interval '1 minute' or waits_for && $1
           or waits_for && array['requester'] and requester_key = any($1)
           or exists (select from unnest(waits_for) rule where rule = 'anyone' or rule like '%:group:%'))
         order by heard && $1 desc, updated_at desc limit ${MOST_TOLD}`,
        [keys],
      );
      return rows.map(({ id }) => id);
    },

    async decisionOn(articleId, version, ids) {
      const { rows } = await pool.query<Omit<DecisionRecord, 'at'> & { readonly decidedAt: Date }>(
        `select decision_id as id, kind, version, actor ->> 'displayName' as "byName", decided_at as "decidedAt" from decisions
         where article_id = $1 and version = $2 and superseded_at is null and (not vote or decision_id = any($3))
         order by decision_id = any($3) desc, decided_at limit 1`,
        [articleId, version, ids],
      );
      const [row] = rows;
      if (row === undefined) return undefined;
      const { decidedAt, ...decision } = row;
      return { ...decision, at: decidedAt.toISOString() };
    },

    async end(articleId) {
      await pool.query(
        `with ended as (
           update articles set
             stage = 'cancelled', stage_since = date_trunc('milliseconds', now()), closed_at = now(), updated_at = now(), revision = revision + 1,
             state = (state - 'open' - 'failure' - 'outage' - 'budget' - 'step') || jsonb_build_object('stage', 'cancelled', 'revision', revision + 1)
           where article_id = $1 and closed_at is null
           returning article_id
         ),
         due as (
           update followers f set due_at = now() from ended
           where f.article_id = ended.article_id and f.trouble is null and (f.moved_to is null or f.due_at is not null)
           returning platform
         )
         select pg_notify('copydesk_feed', platform) from (select distinct platform from due) p
         union all select pg_notify('copydesk_article', article_id) from ended`,
        [articleId],
      );
    },
  };
}
