import type { Authorize } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';

/** Ourselves in one workspace, as `auth.test` tells. */
export interface Workspace {
  readonly id: string;
  /** `https://acme.slack.com/`: what links to messages begin with. */
  readonly url: string;
  readonly botUserId: string;
  readonly botId: string;
}

/** The workspaces in which the app is installed. */
export interface Workspaces {
  /** @throws what Slack's client throws, when Slack cannot be asked or the token is refused. */
  get(workspaceId: string): Promise<Workspace>;
  /** Calls Slack in a workspace: each request once. @param workspaceId absent: the only one */
  clientOf(workspaceId: string | undefined): Promise<WebClient>;
  /** How Bolt learns who we are where something happened. */
  readonly authorize: Authorize<boolean>;
}

/** The one workspace that a bot token is for. Slack is asked once, and again after it could not be asked. */
export function createSingleWorkspace(
  client: WebClient,
  botToken: string,
): Workspaces & { check(): Promise<Workspace> } {
  let known: Promise<Workspace> | undefined;
  const check = (): Promise<Workspace> => identify(client);

  async function get(): Promise<Workspace> {
    known ??= check();
    try {
      return await known;
    } catch (error) {
      known = undefined;
      throw error;
    }
  }

  return {
    get,
    check,
    clientOf: () => Promise.resolve(client),
    async authorize() {
      const { id, botUserId, botId } = await get();
      // In a channel of several companies Slack may name that of the person.
      return { botToken, botUserId, botId, ...(id !== '' && { teamId: id }) };
    },
  };
}

/** Ourselves, as the token has it. @throws what Slack's client throws */
export async function identify(client: WebClient): Promise<Workspace> {
  const asked = await client.auth.test();
  return { id: asked.team_id ?? '', url: asked.url ?? '', botUserId: asked.user_id ?? '', botId: asked.bot_id ?? '' };
}

/** The address of a message, made without asking Slack. @param thread `thread_ts` of the thread it is in */
export function linkTo(workspaceUrl: string, channel: string, ts: string, thread?: string): string {
  const address = `${workspaceUrl.replace(/\/*$/, '/')}archives/${channel}/p${ts.replace('.', '')}`;
  return thread === undefined || thread === ts ? address : `${address}?thread_ts=${thread}&cid=${channel}`;
}
