import { describe, expect, it } from 'vitest';
import { createWebMembership, homeOf } from '../../../../bots/web/connect/membership.ts';
import type { Actor } from '../../../../src/protocol/actor.ts';

const ANN: Actor = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [] };
const BEN: Actor = { platform: 'telegram', userId: '7', displayName: 'Ben', groups: [] };

describe('who is where on the web', () => {
  const membership = createWebMembership();

  it('knows one member of the channel in which somebody asks for articles', async () => {
    const home = homeOf(ANN);
    expect(home).toEqual({ platform: 'web', channel: 'slack:T1:U1' });
    expect(await membership.isMember(ANN, home)).toBe(true);
    expect(await membership.isMember(BEN, home)).toBe(false);
    expect(await membership.isMember({ ...BEN, alsoKnownAs: ['slack:T1:U1'] }, home)).toBe(true);
    expect(await membership.canRead(BEN, home)).toBe(false);
  });

  it('knows of chats what was said when the person came from there, and no more', async () => {
    const here = { platform: 'slack', workspace: 'T1', channel: 'C1', thread: '1.2' };
    expect(await membership.isMember(ANN, here)).toBe(false);
    expect(await membership.isMember({ ...ANN, channels: ['slack:T1:C1'] }, here)).toBe(true);
    // A channel of a chat that is named as a person is.
    expect(await membership.isMember(ANN, { platform: 'slack', channel: 'slack:T1:U1' })).toBe(false);
  });
});
