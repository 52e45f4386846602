import { LRUCache } from 'lru-cache';
import type { Membership } from '../../../src/chat/access.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import { PLATFORM } from '../platform.ts';
import type { Channels } from './channels.ts';
import type { SlackPeople } from './people.ts';
import { inTime, LATE } from './in-time.ts';
import type { Workspaces } from './workspaces.ts';

export interface SlackMembership extends Membership {
  /** Whether a person is a member of a channel. Undefined: Slack did not say so in half a second. Never rejects. */
  ask(workspaceId: string, channel: string, userId: string): Promise<boolean | undefined>;
}

export interface SlackMembershipOptions {
  readonly workspaces: Workspaces;
  readonly channels: Pick<Channels, 'isPublic'>;
  /** Guests and people of another company see no channel that they were not invited to. */
  readonly belongingOf: SlackPeople['belongingOf'];
  readonly logger: Logger;
}

const REMEMBERED_CHANNELS = 1000;
/** In all of them: some 20 MB. */
const REMEMBERED_MEMBERS = 300_000;
/** Whoever leaves a channel decides there for so long still. */
const MEMBERS_MS = 5 * 60_000;
/** Whoever is not in a list this old may have come since. */
const FRESH_MS = 5000;
const BUDGET_MS = 500;
/** Slack: at most 1,000 a page. A channel with more members than fit is asked about anew for everybody. */
const PAGE = 1000;
const MOST_PAGES = 20;

interface Members {
  readonly at: number;
  readonly users: Promise<ReadonlySet<string>>;
}

export function createSlackMembership({
  workspaces,
  channels,
  belongingOf,
  logger,
}: SlackMembershipOptions): SlackMembership {
  const known = new LRUCache<string, Members>({
    max: REMEMBERED_CHANNELS,
    maxSize: REMEMBERED_MEMBERS,
    ttl: MEMBERS_MS,
  });

  async function read(workspaceId: string, channel: string): Promise<ReadonlySet<string>> {
    const client = await workspaces.clientOf(workspaceId);
    const users = new Set<string>();
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const { members = [], response_metadata } = await client.conversations.members({
        channel,
        limit: PAGE,
        ...(cursor !== undefined && { cursor }),
      });
      for (const member of members) users.add(member);
      cursor = response_metadata?.next_cursor;
      if (cursor === undefined || cursor === '') break;
    }
    return users;
  }

  function membersOf(workspaceId: string, channel: string, leastAt: number): Promise<ReadonlySet<string>> {
    const key = `${workspaceId}:${channel}`;
    const earlier = known.get(key);
    if (earlier !== undefined && earlier.at >= leastAt) return earlier.users;
    const asked: Members = { at: Date.now(), users: read(workspaceId, channel) };
    known.set(key, asked, { size: 1 });
    void settle(key, channel, asked);
    return asked.users;
  }

  /** How many they are is known once they are. */
  async function settle(key: string, channel: string, asked: Members): Promise<void> {
    try {
      const { size } = await asked.users;
      if (known.peek(key) === asked) known.set(key, { ...asked }, { size: size + 1, noUpdateTTL: true });
    } catch (error) {
      if (known.peek(key) === asked) known.delete(key);
      logger.warn({ channel, reason: reasonOf(error) }, 'Could not find out who is in a channel');
    }
  }

  async function isIn(workspaceId: string, channel: string, userId: string): Promise<boolean> {
    if ((await membersOf(workspaceId, channel, 0)).has(userId)) return true;
    return (await membersOf(workspaceId, channel, Date.now() - FRESH_MS)).has(userId);
  }

  async function ask(workspaceId: string, channel: string, userId: string): Promise<boolean | undefined> {
    try {
      const told = await inTime(isIn(workspaceId, channel, userId), BUDGET_MS);
      return told === LATE ? undefined : told;
    } catch {
      return undefined;
    }
  }

  const canRead: Membership['canRead'] = async ({ platform, workspace, userId }, thread) => {
    if (platform !== PLATFORM || thread.platform !== PLATFORM) return false;
    if (workspace === undefined || workspace !== thread.workspace) return false;
    try {
      const [isPublic, belonging] = await Promise.all([
        channels.isPublic(workspace, thread.channel),
        belongingOf(workspace, userId),
      ]);
      return isPublic && belonging === 'member';
    } catch {
      return false;
    }
  };

  return {
    ask,
    canRead,

    async isMember({ platform, userId }, { workspace, channel, ...thread }) {
      if (platform !== PLATFORM || thread.platform !== PLATFORM || workspace === undefined) return false;
      return (await ask(workspace, channel, userId)) === true;
    },

    async hasLeft(actor, thread) {
      const { workspace, channel } = thread;
      if (workspace === undefined || (await ask(workspace, channel, actor.userId)) !== false) return false;
      return !(await canRead(actor, thread));
    },
  };
}
