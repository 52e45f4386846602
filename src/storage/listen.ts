import type { Pool, PoolClient } from 'pg';

export interface ListenOptions {
  /** Called with the payload of each notification; without, when one may have been missed. */
  readonly onNews: (payload?: string) => void;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Before it connects again, milliseconds. Default: 1,000. */
  readonly reconnectMs?: number;
}

const RECONNECT_MS = 1000;

/**
 * LISTEN on a connection of its own, which it keeps until the signal. Never throws: a connection that breaks is replaced, and what was
 * said in between is one call without a payload. Who listens looks from time to time all the same.
 */
export function listen(
  pool: Pool,
  channel: string,
  { onNews, signal, reconnectMs = RECONNECT_MS }: ListenOptions,
): void {
  let client: PoolClient | undefined;
  let timer: NodeJS.Timeout | undefined;

  const drop = (error: Error | boolean): void => {
    client?.release(error);
    client = undefined;
  };
  const again = (): void => {
    if (!signal.aborted) timer = setTimeout(() => void connect(), reconnectMs).unref();
  };
  async function connect(): Promise<void> {
    let connected: PoolClient | undefined;
    try {
      connected = await pool.connect();
      if (signal.aborted) return connected.release();
      client = connected;
      connected.on('notification', ({ payload }) => onNews(payload));
      connected.once('error', (error: Error) => {
        if (client !== connected) return;
        drop(error);
        onNews();
        again();
      });
      await connected.query(`listen ${channel}`);
      onNews();
    } catch {
      // Of a connection that broke meanwhile, `error` has told already.
      if (connected === undefined) again();
      else if (client === connected) {
        drop(true);
        again();
      }
    }
  }
  signal.addEventListener(
    'abort',
    () => {
      clearTimeout(timer);
      drop(true);
    },
    { once: true },
  );
  if (!signal.aborted) void connect();
}
