import type { Pool } from 'pg';
import { type Actor, actorKey } from '../protocol/actor.ts';

/** What a chat, or a company's sign-in, says of somebody at one moment, for where nobody can ask it. */
export interface Vouched {
  /** `channelKey`s of conversations that they are a member of. */
  readonly channels: readonly string[];
  /** Of conversations in which they read without being a member. */
  readonly readable: readonly string[];
  /** Ids, as of an {@link Actor}. */
  readonly groups: readonly string[];
  readonly isAdministrator: boolean;
  /** They may have articles written. */
  readonly mayStart: boolean;
}

type Whom = Pick<Actor, 'platform' | 'workspace' | 'userId'>;

/** The table `web_vouched`. What was said holds for a while, and then nothing of it does. Rejects with what `pg` throws. */
export interface VouchStore {
  /** Channels add to those that were known; of everything else only the last word counts. @param minutes how long it holds */
  vouch(person: Whom, said: Vouched, minutes: number): Promise<void>;
  of(person: Whom): Promise<Vouched>;
}

/** Of one person. */
const MOST_CHANNELS = 200;

export function createVouchStore(pool: Pool): VouchStore {
  return {
    async vouch(person, { channels, readable, groups, isAdministrator, mayStart }, minutes) {
      const facts = [
        ...channels.map((what) => ['member', what]),
        ...readable.map((what) => ['reader', what]),
        ...groups.map((what) => ['group', what]),
        ...(isAdministrator ? [['administrator', '']] : []),
        ...(mayStart ? [['starter', '']] : []),
      ];
      await pool.query('select vouch_for($1, $2, $3, $4, $5)', [
        actorKey(person),
        facts.map(([fact]) => fact),
        facts.map(([, what]) => what),
        [...channels, ...readable],
        minutes,
      ]);
    },

    async of(person) {
      const { rows } = await pool.query<{ readonly fact: string; readonly what: string }>(
        `select fact, what from web_vouched where person_key = $1 and until > now() order by until desc limit ${MOST_CHANNELS}`,
        [actorKey(person)],
      );
      const all = (fact: string): readonly string[] => rows.filter((row) => row.fact === fact).map(({ what }) => what);
      return {
        channels: all('member'),
        readable: all('reader'),
        groups: all('group'),
        isAdministrator: all('administrator').length > 0,
        mayStart: all('starter').length > 0,
      };
    },
  };
}
