import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';

/**
 * In a chat, nobody looks for a lost message while another one is sent and not yet noted: it would be taken for the lost one. Holds
 * for all processes of a bot.
 */
export interface TelegramLanes {
  /** For sending and noting: any number at once. Resolves with how to leave; undefined when somebody looks for longer than that. */
  enter(chat: number, patienceMs: number): Promise<Leave | undefined>;
  /** For looking: nobody else is there. Resolves with how to leave; undefined when others are there for longer than that. */
  enterAlone(chat: number, patienceMs: number): Promise<Leave | undefined>;
}

/** Never rejects. */
export type Leave = () => Promise<void>;

/** How often to try when somebody of another process is there. */
const LOOK_EVERY_MS = 20;

/** A connection, and how many need it. */
interface Session {
  users: number;
  isBroken: boolean;
  readonly client: Promise<PoolClient>;
  /** Settles when nobody asks anything on it. */
  asking: Promise<unknown>;
  readonly onError: () => void;
}

/** With advisory locks, on one connection, which is borrowed for as long as somebody is anywhere. Both ways in reject with what `pg` throws. */
export function createTelegramLanes(pool: Pool, botId: string): TelegramLanes {
  /** Of this process, since PostgreSQL does not tell holders on one connection apart: how many are in a chat; -1: one alone. */
  const inside = new Map<number, number>();
  let current: Session | undefined;

  async function enter(chat: number, isAlone: boolean, patienceMs: number): Promise<Leave | undefined> {
    const until = performance.now() + patienceMs;
    for (;;) {
      const others = inside.get(chat) ?? 0;
      if (isAlone ? others === 0 : others >= 0) {
        const leave = await lock(chat, isAlone);
        if (leave !== undefined) return leave;
      }
      if (performance.now() >= until) return undefined;
      await sleep(LOOK_EVERY_MS);
    }
  }

  async function lock(chat: number, isAlone: boolean): Promise<Leave | undefined> {
    const key = lockKey(botId, chat);
    const kind = isAlone ? '' : '_shared';
    const session = (current ??= openSession());
    session.users += 1;
    const count = (by: number): void => {
      const now = (inside.get(chat) ?? 0) + by;
      if (now === 0) inside.delete(chat);
      else inside.set(chat, now);
    };
    const step = isAlone ? -1 : 1;
    count(step);
    const goBack = async (): Promise<void> => {
      count(-step);
      await giveBack(session);
    };
    try {
      if (!(await ask(session, `pg_try_advisory_lock${kind}`, key))) {
        await goBack();
        return undefined;
      }
      return async () => {
        // Without its connection the lock is gone anyway.
        await ask(session, `pg_advisory_unlock${kind}`, key).catch(() => forget(session));
        await goBack();
      };
    } catch (error) {
      forget(session);
      await goBack();
      throw error;
    }
  }

  function openSession(): Session {
    const client = pool.connect();
    const onError = (): void => forget(session);
    const session: Session = { users: 0, isBroken: false, client, asking: client, onError };
    client.then((opened) => opened.on('error', onError), onError);
    return session;
  }

  /** One after the other: a connection answers one question at a time. */
  async function ask(session: Session, lockFunction: string, key: string): Promise<boolean> {
    const client = await session.client;
    const query = async (): Promise<boolean> => {
      const { rows } = await client.query<{ yes: boolean }>(`select ${lockFunction}($1) as yes`, [key]);
      return rows[0]?.yes === true;
    };
    const asked = session.asking.then(query, query);
    session.asking = asked;
    return await asked;
  }

  function forget(session: Session): void {
    session.isBroken = true;
    if (current === session) current = undefined;
  }

  async function giveBack(session: Session): Promise<void> {
    session.users -= 1;
    if (session.users > 0) return;
    if (current === session) current = undefined;
    const client = await session.client.catch(() => undefined);
    // Whoever closes a broken one is not to be told again.
    if (!session.isBroken) client?.off('error', session.onError);
    client?.release(session.isBroken);
  }

  return {
    enter: (chat, patienceMs) => enter(chat, false, patienceMs),
    enterAlone: (chat, patienceMs) => enter(chat, true, patienceMs),
  };
}

/** A 64-bit number that stands for the chat in PostgreSQL's locks. */
function lockKey(botId: string, chat: number): string {
  const name = `copydesk telegram bot ${botId} chat ${chat}`;
  return createHash('sha256').update(name).digest().readBigInt64BE().toString();
}
