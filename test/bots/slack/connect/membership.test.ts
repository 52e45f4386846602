import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WebClient } from '@slack/web-api';
import { createSlackMembership } from '../../../../bots/slack/connect/membership.ts';
import type { Workspaces } from '../../../../bots/slack/connect/workspaces.ts';
import { createLogger } from '../../../../src/lib/logger.ts';
import type { Belonging } from '../../../../src/protocol/may-start.ts';
import type { Actor } from '../../../../src/protocol/actor.ts';

const ANN: Actor = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [] };
const HOME = { platform: 'slack', workspace: 'T1', channel: 'C1' };

/** Slack, as far as it tells who is where. */
function membershipOf(
  pages: (cursor: string | undefined) => Promise<object>,
  { isPublic = false, belonging = 'member' }: { readonly isPublic?: boolean; readonly belonging?: Belonging } = {},
) {
  const asked: string[] = [];
  const members = ({ channel, cursor }: { readonly channel: string; readonly cursor?: string }) => {
    asked.push(`${channel} ${cursor ?? ''}`.trim());
    return pages(cursor);
  };
  const client = { conversations: { members } } as unknown as WebClient;
  const membership = createSlackMembership({
    workspaces: { clientOf: async () => client } as unknown as Workspaces,
    channels: { isPublic: async () => isPublic },
    belongingOf: async () => belonging,
    logger: createLogger({ level: 'silent' }),
  });
  return { membership, asked };
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

describe('who is in a channel of Slack', () => {
  it('is read page by page, and remembered', async () => {
    const { membership, asked } = membershipOf(async (cursor) =>
      cursor === undefined
        ? { members: ['U7'], response_metadata: { next_cursor: 'more' } }
        : { members: ['U1'], response_metadata: { next_cursor: '' } },
    );
    expect(await membership.isMember(ANN, HOME)).toBe(true);
    expect(await membership.isMember(ANN, HOME)).toBe(true);
    expect(asked).toEqual(['C1', 'C1 more']);
  });

  it('is looked up anew for who was not there, since they may have come', async () => {
    const lists = [['U7'], ['U7', 'U1']];
    const { membership, asked } = membershipOf(async () => ({ members: lists.shift() ?? [] }));
    expect(await membership.isMember(ANN, HOME)).toBe(false);
    expect(asked).toEqual(['C1']);
    vi.setSystemTime(Date.now() + 6000);
    expect(await membership.isMember(ANN, HOME)).toBe(true);
    expect(asked).toEqual(['C1', 'C1']);
  });

  it('is unknown when Slack does not tell: nobody is taken for a member who did not act there', async () => {
    const { membership } = membershipOf(() => Promise.reject(new Error('missing_scope')));
    expect(await membership.ask('T1', 'C1', 'U1')).toBeUndefined();
    expect(await membership.isMember(ANN, HOME)).toBe(false);
    const { membership: silent } = membershipOf(() => new Promise(() => undefined));
    expect(await silent.ask('T1', 'C1', 'U1')).toBeUndefined();
  });

  it('is remembered of as many channels as there is room for all who are in them', async () => {
    const crowd = Array.from({ length: 20_000 }, (_, nth) => `U${nth}`);
    const { membership, asked } = membershipOf(async () => ({ members: crowd }));
    const look = async (...channels: readonly string[]): Promise<void> => {
      for (const channel of channels) expect(await membership.isMember(ANN, { ...HOME, channel })).toBe(true);
    };
    const channels = Array.from({ length: 15 }, (_, nth) => `C${nth + 1}`);
    await look(...channels);
    await look(...channels.slice(1));
    expect(asked).toEqual(channels);
    await look('C1');
    expect(asked).toEqual([...channels, 'C1']);
  });

  it('is nobody of another platform', async () => {
    const { membership, asked } = membershipOf(async () => ({ members: ['U1'] }));
    expect(await membership.isMember({ ...ANN, platform: 'telegram' }, HOME)).toBe(false);
    expect(await membership.isMember(ANN, { platform: 'telegram', channel: 'C1' })).toBe(false);
    expect(asked).toEqual([]);
  });
});

describe('who can read in a channel of Slack without being in it', () => {
  const nobody = async (): Promise<object> => ({ members: [] });
  it.each([
    ['people of its workspace, where it is public', ANN, { isPublic: true }, true],
    ['nobody, where it is private', ANN, { isPublic: false }, false],
    ['no guest', ANN, { isPublic: true, belonging: 'guest' as const }, false],
    ['nobody of another company', ANN, { isPublic: true, belonging: 'external' as const }, false],
    ['nobody of another workspace', { ...ANN, workspace: 'T2' }, { isPublic: true }, false],
    [
      'nobody of whom Slack does not say whether they are guests',
      ANN,
      { isPublic: true, belonging: 'unknown' as const },
      false,
    ],
  ])('%s', async (_who, actor, slack, may) => {
    expect(await membershipOf(nobody, slack).membership.canRead(actor, HOME)).toBe(may);
  });
});
