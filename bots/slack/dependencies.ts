import { readFile } from 'node:fs/promises';
import type { WebClient } from '@slack/web-api';
import { keepTranslating } from '../../src/chat/keep-translating.ts';
import { createChatDesk } from '../../src/chat/chat-desk.ts';
import { deskSettings } from '../../src/chat/desk-settings.ts';
import { createDoor } from '../../src/chat/door.ts';
import type { Environment } from '../../src/config/environment.ts';
import { keepReminding } from '../../src/chat/keep-reminding.ts';
import { createSnooze } from '../../src/chat/snooze.ts';
import { keepStartingScheduled } from '../../src/chat/scheduled-runs.ts';
import { createSeal, deriveSecret } from '../../src/lib/seal.ts';
import { languageOfLocale } from '../../src/messages/language-of-locale.ts';
import { listenOn } from '../../src/process/listen-on.ts';
import { textOfFile } from '../../src/document/word/text-of-file.ts';
import { openPlatform } from '../../src/process/open-platform.ts';
import type { ProcessOptions, RunningProcess } from '../../src/process/run-process.ts';
import { servePlatform } from '../../src/process/serve-platform.ts';
import { allowInstallation } from './connect/allow-installation.ts';
import { createSlackInstallationStore } from './connect/slack-installation-store.ts';
import { createSlackApp } from './listeners/app.ts';
import { createBackground } from './listeners/background.ts';
import { createBoltLogger } from './connect/bolt-logger.ts';
import { createChannels } from './connect/channels.ts';
import { createFileDownload } from './listeners/shared-file.ts';
import { keepListening } from './connect/keep-listening.ts';
import { createInstalledWorkspaces } from './connect/installed-workspaces.ts';
import { createInstallPages, createInstallServer } from './connect/install-pages.ts';
import { MANIFEST, scopesOfManifest } from './connect/manifest-scopes.ts';
import { createSlackMessenger } from './messenger/messenger.ts';
import { createSlackMembership } from './connect/membership.ts';
import { createSlackNewcomers } from './connect/newcomers.ts';
import { createSlackPeople } from './connect/people.ts';
import { PLATFORM } from './platform.ts';
import type { SlackPace } from './messenger/rate-limits.ts';
import { createHttpReceiver } from './connect/http-receiver.ts';
import type { SlackReceiver } from './connect/slack-receiver.ts';
import { createSocketReceiver } from './connect/socket-receiver.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import { createSlackClient } from './connect/slack-client.ts';
import { tellReminder } from './listeners/tell-reminder.ts';
import { makerOf, tellMaker } from './listeners/tell-maker.ts';
import type { SlackVariables } from './variables.ts';
import { watchToken } from './connect/watch-token.ts';
import { createSingleWorkspace, type Workspaces } from './connect/workspaces.ts';

export interface OpenSlackOptions extends ProcessOptions {
  readonly slack: SlackVariables;
  /** What happens when Slack takes the token away later: `stop` ends everything, `wait` tries again until it is put right. */
  readonly whenTokenIsLost: 'stop' | 'wait';
  /** In HTTP mode. Default: every address of this machine. */
  readonly host?: string;
  /** Waits between attempts to reach Slack, for tests. */
  readonly retry?: { readonly initialDelayMs: number; readonly maximumDelayMs: number };
  /** How fast messages go out and how long Slack is waited for, for tests. */
  readonly delivery?: {
    readonly pace?: SlackPace;
    readonly requestTimeoutMs?: number;
    readonly settleMs?: number;
  };
  /** How often Slack is asked whether the token still works. Default: every five minutes. */
  readonly checkTokenMs?: number;
}

/** The Slack platform, with everything it opened. */
export interface OpenSlack extends RunningProcess {
  /** Whether Slack can reach us, we may write there, and what is said goes out. */
  readonly isHealthy: () => boolean;
  /** The port that Slack's requests come to. Undefined in Socket Mode. */
  readonly port: () => number | undefined;
}

/**
 * Opens the platform's process: Slack in both directions, its database and its connections to Temporal. Waits for servers of ours that
 * are not up yet, and not for Slack, which is tried until it answers.
 * @throws {ConfigError} when Slack refuses the token.
 */
export async function openSlack({
  config,
  environment,
  variables,
  slack,
  logger,
  telemetry,
  signal,
  whenTokenIsLost,
  host,
  retry,
  delivery: { pace, requestTimeoutMs, settleMs } = {},
  checkTokenMs,
}: OpenSlackOptions): Promise<OpenSlack> {
  const { mode, access, apiUrl } = slack;
  const createClient = (token?: string, workspaceId?: string): WebClient =>
    createSlackClient(token, {
      logger,
      workspaceId,
      ...(apiUrl !== undefined && { apiUrl }),
      ...(requestTimeoutMs !== undefined && { timeoutMs: requestTimeoutMs }),
    });
  const single =
    access.kind === 'token' ? createSingleWorkspace(createClient(access.botToken), access.botToken) : undefined;
  const token =
    single &&
    (await watchToken({
      check: () => single.check(),
      logger,
      ...(checkTokenMs !== undefined && { everyMs: checkTokenMs }),
    }));
  // Installed workspaces are known once the database is open, which has their tokens.
  const made = Promise.withResolvers<Workspaces>();
  const channels = createChannels({ clientOf: async (workspace) => await (await made.promise).clientOf(workspace) });

  const platform = await openPlatform({
    config,
    environment,
    variables,
    logger,
    ...(telemetry !== undefined && { telemetry }),
    signal,
    messenger: ({ reader }) =>
      createSlackMessenger({
        clientOf: async (workspace) => await (await made.promise).clientOf(workspace),
        onShut: (workspace, channel) => channels.forget(workspace, channel),
        identify: async (workspace = '') => await (await made.promise).get(workspace),
        ...(pace !== undefined && { pace }),
        announce: config.slack.announceFinished,
        ...(settleMs !== undefined && { settleMs }),
        log: logger,
        reader,
      }),
  });
  const installed =
    access.kind === 'oauth'
      ? createInstalledWorkspaces({
          installations: createSlackInstallationStore(platform.pool, createSeal(keysOf(environment))),
          createClient,
          oauth: access,
          logger,
        })
      : undefined;
  const workspaces = single ?? installed ?? unreachable();
  made.resolve(workspaces);
  const boltLogger = createBoltLogger(logger);
  const background = createBackground(logger);
  const clientOptions = {
    // Whoever calls decides about trying again. Left open, Bolt would set a hundred.
    retryConfig: { retries: 0 },
    timeout: 10_000,
    logger: boltLogger,
    ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
  };
  const { workspaces: mayInstall } = config.access.slack;
  const [onlyOne, ...others] = mayInstall ?? [];
  const pages =
    access.kind === 'oauth' && installed !== undefined
      ? createInstallPages({
          oauth: { ...access, stateSecret: deriveSecret(keysOf(environment)[0], 'state of an installation in Slack') },
          installationStore: installed.installationStore,
          scopes: scopesOfManifest(await readFile(MANIFEST, 'utf8')),
          allow: allowInstallation({
            ...(mayInstall !== undefined && { workspaces: mayInstall }),
            createClient,
            audit: platform.audit,
            logger,
          }),
          ...(onlyOne !== undefined && others.length === 0 && { onlyWorkspace: onlyOne }),
          ...(apiUrl !== undefined && { apiUrl }),
          boltLogger,
        })
      : [];
  const isHealthy = (): boolean => (token?.isAccepted() ?? true) && receiver.isListening() && served.isHealthy();
  const receiver: SlackReceiver =
    mode.kind === 'socket'
      ? createSocketReceiver({ appToken: mode.appToken, clientOptions, boltLogger, logger })
      : createHttpReceiver({
          signingSecret: mode.signingSecret,
          port: mode.port,
          ...(host !== undefined && { host }),
          boltLogger,
          logger,
          isHealthy,
          pages,
        });
  const installServer =
    mode.kind === 'socket' && access.kind === 'oauth'
      ? await listenOn(createInstallServer(pages, logger), {
          port: access.port,
          ...(host !== undefined && { host }),
          variable: 'PORT',
        })
      : undefined;
  const { interface: spoken } = config.language;
  const { access: whoMayStart } = config;
  const rules = [
    ...[config.article, ...config.policies.approval].flatMap(({ approval: { approvers, voting } }) => [
      ...approvers,
      ...(voting?.veto ?? []),
    ]),
    ...(config.article.approval.raisers ?? []),
    ...config.operators,
    ...whoMayStart.administrators,
    ...(whoMayStart.slack.people ?? []),
  ];
  const membership = createSlackMembership({
    workspaces,
    channels,
    belongingOf: (workspaceId, userId) => people.belongingOf(workspaceId, userId),
    logger,
  });
  const people = createSlackPeople({
    workspaces,
    people: platform.people,
    zones: platform.zones,
    fallback: spoken === 'auto' ? languageOfLocale(environment.locale) : spoken,
    needsGroups: rules.some((rule) => rule.startsWith(`${PLATFORM}:`) && rule.includes(':group:')),
    ...(rules.includes('anyone') && {
      isMember: (workspaceId: string, channel: string, userId: string) => membership.ask(workspaceId, channel, userId),
    }),
    logger,
  });
  const door = createDoor({
    rules: whoMayStart.slack,
    administrators: whoMayStart.administrators,
    newcomers: createSlackNewcomers(people),
    logger,
  });
  const knowing = {
    ...membership,
    async personOf(actor: Actor): Promise<Actor> {
      const { platform: of, workspace, userId } = actor;
      return of === PLATFORM && workspace !== undefined
        ? await people.actorOf({ workspaceId: workspace, userId })
        : actor;
    },
  };
  const desk = createChatDesk({ ...platform, ...deskSettings(config), textOfFile, membership: knowing, door, logger });
  await createSlackApp({
    receiver,
    clientOptions,
    boltLogger,
    logger,
    workspaces,
    desk,
    templates: config.agents.house.templates,
    choices: config.orders.choices,
    threads: platform.threads,
    drafts: platform.drafts,
    people,
    channels,
    membership,
    door,
    download: createFileDownload(apiUrl),
    snooze: createSnooze({ ...platform, zone: config.schedules.zone, logger }),
    later: (what, work) => background.later(what, work),
    onRemoved: async (removed) => {
      token?.checkNow();
      await installed?.forget(removed);
    },
  });

  const { listen, begun } = keepListening({
    receiver,
    what: mode.kind === 'socket' ? 'The connection to Slack' : 'The HTTP server for Slack',
    ...(token !== undefined && { token }),
    whenTokenIsLost,
    ...(retry !== undefined && { retry }),
    logger,
  });
  void keepStartingScheduled(
    {
      platform: PLATFORM,
      desk,
      schedules: platform.schedules,
      scheduling: platform.scheduling,
      rules: config.schedules,
      makerNow: (schedule) => people.actorOf(makerOf(schedule)),
      async againstPlace({ thread: { workspace = '', channel } }) {
        const reach = await channels.reach(workspace, channel);
        return reach === 'closed' || reach === 'archived' ? { code: 'place-shut' } : undefined;
      },
      tell: (news) => tellMaker({ workspaces, channels, people }, news),
      logger,
    },
    platform.ending,
  );
  void keepTranslating({ ...platform, platform: PLATFORM, logger }, platform.ending);
  void keepReminding(
    {
      platform: PLATFORM,
      reminders: platform.reminders,
      tell: (reminder) => tellReminder({ workspaces, people, threads: platform.threads, logger }, reminder),
      membersOf: (group) => people.membersOf(group),
      logger,
    },
    platform.ending,
  );
  const served = servePlatform({
    platform,
    listen,
    async settle() {
      installServer?.close();
      await background.settle();
    },
    logger,
  });
  const giveUp = (): void => void served.stop().catch(() => undefined);
  signal.addEventListener('abort', giveUp, { once: true });
  if (signal.aborted) giveUp();
  try {
    await begun;
  } catch (error) {
    await served.stop().catch(() => undefined);
    throw error;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
  return { ...served, isHealthy, port: () => receiver.port?.() };
}

/** The configuration asked for them. */
function keysOf({ encryptionKeys }: Environment): readonly [string, ...string[]] {
  if (encryptionKeys === undefined)
    throw new Error('COPYDESK_ENCRYPTION_KEY is not set; readSlackVariables tells people.');
  return encryptionKeys;
}

/** There is either one workspace, or as many as install the app. */
function unreachable(): never {
  throw new Error('No access to Slack');
}
