import { describe, expect, it } from 'vitest';
import { CHOSEN_DAYS, firstOf, inWords } from '../../../../../bots/web/page/core/repeat.ts';
import { readWhen } from '../../../../../src/chat/read-schedule.ts';
import { nextTimes } from '../../../../../src/protocol/timing.ts';

const SUNDAY = new Date('2026-11-29T12:00:00Z');
const chosen = { days: 'weekday', at: '08:30', words: 'every first monday 10:00', zone: ' Europe/Berlin ' };

describe('when an article is wanted again and again', () => {
  it.each(CHOSEN_DAYS)('is said in the words of the chats, and means the same: %s', (days) => {
    const { when, zone } = inWords({ ...chosen, days });
    const read = readWhen(when);
    if (read.kind !== 'when') throw new Error(`“${when}” is not read`);
    const { timing } = read;
    expect(zone).toBe('Europe/Berlin');
    expect(firstOf({ ...chosen, days }, SUNDAY)).toEqual(nextTimes({ ...timing, zone }, SUNDAY, 1)[0]);
  });

  it('is as it was written where it was written, and then only the server knows when that is', () => {
    expect(inWords({ ...chosen, days: '' })).toEqual({ when: 'every first monday 10:00', zone: 'Europe/Berlin' });
    expect(firstOf({ ...chosen, days: '' }, SUNDAY)).toBeUndefined();
  });

  it.each([{ at: '' }, { zone: 'Europe/Atlantis' }])('cannot be told yet with %o', (typed) => {
    expect(firstOf({ ...chosen, ...typed }, SUNDAY)).toBeUndefined();
  });
});
