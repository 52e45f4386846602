import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/protocol/actor.ts';
import { createDelegationStore } from '../../src/storage/delegation-store.ts';
import { createIdentityStore } from '../../src/storage/identity-store.ts';
import { useDatabase } from '../support/use-database.ts';

const ANN: Actor = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [], via: 'slack' };
const BEN: Actor = { ...ANN, userId: 'U2', displayName: 'Ben' };
const ANN_ELSEWHERE: Actor = { platform: 'telegram', userId: '7', displayName: 'Ann Lee', groups: [] };
const HOUR_MS = 3_600_000;

const database = useDatabase();
beforeEach(async () => void (await database.pool.query('truncate delegations, identities, identity_codes')));

/** @param fromH @param untilH hours from now */
async function away(fromH: number, untilH: number, by = ANN) {
  const store = createDelegationStore(database.pool);
  const at = (hours: number): Date => new Date(Date.now() + hours * HOUR_MS);
  const delegation = {
    person: { key: 'slack:T1:U1', name: 'Ann' },
    substitute: { key: 'slack:T1:U2', name: 'Ben' },
    from: at(fromH),
    until: at(untilH),
  };
  await store.set(by, delegation);
  return { store, delegation };
}

describe('who decides for whom', () => {
  it('is known from the first moment to the last, and to nobody else', async () => {
    const { store, delegation } = await away(-1, 1);
    expect(await store.absentFor(BEN)).toEqual([{ key: 'slack:T1:U1', name: 'Ann', alsoKnownAs: [] }]);
    expect(await store.absentFor(ANN)).toEqual([]);
    expect(await store.absentFor({ ...BEN, workspace: 'T2' })).toEqual([]);
    expect(await store.of(ANN)).toEqual(delegation);
    await away(1, 2);
    expect(await store.absentFor(BEN)).toEqual([]);
    expect(await store.of(ANN)).toMatchObject({ substitute: { name: 'Ben' } });
    await away(-2, -1);
    expect([await store.absentFor(BEN), await store.of(ANN)]).toEqual([[], undefined]);
  });

  it('goes with all that both are in other chats', async () => {
    const identities = createIdentityStore(database.pool);
    await identities.offer(ANN, 'code');
    await identities.redeem(ANN_ELSEWHERE, 'code', 10);
    const { store } = await away(-1, 1);
    const elsewhere = { ...BEN, platform: 'web', userId: 'ben', alsoKnownAs: ['slack:T1:U2'] };
    expect(await store.absentFor(elsewhere)).toEqual([
      { key: 'slack:T1:U1', name: 'Ann', alsoKnownAs: ['telegram:7'] },
    ]);
    const annElsewhere = { ...ANN_ELSEWHERE, alsoKnownAs: ['slack:T1:U1'] };
    expect(await store.of(annElsewhere)).toMatchObject({ substitute: { key: 'slack:T1:U2' } });
    expect(await store.end(annElsewhere)).toBe(true);
    expect(await store.absentFor(BEN)).toEqual([]);
  });

  it('ends once, and all of it is in the audit', async () => {
    const { store } = await away(-1, 1);
    expect([await store.end(ANN), await store.end(ANN)]).toEqual([true, false]);
    const { rows } = await database.pool.query(
      `select act, actor_key as who, via, about from audit order by audit_id desc limit 2`,
    );
    expect(rows).toEqual([
      { act: 'delegate-end', who: 'slack:T1:U1', via: 'slack', about: 'person:slack:T1:U2' },
      {
        act: 'delegate',
        who: 'slack:T1:U1',
        via: 'slack',
        about: expect.stringMatching(/^person:slack:T1:U2 \d{4}-\d\d-\d\d \d{4}-\d\d-\d\d$/),
      },
    ]);
  });
});
