import { describe, expect, it } from 'vitest';
import { keepRunning } from '../../src/process/keep-running.ts';
import type { Logger } from '../../src/lib/logger.ts';

interface Line {
  readonly what: string;
  readonly reason: string;
  readonly retryInMs: number;
}

function createLog(): { readonly logger: Logger; readonly lines: Line[] } {
  const lines: Line[] = [];
  const note = (fields: object): void => void lines.push(fields as Line);
  return { logger: { debug: note, info: note, warn: note, error: note }, lines };
}

describe('keepRunning', () => {
  it('starts again whatever ends, by an error or by itself, with a line each time', async () => {
    const { logger, lines } = createLog();
    const ending = new AbortController();
    let runs = 0;
    const run = async (): Promise<void> => {
      runs += 1;
      if (runs === 1) throw new Error('Could not connect', { cause: new Error('ECONNREFUSED') });
      if (runs === 3) ending.abort();
    };
    await keepRunning({ what: "Slack's socket", run, logger, signal: ending.signal, initialDelayMs: 1 });
    expect(runs).toBe(3);
    expect(lines.map(({ what, reason }) => [what, reason])).toEqual([
      ["Slack's socket", 'Could not connect (ECONNREFUSED)'],
      ["Slack's socket", 'it ended by itself'],
    ]);
  });

  it('waits longer each time, up to the maximum, and never by the clock', async () => {
    const { logger, lines } = createLog();
    const ending = new AbortController();
    const run = async (): Promise<void> => {
      if (lines.length === 6) ending.abort();
    };
    await keepRunning({ what: 'it', run, logger, signal: ending.signal, initialDelayMs: 4, maximumDelayMs: 16 });
    const most = [4, 8, 16, 16, 16, 16];
    for (const [index, { retryInMs }] of lines.entries()) {
      expect(retryInMs).toBeGreaterThanOrEqual((most[index] ?? 0) / 2);
      expect(retryInMs).toBeLessThanOrEqual(most[index] ?? 0);
    }
    expect(lines).toHaveLength(6);
  });

  it('begins anew with short waits after a run that was well', async () => {
    const { logger, lines } = createLog();
    const ending = new AbortController();
    const run = async (): Promise<void> => {
      if (lines.length === 5) ending.abort();
    };
    // Every run counts as long enough.
    await keepRunning({
      what: 'it',
      run,
      logger,
      signal: ending.signal,
      initialDelayMs: 4,
      maximumDelayMs: 100,
      healthyAfterMs: 0,
    });
    expect(lines.map(({ retryInMs }) => retryInMs <= 4)).toEqual([true, true, true, true, true]);
  });

  it('throws at once what another start will not mend', async () => {
    const { logger, lines } = createLog();
    const { signal } = new AbortController();
    const run = (): Promise<never> => Promise.reject(new Error('invalid_auth'));
    const isHopeless = (error: unknown): boolean => error instanceof Error && error.message === 'invalid_auth';
    await expect(keepRunning({ what: 'it', run, logger, signal, isHopeless })).rejects.toThrow('invalid_auth');
    expect(lines).toEqual([]);
  });

  it('resolves when it is told to end and the run has cleared up', async () => {
    const { logger, lines } = createLog();
    const ending = new AbortController();
    let isCleared = false;
    const run = (signal: AbortSignal): Promise<void> =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          setImmediate(() => {
            isCleared = true;
            reject(new Error('The socket was closed'));
          });
        });
      });
    const running = keepRunning({ what: 'it', run, logger, signal: ending.signal });
    ending.abort(new Error('Stopped by SIGTERM'));
    await running;
    expect(isCleared).toBe(true);
    expect(lines).toEqual([]);
  });

  it('resolves in the middle of a wait, and does not run when it is over before it began', async () => {
    const { logger, lines } = createLog();
    const ending = new AbortController();
    let runs = 0;
    const run = async (): Promise<void> => {
      runs += 1;
    };
    const running = keepRunning({ what: 'it', run, logger, signal: ending.signal, initialDelayMs: 3_600_000 });
    await expect.poll(() => lines.length).toBe(1);
    ending.abort();
    await running;
    await keepRunning({ what: 'it', run, logger, signal: ending.signal });
    expect(runs).toBe(1);
  });

  it('tells what a run has left behind that the run is over', async () => {
    const { logger } = createLog();
    const ending = new AbortController();
    const signals: AbortSignal[] = [];
    const run = async (signal: AbortSignal): Promise<void> => {
      signals.push(signal);
      if (signals.length === 2) {
        expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
        ending.abort();
      }
    };
    await keepRunning({ what: 'it', run, logger, signal: ending.signal, initialDelayMs: 1 });
    expect(signals).toHaveLength(2);
  });
});
