import type { Pool } from 'pg';
import type { Progress, Recorded } from '../protocol/activities.ts';
import type { Decision } from '../protocol/decision.ts';
import { toStorable } from '../lib/storable.ts';
import { textsOf } from './texts.ts';
import { storable } from './to-json.ts';
import { isWatched } from './watched.ts';

/** What articles say and decide, written down in one transaction: tables `articles`, `feed`, `decisions`, `followers`. Rejects with what `pg` throws. */
export interface ProgressStore {
  /**
   * Written twice, it has one effect; written late, after a newer one, none that anybody sees.
   * @param options.certain the workflow task that asked for it is part of the history. Otherwise nothing that stands is replaced, and
   * `conflict` says whether something stands that the desk does not know.
   */
  record(progress: Progress, options: { readonly certain: boolean }): Promise<Recorded>;
  /**
   * How far a text is that is being written: shown until the article's state is another one. Nothing when the work is over, or was begun
   * again later by somebody else. Threads that have nothing else to show are woken, after all others.
   */
  tellWords(written: WrittenSoFar & { readonly words: number }): Promise<Readers>;
  /** What of the text is written, for those who watch it. Likewise nothing when the work is over; and when nobody watches. Answers whether somebody does. */
  tellText(written: WrittenSoFar & { readonly text: string }): Promise<boolean>;
}

/** Those who watch an article being written. `haveText`: of this work some of the text stands where they read it; it goes with PostgreSQL's crash. */
export interface Readers {
  readonly isWatched: boolean;
  readonly haveText: boolean;
}

export interface WrittenSoFar {
  readonly articleId: string;
  /** As `ArticleState.work` names it. */
  readonly work: string;
  /** When this attempt of the work was scheduled, epoch milliseconds by the clock of Temporal's server. */
  readonly begunAt: number;
}

/** A follower that is due already shows the newest number anyway; one that is being written to looks again afterwards. */
const TELL_WORDS = `
  with told as (
    update articles set written = jsonb_build_object('revision', revision, 'begunAt', $3::bigint, 'words', $4::integer)
    where article_id = $1 and written is distinct from jsonb_build_object('revision', revision, 'begunAt', $3::bigint, 'words', $4::integer)
      and state ->> 'work' = $2 and not state ? 'outage' and coalesce((written ->> 'begunAt')::bigint, 0) <= $3
    returning article_id
  ), woken as (
    update followers f set due_at = now(), priority = case when f.due_at is null then 3 else f.priority end
    from told
    where f.article_id = told.article_id and f.role <> 'person' and (f.due_at is null or f.leased_until > now()) and f.moved_to is null and f.trouble is null
    returning f.platform
  )
  select ${isWatched('$1')} as "isWatched", exists (select from watched where article_id = $1 and work = $2 and body is not null) as "haveText",
    (select count(pg_notify('copydesk_feed', platform)) from (select distinct platform from woken) p),
    (select count(pg_notify('copydesk_article', article_id || ' words')) from told)`;

const TELL_TEXT = `
  with told as (
    update watched set work = $2, begun_at = $3, body = $4
    where article_id = $1 and until > now() and (begun_at is null or begun_at <= $3)
      and exists (select from articles a where a.article_id = $1 and a.state ->> 'work' = $2)
    returning article_id
  )
  select count(pg_notify('copydesk_article', article_id || ' words')) > 0 as "isWatched" from told`;

interface Watched {
  readonly isWatched: boolean;
}

interface RecordedRow {
  readonly conflict: boolean;
  readonly leftStage: string | null;
  readonly leftAfterMs: number | null;
}

/** @param onStageLeft told once of each stage that an article went on from, and after how long. Default: nobody is. */
export function createProgressStore(
  pool: Pool,
  onStageLeft?: (stage: string, durationMs: number) => void,
): ProgressStore {
  const texts = textsOf(pool);
  const sealedDecision = (decision: Decision): Decision => {
    if (decision.kind === 'request-changes')
      return { ...decision, comment: texts.seal('decision', decision.id, decision.comment) };
    if (decision.kind === 'reject')
      return { ...decision, reason: texts.seal('decision', decision.id, decision.reason) };
    return decision;
  };
  /** Words that came with decisions; all else PostgreSQL works with. */
  const sealed = (progress: Progress): Progress => {
    const { decisions, ...others } = storable(progress);
    if (decisions === undefined) return others;
    return { ...others, decisions: decisions.map((one) => ({ ...one, decision: sealedDecision(one.decision) })) };
  };

  return {
    async record(progress, { certain }) {
      const { rows } = await pool.query<RecordedRow>({
        name: 'record-progress',
        text: 'select conflict, left_stage as "leftStage", left_after_ms as "leftAfterMs" from record_progress($1, $2)',
        values: [JSON.stringify(sealed(progress)), certain],
      });
      const { conflict = false, leftStage = null, leftAfterMs = null } = rows[0] ?? {};
      if (leftStage !== null && leftAfterMs !== null) onStageLeft?.(leftStage, leftAfterMs);
      return { conflict };
    },
    async tellWords({ articleId, work, begunAt, words }) {
      const values = [articleId, work, begunAt, words];
      const { rows } = await pool.query<Readers>({ name: 'tell-words', text: TELL_WORDS, values });
      return { isWatched: rows[0]?.isWatched ?? false, haveText: rows[0]?.haveText ?? false };
    },
    async tellText({ articleId, work, begunAt, text }) {
      const values = [articleId, work, begunAt, toStorable(text)];
      const { rows } = await pool.query<Watched>({ name: 'tell-text', text: TELL_TEXT, values });
      return rows[0]?.isWatched ?? false;
    },
  };
}
