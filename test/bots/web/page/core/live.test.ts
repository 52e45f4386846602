import { describe, expect, it } from 'vitest';
import { openLive, type Source } from '../../../../../bots/web/page/core/live.ts';

class FakeSource implements Source {
  readyState = 0;
  isClosed = false;
  readonly #listeners: { kind: string; tell: (event: { data?: unknown }) => void }[] = [];
  addEventListener(kind: string, tell: (event: { data?: unknown }) => void): void {
    this.#listeners.push({ kind, tell });
  }
  close(): void {
    this.isClosed = true;
  }
  tell(kind: string, data?: unknown): void {
    for (const { kind: wanted, tell } of this.#listeners) if (wanted === kind) tell({ data });
  }
}

function liveOver() {
  const sources: FakeSource[] = [];
  const heard: unknown[] = [];
  const pauses: number[] = [];
  let goOn: () => void = () => {};
  const live = openLive('/articles/a/events', {
    on: { state: (data) => heard.push(data) },
    onReturn: () => heard.push('back'),
    connect() {
      const source = new FakeSource();
      sources.push(source);
      return source;
    },
    pause: async (ms) => {
      pauses.push(ms);
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
    },
  });
  const last = (): FakeSource => {
    const source = sources.at(-1);
    if (source === undefined) throw new Error('Nothing was connected to.');
    return source;
  };
  return {
    live,
    heard,
    pauses,
    sources,
    last,
    afterPause: async () => {
      goOn();
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

describe('what happens, seen as it happens', () => {
  it('is brought, parsed', () => {
    const { live, heard, last } = liveOver();
    expect(live.state.value).toBe('connecting');
    last().tell('open');
    last().tell('state', '{"revision":3}');
    expect(live.state.value).toBe('open');
    expect(heard).toEqual([{ revision: 3 }]);
  });

  it('is asked for anew after the connection was away, even where the browser came back by itself', () => {
    const { live, heard, last, sources } = liveOver();
    last().tell('open');
    last().tell('error');
    expect(live.state.value).toBe('away');
    last().tell('open');
    expect(live.state.value).toBe('open');
    expect(heard).toEqual(['back']);
    expect(sources).toHaveLength(1);
  });

  it('is connected to again, ever more slowly, where the browser has given up', async () => {
    const { last, pauses, sources, afterPause, heard } = liveOver();
    for (let attempt = 0; attempt < 6; attempt += 1) {
      last().readyState = 2;
      last().tell('error');
      await afterPause();
    }
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000]);
    expect(sources).toHaveLength(7);
    last().tell('open');
    expect(heard).toEqual(['back']);
    last().readyState = 2;
    last().tell('error');
    expect(pauses.at(-1)).toBe(1000);
  });

  it('is heard no more once it was closed', async () => {
    const { live, last, heard, sources, afterPause } = liveOver();
    last().readyState = 2;
    last().tell('error');
    live.close();
    await afterPause();
    expect(sources).toHaveLength(1);
    last().tell('state', '{}');
    expect(heard).toEqual([]);
  });
});
