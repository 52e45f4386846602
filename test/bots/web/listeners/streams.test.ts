import { describe, expect, it } from 'vitest';
import { createStreams, type StreamLimits, type StreamOptions } from '../../../../bots/web/listeners/streams.ts';
import { loadConfig } from '../../../../src/config/load.ts';

const decoder = new TextDecoder();

const { streams: SHIPPED } = loadConfig('config').web;

function open(limits: Partial<StreamLimits>, more: Partial<StreamOptions> = {}) {
  const streams = createStreams({ ...SHIPPED, ...limits });
  const gone = new AbortController();
  let send: (events: string) => boolean = () => false;
  let stopped = 0;
  const enter = (caller = 'ann') =>
    streams.enter(caller)?.open({
      signal: gone.signal,
      maySee: () => Promise.resolve(true),
      begin: (sendNow) => {
        send = sendNow;
        return () => void (stopped += 1);
      },
      ...more,
    });
  return { enter, gone, send: (events: string) => send(events), stopped: () => stopped };
}

/** Until it says something, or ends. */
async function next(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string | undefined> {
  const { value } = await reader.read();
  return value && decoder.decode(value);
}

describe('streams of events', () => {
  it('say when to come back, what is sent, and now and then that they live', async () => {
    const { enter, send } = open({ beatMs: 5 });
    const reader = enter()?.getReader();
    if (reader === undefined) throw new Error('There is room');
    expect(await next(reader)).toMatch(/^retry: \d+\n\n$/);
    send('event: state\ndata: {}\n\n');
    expect(await next(reader)).toBe('event: state\ndata: {}\n\n');
    expect(await next(reader)).toBe(': beat\n\n');
    await reader.cancel();
  });

  it('are as many as there is room for, for one caller and for all', () => {
    const { enter, gone } = open({ perCaller: 2, most: 3 });
    expect([enter(), enter(), enter(), enter('ben'), enter('eve')].map((stream) => stream !== undefined)).toEqual([
      true,
      true,
      false,
      true,
      false,
    ]);
    gone.abort();
    expect(enter('eve')).toBeDefined();
  });

  it('end once for who went away, however they went', async () => {
    const { enter, gone, stopped } = open({});
    const reader = enter()?.getReader();
    await reader?.cancel();
    gone.abort();
    expect(stopped()).toBe(1);
  });

  it('end for who may not see it any more', async () => {
    const { enter, stopped } = open({ askMs: 5 }, { maySee: () => Promise.resolve(false) });
    const reader = enter()?.getReader();
    if (reader === undefined) throw new Error('There is room');
    await next(reader);
    expect(await next(reader)).toBe('event: gone\ndata: {}\n\n');
    expect(await next(reader)).toBeUndefined();
    expect(stopped()).toBe(1);
  });

  it('take no more for who reads too slowly than may wait', () => {
    const { enter, send } = open({ mostWaitingBytes: 100 });
    enter();
    expect(send('x'.repeat(200))).toBe(true);
    expect(send('y')).toBe(false);
  });
});
