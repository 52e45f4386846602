import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SCHEDULE_ACTS } from '../../src/protocol/schedule.ts';
import { decodeScheduleButton, encodeScheduleButton } from '../../src/protocol/schedule-button.ts';

const ID = '7k3m9x2c4p01q2w3';

describe('a button of a schedule', () => {
  it('comes back as what it stood for, in at most the 64 bytes of Telegram', () => {
    for (const act of SCHEDULE_ACTS)
      for (const more of [{}, { slot: '2026-12-07T09:00' }]) {
        const button = { kind: 'schedule', scheduleId: ID, act, ...more } as const;
        expect(encodeScheduleButton(button).length).toBeLessThanOrEqual(64);
        expect(decodeScheduleButton(encodeScheduleButton(button))).toEqual(button);
      }
    const held = { kind: 'start-held', orderId: ID } as const;
    expect(decodeScheduleButton(encodeScheduleButton(held))).toEqual(held);
  });

  it('is none, whatever else comes', () => {
    for (const text of [`s:${ID}:z`, `s:${ID}:p:tomorrow`, `s:${ID.slice(1)}:p`, `o:${ID}!`, `k:${ID}:p`, ''])
      expect(decodeScheduleButton(text)).toBeUndefined();
    fc.assert(fc.property(fc.string(), (text) => decodeScheduleButton(text) === undefined));
  });
});
