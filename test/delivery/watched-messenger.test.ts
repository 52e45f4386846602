import { describe, expect, it } from 'vitest';
import { DeliveryError, type Messenger, type Place } from '../../src/delivery/messenger.ts';
import { watchedMessenger } from '../../src/delivery/watched-messenger.ts';
import { type Fact, NO_TELEMETRY, type Step } from '../../src/lib/telemetry.ts';

const place = (seq: number): Place =>
  ({ key: `article/7/${seq}/main`, content: { kind: 'draft', words: 'canary' } }) as unknown as Place;
const MESSAGE = { name: 'main', body: 'canary' } as never;

function watch(post: () => Promise<never>) {
  const facts: Fact[] = [];
  const steps: Step[] = [];
  const messenger = { platform: 'slack', settleMs: 0, post } as unknown as Messenger;
  const watched = watchedMessenger(messenger, {
    ...NO_TELEMETRY,
    note: (fact) => void facts.push(fact),
    span(step, work) {
      steps.push(step);
      return work(() => undefined);
    },
  });
  return { watched, facts, steps };
}

describe('watchedMessenger', () => {
  it('tells of a call, and that it follows from what the article said, but the status card from nothing', async () => {
    const { watched, facts, steps } = watch(async () => 'ref' as never);
    expect(await watched.post(MESSAGE, place(3))).toBe('ref');
    await watched.post(MESSAGE, place(0));
    expect(steps.map(({ name, follows }) => [name, follows])).toEqual([
      ['slack post', ['feed/3']],
      ['slack post', []],
    ]);
    expect(facts[0]).toEqual({
      kind: 'chat-call',
      platform: 'slack',
      call: 'post',
      outcome: 'sent',
      durationMs: expect.any(Number),
      isLimited: false,
    });
    expect(JSON.stringify([facts, steps])).not.toContain('canary');
  });

  it.each([
    ['not-sent', true, new DeliveryError('canary', { failure: 'not-sent', code: '429', retryAfterMs: 1000 })],
    ['refused', false, new DeliveryError('canary', { failure: 'refused', code: 'not_in_channel' })],
    ['fault', false, new TypeError('canary')],
  ] as const)(
    'tells of one that ended as %s, asked to wait: %s, and throws what was thrown',
    async (outcome, isLimited, error) => {
      const { watched, facts } = watch(() => Promise.reject(error));
      await expect(watched.post(MESSAGE, place(3))).rejects.toBe(error);
      expect(facts).toEqual([expect.objectContaining({ outcome, isLimited })]);
    },
  );
});
