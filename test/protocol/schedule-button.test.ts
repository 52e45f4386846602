import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SCHEDULE_ACTS } from '../../src/protocol/schedule.ts';
import { type Button, decodeButton, encodeButton } from '../../src/protocol/button-codec.ts';
import { decodeScheduleButton, encodeScheduleButton, type ScheduleButton } from '../../src/protocol/schedule-button.ts';

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
    for (const text of [`s:${ID}:z`, `s:${ID}:p:tomorrow`, `s:${ID.slice(1)}:p`, `a:${ID}!`, `k:${ID}:p`, ''])
      expect(decodeScheduleButton(text)).toBeUndefined();
    fc.assert(fc.property(fc.string(), (text) => decodeScheduleButton(text) === undefined));
  });

  it('is no button of an article, and none of those is one of a schedule', () => {
    const mine = ['pause', 'resume', 'skip', 'run', 'delete'].map(
      (act) => ({ kind: 'schedule', scheduleId: ID, act }) as ScheduleButton,
    );
    for (const button of [...mine, { kind: 'start-held', orderId: ID } as const])
      expect(decodeButton(encodeScheduleButton(button))).toBeUndefined();
    const draft = { version: 1, hash: '0a1b2c3d' };
    const others: readonly Button[] = [
      { kind: 'decision', articleId: ID, decision: 'approve', draft },
      { kind: 'control', articleId: ID, control: 'pause' },
      { kind: 'language', articleId: ID, language: 'de' },
      { kind: 'bring-back', articleId: ID, draft, to: draft },
      { kind: 'take-over', articleId: ID, proposal: 1 },
      { kind: 'changes', articleId: ID, draft },
      { kind: 'adopt', articleId: ID, rule: 1 },
      { kind: 'publish-again', articleId: ID, target: 'blog' },
      { kind: 'open', articleId: ID },
    ];
    for (const button of others) expect(decodeScheduleButton(encodeButton(button))).toBeUndefined();
  });
});
