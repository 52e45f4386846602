import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/protocol/actor.ts';
import { createIdentityStore, type IdentityStore } from '../../src/storage/identity-store.ts';
import { useDatabase } from '../support/use-database.ts';

const IN_SLACK: Actor = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [] };
const IN_TELEGRAM: Actor = { platform: 'telegram', userId: '7', displayName: 'Ann Lee', groups: [] };
const ELSEWHERE: Actor = { ...IN_SLACK, workspace: 'T2', displayName: 'A. Lee' };
const BEN: Actor = { ...IN_SLACK, userId: 'U2', displayName: 'Ben' };
const LIFE = 10;

const database = useDatabase();
let pool: Pool;
let store: IdentityStore;
beforeAll(async () => {
  ({ pool } = database);
  store = createIdentityStore(pool);
});
beforeEach(async () => void (await pool.query('truncate identities, identity_codes')));

const keys = async (...actors: readonly Actor[]) => await Promise.all(actors.map((actor) => store.keysOf(actor)));
const link = async (giver: Actor, taker: Actor) => {
  const hash = randomUUID();
  await store.offer(giver, hash);
  return await store.redeem(taker, hash, LIFE);
};

describe('who in one chat is who in another', () => {
  it('is said by a code that was told in the one and typed in the other', async () => {
    expect(await link(IN_SLACK, IN_TELEGRAM)).toEqual({ kind: 'linked', names: ['Ann'] });
    expect(await keys(IN_SLACK, IN_TELEGRAM, BEN)).toEqual([['telegram:7'], ['slack:T1:U1'], []]);
  });

  it('is one person in a third one, too', async () => {
    await link(IN_SLACK, IN_TELEGRAM);
    expect(await link(IN_TELEGRAM, ELSEWHERE)).toEqual({ kind: 'linked', names: ['Ann', 'Ann Lee'] });
    expect(await keys(IN_SLACK, ELSEWHERE)).toEqual([
      ['telegram:7', 'slack:T2:U1'],
      ['slack:T1:U1', 'telegram:7'],
    ]);
  });

  it('makes two groups one', async () => {
    const terminal = { ...IN_TELEGRAM, platform: 'terminal', userId: 'ann' };
    await link(IN_SLACK, terminal);
    await link(ELSEWHERE, IN_TELEGRAM);
    await link(terminal, IN_TELEGRAM);
    expect((await store.keysOf(ELSEWHERE)).toSorted()).toEqual(['slack:T1:U1', 'telegram:7', 'terminal:ann']);
  });

  it('counts once, also when the code arrives twice at the same moment, and is told the same', async () => {
    await store.offer(IN_SLACK, 'h');
    const redeemed = await Promise.all([1, 2].map(() => store.redeem(IN_TELEGRAM, 'h', LIFE)));
    expect(redeemed).toEqual([1, 2].map(() => ({ kind: 'linked', names: ['Ann'] })));
    expect(await store.redeem(ELSEWHERE, 'h', LIFE)).toEqual({ kind: 'unknown' });
    expect(await keys(ELSEWHERE)).toEqual([[]]);
  });

  it('is said by the latest code of a person alone, and while it is new', async () => {
    await store.offer(IN_SLACK, 'old');
    await store.offer(IN_SLACK, 'new');
    expect(await store.redeem(IN_TELEGRAM, 'old', LIFE)).toEqual({ kind: 'unknown' });
    await pool.query(`update identity_codes set made_at = now() - interval '11 minutes'`);
    expect(await store.redeem(IN_TELEGRAM, 'new', LIFE)).toEqual({ kind: 'unknown' });
    expect(await keys(IN_TELEGRAM)).toEqual([[]]);
  });

  it('is nobody in the same place, and the code stays for who was meant', async () => {
    await store.offer(IN_SLACK, 'h');
    for (const here of [IN_SLACK, BEN]) expect(await store.redeem(here, 'h', LIFE)).toEqual({ kind: 'same-place' });
    expect(await store.redeem(IN_TELEGRAM, 'h', LIFE)).toMatchObject({ kind: 'linked' });
  });

  it('is over when they say so', async () => {
    await link(IN_SLACK, IN_TELEGRAM);
    expect(await store.leave(IN_TELEGRAM)).toBe(true);
    expect(await store.leave(IN_TELEGRAM)).toBe(false);
    expect(await keys(IN_SLACK, IN_TELEGRAM)).toEqual([[], []]);
  });
});
