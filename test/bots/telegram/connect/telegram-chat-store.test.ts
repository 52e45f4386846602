import type { Pool } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTelegramChatStore } from '../../../../bots/telegram/connect/telegram-chat-store.ts';
import { chatContents } from '../../../fixtures/chat-contents.ts';
import { useDatabase } from '../../../support/use-database.ts';

const SUPERGROUP = -1_001_234_567_890;
const OTHER_SUPERGROUP = -1_001_234_567_891;

const database = useDatabase();
let pool: Pool;
let bots = 0;

beforeAll(async () => {
  ({ pool } = database);
});

/** The chats of a bot that no other test has. */
function openStore(botId = String((bots += 1))) {
  return { store: createTelegramChatStore(pool, botId), botId };
}

async function now(): Promise<Date> {
  const { rows } = await pool.query<{ now: Date }>('select clock_timestamp() as now');
  return new Date((rows[0]?.now.getTime() ?? 0) + 1);
}

describe('createTelegramChatStore', () => {
  it('knows which message was sent last for a delivery, and keeps that when it is noted again without', async () => {
    const { store, botId } = openStore();
    await store.note({ chat: 1, message: 10 }, 'a/1');
    await store.note({ chat: 1, message: 12 }, 'a/1');
    await store.note({ chat: 1, message: 12 });
    expect(await store.messageOf('a/1')).toEqual({ chat: 1, message: 12 });
    expect(await store.messageOf('a/2')).toBeUndefined();
    expect(await openStore(`${botId}0`).store.messageOf('a/1')).toBeUndefined();
  });

  it('counts ids as Telegram does: one row of numbers for private chats and groups, one for each supergroup', async () => {
    const { store } = openStore();
    await store.note({ chat: 1, message: 10 });
    await store.note({ chat: SUPERGROUP, message: 500 });
    const moment = await now();
    await pool.query('select pg_sleep(0.01)');
    await store.note({ chat: -7, message: 14 });
    await store.note({ chat: 2, message: 12 });
    await store.note({ chat: SUPERGROUP, message: 501 });
    expect(await store.idsAround(2, moment)).toEqual({ before: 10, since: [12, 14], isWhole: true });
    expect(await store.idsAround(SUPERGROUP, moment)).toEqual({ before: 500, since: [501], isWhole: true });
    expect(await store.idsAround(OTHER_SUPERGROUP, moment)).toBeUndefined();
    expect(await store.idsAround(1, new Date(0))).toBeUndefined();
  });

  it('knows the highest id by a moment, though a higher one was noted earlier, and says when it leaves ids out', async () => {
    const { store, botId } = openStore();
    for (const message of [5, 9, 7]) await store.note({ chat: SUPERGROUP, message });
    const moment = await now();
    await pool.query('select pg_sleep(0.01)');
    await pool.query(
      'insert into telegram_messages (bot_id, chat, message) select $1, $2, 9 + 2 * n from generate_series(1, 999) as n',
      [botId, SUPERGROUP],
    );
    const odd = Array.from({ length: 1000 }, (_, index) => 11 + 2 * index);
    expect(await store.idsAround(SUPERGROUP, moment)).toEqual({ before: 9, since: odd.slice(0, 999), isWhole: true });
    for (const message of [2009, 2011]) await store.note({ chat: SUPERGROUP, message });
    expect(await store.idsAround(SUPERGROUP, moment)).toEqual({ before: 9, since: odd, isWhole: false });
  });

  it('remembers what a message of the bot is for, and whether it is a delivery', async () => {
    const { store, botId } = openStore();
    const ref = { chat: -7, message: 10 };
    expect(await store.purposeOf(ref)).toBeUndefined();
    expect(await store.noteOf(ref)).toBeUndefined();
    await store.note(ref);
    expect(await store.noteOf(ref)).toEqual({});
    await store.note(ref, 'a/1');
    expect(await store.noteOf(ref)).toEqual({ postKey: 'a/1' });
    await store.notePurpose(ref, { kind: 'proposal', asked: '7', topic: 'nul \0, half \ud800', question: 9 });
    const purpose = { kind: 'proposal', asked: '7', topic: 'nul , half \ufffd', question: 9 };
    expect(await store.purposeOf(ref)).toEqual(purpose);
    expect(await store.purposeOf({ ...ref, message: 11 })).toBeUndefined();
    expect(await openStore(`${botId}0`).store.purposeOf(ref)).toBeUndefined();
  });

  it('knows where a group went', async () => {
    const { store } = openStore();
    expect(await store.current(-7)).toBe(-7);
    await store.moved(-7, SUPERGROUP);
    await store.moved(-7, SUPERGROUP);
    expect(await store.current(-7)).toBe(SUPERGROUP);
  });

  it('keeps what stands below a message, once and in order, however broken its text', async () => {
    const { store } = openStore();
    const { draft, critique, factReport } = chatContents('en');
    const ref = { chat: SUPERGROUP, message: 7 };
    const broken = { ...critique, critique: { ...critique.critique, strengths: ['nul \0, half \ud800'] } };
    await store.merge('a/2', { ...ref, card: draft, addition: broken });
    await store.merge('a/3', { ...ref, card: draft, addition: factReport });
    await store.merge('a/2', { ...ref, card: draft, addition: critique });
    expect(await store.mergeOf('a/3')).toEqual({ ...ref, card: draft, addition: factReport });
    const below = await store.mergedInto(ref);
    expect(below.map(({ kind }) => kind)).toEqual(['critique', 'fact-report']);
    expect(JSON.stringify(below[0])).toContain('nul , half \ufffd');
    expect(await store.mergedInto({ ...ref, message: 8 })).toEqual([]);
  });

  it('forgets messages after a month', async () => {
    const { store, botId } = openStore();
    await store.note({ chat: 1, message: 10 }, 'a/1');
    await pool.query(`update telegram_messages set noted_at = now() - interval '31 days' where bot_id = $1`, [botId]);
    await openStore(botId).store.note({ chat: 1, message: 11 });
    expect(await store.messageOf('a/1')).toBeUndefined();
  });
});
