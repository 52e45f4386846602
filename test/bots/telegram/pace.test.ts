import { describe, expect, it } from 'vitest';
import { createTelegramPace } from '../../../bots/telegram/pace.ts';

const GROUP = -100_123;
const PERSON = 123;

describe('createTelegramPace', () => {
  it('keeps a second between messages to one chat, and none between edits', async () => {
    const pace = createTelegramPace();
    await pace.turn(PERSON, 'message');
    expect(pace.waitMs(PERSON)).toBeGreaterThan(500);
    expect(pace.waitMs(PERSON)).toBeLessThanOrEqual(1000);
    for (let edit = 0; edit < 10; edit += 1) await pace.turn(PERSON, 'edit');
    expect(pace.waitMs(PERSON + 1)).toBe(0);
  });

  it('counts edits in groups, which have twenty calls in a minute', async () => {
    const pace = createTelegramPace();
    for (let edit = 0; edit < 19; edit += 1) await pace.turn(GROUP, 'edit');
    expect(pace.waitMs(GROUP)).toBe(0);
    await pace.turn(GROUP, 'edit');
    expect(pace.waitMs(GROUP)).toBeGreaterThan(50_000);
    expect(pace.waitMs(GROUP - 1)).toBe(0);
  });

  it('lets thirty calls out in a second, to whomever', async () => {
    const pace = createTelegramPace();
    for (let call = 0; call < 30; call += 1) await pace.turn(PERSON + call, 'message');
    expect(pace.waitMs(PERSON + 30)).toBeGreaterThan(0);
  });
});
