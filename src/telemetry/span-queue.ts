import { AsyncLocalStorage } from 'node:async_hooks';
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
  /** How long what has happened may wait for company, and what was not taken to be sent again. Default: 2 s. */
  readonly everyMs?: number;
  /** For how long the same steps are sent again where that may help. Default: 5 minutes. */
  readonly keepMs?: number;
  readonly note: Telemetry['note'];
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

export interface SpanQueue extends SpanProcessor {
  waiting(): number;
  /** Sends off what there is, for so long at most. @param withinMs after that what is left is dropped */
  close(withinMs: number): Promise<void>;
}

const EVERY_MS = 2000;
/** A collector that is deployed anew is back by then; steps that make one stumble are not in the way of all others for ever. */
const KEEP_MS = 300_000;
const BATCH = 512;
const REFUSED_FOR_WHAT_IT_IS = { from: 400, to: 499, but: [408, 429] };

/**
 * Hands steps of traces over, some at a time, to whoever keeps them. Nobody waits for it: where they are not taken they are kept for a
 * while, and what is more than fits is dropped, and counted.
 */
export function createSpanQueue({
  exporter,
  what,
  mostWaiting,
  everyMs = EVERY_MS,
  keepMs = KEEP_MS,
  note,
  log,
}: SpanQueueOptions): SpanQueue {
  let queue: ReadableSpan[] = [];
  let sending: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  /** Since when those in front are not taken; undefined: they are. */
  let refusedAt: number | undefined;
  let isTaken = true;
  let isClosed = false;
  // It would be the one in whose work it was noticed that there is something to send.
  const aboutNoArticle = AsyncLocalStorage.snapshot();

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
    while (queue.length > 0 && !isClosed) {
      const batch = queue.slice(0, BATCH);
      const fault = await hand(batch);
      // What was left then has been counted.
      if (isClosed) return;
      if (fault === undefined) settle(batch, 'exported');
      else {
        refusedAt ??= performance.now();
        if (isRefusedForWhatItIs(fault) || performance.now() - refusedAt >= keepMs) settle(batch, 'failed');
      }
      tell(fault);
      // Who did not take these does not take the next either: they wait for their time.
      if (fault !== undefined) return;
    }
  }

  function settle(batch: readonly ReadableSpan[], outcome: 'exported' | 'failed'): void {
    queue = queue.slice(batch.length);
    refusedAt = undefined;
    note({ kind: 'spans', outcome, count: batch.length });
  }

  function tell(fault: Error | undefined): void {
    if (fault !== undefined && isTaken)
      log.warn(
        { what, reason: reasonOf(fault) },
        'Traces are not taken; they are kept for some minutes, and what is more than fits is lost',
      );
    if (fault === undefined && !isTaken) log.info({ what }, 'Traces are taken again');
    isTaken = fault === undefined;
  }

  function send(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    sending ??= aboutNoArticle(sendAll).finally(() => {
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

function isRefusedForWhatItIs(fault: Error): boolean {
  const { from, to, but } = REFUSED_FOR_WHAT_IT_IS;
  const status = 'code' in fault ? Number(fault.code) : Number.NaN;
  return status >= from && status <= to && !but.includes(status);
}
