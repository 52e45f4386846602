import type { InstallationStore } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { SlackInstallationStore } from './slack-installation-store.ts';
import { identify, type Workspace, type Workspaces } from './workspaces.ts';

export interface InstalledWorkspacesOptions {
  readonly installations: SlackInstallationStore;
  readonly createClient: (token: string) => WebClient;
  /** How long a token is taken for the one in the table, in milliseconds: another process may have replaced it. */
  readonly rememberMs?: number;
}

/** Every workspace that installed the app, with the token that Slack gave for it. */
export interface InstalledWorkspaces extends Workspaces {
  /** For `@slack/oauth`, which calls it when somebody installs. */
  readonly installationStore: InstallationStore;
  /** The app was removed there, or its token taken away. */
  forget(workspaceId: string): Promise<void>;
}

/** A workspace without an installation. Trying again is useless until somebody installs the app there. */
class NotInstalledError extends Error {
  override readonly name = 'NotInstalledError';
  readonly code = 'not_installed';
}

const REMEMBER_MS = 60_000;

interface Access {
  readonly token: string;
  readonly client: WebClient;
  readonly until: number;
  /** Asked for once per token. */
  identity?: Promise<Workspace>;
}

export function createInstalledWorkspaces({
  installations,
  createClient,
  rememberMs = REMEMBER_MS,
}: InstalledWorkspacesOptions): InstalledWorkspaces {
  const known = new Map<string, Access>();

  async function accessTo(workspaceId: string | undefined): Promise<Access> {
    const id = workspaceId ?? '';
    const remembered = known.get(id);
    if (remembered !== undefined && remembered.until > Date.now()) return remembered;
    const token = tokenIn(await installations.find(keyOf(id)));
    if (token === undefined)
      throw new NotInstalledError(`Copydesk is not installed in workspace ${id}. Install it by /slack/install.`);
    const until = Date.now() + rememberMs;
    const access =
      remembered?.token === token ? { ...remembered, until } : { token, client: createClient(token), until };
    known.set(id, access);
    return access;
  }

  async function get(workspaceId: string): Promise<Workspace> {
    const access = await accessTo(workspaceId);
    access.identity ??= identify(access.client);
    try {
      return await access.identity;
    } catch (error) {
      delete access.identity;
      throw error;
    }
  }

  async function forget(workspaceId: string): Promise<void> {
    known.delete(workspaceId);
    await installations.remove(keyOf(workspaceId));
  }

  return {
    get,
    forget,
    clientOf: async (workspaceId) => (await accessTo(workspaceId)).client,

    async authorize({ teamId }) {
      const [{ token }, { botUserId, botId }] = await Promise.all([accessTo(teamId), get(teamId ?? '')]);
      return { botToken: token, botUserId, botId };
    },

    installationStore: {
      async storeInstallation(installation) {
        if (installation.isEnterpriseInstall === true || installation.team === undefined)
          throw new Error('Copydesk is installed in one workspace at a time, not in a whole organisation.');
        await installations.save(keyOf(installation.team.id), installation);
        known.delete(installation.team.id);
      },
      async fetchInstallation({ teamId = '' }) {
        const installation = await installations.find(keyOf(teamId));
        if (installation === undefined)
          throw new NotInstalledError(`Copydesk is not installed in workspace ${teamId}.`);
        // As @slack/oauth stored it.
        return installation as Awaited<ReturnType<InstallationStore['fetchInstallation']>>;
      },
      deleteInstallation: async ({ teamId = '' }) => await forget(teamId),
    },
  };
}

function keyOf(workspaceId: string): string {
  return `team:${workspaceId}`;
}

function tokenIn(installation: unknown): string | undefined {
  const { bot } = (installation ?? {}) as { readonly bot?: { readonly token?: unknown } };
  return typeof bot?.token === 'string' ? bot.token : undefined;
}
