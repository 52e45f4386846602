import { setTimeout as sleep } from 'node:timers/promises';
import { type App, type Logger as BoltLogger, SocketModeReceiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Logger } from '../../../src/lib/logger.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import type { SlackReceiver } from './slack-receiver.ts';
import { settled } from '../../../src/lib/settled.ts';

export interface SocketReceiverOptions {
  readonly appToken: string;
  readonly clientOptions: WebClientOptions;
  readonly boltLogger: BoltLogger;
  readonly logger: Logger;
  /** How long Slack may take to say hello, in milliseconds. */
  readonly connectTimeoutMs?: number;
  /** How long Slack may leave a ping unanswered before the connection is given up, in milliseconds. */
  readonly pingTimeoutMs?: number;
  /** A connection that Slack wants to replace sooner than this counts as broken, so that there is a pause before the next, in milliseconds. */
  readonly shortestLifeMs?: number;
}

const CONNECT_TIMEOUT_MS = 15_000;
const PING_TIMEOUT_MS = 5000;
/** Slack waits so long for an acknowledgement: afterwards nothing that is under way needs the connection. */
const SETTLE_MS = 3000;
const SHORTEST_LIFE_MS = 1000;
/** With these reasons Slack only wants a fresh connection; the old one still works for some seconds. */
const REFRESHES: readonly (string | undefined)[] = ['warning', 'refresh_requested'];

/** What the Socket Mode client makes of an envelope. */
interface Delivery {
  readonly type: string;
  readonly body: Record<string, unknown>;
  readonly ack: (response?: unknown) => Promise<void>;
  readonly retry_num?: number;
  readonly retry_reason?: string;
}

type End = { readonly kind: 'refresh' | 'lost'; readonly why: string } | { readonly kind: 'stopped' };

interface Connection {
  readonly ended: Promise<End>;
  readonly openedAt: number;
  /** Lets what came over it be acknowledged, then closes it. */
  retire(): Promise<void>;
}

/**
 * Socket Mode that loses nothing. Bolt's own acknowledges an event before anybody took it, reconnects after five seconds, and ends the
 * process when a reconnect fails; so of Bolt only the connection itself is used here. An event is acknowledged once its listeners are
 * done, and not when they fail: then Slack delivers it again. Before Slack closes a connection, the next one is open.
 */
export function createSocketReceiver({
  appToken,
  clientOptions,
  boltLogger,
  logger,
  connectTimeoutMs = CONNECT_TIMEOUT_MS,
  pingTimeoutMs = PING_TIMEOUT_MS,
  shortestLifeMs = SHORTEST_LIFE_MS,
}: SocketReceiverOptions): SlackReceiver {
  let app: App | undefined;
  let current: Connection | undefined;
  const stopping = new AbortController();

  async function take({ type, body, ack, retry_num, retry_reason }: Delivery): Promise<void> {
    const isEvent = type === 'events_api';
    try {
      await app?.processEvent({
        body,
        // Bolt calls it for events before the listeners run.
        ack: isEvent ? () => Promise.resolve() : ack,
        ...(retry_num !== undefined && { retryNum: retry_num }),
        ...(retry_reason !== undefined && { retryReason: retry_reason }),
      });
      if (isEvent) await ack();
    } catch (error) {
      logger.warn(
        { reason: reasonOf(error), type },
        isEvent ? 'An event was not taken: Slack will deliver it again' : 'Slack was not answered',
      );
    }
  }

  async function connect(until: AbortSignal): Promise<Connection> {
    const { client } = new SocketModeReceiver({
      appToken,
      logger: boltLogger,
      autoReconnectEnabled: false,
      clientPingTimeout: pingTimeoutMs,
      installerOptions: { clientOptions: { ...clientOptions } },
    });
    const ended = Promise.withResolvers<End>();
    const underWay = new Set<Promise<void>>();

    // The client would close the connection as soon as Slack announces that it will.
    const [passOn] = client.listeners('ws_message');
    client.removeAllListeners('ws_message');
    client.on('ws_message', (data: unknown, isBinary: boolean) => {
      const reason = disconnectReason(data);
      if (reason === undefined) {
        // A message that is no envelope would make the client's promise reject, with nobody to notice.
        Promise.resolve(passOn?.(data, isBinary)).catch((error: unknown) =>
          logger.warn({ reason: reasonOf(error) }, 'Slack sent what is no envelope'),
        );
        return;
      }
      ended.resolve({ kind: REFRESHES.includes(reason) ? 'refresh' : 'lost', why: reason });
    });
    client.removeAllListeners('slack_event');
    client.on('slack_event', (delivery: Delivery) => {
      const taken = take(delivery);
      underWay.add(taken);
      void taken.finally(() => underWay.delete(taken));
    });
    client.on('disconnected', () => ended.resolve({ kind: 'lost', why: 'the connection broke' }));

    const close = (): Promise<void> => settled(client.disconnect(), SETTLE_MS);
    const patience = new AbortController();
    try {
      await Promise.race([
        client.start(),
        sleep(connectTimeoutMs, undefined, { signal: AbortSignal.any([patience.signal, until]) }).then(() => {
          throw new Error(`Slack did not say hello within ${connectTimeoutMs} ms`);
        }),
      ]);
    } catch (error) {
      void close().catch(() => undefined);
      // The client rejects with nothing when the connection closes before the hello.
      throw error instanceof Error ? error : new Error('Slack closed the connection before it said hello');
    } finally {
      patience.abort();
    }
    return {
      ended: ended.promise,
      openedAt: Date.now(),
      async retire() {
        await settled(Promise.allSettled(underWay), SETTLE_MS);
        await close();
      },
    };
  }

  async function run(signal: AbortSignal, onListening?: () => void): Promise<void> {
    const until = AbortSignal.any([signal, stopping.signal]);
    const stopped = new Promise<End>((resolve) => {
      if (until.aborted) resolve({ kind: 'stopped' });
      until.addEventListener('abort', () => resolve({ kind: 'stopped' }), { once: true });
    });
    if (until.aborted) return;
    current = await connect(until);
    logger.info({}, 'Connected to Slack');
    onListening?.();
    const retiring = new Set<Promise<void>>();
    const retire = (old: Connection): void => {
      const gone = old
        .retire()
        .catch((error: unknown) => logger.debug({ reason: reasonOf(error) }, 'A socket would not close'));
      retiring.add(gone);
      void gone.finally(() => retiring.delete(gone));
    };
    try {
      for (;;) {
        const old: Connection = current;
        const end = await Promise.race([stopped, old.ended]);
        if (end.kind === 'stopped') return;
        if (end.kind === 'lost') throw new Error(`Slack ended the connection: ${explained(end.why)}`);
        if (Date.now() - old.openedAt < shortestLifeMs)
          throw new Error('Slack asks for a fresh connection as soon as there is one');
        logger.debug({ why: end.why }, 'Slack asks for a fresh connection');
        current = await connect(until);
        retire(old);
      }
    } finally {
      retire(current);
      current = undefined;
      await Promise.all(retiring);
    }
  }

  return {
    init(bolt) {
      app = bolt;
    },
    start: run,
    stop: () => {
      stopping.abort();
      return Promise.resolve();
    },
    run,
    isListening: () => current !== undefined,
  };
}

/** Why Slack will close the connection; undefined when the message says something else. */
function disconnectReason(data: unknown): string | undefined {
  if (typeof data !== 'string' || !data.includes('"disconnect"')) return undefined;
  try {
    const message = JSON.parse(data) as { readonly type?: unknown; readonly reason?: unknown } | null;
    return message?.type === 'disconnect' ? String(message.reason) : undefined;
  } catch {
    return undefined;
  }
}

function explained(why: string): string {
  return why === 'link_disabled' ? `${why} (Socket Mode is switched off in the app's settings)` : why;
}
