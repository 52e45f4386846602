import { describe, expect, it } from 'vitest';
import { createCoolDowns } from '../../../../bots/telegram/messenger/cool-downs.ts';
import { createLimitsOf, TELEGRAM_LIMITS, type Usage } from '../../../../bots/telegram/messenger/limits.ts';
import { limitFor } from '../../../../src/delivery/scheduler.ts';

const PERSON = 123;
const GROUP = -1_001_234_567_890;
const POST: Usage = { messages: 1, calls: 2 };
const FILE: Usage = { messages: 1, calls: 1 };
const EDIT: Usage = { messages: 0, calls: 1 };

const keysOf = (chat: number, usage: Usage) => createLimitsOf('42')(chat, usage).map(({ key }) => key);

/** When calls go out that always want to, by the limit with this key. Milliseconds. */
function timesOf(usages: readonly Usage[], key: string): readonly number[] {
  let free = -Infinity;
  let now = 0;
  return usages.flatMap((usage) => {
    const limit = createLimitsOf('42')(GROUP, usage).find((one) => one.key === key);
    if (limit === undefined) throw new Error('There is no such limit');
    now = Math.max(now, free - (limit.burst - 1) * limit.everyMs);
    free = Math.max(now, free) + limit.everyMs;
    return Array.from({ length: usage.calls }, () => now);
  });
}

function mostIn(times: readonly number[], windowMs: number): number {
  return Math.max(...times.map((from) => times.filter((time) => time >= from && time < from + windowMs).length));
}

describe('the limits of a call', () => {
  it('name the chat first, which is the group where it is one, and count edits in groups', () => {
    expect(keysOf(PERSON, POST)).toEqual(['chat:42:123', 'bot:42']);
    expect(keysOf(GROUP, POST)).toEqual([`group:42:${GROUP}`, `chat:42:${GROUP}`, 'bot:42']);
    expect(keysOf(GROUP, EDIT)).toEqual([`group:42:${GROUP}`, 'bot:42']);
    expect(keysOf(PERSON, EDIT)).toEqual(['chat:42:123', 'bot:42']);
  });

  it('let edits in private go with next to no pace of their own, once the chat is free', () => {
    const [chat] = createLimitsOf('42')(PERSON, EDIT);
    expect(chat).toMatchObject({ everyMs: 1, burst: 1 });
  });

  it('keep below twenty calls in a minute and a group, and thirty in a second, however single and double calls are mixed', () => {
    const singles = (count: number): readonly Usage[] => Array.from({ length: count }, () => EDIT);
    // The worst is a double call at the end of what goes at once, and another one at the end of the minute.
    for (let first = 0; first < 30; first += 1) {
      for (let next = 0; next < 30; next += 1) {
        const calls = [...singles(first), POST, ...singles(next), POST, ...singles(5)];
        expect(mostIn(timesOf(calls, `group:42:${GROUP}`), 60_000)).toBeLessThan(20);
        expect(mostIn(timesOf(calls, 'bot:42'), 1000)).toBeLessThan(30);
      }
    }
  });

  it('are free at the same moment after a cool-down, whatever the call counts', () => {
    const reaches = [POST, FILE, EDIT].map((usage) => {
      const [group] = createLimitsOf('42')(GROUP, usage);
      return group && (group.burst - 1) * group.everyMs;
    });
    expect(new Set(reaches).size).toBe(1);
  });

  it('leave a part of what goes at once to those that somebody waits for', () => {
    const [group] = createLimitsOf('42')(GROUP, POST);
    if (group === undefined) throw new Error('A group has a limit');
    expect(limitFor(group, 2).burst).toBeLessThan(limitFor(group, 1).burst);
  });

  it('are none where none are set', () => {
    expect(createLimitsOf('42', {})(GROUP, POST)).toEqual([]);
    expect(TELEGRAM_LIMITS).toMatchObject({ chat: { everyMs: 1000 } });
  });
});

describe('what has to cool down when Telegram asks to wait', () => {
  it('is the chat, and the bot as soon as several chats hear it within a second', () => {
    let now = 0;
    const coolDowns = createCoolDowns('42', () => now);
    const about = (chat: number) => coolDowns.about(chat);
    expect(about(PERSON)).toBe('chat:42:123');
    now = 500;
    expect(about(PERSON)).toBe('chat:42:123');
    expect(about(GROUP)).toBe('bot:42');
    now = 2000;
    expect(about(GROUP)).toBe(`group:42:${GROUP}`);
  });
});
