import type { Pool } from 'pg';
import type { Remembered, Reminder, ReminderItem, WaitedFor } from '../patience/due-reminders.ts';
import { namedAmong } from '../protocol/approvers.ts';
import { type Assigned, withAssigned } from '../protocol/assignment.ts';
import type { InterfaceLanguage } from '../protocol/article.ts';
import type { Claim } from '../protocol/gate.ts';
import type { PatienceRules } from '../protocol/patience.ts';
import type { Approver } from '../protocol/settings.ts';
import type { Tally } from '../protocol/voting.ts';
import { scoreAtGate } from './article-row.ts';
import { toJson } from './to-json.ts';

/** What somebody is told of an article that waits. */
export interface ToldItem extends ReminderItem {
  readonly topic: string;
  readonly requesterName: string;
  /** ISO 8601: since when it waits. */
  readonly since: string;
  /** How long that is, by the clock of the database: those of machines differ. */
  readonly waitedMs: number;
  /** Of what its thread says. */
  readonly language: InterfaceLanguage;
  /** Version and score of the draft that is to be decided on. */
  readonly version: number;
  readonly score?: number;
  /** Rules of those who are waited for. */
  readonly waitingFor: readonly string[];
}

/** A reminder as it is to be told now: of what still waits. */
export interface DueReminder extends Pick<Reminder, 'person' | 'kind' | 'occasion'> {
  readonly items: readonly ToldItem[];
}

/** `actorKey`s of who is in a group, `slack:T024BE7LH:group:S0614TZR7`. Never rejects: of which nobody can tell, nobody is. */
export type MembersOf = (group: Approver) => Promise<readonly string[]>;

/** The tables `reminders`, `reminded` and `snoozes`. Rejects with what `pg` throws. */
export interface ReminderStore {
  /**
   * All that waits for people of a platform whose rules are patient, by the clock of the database.
   * @param membersOf `actorKey`s of who is in a group that a rule names; absent: nobody knows
   */
  look(
    platform: string,
    membersOf?: MembersOf,
  ): Promise<Remembered & { readonly waiting: readonly WaitedFor[]; readonly now: Date }>;
  /** Once for an occasion. @returns whether it is new */
  add(reminder: Reminder, platform: string): Promise<boolean>;
  /**
   * Those to be told, once: whoever takes one and dies has told it, or it is told never: at most one a day is the promise, and another day
   * comes. @param person only theirs
   */
  take(platform: string, person?: string): Promise<readonly DueReminder[]>;
  /** Nothing has reached the person: it is taken again later. */
  giveBack(reminder: Pick<Reminder, 'person' | 'kind' | 'occasion'>): Promise<void>;
  /** Nothing of an article is told to a person until then. Absent: never again. */
  snooze(person: string, articleId: string, until?: Date): Promise<void>;
}

const MOST_LOOKED_AT = 2000;
const MOST_AT_ONCE = 20;
/** Later another day has its own. */
const NEWS_FOR = `interval '12 hours'`;
const FORGET = `
  with old as (delete from reminders where made_at < now() - interval '40 days'),
    past as (delete from snoozes where until < now() - interval '1 day')
  delete from reminded where at < now() - interval '400 days'`;

const WAITING = `
  select article_id as "articleId", state #>> '{open,gate}' as gate, (state ->> 'waitingSince')::timestamptz as since,
    (state ->> 'escalatedAt')::timestamptz as "escalatedAt", settings -> 'patience' as rules, state #> '{open,tally}' as tally,
    state #> '{open,claim}' as claim, state -> 'assigned' as assigned, approvers, requester_key as requester, now() as now
  from articles
  where stage = 'waiting' and closed_at is null and state ? 'waitingSince' and state #>> '{open,gate}' is not null and settings ? 'patience'
  order by created_at limit ${MOST_LOOKED_AT}`;

/** Who is away, and who decides for them. */
const AWAY = `
  select person_key as person, substitute_key as substitute from delegations where from_at <= now() and until_at > now()`;

interface Row {
  readonly articleId: string;
  readonly gate: string;
  readonly since: Date;
  readonly escalatedAt: Date | null;
  readonly rules: PatienceRules;
  /** Null: the first who decides has decided for all. */
  readonly tally: Tally | null;
  /** Null: nobody sees to it. */
  readonly claim: Claim | null;
  /** Null: nobody in particular was asked to decide. */
  readonly assigned: Assigned | null;
  readonly approvers: readonly string[];
  readonly requester: string;
  readonly now: Date;
}

const ADD = `
  with made as (
    insert into reminders (person_key, kind, occasion, platform, items) values ($1, $2, $3, $4, $5) on conflict do nothing
    returning person_key, kind, items
  ), noted as (
    insert into reminded (person_key, article_id, gate, at)
    select m.person_key, i ->> 'articleId', i ->> 'gate', now() from made m, jsonb_array_elements(m.items) i where m.kind = 'reminder'
    on conflict (person_key, article_id, gate) do update set at = excluded.at
  )
  select from made`;

/** What was decided, snoozed or put before people anew meanwhile is not told. */
const TAKE = `
  with taken as (
    update reminders set told_at = now(), attempts = attempts + 1 where (person_key, kind, occasion) in (
      select person_key, kind, occasion from reminders
      where platform = $1 and told_at is null and due_at <= now() and made_at > now() - ${NEWS_FOR} and ($2::text is null or person_key = $2)
      order by due_at limit ${MOST_AT_ONCE} for update skip locked)
    returning person_key as person, kind, occasion, items
  )
  select t.person, t.kind, t.occasion, coalesce((
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
      'articleId', a.article_id, 'gate', i ->> 'gate', 'topic', a.topic, 'language', a.language, 'requesterName', a.requester ->> 'displayName',
      'since', a.state ->> 'waitingSince', 'version', a.state #> '{open,version}', 'score', ${scoreAtGate('a')}, 'waitingFor', coalesce(a.state #> '{open,tally,waitingFor}', to_jsonb(a.approvers)),
      'waitedMs', floor(1000 * extract(epoch from now() - (a.state ->> 'waitingSince')::timestamptz)))) order by a.state ->> 'waitingSince')
    from jsonb_array_elements(t.items) i join articles a on a.article_id = i ->> 'articleId'
    where a.stage = 'waiting' and a.state #>> '{open,gate}' = i ->> 'gate'
      and not exists (select from snoozes s where s.person_key = t.person and s.article_id = a.article_id and s.until > now())
  ), '[]') as items
  from taken t`;

export function createReminderStore(pool: Pick<Pool, 'query'>): ReminderStore {
  return {
    async look(platform, membersOf = () => Promise.resolve([])) {
      const isHere = (person: string): boolean => person.startsWith(`${platform}:`);
      const [{ rows }, { rows: away }] = await Promise.all([
        pool.query<Row>({ name: 'waited-for', text: WAITING }),
        pool.query<{ person: string; substitute: string }>(AWAY),
      ]);
      const substitutes = new Map(away.map(({ person, substitute }) => [person, substitute]));
      /** Where the substitute is away, too, nobody else decides for either. */
      const whoDecides = (person: string): string => {
        const substitute = substitutes.get(person);
        return substitute === undefined || substitutes.has(substitute) ? person : substitute;
      };
      const present = (people: readonly string[]): readonly string[] => [
        ...new Set(people.map(whoDecides).filter(isHere)),
      ];
      const groups = new Map(
        await Promise.all(
          [...new Set(rows.flatMap(groupsOf).filter(isHere))].map(
            async (group) => [group, await membersOf(group)] as const,
          ),
        ),
      );
      // Nobody decides for a member of a group who is away.
      const members = (row: Row): readonly string[] =>
        groupsOf(row)
          .flatMap((group) => groups.get(group) ?? [])
          .filter((person) => row.tally?.heard.includes(person) !== true && !substitutes.has(person));
      const waiting = rows
        .map((row): WaitedFor => {
          const { articleId, gate, since, rules, requester, escalatedAt } = row;
          const to = present(namedAmong(rules.escalate?.to ?? [], requester));
          return {
            articleId,
            gate,
            since,
            rules,
            people: [...new Set([...present(peopleOf(row)), ...members(row)])],
            ...(escalatedAt !== null && { escalated: { at: escalatedAt, to } }),
          };
        })
        .filter(({ people, escalated }) => people.length > 0 || (escalated?.to ?? []).length > 0);
      const people = [...new Set(waiting.flatMap((one) => [...one.people, ...(one.escalated?.to ?? [])]))];
      const [zones, reminded, snoozed] = await Promise.all([
        pool.query<{ key: string; zone: string }>(
          'select person_key as key, zone from person_zones where person_key = any($1)',
          [people],
        ),
        pool.query<{ key: string; at: Date }>(
          `select person_key || ' ' || article_id || ' ' || gate as key, at from reminded where person_key = any($1)`,
          [people],
        ),
        pool.query<{ key: string; at: Date }>(
          `select person_key || ' ' || article_id as key, until as at from snoozes where person_key = any($1) and until > now()`,
          [people],
        ),
      ]);
      return {
        waiting,
        now: rows[0]?.now ?? new Date(),
        zones: new Map(zones.rows.map(({ key, zone }) => [key, zone])),
        reminded: new Map(reminded.rows.map(({ key, at }) => [key, at])),
        snoozed: new Map(snoozed.rows.map(({ key, at }) => [key, at])),
      };
    },

    async add({ person, kind, occasion, items }, platform) {
      const { rowCount } = await pool.query(ADD, [person, kind, occasion, platform, toJson(items)]);
      if (rowCount === 1) await pool.query(FORGET);
      return rowCount === 1;
    },

    async take(platform, person) {
      const { rows } = await pool.query<DueReminder>(TAKE, [platform, person ?? null]);
      return rows;
    },

    async giveBack({ person, kind, occasion }) {
      await pool.query(
        `update reminders set told_at = null, due_at = now() + least(attempts, 30) * interval '1 minute'
         where person_key = $1 and kind = $2 and occasion = $3`,
        [person, kind, occasion],
      );
    },

    async snooze(person, articleId, until) {
      await pool.query(
        `insert into snoozes (person_key, article_id, until) select $1, article_id, coalesce($3, now() + interval '400 days') from articles where article_id = $2
         on conflict (person_key, article_id) do update set until = excluded.until`,
        [person, articleId, until ?? null],
      );
    },
  };
}

/** Rules of who decides and has not spoken yet; where one of them is enough and somebody sees to it, or was asked to, it is theirs. */
function rulesOf({ approvers, tally, claim, assigned }: Row): readonly Approver[] {
  const [claimant] = claim?.keys ?? [];
  if (tally === null && claimant !== undefined) return [claimant];
  return withAssigned(tally?.waitingFor ?? approvers, assigned ?? undefined, tally ?? undefined);
}

function peopleOf(row: Row): readonly string[] {
  return namedAmong(rulesOf(row), row.requester).filter((person) => row.tally?.heard.includes(person) !== true);
}

function groupsOf(row: Row): readonly Approver[] {
  return rulesOf(row).filter((rule) => rule.includes(':group:'));
}
