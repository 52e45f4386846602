import { describe, expect, it } from 'vitest';
import { createWebMembership, createWebNewcomers, homeOf } from '../../../../bots/web/connect/membership.ts';
import { createLogger } from '../../../../src/lib/logger.ts';
import type { Actor } from '../../../../src/protocol/actor.ts';
import { channelKey } from '../../../../src/protocol/thread.ts';
import type { VouchStore } from '../../../../src/storage/vouch-store.ts';

const ANN: Actor = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [] };
const BEN: Actor = { ...ANN, userId: 'U2', displayName: 'Ben' };
const CHANNEL = { platform: 'slack', workspace: 'T1', channel: 'C1' };
const OTHER = { ...CHANNEL, channel: 'C2' };
const logger = createLogger({ level: 'silent' });

const vouches: Pick<VouchStore, 'of'> = {
  of: async ({ userId }) => ({
    channels: [],
    readable: userId === 'U1' ? [channelKey(CHANNEL)] : [],
    groups: [],
    isAdministrator: userId === 'U1',
    mayStart: false,
  }),
};

describe('who is where on the web', () => {
  const membership = createWebMembership(vouches, logger);

  it('is one person in a channel of theirs, in which nobody else is', async () => {
    expect(homeOf(ANN)).toEqual({ platform: 'web', channel: 'slack:T1:U1' });
    expect(await membership.isMember(ANN, homeOf(ANN))).toBe(true);
    expect(await membership.isMember(BEN, homeOf(ANN))).toBe(false);
    expect(await membership.isMember({ ...BEN, alsoKnownAs: ['slack:T1:U1'] }, homeOf(ANN))).toBe(true);
    expect(await membership.canRead(BEN, homeOf(ANN))).toBe(false);
  });

  it('is whoever a chat says is a member, or reads there', async () => {
    expect(await membership.isMember({ ...ANN, channels: [channelKey(CHANNEL)] }, CHANNEL)).toBe(true);
    expect(await membership.isMember(ANN, CHANNEL)).toBe(false);
    // A channel of a chat that is named as a person is.
    expect(await membership.isMember(ANN, { platform: 'slack', channel: 'slack:T1:U1' })).toBe(false);
    expect(await membership.canRead(ANN, CHANNEL)).toBe(true);
    expect(await membership.canRead(ANN, OTHER)).toBe(false);
    expect(await membership.canRead(BEN, CHANNEL)).toBe(false);
  });

  it('is nobody while that cannot be looked up', async () => {
    const away = createWebMembership({ of: async () => Promise.reject(new Error('gone')) }, logger);
    expect(await away.canRead(ANN, CHANNEL)).toBe(false);
  });

  it('has administrators where a chat says so', async () => {
    const newcomers = createWebNewcomers(vouches);
    expect(await newcomers.isHost(ANN)).toBe(true);
    expect(await newcomers.isHost(BEN)).toBe(false);
  });
});
