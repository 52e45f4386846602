import { describe, expect, it } from 'vitest';
import type { Logger } from '../../src/lib/logger.ts';
import { untilReachable } from '../../src/process/until-reachable.ts';

function createLog(): {
  readonly logger: Logger;
  readonly lines: { readonly fields: object; readonly message: string }[];
} {
  const lines: { readonly fields: object; readonly message: string }[] = [];
  const note = (fields: object, message: string): void => void lines.push({ fields, message });
  return { logger: { debug: note, info: note, warn: note, error: note }, lines };
}

describe('untilReachable', () => {
  it('tries until it succeeds, and logs each failure with what lies beneath it', async () => {
    const { logger, lines } = createLog();
    const { signal } = new AbortController();
    let attempts = 0;
    const connect = async (): Promise<string> => {
      attempts += 1;
      if (attempts === 1) throw new Error('Could not ask', { cause: new Error('namespace not found') });
      return 'connected';
    };
    expect(await untilReachable(connect, { what: 'Temporal', logger, signal })).toBe('connected');
    expect(lines).toEqual([
      { fields: { attempt: 1, reason: 'Could not ask (namespace not found)' }, message: 'Waiting for Temporal' },
    ]);
  });

  it('throws at once what waiting will not mend', async () => {
    const { logger, lines } = createLog();
    const connect = (): Promise<never> => Promise.reject(new Error('wrong password'));
    const { signal } = new AbortController();
    await expect(
      untilReachable(connect, { what: 'PostgreSQL', logger, signal, isHopeless: () => true }),
    ).rejects.toThrow('wrong password');
    expect(lines).toEqual([]);
  });

  it('gives up in the middle of an attempt that hangs, with the reason of the signal', async () => {
    const { logger, lines } = createLog();
    const ending = new AbortController();
    const hanging = untilReachable(() => new Promise<never>(() => undefined), {
      what: 'Temporal',
      logger,
      signal: ending.signal,
    });
    ending.abort(new Error('Stopped by SIGTERM'));
    await expect(hanging).rejects.toThrow('Stopped by SIGTERM');
    expect(lines).toEqual([]);
  });
});
