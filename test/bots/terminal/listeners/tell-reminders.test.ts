import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Chat } from '../../../../bots/terminal/listeners/chat.ts';
import { createLook } from '../../../../bots/terminal/render/look.ts';
import { tellReminders } from '../../../../bots/terminal/listeners/tell-reminders.ts';
import { messages } from '../../../../src/messages/messages.ts';
import type { DueReminder, ReminderStore } from '../../../../src/storage/reminder-store.ts';

const HOUR_MS = 3_600_000;
const en = messages('en');

/** What stands on the screen of Ann, of whom this waits. */
async function shownTo(take: ReminderStore['take']): Promise<string> {
  const lines: string[] = [];
  const screen = {
    print: (...printed: string[]) => void lines.push(...printed),
    look: () => createLook(80, false),
  };
  const actor = { platform: 'terminal', userId: 'ann', displayName: 'Ann', groups: [] };
  await tellReminders({ reminders: { take }, actor, language: 'en', t: en, screen } as unknown as Chat);
  return stripVTControlCharacters(lines.join('\n'));
}

const REMINDER: DueReminder = {
  person: 'terminal:ann',
  kind: 'reminder',
  occasion: '2026-11-30',
  items: [
    {
      articleId: '0123456789abcdef',
      gate: 'g1',
      topic: 'How tides work',
      requesterName: 'Ann',
      since: '2026-11-29T10:00:00.000Z',
      waitedMs: 26 * HOUR_MS,
      language: 'en',
      version: 2,
      score: 8.4,
      waitingFor: ['requester'],
    },
  ],
};

describe('the terminal', () => {
  it('says what waits for the person, and how to open it', async () => {
    const asked: unknown[] = [];
    const shown = await shownTo(async (...given) => {
      asked.push(given);
      return [REMINDER];
    });
    expect(asked).toEqual([['terminal', 'terminal:ann']]);
    expect(shown).toContain(en.reminders.title(1));
    expect(shown).toContain('How tides work');
    expect(shown).toContain('Draft 2 · 8.4/10 · waiting for 1 day');
    expect(shown).toContain('/open 0123456789abcdef');
  });

  it('says nothing of what was decided meanwhile, nor while the database is away', async () => {
    expect(await shownTo(async () => [{ ...REMINDER, items: [] }])).toBe('');
    expect(await shownTo(async () => await Promise.reject(new Error('away')))).toBe('');
  });

  it('says of others who is waited for, and why it says so', async () => {
    const shown = await shownTo(async () => [{ ...REMINDER, kind: 'escalation', occasion: 'x' }]);
    expect(shown).toContain('Nobody has decided for 1 day');
    expect(shown).toContain('Waiting for: Ann');
    expect(shown).toContain(en.reminders.why);
  });
});
