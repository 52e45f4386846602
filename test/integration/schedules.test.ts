import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messages } from '../../src/messages/messages.ts';
import { scheduleIdOf } from '../../src/protocol/names.ts';
import { createScheduleStore, type ScheduleRecord } from '../../src/storage/schedule-store.ts';
import type { RenderedMessage } from '../emulators/slack/rendered.ts';
import { openTelegramNewsroom, type TelegramNewsroom } from '../support/telegram-newsroom.ts';
import { openSlackDesk, type SlackDesk } from './slack/slack-desk.ts';

const en = messages('en');
const WAIT = { timeout: 45_000, interval: 50 };

/** The only schedule that there is. */
async function onlyOne(pool: Pool): Promise<ScheduleRecord> {
  const { rows } = await pool.query<{ id: string }>('select schedule_id as id from schedules where deleted_at is null');
  expect(rows).toHaveLength(1);
  const found = await createScheduleStore(pool).find(rows[0]?.id ?? '');
  if (found === undefined) throw new Error('It has just been there');
  return found;
}

async function isPausedAtTemporal(client: Client, { scheduleId }: ScheduleRecord): Promise<boolean> {
  return (await client.schedule.getHandle(scheduleIdOf(scheduleId)).describe()).state.paused;
}

/** A moment of it comes, as Temporal would tell. */
async function comes(pool: Pool, { scheduleId }: ScheduleRecord, slot: string): Promise<void> {
  await createScheduleStore(pool).noteRun({ scheduleId, slot, dueAt: new Date() });
}

describe('a schedule in Slack', () => {
  let desk: SlackDesk;
  beforeAll(async () => {
    desk = await openSlackDesk();
  });
  afterAll(() => desk.close());

  it('is made in the zone of its maker, begins an article in a thread of its own, and says what could not begin', async () => {
    const { slack, people, newsroom } = desk;
    const { client, pool } = newsroom;
    const channel = slack.channel('articles');
    const told = (): string | undefined => slack.privates(people.ann.id).at(-1)?.shown;
    await people.ann.command('every monday 9:00 How dunes wander', channel);
    expect(told()).toContain('every Monday at 9:00 (Europe/Amsterdam)');
    for (const act of ['pause', 'skip', 'run', 'delete'] as const) expect(told()).toContain(en.schedules.buttons[act]);
    const schedule = await onlyOne(pool);
    expect(schedule).toMatchObject({ thread: { channel }, timing: { zone: 'Europe/Amsterdam' } });
    expect(await isPausedAtTemporal(client, schedule)).toBe(false);

    await people.ann.command('schedules run', channel);
    const roots = async (): Promise<readonly RenderedMessage[]> =>
      (await slack.history(channel)).filter(({ shown }) => shown.includes('How dunes wander'));
    await expect.poll(async () => (await roots()).length, WAIT).toBe(1);
    const { rows } = await pool.query<{ by: string }>(`select requester ->> 'displayName' as by from articles`);
    expect(rows).toEqual([{ by: 'Ann' }]);

    // It waits for a decision, and so does the schedule.
    await comes(pool, schedule, '2026-12-07T09:00');
    const direct = await slack.dm(people.ann.id);
    const inPrivate = async (): Promise<string> => (await slack.history(direct)).map(({ shown }) => shown).join('\n');
    await expect.poll(inPrivate, WAIT).toContain('The last one is not over yet: How dunes wander');
    expect(await roots()).toHaveLength(1);

    await people.ann.command('schedules pause', channel);
    expect(await isPausedAtTemporal(client, schedule)).toBe(true);
    await people.eve.command(`schedules delete ${schedule.scheduleId}`, channel);
    expect(slack.privates(people.eve.id).at(-1)?.shown).toContain(en.schedules.noSuch(schedule.scheduleId));
    await people.ann.command('schedules delete', channel);
    await expect(isPausedAtTemporal(client, schedule)).rejects.toThrow('not found');
  });

  it('stands beside orders that are asked about when they are like another one; one click starts them', async () => {
    const { slack, people, newsroom } = desk;
    const direct = await slack.dm(people.ben.id);
    const begun = async (): Promise<number> => {
      const { rows } = await newsroom.pool.query(`select from articles where topic ilike '%tides work%'`);
      return rows.length;
    };
    await people.ben.write('article How tides work', { channel: direct });
    await expect.poll(begun, WAIT).toBe(1);
    await people.ben.write('article how do the tides work?', { channel: direct });
    const find = async (): Promise<RenderedMessage | undefined> =>
      (await slack.history(direct)).find(({ buttons }) =>
        buttons.some(({ text }) => text === en.schedules.startAnyway),
      );
    await expect.poll(find, WAIT).toBeDefined();
    const asked = await find();
    const button = asked?.buttons.find(({ text }) => text === en.schedules.startAnyway);
    if (asked === undefined || button === undefined) throw new Error('It has just been there');
    expect(asked.shown).toContain('There is an article like this one here: How tides work');
    expect(await begun()).toBe(1);
    await people.ben.click(asked, button);
    await expect.poll(begun, WAIT).toBe(2);
  });
});

describe('a schedule in Telegram', () => {
  let desk: TelegramNewsroom;
  beforeAll(async () => {
    desk = await openTelegramNewsroom();
  });
  afterAll(() => desk.close());

  it('is made by a message, run and paused by its buttons, and says what could not begin', async () => {
    const { emulator, ann, newsroom } = desk;
    const { client, pool } = newsroom;
    const chat = emulator.privateChat(ann);
    emulator.say(chat, ann, '/start');
    emulator.say(chat, ann, '/every monday 9:00 in Europe/Berlin How dunes sing');
    const card = await desk.until(
      chat,
      ({ text }) => text.includes('every Monday at 9:00 (Europe/Berlin)'),
      'schedule',
    );
    const schedule = await onlyOne(pool);

    emulator.tap(card, en.schedules.buttons.run, ann);
    await desk.until(chat, ({ text }) => text.includes('Article') && text.includes('How dunes sing'), 'article');
    await comes(pool, schedule, '2026-12-07T09:00');
    await desk.until(chat, ({ text }) => text.includes('The last one is not over yet: How dunes sing'), 'news');

    emulator.tap(card, en.schedules.buttons.pause, ann);
    await expect
      .poll(() => emulator.message(chat, card.id).buttons.map(({ text }) => text), WAIT)
      .toContain(en.schedules.buttons.resume);
    expect(await isPausedAtTemporal(client, schedule)).toBe(true);
    emulator.say(chat, ann, '/schedules');
    await desk.until(chat, ({ text, id }) => id > card.id && text.includes(en.schedules.paused.person), 'list');
    await expect.poll(() => emulator.spinning(ann), WAIT).toEqual([]);
  });

  it('stands beside orders that are asked about when they are like another one', async () => {
    const { emulator, ben, newsroom } = desk;
    const chat = emulator.privateChat(ben);
    const topics = async (): Promise<readonly string[]> => {
      const { rows } = await newsroom.pool.query<{ topic: string }>(
        `select topic from articles where topic like '%bread%' order by created_at`,
      );
      return rows.map(({ topic }) => topic);
    };
    emulator.say(chat, ben, '/article How bread is made');
    await expect.poll(topics, WAIT).toEqual(['How bread is made']);
    emulator.say(chat, ben, 'how is bread made?');
    const proposal = await desk.until(chat, ({ text }) => text.endsWith('how is bread made?'), 'proposal');
    emulator.tap(proposal, en.telegram.proposalButtons.start, ben);
    const asked = await desk.until(chat, ({ text }) => text.includes('There is an article like this one'), 'question');
    expect(await topics()).toHaveLength(1);
    emulator.tap(asked, en.schedules.startAnyway, ben);
    await expect.poll(topics, WAIT).toEqual(['How bread is made', 'how is bread made?']);
    await expect.poll(() => emulator.spinning(ben), WAIT).toEqual([]);
  });
});
