import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ModelError, type ModelErrorCode } from '../../../src/agents/agent.ts';
import { isSharedPlace, type Outage, type OutageStore } from '../../../src/agents/model/outages.ts';
import { Resting } from '../../../src/agents/model/resting.ts';

const REST_MS = 60_000;
const PLACE = 'api.example.com/v1 m LLM_API_KEY';
const failure = (code: ModelErrorCode = 'model-unavailable', retryAfterMs?: number): ModelError =>
  new ModelError(`The model is ${code}.`, { code, ...(retryAfterMs !== undefined && { retryAfterMs }) });

/** What a table does, and how often it was asked. */
function memoryStore() {
  const told = new Map<string, Outage & { readonly untilMs: number }>();
  const store = {
    reads: 0,
    isAway: false,
    async read() {
      store.reads += 1;
      if (store.isAway) throw new Error('The database is away.');
      const now = Date.now();
      return [...told.values()]
        .map(({ untilMs, ...outage }) => ({ ...outage, leftMs: untilMs - now }))
        .filter(({ leftMs }) => leftMs > 0);
    },
    async failed(outage: Outage) {
      if (store.isAway) throw new Error('The database is away.');
      told.set(outage.place, { ...outage, untilMs: Date.now() + outage.leftMs });
    },
    async answered(place: string) {
      told.delete(place);
    },
  } satisfies OutageStore & Record<string, unknown>;
  return store;
}

let store: ReturnType<typeof memoryStore>;
let one: Resting;
let other: Resting;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  store = memoryStore();
  [one, other] = [new Resting({ firstMs: REST_MS, store }), new Resting({ firstMs: REST_MS, store })];
});
afterEach(() => void vi.useRealTimers());
const later = (ms: number): void => void vi.setSystemTime(Date.now() + ms);
const written = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('what one worker has met', () => {
  it('is passed over by the others, for as long, and for the same reason', async () => {
    one.failed(PLACE, Date.now(), failure('model-rate-limited', 90_000));
    await written();
    await other.hear();
    expect(other.leftMs(PLACE)).toBe(90_000);
    expect(other.reasonOf(PLACE)).toMatchObject({
      code: 'model-rate-limited',
      message: failure('model-rate-limited').message,
    });
    later(90_000);
    expect(other.leftMs(PLACE)).toBe(0);
  });

  it('counts on where another meets it again', async () => {
    one.failed(PLACE, Date.now(), failure());
    await written();
    await other.hear();
    later(REST_MS);
    other.failed(PLACE, Date.now(), failure());
    expect(other.leftMs(PLACE)).toBe(2 * REST_MS);
  });

  it('is over for all when it has answered one of them', async () => {
    one.failed(PLACE, Date.now(), failure());
    await written();
    await other.hear();
    other.answered(PLACE);
    await written();
    later(5000);
    await one.hear();
    expect(one.leftMs(PLACE)).toBe(0);
  });

  it.each(['model-unauthorized', 'model-budget-exceeded', 'model-not-found'] as const)(
    'is its own affair when it is %s: the others may have another key',
    async (code) => {
      one.failed(PLACE, Date.now(), failure(code));
      await written();
      await other.hear();
      expect([one.leftMs(PLACE), other.leftMs(PLACE)]).toEqual([REST_MS, 0]);
    },
  );

  it.each([
    ['localhost:8080/v1 m K', false],
    ['127.0.0.1:4010/v1 m K', false],
    ['[::1]:4010/v1 m K', false],
    ['10.0.0.7:4010/v1 m K', true],
    ['localhost.example.com/v1 m K', true],
    ['api.openai.com/v1 gpt K', true],
  ])('at %s is told: %s', async (place, isTold) => {
    expect(isSharedPlace(place)).toBe(isTold);
    one.failed(place, Date.now(), failure());
    await written();
    await other.hear();
    expect(other.leftMs(place) > 0).toBe(isTold);
  });

  it('is read once in five seconds at most, whoever asks', async () => {
    await Promise.all([one.hear(), one.hear(), one.hear()]);
    await one.hear();
    later(4999);
    await one.hear();
    expect(store.reads).toBe(1);
    later(1);
    await one.hear();
    expect(store.reads).toBe(2);
  });

  it('is known to that worker alone while the store is away, and not forgotten when it is back', async () => {
    store.isAway = true;
    one.failed(PLACE, Date.now(), failure());
    await written();
    await Promise.all([one.hear(), other.hear()]);
    expect([one.leftMs(PLACE), other.leftMs(PLACE)]).toEqual([REST_MS, 0]);
    store.isAway = false;
    later(5000);
    await Promise.all([one.hear(), other.hear()]);
    expect([one.leftMs(PLACE), other.leftMs(PLACE)]).toEqual([REST_MS - 5000, 0]);
  });

  it('holds nobody up where the store does not answer', async () => {
    vi.useRealTimers();
    const silent: OutageStore = { ...store, read: () => new Promise(() => undefined) };
    await expect(new Resting({ firstMs: REST_MS, store: silent }).hear()).resolves.toBeUndefined();
  });
});
