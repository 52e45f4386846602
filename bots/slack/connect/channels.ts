import type { WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import { slackCodeOf } from '../messenger/slack-failures.ts';
import { inTime, LATE } from './in-time.ts';
import type { Workspaces } from './workspaces.ts';

/** `unknown`: Slack did not say in time. An article whose thread turns out to be closed tells its requester itself. */
export type Reach = 'open' | 'closed' | 'archived' | 'unknown';

export interface Channels {
  /** Whether we can write in a channel and hear its threads. A public channel is joined for that. Never rejects. */
  reach(workspaceId: string, channel: string): Promise<Reach>;
  /** Whether everybody in the workspace may read there. False also when Slack does not say so in time. Never rejects. */
  isPublic(workspaceId: string, channel: string): Promise<boolean>;
  /** Slack has just said that we cannot write in a channel, whatever was so before. */
  forget(workspaceId: string, channel: string): void;
}

/** What Slack answers where we are not, or not any more, or nobody may write. */
const SHUT_CODES: ReadonlySet<string> = new Set(['not_in_channel', 'channel_not_found', 'is_archived']);

/** Whether what is known of a channel is not true any more. @param code Slack's own word for what went wrong */
export function isShut(code: string | undefined): boolean {
  return code !== undefined && SHUT_CODES.has(code);
}

const REMEMBERED = 5000;
/** Who is removed from a channel learns of it with the next message at the latest. */
const OPEN_MS = 5 * 60_000;
const BUDGET_MS = 700;

export function createChannels(workspaces: Pick<Workspaces, 'clientOf'>): Channels {
  const open = new LRUCache<string, true>({ max: REMEMBERED, ttl: OPEN_MS });
  const publicity = new LRUCache<string, boolean>({ max: REMEMBERED, ttl: OPEN_MS });

  async function lookWhoReads(workspaceId: string, channel: string): Promise<boolean> {
    const client = await workspaces.clientOf(workspaceId);
    const { channel: found } = await client.conversations.info({ channel });
    const isPublic = found?.is_private === false && found.is_im !== true && found.is_mpim !== true;
    publicity.set(`${workspaceId}:${channel}`, isPublic);
    return isPublic;
  }

  async function look(workspaceId: string, channel: string): Promise<Reach> {
    const client = await workspaces.clientOf(workspaceId);
    const reach = await ask(client, channel);
    if (reach === 'open') open.set(`${workspaceId}:${channel}`, true);
    return reach;
  }

  return {
    async reach(workspaceId, channel) {
      if (open.has(`${workspaceId}:${channel}`)) return 'open';
      try {
        const reach = await inTime(look(workspaceId, channel), BUDGET_MS);
        return reach === LATE ? 'unknown' : reach;
      } catch {
        return 'unknown';
      }
    },

    async isPublic(workspaceId, channel) {
      const known = publicity.get(`${workspaceId}:${channel}`);
      if (known !== undefined) return known;
      try {
        return (await inTime(lookWhoReads(workspaceId, channel), BUDGET_MS)) === true;
      } catch {
        return false;
      }
    },

    forget(workspaceId, channel) {
      const key = `${workspaceId}:${channel}`;
      open.delete(key);
      publicity.delete(key);
    },
  };
}

async function ask(client: WebClient, channel: string): Promise<Reach> {
  try {
    const { channel: found } = await client.conversations.info({ channel });
    if (found?.is_archived === true) return 'archived';
    if (found?.is_im === true || found?.is_mpim === true || found?.is_member === true) return 'open';
    if (found?.is_private === true) return 'closed';
    await client.conversations.join({ channel });
    return 'open';
  } catch (error) {
    const code = slackCodeOf(error);
    // What Slack does not show us is private, or a conversation of others.
    if (
      code === 'channel_not_found' ||
      code === 'method_not_supported_for_channel_type' ||
      code === 'restricted_action'
    )
      return 'closed';
    if (code === 'is_archived') return 'archived';
    return 'unknown';
  }
}
