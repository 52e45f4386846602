import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { Logger } from '../../../src/lib/logger.ts';
import { pause } from '../../../src/lib/pause.ts';

/** How soon a waiting instance takes over, and a leader notices that its connection is dead. */
const LOOK_EVERY_MS = 2000;

export interface LeadershipOptions {
  /** A connection of its own: the lock lasts as long as it does. */
  readonly connect: () => Promise<PoolClient>;
  readonly botId: string;
  /** What only one may do at a time. Its signal aborts when the lead is lost. */
  readonly run: (signal: AbortSignal) => Promise<void>;
  readonly onWaiting: () => void;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** Default: {@link LOOK_EVERY_MS}. */
  readonly lookEveryMs?: number;
}

/**
 * Waits until no other process leads this bot, then runs. Of all processes that share a database one at a time runs; the next takes
 * over when it ends or dies. Rejects with what `run` or `pg` throws, and when the lead was lost.
 */
export async function lead(options: LeadershipOptions): Promise<void> {
  const { connect, botId, run, onWaiting, logger, signal, lookEveryMs = LOOK_EVERY_MS } = options;
  const client = await connect();
  const lost = new AbortController();
  let loss: Error | undefined;
  const lose = (error: unknown): void => {
    loss ??= new Error('The lead was lost', { cause: error });
    lost.abort(loss);
  };
  const leading = AbortSignal.any([signal, lost.signal]);
  client.on('error', lose);
  try {
    const key = lockKey(botId);
    for (let isTold = false; !(await tryLock(client, key)); isTold = true) {
      onWaiting();
      if (!isTold) logger.info({}, 'Another instance serves this bot; standing by');
      await pause(lookEveryMs, leading);
      if (signal.aborted) return;
    }
    const over = new AbortController();
    // A connection whose other end is dead says nothing by itself.
    const watching = watch(client, AbortSignal.any([leading, over.signal]), lookEveryMs).catch(lose);
    try {
      await run(leading);
    } finally {
      over.abort();
      await watching;
    }
    if (loss !== undefined) throw loss;
    await client.query('select pg_advisory_unlock($1)', [key]);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    client.off('error', lose);
    client.on('error', () => undefined);
    // Ends the session, and with it the lock.
    client.release(true);
  }
}

async function tryLock(client: PoolClient, key: string): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [key]);
  return rows[0]?.taken === true;
}

async function watch(client: PoolClient, until: AbortSignal, everyMs: number): Promise<void> {
  while (!until.aborted) {
    await pause(everyMs, until);
    if (!until.aborted) await client.query('select 1');
  }
}

/** A 64-bit number that stands for the bot in PostgreSQL's locks. */
function lockKey(botId: string): string {
  return createHash('sha256').update(`copydesk telegram bot ${botId}`).digest().readBigInt64BE().toString();
}
