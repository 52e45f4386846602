import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messages } from '../../src/messages/messages.ts';
import type { PatienceRules } from '../../src/protocol/patience.ts';
import type { RenderedMessage } from '../emulators/slack/rendered.ts';
import { openTelegramNewsroom, type TelegramNewsroom } from '../support/telegram-newsroom.ts';
import { openSlackDesk, type SlackDesk } from './slack/slack-desk.ts';

const en = messages('en').reminders;
const WAIT = { timeout: 90_000, interval: 100 };
const AT_ONCE = { unit: 'minutes' as const, count: 0.01 };
/** Reminds and escalates as soon as somebody looks, at any time of the day. */
const HASTY: PatienceRules = {
  remindAfter: AT_ONCE,
  remindEvery: AT_ONCE,
  working: { weekdays: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 1440, holidays: 'none', daysOff: [] },
  zone: 'UTC',
};

describe('a reminder in Slack', () => {
  let desk: SlackDesk;
  beforeAll(async () => {
    desk = await openSlackDesk({
      settings: { patience: { ...HASTY, escalate: { after: AT_ONCE, to: ['requester'] } } },
    });
    await desk.openAnother();
  });
  afterAll(() => desk.close());

  it('comes in person, once a day, with a way to the place, and is put off by a button', async () => {
    const { slack, people, newsroom } = desk;
    const channel = slack.channel('articles');
    const article = await desk.order('How dunes wander', { who: 'ann', channel });
    await article.until('waiting');
    const direct = await slack.dm(people.ann.id);
    const told = async (title: string): Promise<readonly RenderedMessage[]> =>
      (await slack.history(direct)).filter(({ shown }) => shown.includes(title));
    await expect.poll(async () => (await told(en.title(1))).length, WAIT).toBe(1);
    await expect.poll(async () => (await told('Nobody has decided for')).length, WAIT).toBe(1);
    const [reminder] = await told(en.title(1));
    if (reminder === undefined) throw new Error('It has just been there');
    expect(reminder.shown).toContain('How dunes wander');
    expect(reminder.buttons.map(({ text }) => text)).toEqual([en.open, en.buttons.snooze, en.buttons['not-mine']]);
    const { ts } = await article.root();
    expect(JSON.stringify(reminder)).toContain(ts.replace('.', ''));

    const snooze = reminder.buttons.find(({ text }) => text === en.buttons.snooze);
    if (snooze === undefined) throw new Error('It has just been there');
    await people.ann.click(reminder, snooze);
    // Beside the reminder, so that it does not look like another one.
    const answers = async (): Promise<readonly string[]> =>
      (await slack.thread(direct, reminder.ts)).map(({ shown }) => shown);
    await expect.poll(answers, WAIT).toContainEqual(expect.stringContaining(en.done.snooze));
    const { rows } = await newsroom.pool.query('select person_key, until > now() as later from snoozes');
    expect(rows).toEqual([{ person_key: expect.stringContaining(people.ann.id), later: true }]);
    // Both processes have looked again by now, and one message a day is what there is.
    const { rows: made } = await newsroom.pool.query<{ kind: string }>(
      'select kind from reminders where person_key like $1 order by kind',
      [`%${people.ann.id}`],
    );
    expect(made.map(({ kind }) => kind)).toEqual(['escalation', 'reminder']);
    expect(await told(en.title(1))).toHaveLength(1);
  });
});

describe('a reminder in Telegram', () => {
  let desk: TelegramNewsroom;
  beforeAll(async () => {
    desk = await openTelegramNewsroom({
      config: (config) => ({ ...config, article: { ...config.article, patience: HASTY } }),
    });
  });
  afterAll(() => desk.close());

  it('comes in the private chat, and ends where it is nobody’s business', async () => {
    const { emulator, ann, newsroom } = desk;
    const chat = emulator.privateChat(ann);
    emulator.say(chat, ann, '/start');
    emulator.say(chat, ann, '/article How dunes sing');
    const reminder = await desk.until(chat, ({ text }) => text.includes(en.title(1)), 'reminder');
    expect(reminder.text).toContain('How dunes sing');
    expect(reminder.text).toMatch(/\/status_[0-9a-z]{16}/);
    emulator.tap(reminder, en.buttons['not-mine'], ann);
    const far = async (): Promise<unknown> =>
      (await newsroom.pool.query(`select until > now() + interval '300 days' as far from snoozes`)).rows;
    await expect.poll(far, WAIT).toEqual([{ far: true }]);
    await expect.poll(() => emulator.spinning(ann), WAIT).toEqual([]);
  });
});
