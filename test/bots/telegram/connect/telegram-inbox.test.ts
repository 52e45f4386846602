import type pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createTelegramInbox,
  type KeptUpdate,
  type TelegramInbox,
} from '../../../../bots/telegram/connect/telegram-inbox.ts';
import { useDatabase } from '../../../support/use-database.ts';

const database = useDatabase();
let pool: pg.Pool;
let bots = 0;

beforeAll(async () => {
  ({ pool } = database);
});

describe('telegram inbox', () => {
  /** Of a bot that nobody else uses. */
  const open = (): TelegramInbox => createTelegramInbox(pool, String((bots += 1)));
  const update = (updateId: number, lane = 'a') => ({ updateId, lane, body: { update_id: updateId } });
  const take = (inbox: TelegramInbox, busyLanes: readonly string[] = []): Promise<readonly KeptUpdate[]> =>
    inbox.take({ limit: 10, busyLanes });
  const idsOf = (updates: readonly KeptUpdate[]): readonly number[] => updates.map(({ updateId }) => updateId);

  it('keeps an update once, however often it comes, also after it was done', async () => {
    const inbox = open();
    await inbox.keep([update(2), update(1), update(2)]);
    await inbox.keep([update(1)]);
    expect(idsOf(await take(inbox))).toEqual([1, 2]);
    await inbox.finish(1);
    await inbox.finish(2);
    await inbox.keep([update(1), update(2), update(3)]);
    expect(idsOf(await take(inbox))).toEqual([3]);
  });

  it('holds what no other column would take: NUL, half surrogates, a number beyond 32 bits', async () => {
    const inbox = open();
    const body = { update_id: 9_007_199_254_740, message: { text: 'a\0b\ud83d', from: '\u2028' } };
    await inbox.keep([{ updateId: body.update_id, lane: 'a', body }]);
    expect(await take(inbox)).toMatchObject([{ updateId: 9_007_199_254_740, body, attempt: 1, told: false }]);
  });

  it('gives nothing of a busy lane, and nothing before its time', async () => {
    const inbox = open();
    await inbox.keep([update(1, 'a'), update(2, 'b')]);
    expect(idsOf(await take(inbox, ['a']))).toEqual([2]);
    await inbox.postpone(2, { delayMs: 60_000, counts: true, told: false });
    expect(idsOf(await take(inbox))).toEqual([1]);
    await inbox.postpone(2, { delayMs: 0, counts: true, told: false });
    expect(idsOf(await take(inbox))).toEqual([1, 2]);
  });

  it('counts attempts, but for those that were not the fault of the update, and remembers that the person was told', async () => {
    const inbox = open();
    await inbox.keep([update(1)]);
    await take(inbox);
    await inbox.postpone(1, { delayMs: 0, counts: false, told: true });
    expect(await take(inbox)).toMatchObject([{ attempt: 1, told: true }]);
    await inbox.postpone(1, { delayMs: 0, counts: true, told: false });
    expect(await take(inbox)).toMatchObject([{ attempt: 2, told: true }]);
  });

  it('keeps what was given up for whoever looks into it, and forgets words that were heeded', async () => {
    const inbox = open();
    await inbox.keep([update(1), update(2)]);
    await inbox.finish(1);
    await inbox.finish(2, 'broken');
    const { rows } = await pool.query('select body, fault from telegram_updates where bot_id = $1 order by update_id', [
      String(bots),
    ]);
    expect(rows).toEqual([
      { body: null, fault: null },
      { body: { update_id: 2 }, fault: 'broken' },
    ]);
    await inbox.forget(0);
    expect((await pool.query('select 1 from telegram_updates where bot_id = $1', [String(bots)])).rows).toEqual([]);
  });

  it('is one bot’s alone', async () => {
    const [mine, theirs] = [open(), open()];
    await mine.keep([update(1)]);
    expect(await take(theirs)).toEqual([]);
  });
});
