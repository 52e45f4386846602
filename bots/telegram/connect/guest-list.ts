import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { type Actor, actorKey } from '../../../src/protocol/actor.ts';

export interface Guest {
  readonly userId: string;
  readonly name: string;
}

/** What became of a code that somebody came with. `spent`: it lets nobody in, or nobody else. */
export type Admitted = 'owner' | 'guest' | 'spent';

/**
 * Who may start articles though no setting names them, and whom the bot turned away. Tables `telegram_guests`, `telegram_invitations` and
 * `telegram_turned_away`. Rejects with what `pg` throws.
 */
export interface GuestList {
  /** A code that lets one person in, for {@link INVITATION_DAYS}. Only its hash is kept. @param host who invites; absent: the start, and whoever comes becomes the owner */
  invite(host?: Actor): Promise<string>;
  /** Lets somebody in. The same person and code once more get the same answer. */
  admit(code: string, guest: Actor): Promise<Admitted>;
  /** Undefined: nobody whom an invitation let in. */
  find(userId: string): Promise<{ readonly isOwner: boolean } | undefined>;
  owner(): Promise<Guest | undefined>;
  /** Whom invitations let in, the owner apart: newest first, at most {@link SHOWN_GUESTS}. */
  guests(): Promise<readonly Guest[]>;
  /** Takes somebody out again, unless it is the owner. Undefined: there is nobody. */
  remove(userId: string): Promise<Guest | undefined>;
  /** Takes note that somebody is told that they may not. False: they were told before. @param chat where articles are not started, when that is why */
  turnAway(userId: string, chat?: number): Promise<boolean>;
  /** They could not be told. */
  forgetTurnedAway(userId: string, chat?: number): Promise<void>;
}

/** A link that nobody opened for so long was meant for nobody, or got lost. */
export const INVITATION_DAYS = 7;
/** Telegram: at most 64 letters, digits, `_` and `-` after `?start=`. */
const CODE_BYTES = 16;
const CODE = /^[\w-]{22}$/;
/** One screen of them. */
const SHOWN_GUESTS = 20;
const ANYWHERE = 0;
const UNIQUE_VIOLATION = '23505';

/** @param botId Telegram's number of the bot: bots may share a database. */
export function createGuestList(pool: Pick<Pool, 'query'>, botId: string): GuestList {
  return {
    async invite(host) {
      const code = randomBytes(CODE_BYTES).toString('base64url');
      await pool.query(
        `with old as (delete from telegram_invitations where bot_id = $1 and used_by is null and expires_at < now())
         insert into telegram_invitations (bot_id, code_sha256, host, expires_at) values ($1, $2, $3, now() + make_interval(days => $4))`,
        [botId, hashOf(code), host === undefined ? null : actorKey(host), INVITATION_DAYS],
      );
      return code;
    },

    async admit(code, { userId, displayName }) {
      if (!CODE.test(code)) return 'spent';
      try {
        const { rows } = await pool.query<{ is_owner: boolean }>(
          `with opened as (
             update telegram_invitations i set used_by = $3, used_at = coalesce(used_at, now())
             where bot_id = $1 and code_sha256 = $2 and expires_at > now()
               and (used_by is null or used_by = $3 and exists (select from telegram_guests g where g.bot_id = $1 and g.user_id = $3))
               and (host is not null or not exists (select from telegram_guests g where g.bot_id = $1 and g.is_owner and g.user_id <> $3))
             returning host
           ), forgotten as (
             -- Taken out again, they are told again.
             delete from telegram_turned_away where bot_id = $1 and user_id = $3 and exists (select from opened)
           )
           insert into telegram_guests as g (bot_id, user_id, name, is_owner, host)
           select $1, $3, $4, host is null, host from opened
           on conflict (bot_id, user_id) do update set name = excluded.name, is_owner = g.is_owner or excluded.is_owner
           returning is_owner`,
          [botId, hashOf(code), userId, displayName],
        );
        const [guest] = rows;
        return guest === undefined ? 'spent' : guest.is_owner ? 'owner' : 'guest';
      } catch (error) {
        // Somebody else came by another link at the same moment, and is the owner.
        if (error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION) return 'spent';
        throw error;
      }
    },

    async find(userId) {
      const { rows } = await pool.query<{ isOwner: boolean }>(
        'select is_owner as "isOwner" from telegram_guests where bot_id = $1 and user_id = $2',
        [botId, userId],
      );
      return rows[0];
    },

    async owner() {
      const { rows } = await pool.query<Guest>(
        'select user_id as "userId", name from telegram_guests where bot_id = $1 and is_owner',
        [botId],
      );
      return rows[0];
    },

    async guests() {
      const { rows } = await pool.query<Guest>(
        `select user_id as "userId", name from telegram_guests where bot_id = $1 and not is_owner
         order by let_in_at desc, user_id limit $2`,
        [botId, SHOWN_GUESTS],
      );
      return rows;
    },

    async remove(userId) {
      const { rows } = await pool.query<Guest>(
        `delete from telegram_guests where bot_id = $1 and user_id = $2 and not is_owner returning user_id as "userId", name`,
        [botId, userId],
      );
      return rows[0];
    },

    async turnAway(userId, chat = ANYWHERE) {
      const { rowCount } = await pool.query(
        'insert into telegram_turned_away (bot_id, user_id, chat) values ($1, $2, $3) on conflict do nothing',
        [botId, userId, chat],
      );
      return rowCount === 1;
    },

    async forgetTurnedAway(userId, chat = ANYWHERE) {
      await pool.query('delete from telegram_turned_away where bot_id = $1 and user_id = $2 and chat = $3', [
        botId,
        userId,
        chat,
      ]);
    },
  };
}

function hashOf(code: string): string {
  return createHash('sha256').update(code).digest('hex');
}
