import type { Pool } from 'pg';
import type { StoppedRuns } from '../gateway/note-stopped-runs.ts';
import type { ReplyRefusal } from '../chat/reply.ts';
import type { TypedRequest } from '../chat/to-article-request.ts';
import { type Actor, actorKey } from '../protocol/actor.ts';
import type { InterfaceLanguage } from '../protocol/article.ts';
import type { Schedule, SchedulePause } from '../protocol/schedule.ts';
import { channelKey, type Thread } from '../protocol/thread.ts';
import type { Timing } from '../protocol/timing.ts';
import { toJson } from './to-json.ts';

/** A schedule as somebody has made it. */
export interface NewSchedule {
  readonly scheduleId: string;
  readonly maker: Actor;
  /** Where its articles begin. */
  readonly thread: Thread;
  /** Of what its articles say. */
  readonly language: InterfaceLanguage;
  /** As typed: what it comes to is decided anew each time. */
  readonly request: TypedRequest;
  readonly timing: Timing;
}

export interface ScheduleRecord extends NewSchedule, Schedule {
  /** How often in a row its article could not begin. */
  readonly refusals: number;
  /** Rises with every change. */
  readonly revision: number;
  readonly madeAt: Date;
  /** What became of its latest moment that is over; the article, if one began. */
  readonly last?: {
    readonly at: Date;
    readonly outcome: RunOutcome;
    readonly articleId?: string;
    /** Why its article could not begin, as long as nobody has told the maker. */
    readonly refusal?: ReplyRefusal;
  };
}

/** `waiting`: the article before it was not over · `late`: too much time had gone by · `stopped`: an operator ended it at Temporal. */
export type RunOutcome = 'started' | 'refused' | 'waiting' | 'late' | 'stopped';

/** What the maker is told of a moment. */
export type ScheduleNews =
  /** `articleId`: of the article that began; only where nothing else would show it. */
  | { readonly kind: 'started'; readonly articleId: string }
  /** `isPaused`: too often in a row, so that the schedule has paused itself. */
  | { readonly kind: 'refused'; readonly refusal: ReplyRefusal; readonly isPaused: boolean }
  | { readonly kind: 'waiting'; readonly articleId: string; readonly topic: string }
  | { readonly kind: 'late' | 'stopped' };

/** As many schedules as may be. */
export interface ScheduleLimit {
  readonly kind: 'limit';
  readonly scope: 'person' | 'channel';
  readonly most: number;
}

/** A moment that has come, with its schedule. */
export interface DueRun {
  readonly schedule: ScheduleRecord;
  readonly slot: string;
  readonly dueAt: Date;
}

export interface RunNews extends DueRun {
  readonly news: ScheduleNews;
}

/** What is wanted otherwise. Absent: as it is. `paused: null`: it goes on. */
export interface ScheduleChange {
  readonly paused?: SchedulePause | null;
  readonly skips?: readonly string[];
  readonly isDeleted?: true;
}

/** The tables `schedules` and `scheduled_runs`. Rejects with what `pg` throws. */
export interface ScheduleStore extends StoppedRuns {
  /** Makes it, or finds the one of that id. */
  open(
    schedule: NewSchedule,
    limits: { readonly perPerson: number; readonly perChannel: number },
  ): Promise<'open' | ScheduleLimit>;
  /** Undefined: there is none, or not any more. */
  find(scheduleId: string): Promise<ScheduleRecord | undefined>;
  /** Oldest first. @param of by any of these makers, or all of a workspace or platform (`slack:T024BE7LH`, `telegram:`) */
  list(
    of: { readonly makers: readonly string[] } | { readonly scope: string },
    limit: number,
  ): Promise<readonly ScheduleRecord[]>;
  /** Undefined: it is gone, or somebody has changed it since that revision. */
  change(
    at: Pick<ScheduleRecord, 'scheduleId' | 'revision'>,
    change: ScheduleChange,
  ): Promise<ScheduleRecord | undefined>;
  /** Those that Temporal does not have as they are wanted, for so long. `isDeleted`: it is to have none. */
  notApplied(seconds: number): Promise<readonly { readonly schedule: ScheduleRecord; readonly isDeleted: boolean }[]>;
  /** Temporal has that revision. False: there is a newer one by now. What was deleted is gone. */
  applied(at: Pick<ScheduleRecord, 'scheduleId' | 'revision'>): Promise<boolean>;
  /** Once for a slot. */
  noteRun(run: { readonly scheduleId: string; readonly slot: string; readonly dueAt: Date }): Promise<void>;
  isNoted(run: { readonly scheduleId: string; readonly slot: string }): Promise<boolean>;
  /** Moments of a platform whose articles nobody has started yet, the first of each schedule; for a minute, nobody else gets them. */
  takeRuns(platform: string): Promise<readonly DueRun[]>;
  /** The newest article of a schedule that is not over. */
  underWay(scheduleId: string): Promise<{ readonly articleId: string; readonly topic: string } | undefined>;
  /** Titles of the last that were delivered, the newest first. */
  titles(scheduleId: string, limit: number): Promise<readonly string[]>;
  /**
   * What became of a moment, once. An article that began ends a row of refusals.
   * @param pauseAfter so many refusals in a row pause the schedule; 0: none do

   */
  endRun(
    run: Pick<DueRun, 'slot'> & { readonly scheduleId: string },
    end: { readonly outcome: RunOutcome; readonly articleId?: string; readonly news?: ScheduleNews },
    pauseAfter: number,
  ): Promise<void>;
  /** What makers on a platform are to be told; for a minute, nobody else gets it. @param maker only what this one is. */
  takeNews(platform: string, maker?: Actor): Promise<readonly RunNews[]>;
  told(run: Pick<DueRun, 'slot'> & { readonly scheduleId: string }): Promise<void>;
}

const MOST_AT_ONCE = 20;
/** Whoever claimed it and has not said what became of it is taken for dead. */
const CLAIM = `interval '1 minute'`;
/** Long after anybody looks. */
const FORGET = `delete from scheduled_runs where noted_at < now() - interval '400 days'`;
/** News this old are none. */
const NEWS_FOR = `interval '7 days'`;

const COLUMNS = `
  s.schedule_id as "scheduleId", s.maker, s.thread, s.language, s.request, s.timing, s.skips, s.paused, s.refusals, s.revision,
  s.made_at as "madeAt", (
    select jsonb_strip_nulls(jsonb_build_object('at', due_at, 'outcome', outcome, 'articleId', article_id, 'refusal', news -> 'refusal')) from scheduled_runs l
    where l.schedule_id = s.schedule_id and outcome is not null order by due_at desc limit 1) as last`;

interface Row extends Omit<ScheduleRecord, 'paused' | 'last'> {
  readonly paused: SchedulePause | null;
  readonly last: (Omit<NonNullable<ScheduleRecord['last']>, 'at'> & { readonly at: string }) | null;
}

interface RunRow extends Row {
  readonly slot: string;
  readonly dueAt: Date;
}

export function createScheduleStore(pool: Pool): ScheduleStore {
  return {
    async open(schedule, { perPerson, perChannel }) {
      const { rows } = await pool.query<{ reached: ScheduleLimit | null }>(
        'select open_schedule($1, $2, $3, $4, $5) as reached',
        [toJson(schedule), actorKey(schedule.maker), channelKey(schedule.thread), perPerson, perChannel],
      );
      return rows[0]?.reached ?? 'open';
    },

    async find(scheduleId) {
      const { rows } = await pool.query<Row>(
        `select ${COLUMNS} from schedules s where s.schedule_id = $1 and s.deleted_at is null`,
        [scheduleId],
      );
      return rows[0] && toRecord(rows[0]);
    },

    async list(of, limit) {
      const [where, value] = 'makers' in of ? ['s.maker_key = any($1)', of.makers] : ['s.scope = $1', of.scope];
      const { rows } = await pool.query<Row>(
        `select ${COLUMNS} from schedules s where ${where} and s.deleted_at is null order by s.made_at, s.schedule_id limit $2`,
        [value, limit],
      );
      return rows.map(toRecord);
    },

    async change({ scheduleId, revision }, { paused, skips, isDeleted }) {
      const { rows } = await pool.query<Row>(
        `update schedules s set
           paused = case when $3 then $4 else paused end, refusals = case when $3 and $4::text is null then 0 else refusals end,
           skips = coalesce($5, skips), deleted_at = case when $6 then now() end, revision = revision + 1, changed_at = now()
         where schedule_id = $1 and revision = $2 and deleted_at is null
         returning ${COLUMNS}`,
        [scheduleId, revision, paused !== undefined, paused ?? null, skips ?? null, isDeleted === true],
      );
      return rows[0] && toRecord(rows[0]);
    },

    async notApplied(seconds) {
      const { rows } = await pool.query<Row & { readonly isDeleted: boolean }>(
        `select ${COLUMNS}, s.deleted_at is not null as "isDeleted" from schedules s
         where s.applied < s.revision and s.changed_at <= now() - make_interval(secs => $1) order by s.changed_at limit ${MOST_AT_ONCE}`,
        [seconds],
      );
      return rows.map(({ isDeleted, ...row }) => ({ schedule: toRecord(row), isDeleted }));
    },

    async applied({ scheduleId, revision }) {
      const { rowCount: gone } = await pool.query(
        `delete from schedules where schedule_id = $1 and revision = $2 and deleted_at is not null`,
        [scheduleId, revision],
      );
      if (gone === 1) return true;
      const { rowCount } = await pool.query(
        `update schedules set applied = $2 where schedule_id = $1 and revision = $2`,
        [scheduleId, revision],
      );
      return rowCount === 1;
    },

    async noteRun({ scheduleId, slot, dueAt }) {
      await pool.query(FORGET);
      await pool.query(
        `insert into scheduled_runs (schedule_id, slot, platform, due_at)
         select schedule_id, $2, platform, $3 from schedules where schedule_id = $1 on conflict do nothing`,
        [scheduleId, slot, dueAt],
      );
    },

    async isNoted({ scheduleId, slot }) {
      const { rowCount } = await pool.query('select from scheduled_runs where schedule_id = $1 and slot = $2', [
        scheduleId,
        slot,
      ]);
      return rowCount === 1;
    },

    async noteStopped({ scheduleId, slot, dueAt }) {
      const news: ScheduleNews = { kind: 'stopped' };
      await pool.query(
        `insert into scheduled_runs (schedule_id, slot, platform, due_at, outcome, news)
         select schedule_id, $2, platform, $3, 'stopped', $4 from schedules where schedule_id = $1 on conflict do nothing`,
        [scheduleId, slot, dueAt, toJson(news)],
      );
    },

    async takeRuns(platform) {
      const { rows } = await pool.query<RunRow>({
        name: 'take-scheduled-runs',
        text: `
          update scheduled_runs r set claimed_at = now() from schedules s
          where s.schedule_id = r.schedule_id and (r.schedule_id, r.slot) in (
            select d.schedule_id, d.slot from scheduled_runs d
            where d.platform = $1 and d.outcome is null and (d.claimed_at is null or d.claimed_at < now() - ${CLAIM})
              -- One after the other: what the first begins may be what the second waits for.
              and not exists (select from scheduled_runs o where o.schedule_id = d.schedule_id and o.outcome is null and o.slot <> d.slot
                and (o.due_at, o.slot) < (d.due_at, d.slot))
            order by d.due_at limit ${MOST_AT_ONCE} for update skip locked)
          returning r.slot, r.due_at as "dueAt", ${COLUMNS}`,
        values: [platform],
      });
      return rows.map(toRun);
    },

    async underWay(scheduleId) {
      const { rows } = await pool.query<{ articleId: string; topic: string }>(
        `select a.article_id as "articleId", a.topic from scheduled_runs r join articles a using (article_id)
         where r.schedule_id = $1 and a.closed_at is null and a.abandoned_at is null order by r.due_at desc limit 1`,
        [scheduleId],
      );
      return rows[0];
    },

    async titles(scheduleId, limit) {
      const { rows } = await pool.query<{ title: string }>(
        `select e.body ->> 'title' as title from scheduled_runs r join articles a using (article_id) join editions e using (article_id)
         where r.schedule_id = $1 and a.stage = 'delivered' order by r.due_at desc, e.created_at desc limit $2`,
        [scheduleId, limit],
      );
      return rows.map(({ title }) => title);
    },

    async endRun({ scheduleId, slot }, { outcome, articleId, news }, pauseAfter) {
      await pool.query(
        `with ended as (
           update scheduled_runs r set outcome = $3, article_id = $4, claimed_at = null, news = case
             -- Of a row of moments that wait for the same article, the first is told.
             when $3 = 'waiting' and (
               select outcome from scheduled_runs b where b.schedule_id = r.schedule_id and b.slot <> r.slot and b.outcome is not null
               order by due_at desc limit 1) = 'waiting' then null
             when $3 = 'refused' then $5::jsonb || jsonb_build_object('isPaused', $6 > 0 and s.refusals + 1 >= $6)
             else $5::jsonb end
           from schedules s
           where s.schedule_id = r.schedule_id and r.schedule_id = $1 and r.slot = $2 and r.outcome is null
           returning r.schedule_id)
         update schedules s set
           refusals = case $3 when 'started' then 0 when 'refused' then s.refusals + 1 else s.refusals end,
           paused = case when $3 = 'refused' and $6 > 0 and s.refusals + 1 >= $6 then coalesce(s.paused, 'refusals') else s.paused end,
           revision = s.revision + (case when $3 = 'refused' and $6 > 0 and s.refusals + 1 >= $6 then 1 else 0 end),
           changed_at = now()
         from ended where s.schedule_id = ended.schedule_id and $3 in ('started', 'refused')`,
        [scheduleId, slot, outcome, articleId ?? null, news === undefined ? null : toJson(news), pauseAfter],
      );
    },

    async takeNews(platform, maker) {
      const { rows } = await pool.query<RunRow & { readonly news: ScheduleNews }>({
        name: 'take-schedule-news',
        text: `
          update scheduled_runs r set claimed_at = now() from schedules s
          where s.schedule_id = r.schedule_id and (r.schedule_id, r.slot) in (
            select d.schedule_id, d.slot from scheduled_runs d join schedules m using (schedule_id)
            where d.platform = $1 and d.news is not null and d.due_at > now() - ${NEWS_FOR}
              and (d.claimed_at is null or d.claimed_at < now() - ${CLAIM}) and ($2::text is null or m.maker_key = $2)
            order by d.due_at limit ${MOST_AT_ONCE} for update of d skip locked)
          returning r.news, r.slot, r.due_at as "dueAt", ${COLUMNS}`,
        values: [platform, maker === undefined ? null : actorKey(maker)],
      });
      return rows
        .map(({ news, ...row }) => ({ ...toRun(row), news }))
        .sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime());
    },

    async told({ scheduleId, slot }) {
      await pool.query(
        `update scheduled_runs set news = null, claimed_at = null where schedule_id = $1 and slot = $2`,
        [scheduleId, slot],
      );
    },
  };
}

function toRun({ slot, dueAt, ...row }: RunRow): DueRun {
  return { slot, dueAt, schedule: toRecord(row) };
}

function toRecord({ paused, last, ...row }: Row): ScheduleRecord {
  return {
    ...row,
    ...(paused !== null && { paused }),
    ...(last !== null && { last: { ...last, at: new Date(last.at) } }),
  };
}
