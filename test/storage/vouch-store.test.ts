import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createVouchStore, type Vouched, type VouchStore } from '../../src/storage/vouch-store.ts';
import { useDatabase } from '../support/use-database.ts';

const ANN = { platform: 'slack', workspace: 'T1', userId: 'U1' };
const NOTHING: Vouched = { channels: [], readable: [], groups: [], isAdministrator: false, mayStart: false };
const ALL: Vouched = {
  channels: ['slack:T1:C1'],
  readable: ['slack:T1:C2'],
  groups: ['S1'],
  isAdministrator: true,
  mayStart: true,
};

const database = useDatabase();
let vouches: VouchStore;
beforeAll(() => {
  vouches = createVouchStore(database.pool);
});
beforeEach(async () => {
  await database.pool.query('delete from web_vouched');
});

describe('what a chat says of somebody', () => {
  it('holds for as long as it was said for, and for nobody else', async () => {
    await vouches.vouch(ANN, ALL, 60);
    expect(await vouches.of(ANN)).toEqual(ALL);
    expect(await vouches.of({ ...ANN, workspace: 'T2' })).toEqual(NOTHING);
    await database.pool.query(`update web_vouched set until = now() - interval '1 second'`);
    expect(await vouches.of(ANN)).toEqual(NOTHING);
  });

  it('is the last word, but adds to the channels that are known', async () => {
    await vouches.vouch(ANN, ALL, 60);
    await vouches.vouch(ANN, { ...NOTHING, channels: ['slack:T1:C3'] }, 60);
    const known = await vouches.of(ANN);
    expect(known).toMatchObject({ readable: ['slack:T1:C2'], groups: [], isAdministrator: false, mayStart: false });
    expect(known.channels.toSorted()).toEqual(['slack:T1:C1', 'slack:T1:C3']);
  });

  it('is that somebody only reads where they were a member', async () => {
    await vouches.vouch(ANN, ALL, 60);
    await vouches.vouch(ANN, { ...NOTHING, readable: ['slack:T1:C1'] }, 60);
    expect(await vouches.of(ANN)).toMatchObject({ channels: [], readable: expect.arrayContaining(['slack:T1:C1']) });
  });

  it('may be said twice at once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => vouches.vouch(ANN, ALL, 60)));
    expect(await vouches.of(ANN)).toEqual(ALL);
  });
});
