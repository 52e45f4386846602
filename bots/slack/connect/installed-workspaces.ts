import type { AuthorizeSourceData, InstallationStore } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Logger } from '../../../src/lib/logger.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { isWorthless } from '../messenger/token-codes.ts';
import { botOf, isExpired, renewalOf, withRenewed } from './installation.ts';
import { installedIn } from './installed-in.ts';
import type { SlackInstallationStore } from './slack-installation-store.ts';
import { identify, type Workspace, type Workspaces } from './workspaces.ts';

export interface InstalledWorkspacesOptions {
  readonly installations: SlackInstallationStore;
  /** @param token absent: for what needs none. @param workspaceId of an organisation's token: the workspace that is meant */
  readonly createClient: (token?: string, workspaceId?: string) => WebClient;
  /** Who asks for a new token in place of one that expires. */
  readonly oauth: { readonly clientId: string; readonly clientSecret: string };
  readonly logger: Logger;
  /** How long a token is taken for the one in the table, in milliseconds: another process may have replaced it. */
  readonly rememberMs?: number;
}

/** A workspace or organisation that Slack names. */
export interface Removed {
  readonly teamId?: string | undefined;
  readonly enterpriseId?: string | undefined;
}

/** Every workspace and organisation that installed the app, with the token that Slack gave for it. */
export interface InstalledWorkspaces extends Workspaces {
  /** For `@slack/oauth`, which calls it when somebody installs. */
  readonly installationStore: InstallationStore;
  /**
   * The app was removed there, or its token taken away, as Slack says, perhaps long ago: what works all the same was installed since, and stays.
   * @throws what Slack's client throws, when Slack cannot be asked
   */
  forget(removed: Removed): Promise<void>;
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
  oauth,
  logger,
  rememberMs = REMEMBER_MS,
}: InstalledWorkspacesOptions): InstalledWorkspaces {
  const known = new Map<string, Access>();
  const renewing = new Map<string, Promise<unknown>>();

  /** @param organisationId as the event has it; absent: as it was noted */
  async function accessTo(workspaceId = '', organisationId?: string): Promise<Access> {
    const remembered = known.get(workspaceId);
    if (remembered !== undefined && remembered.until > Date.now()) return remembered;
    const found = (await ofWorkspace(workspaceId)) ?? (await ofOrganisation(workspaceId, organisationId));
    const bot = botOf(found?.installation);
    if (found === undefined || bot === undefined)
      throw new NotInstalledError(
        `Copydesk is not installed in workspace ${workspaceId}. Install it by /slack/install.`,
      );
    const until = Date.now() + rememberMs;
    const { token } = bot;
    const access =
      remembered?.token === token
        ? { ...remembered, until }
        : { token, client: createClient(token, found.isOrganisation ? workspaceId : undefined), until };
    known.set(workspaceId, access);
    return access;
  }

  interface Found {
    readonly installation: unknown;
    readonly isOrganisation: boolean;
  }

  async function ofWorkspace(workspaceId: string): Promise<Found | undefined> {
    const installation = await current(keyOf({ teamId: workspaceId }));
    return installation === undefined ? undefined : { installation, isOrganisation: false };
  }

  async function ofOrganisation(workspaceId: string, named: string | undefined): Promise<Found | undefined> {
    const organisation = named ?? (await installations.organisationOf(workspaceId));
    if (organisation === undefined) return undefined;
    const installation = await current(keyOf({ enterpriseId: organisation }));
    if (installation === undefined) return undefined;
    // Its articles name the workspace alone.
    if (named !== undefined) await installations.noteOrganisation(workspaceId, named);
    return { installation, isOrganisation: true };
  }

  /** The installation, with a token that does not expire soon. */
  async function current(key: string): Promise<unknown> {
    const installation = (await installations.find(key))?.installation;
    return isDue(installation) ? await renewed(key, installation) : installation;
  }

  /** By one process at a time, since a token can be renewed only once. While the old one works, it is enough. */
  async function renewed(key: string, old: unknown): Promise<unknown> {
    const begun =
      renewing.get(key) ??
      installations
        .renew(key, async (now) => (isDue(now) ? await askForNew(now) : undefined))
        .finally(() => renewing.delete(key));
    renewing.set(key, begun);
    try {
      return await begun;
    } catch (error) {
      logger.error({ installation: key, reason: reasonOf(error) }, 'Could not renew the token of a Slack workspace');
      const bot = botOf(old);
      if (bot === undefined || isExpired(bot, Date.now())) throw error;
      return old;
    }
  }

  async function askForNew(installation: unknown): Promise<object> {
    const answer = await createClient().oauth.v2.access({
      client_id: oauth.clientId,
      client_secret: oauth.clientSecret,
      grant_type: 'refresh_token',
      refresh_token: botOf(installation)?.refreshToken ?? '',
    });
    return withRenewed(installation, answer, Date.now());
  }

  async function get(workspaceId: string, organisationId?: string): Promise<Workspace> {
    const access = await accessTo(workspaceId, organisationId);
    access.identity ??= identify(access.client);
    try {
      // An organisation's token knows no workspace.
      return { ...(await access.identity), id: workspaceId };
    } catch (error) {
      delete access.identity;
      throw error;
    }
  }

  /** The first of the workspaces that an event may mean in which we are installed. @throws when there is none */
  async function hostOf(source: AuthorizeSourceData<boolean>, body: unknown): Promise<readonly [Access, Workspace]> {
    const organisation = source.isEnterpriseInstall ? source.enterpriseId : undefined;
    let missing = new NotInstalledError('Slack named no workspace.');
    for (const workspaceId of installedIn(source.teamId, body)) {
      try {
        return [await accessTo(workspaceId, organisation), await get(workspaceId, organisation)];
      } catch (error) {
        if (!(error instanceof NotInstalledError)) throw error;
        missing = error;
      }
    }
    throw missing;
  }

  return {
    get: async (workspaceId) => await get(workspaceId),
    clientOf: async (workspaceId) => (await accessTo(workspaceId)).client,

    async authorize(source, body) {
      const [{ token }, { id, botUserId, botId }] = await hostOf(source, body);
      return { botToken: token, botUserId, botId, teamId: id };
    },

    async forget({ teamId, enterpriseId }) {
      known.clear();
      const keys = [
        ...(teamId === undefined ? [] : [keyOf({ teamId })]),
        ...(enterpriseId === undefined ? [] : [keyOf({ enterpriseId })]),
      ];
      for (const key of keys) {
        const stored = await installations.find(key);
        if (stored === undefined) continue;
        if (await works(key))
          logger.info({ installation: key }, 'Slack tells late that the app was removed: it has been installed again');
        else await installations.remove(key, stored.version);
      }
    },

    installationStore: {
      async storeInstallation(installation) {
        const { isEnterpriseInstall, enterprise, team } = installation;
        const key =
          isEnterpriseInstall === true
            ? enterprise && keyOf({ enterpriseId: enterprise.id })
            : team && keyOf({ teamId: team.id });
        if (key === undefined || botOf(installation) === undefined)
          throw new Error('Slack installed the app without a bot, or named neither a workspace nor an organisation.');
        await installations.save(key, installation);
        known.clear();
      },
      async fetchInstallation({ teamId, enterpriseId, isEnterpriseInstall }) {
        const key = keyOf(isEnterpriseInstall ? { enterpriseId } : { teamId });
        const stored = await installations.find(key);
        if (stored === undefined) throw new NotInstalledError(`Copydesk is not installed as ${key}.`);
        // As @slack/oauth stored it.
        return stored.installation as Awaited<ReturnType<InstallationStore['fetchInstallation']>>;
      },
    },
  };

  /** @throws when Slack cannot be asked */
  async function works(key: string): Promise<boolean> {
    try {
      const bot = botOf(await current(key));
      if (bot === undefined) return false;
      await createClient(bot.token).auth.test();
      return true;
    } catch (error) {
      if (!isWorthless(error)) throw error;
      return false;
    }
  }
}

function keyOf({ teamId, enterpriseId }: Removed): string {
  return enterpriseId === undefined ? `team:${teamId ?? ''}` : `enterprise:${enterpriseId}`;
}

function isDue(installation: unknown): boolean {
  const bot = botOf(installation);
  const due = bot && renewalOf(bot);
  return due !== undefined && due <= Date.now();
}
