import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeButton } from '../../src/protocol/button-codec.ts';
import { decodeReminderButton, encodeReminderButton, REMINDER_ACTS } from '../../src/protocol/reminder-button.ts';
import { decodeScheduleButton } from '../../src/protocol/schedule-button.ts';

describe('a button of a reminder', () => {
  const articleId = '0123456789abcdef';

  it('is what it was, and no other button', () => {
    for (const act of REMINDER_ACTS) {
      const text = encodeReminderButton({ act, articleId });
      expect(text.length).toBeLessThanOrEqual(64);
      expect(decodeReminderButton(text)).toEqual({ act, articleId });
      expect(decodeButton(text)).toBeUndefined();
      expect(decodeScheduleButton(text)).toBeUndefined();
    }
  });

  it('is nothing that it could not have been', () => {
    for (const text of ['', 'z:', `z:${articleId}`, `z:${articleId}:x`, `z:${articleId}:t:1`, `k:${articleId}:t`])
      expect(decodeReminderButton(text)).toBeUndefined();
    fc.assert(
      fc.property(fc.string(), (text) => {
        const button = decodeReminderButton(text);
        expect(button === undefined || encodeReminderButton(button) === text).toBe(true);
      }),
    );
  });
});
