import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { actorKey } from '../../../src/protocol/actor.ts';
import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import { toJson } from '../../../src/storage/to-json.ts';
import { type LinkOrigin, type Person, toPerson } from '../../../src/storage/web-link-store.ts';

/** How somebody came in. */
export type CameBy = LinkOrigin | 'company' | 'mini-app';

/** Somebody who is signed in. */
export interface Session {
  /** No secret: for logs. */
  readonly id: string;
  readonly person: Person;
  readonly cameBy: CameBy;
  readonly expiresAt: Date;
  /** What every request has to show that changes something. Other sites, which can have the cookie sent, cannot read it. */
  readonly csrfToken: string;
  /** The language that they chose. Absent: none. */
  readonly language?: InterfaceLanguage;
}

/** A session as its person is shown it. */
export interface ShownSession extends Pick<Session, 'id' | 'cameBy' | 'expiresAt'> {
  /** `Firefox · Windows`. Absent: none that is known. */
  readonly browser?: string;
  readonly beganAt: Date;
  /** To the minute. */
  readonly seenAt: Date;
}

/** How long a session lasts. */
export interface SessionLimits {
  /** Without a request. */
  readonly idleHours: number;
  /** At all. */
  readonly mostHours: number;
}

/** The tables `web_sessions` and `web_visits`. Who signs in, by which way, and whatever ends a session is in the audit, by the same statement. Rejects with what `pg` throws. */
export interface SessionStore {
  /** Signs somebody in. The secret, which goes into the cookie, is always a new one. */
  begin(person: Person, cameBy: CameBy, browser?: string): Promise<string>;
  /** Whose secret it is, as long as the session lasts; from now on it is idle for no time. */
  find(secret: string): Promise<Session | undefined>;
  end(secret: string): Promise<void>;
  /** Those of a person that last, the one that was seen last first. */
  list(personKey: string): Promise<readonly ShownSession[]>;
  /** Ends one of a person. False: they have none such. */
  endOne(personKey: string, id: string): Promise<boolean>;
  /** Signs somebody out everywhere, or everybody. Answers how many sessions there were. @param personKey absent: everybody */
  endAll(personKey: string | undefined): Promise<number>;
  /** Ends those whose time is over. Answers how many. */
  endExpired(): Promise<number>;
}

interface Ended {
  readonly ended: number;
}

const SECRET_BYTES = 32;
const SECRET = /^[\w-]{43}$/;
const ID_BYTES = 9;
/** Of one person. The one that was idle longest ends when there are more. */
const MOST_SESSIONS = 20;

/** @param act of each row of `changed`, a CTE of rows of `web_sessions` @param by what else is said of it, SQL */
const noting = (act: 'sign-in' | 'sign-out', by = `''`): string => `
  noted as (
    select note_acts(jsonb_agg(jsonb_build_object('id', gen_random_uuid(), 'act', '${act}', 'who', person_key, 'name', person ->> 'displayName',
      'via', 'web', 'about', 'session:' || id || ${by}))) from changed
  )`;
/** Ends those that fit, and counts them. @param which SQL @param why what ended them, where that was no person */
const endThose = (which: string, why = ''): string => `
  with changed as (delete from web_sessions where ${which} returning id, person_key, person), ${noting('sign-out', `'${why}'`)}
  select (select count(*)::integer from changed) as ended from noted`;

export function createSessionStore(pool: Pool, { idleHours, mostHours }: SessionLimits): SessionStore {
  async function endExpired(): Promise<number> {
    const isOver = `began_at < now() - $1 * interval '1 hour' or seen_at < now() - $2 * interval '1 hour'`;
    const { rows } = await pool.query<Ended>(endThose(isOver, ' expired'), [mostHours, idleHours]);
    return rows[0]?.ended ?? 0;
  }

  return {
    endExpired,

    async begin(person, cameBy, browser) {
      const secret = randomBytes(SECRET_BYTES).toString('base64url');
      const key = actorKey(person);
      await endExpired();
      await pool.query(
        endThose(
          'secret_sha256 in (select secret_sha256 from web_sessions where person_key = $1 order by seen_at desc offset $2)',
          ' displaced',
        ),
        [key, MOST_SESSIONS - 1],
      );
      await pool.query(`delete from web_visits where seen_at < now() - $1 * interval '1 hour'`, [mostHours]);
      await pool.query(
        'insert into web_visits (person_key) values ($1) on conflict (person_key) do update set seen_at = now()',
        [key],
      );
      await pool.query(
        `with changed as (
           insert into web_sessions (secret_sha256, id, person, person_key, came_by, browser) values ($1, $2, $3, $4, $5, $6)
           returning id, person_key, person, came_by
         ), ${noting('sign-in', `' by ' || came_by`)}
         select count(*) from noted`,
        [
          hashOf(secret),
          randomBytes(ID_BYTES).toString('base64url'),
          toJson(toPerson(person)),
          key,
          cameBy,
          browser ?? null,
        ],
      );
      return secret;
    },

    async find(secret) {
      if (!SECRET.test(secret)) return undefined;
      // Written down once a minute: a page asks often.
      const { rows } = await pool.query<{
        readonly id: string;
        readonly person: Person;
        readonly came_by: CameBy;
        readonly expires_at: Date;
        readonly language: string | null;
      }>(
        `with live as (
           select * from web_sessions where secret_sha256 = $1
             and began_at > now() - $2 * interval '1 hour' and seen_at > now() - $3 * interval '1 hour'
         ), seen as (
           update web_sessions known set seen_at = now() from live
           where known.secret_sha256 = live.secret_sha256 and live.seen_at < now() - interval '1 minute'
         ), visited as (
           insert into web_visits (person_key) select person_key from live where seen_at < now() - interval '1 minute'
           on conflict (person_key) do update set seen_at = now()
         )
         select id, person, came_by, least(began_at + $2 * interval '1 hour', now() + $3 * interval '1 hour') as expires_at,
           (select language from people where platform = person ->> 'platform' and user_id = person ->> 'userId') as language
         from live`,
        [hashOf(secret), mostHours, idleHours],
      );
      const [row] = rows;
      if (row === undefined) return undefined;
      const { id, person, came_by: cameBy, expires_at: expiresAt, language } = row;
      const csrfToken = createHmac('sha256', secret).update('csrf').digest('base64url');
      return { id, person, cameBy, expiresAt, csrfToken, ...(language !== null && { language }) };
    },

    async end(secret) {
      await pool.query(endThose('secret_sha256 = $1'), [hashOf(secret)]);
    },

    async list(personKey) {
      const { rows } = await pool.query<Omit<ShownSession, 'browser'> & { readonly browser: string | null }>(
        `select id, came_by as "cameBy", browser, began_at as "beganAt", seen_at as "seenAt",
           least(began_at + $2 * interval '1 hour', seen_at + $3 * interval '1 hour') as "expiresAt"
         from web_sessions where person_key = $1
           and began_at > now() - $2 * interval '1 hour' and seen_at > now() - $3 * interval '1 hour'
         order by seen_at desc, id`,
        [personKey, mostHours, idleHours],
      );
      return rows.map(({ browser, ...row }) => ({ ...row, ...(browser !== null && { browser }) }));
    },

    async endOne(personKey, id) {
      const { rows } = await pool.query<Ended>(endThose('person_key = $1 and id = $2'), [personKey, id]);
      return rows[0]?.ended === 1;
    },

    async endAll(personKey) {
      const { rows } = await pool.query<Ended>(endThose('person_key = coalesce($1, person_key)'), [personKey ?? null]);
      await pool.query('delete from web_visits where person_key = coalesce($1, person_key)', [personKey ?? null]);
      return rows[0]?.ended ?? 0;
    },
  };
}

/** What is stored: whoever reads the table signs in as nobody. */
function hashOf(secret: string): string {
  return createHash('sha256').update(`web session ${secret}`).digest('hex');
}
