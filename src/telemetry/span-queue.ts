import type { ReadableSpan, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { TraceFlags } from '@opentelemetry/api';
import { ExportResultCode } from '@opentelemetry/core';
import { reasonOf } from '../lib/reason-of.ts';
import type { Logger } from '../lib/logger.ts';
import type { Telemetry } from '../lib/telemetry.ts';
import { shownOf } from './attributes.ts';

export interface SpanQueueOptions {
  readonly exporter: SpanExporter;
  /** Where they go, for the log; no secret. */
  readonly what: string;
  /** More are dropped. */
  readonly mostWaiting: number;
  /** How long what has happened may wait for company. Default: 2 s. */
  readonly everyMs?: number;
  readonly note: Telemetry['note'];
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

export interface SpanQueue extends SpanProcessor {
  waiting(): number;
  /** Sends off what there is, for so long at most. @param withinMs after that what is left is dropped */
  close(withinMs: number): Promise<void>;
}

const EVERY_MS = 2000;
const BATCH = 512;

/**
 * Hands steps of traces over, some at a time, to whoever keeps them. Nobody waits for it: where they are not taken, or not fast enough,
 * what is more than fits is dropped, and counted.
 */
export function createSpanQueue({
  exporter,
  what,
  mostWaiting,
  everyMs = EVERY_MS,
  note,
  log,
}: SpanQueueOptions): SpanQueue {
  let queue: ReadableSpan[] = [];
  let sending: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isTaken = true;
  let isClosed = false;

  function hand(batch: readonly ReadableSpan[]): Promise<Error | undefined> {
    return new Promise((resolve) => {
      try {
        exporter.export([...batch], ({ code, error }) =>
          resolve(code === ExportResultCode.SUCCESS ? undefined : (error ?? new Error('refused'))),
        );
      } catch (error) {
        resolve(error instanceof Error ? error : new Error(String(error)));
      }
    });
  }

  async function sendAll(): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.slice(0, BATCH);
      queue = queue.slice(BATCH);
      const fault = await hand(batch);
      note({ kind: 'spans', outcome: fault === undefined ? 'exported' : 'failed', count: batch.length });
      if (fault !== undefined && isTaken)
        log.warn({ what, reason: reasonOf(fault) }, 'Traces are not taken; what happens meanwhile is not in them');
      if (fault === undefined && !isTaken) log.info({ what }, 'Traces are taken again');
      isTaken = fault === undefined;
      // Who did not take these does not take the next either: they wait for their time.
      if (fault !== undefined) return;
    }
  }

  function send(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    sending ??= sendAll().finally(() => {
      sending = undefined;
      if (queue.length > 0 && !isClosed) later();
    });
    return sending;
  }

  function later(): void {
    timer ??= setTimeout(() => void send(), everyMs).unref();
  }

  return {
    waiting: () => queue.length,
    onStart: () => undefined,
    onEnd(span) {
      if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0) return;
      if (isClosed || queue.length >= mostWaiting) return note({ kind: 'spans', outcome: 'dropped', count: 1 });
      queue.push(shownOf(span));
      if (queue.length >= BATCH && isTaken) void send();
      else later();
    },
    forceFlush: () => send(),
    shutdown: () => Promise.resolve(),
    async close(withinMs) {
      let late: NodeJS.Timeout | undefined;
      const isLate = new Promise<void>((resolve) => {
        late = setTimeout(resolve, withinMs);
      });
      const all = async (): Promise<void> => {
        await sending;
        await send();
      };
      await Promise.race([all(), isLate]);
      clearTimeout(late);
      clearTimeout(timer);
      isClosed = true;
      if (queue.length > 0) note({ kind: 'spans', outcome: 'dropped', count: queue.length });
      queue = [];
      // What is on its way is not waited for.
      void exporter.shutdown().catch(() => undefined);
    },
  };
}
