import type { WebClient } from '@slack/web-api';
import { type Examination, type Finding, ok, skipped } from '../../../src/doctor/doctor.ts';
import { examinePort } from '../../../src/doctor/examine-port.ts';
import { scopesOfManifest } from '../connect/manifest-scopes.ts';
import { PLATFORM } from '../platform.ts';
import { createSlackClient } from '../connect/slack-client.ts';
import type { SlackVariables } from '../variables.ts';
import { lookAtChannels, type TestChannel } from './look-at-channels.ts';
import { lookAtScopes } from './look-at-scopes.ts';
import { appIdOf, lookAtSocketMode } from './look-at-socket-mode.ts';
import { type KnownBot, lookAtToken } from './look-at-token.ts';
import { tryCard } from './try-card.ts';
import { APP_PAGES } from '../messenger/token-codes.ts';

export interface ExamineSlackOptions {
  readonly slack: SlackVariables;
  /** Text of `bots/slack/manifest.yaml`. */
  readonly manifest: string;
  /** Who may decide, as the configuration names them. */
  readonly approvers: readonly string[];
  /** Id or name of the channel to test in; absent: the first that the bot is in. */
  readonly channel?: string | undefined;
  /** How long one request to Slack may take. Default: 10 s. */
  readonly timeoutMs?: number;
}

/** Not in the manifest, since few want it. */
const GROUPS_SCOPE = 'usergroups:read';
const NEEDS_TOKEN = skipped('needs a working bot token.');

/** What is looked at, in this order; each knows what those before it found. */
export function examineSlack({
  slack,
  manifest,
  approvers,
  channel: wanted,
  timeoutMs,
}: ExamineSlackOptions): readonly Examination[] {
  const { mode, apiUrl } = slack;
  const options = { ...(apiUrl !== undefined && { apiUrl }), ...(timeoutMs !== undefined && { timeoutMs }) };
  const { access } = slack;
  const client = createSlackClient(access.kind === 'token' ? access.botToken : undefined, options);
  const needed = [
    ...scopesOfManifest(manifest),
    ...(approvers.some((rule) => rule.startsWith(`${PLATFORM}:`) && rule.includes(':group:')) ? [GROUPS_SCOPE] : []),
  ];
  let bot: KnownBot | undefined;
  let channel: TestChannel | undefined;
  const withBot = (look: (known: KnownBot) => Promise<Finding> | Finding) => async (): Promise<Finding> =>
    bot === undefined ? NEEDS_TOKEN : await look(bot);

  return [
    { name: 'Variables', examine: () => Promise.resolve(ok(describe(slack))) },
    {
      name: 'Bot token',
      async examine() {
        if (access.kind === 'oauth')
          return skipped(
            `every workspace has its own, kept in the database; people install the app at /slack/install on port ${access.port}.`,
          );
        const { finding, bot: known } = await lookAtToken(client, apiUrl);
        bot = known;
        return finding;
      },
    },
    { name: 'Scopes', examine: withBot(({ scopes }) => lookAtScopes(needed, scopes)) },
    ...(mode.kind === 'socket'
      ? [
          {
            name: 'Socket Mode',
            examine: async () =>
              await lookAtSocketMode(createSlackClient(mode.appToken, options), apiUrl, {
                ofAppToken: appIdOf(mode.appToken),
                ofBotToken: bot === undefined ? undefined : await appIdOfBot(client, bot.botId),
              }),
          },
        ]
      : [
          { name: 'Port', examine: () => examinePort('PORT', mode.port) },
          {
            name: 'Request URLs',
            examine: () =>
              Promise.resolve(
                skipped(
                  `no bot can ask Slack for them. Under ${APP_PAGES} → Event Subscriptions, Interactivity & Shortcuts and Slash Commands it has to be https://<your public address>/slack/events, which Slack must reach; SLACK_SIGNING_SECRET has to be that of Basic Information.`,
                ),
              ),
          },
        ]),
    {
      name: 'Channels',
      examine: withBot(async ({ name }) => {
        const found = await lookAtChannels(client, apiUrl, name, wanted);
        channel = found.channel;
        return found.finding;
      }),
    },
    {
      name: 'Test card',
      examine: withBot(async () =>
        channel === undefined ? skipped('needs a channel that the bot is in.') : await tryCard(client, apiUrl, channel),
      ),
    },
    {
      name: 'App settings',
      examine: withBot(() =>
        skipped(
          `Slack tells no bot about its commands, events and App Home. They are right when ${APP_PAGES} → App Manifest says what bots/slack/manifest.yaml says; the proof is /article help in Slack.`,
        ),
      ),
    },
  ];
}

function describe({ mode, apiUrl }: SlackVariables): string {
  const way = mode.kind === 'socket' ? 'Socket Mode' : `HTTP on port ${mode.port}`;
  const where = apiUrl === undefined ? '' : `, at ${URL.parse(apiUrl)?.host ?? 'SLACK_API_URL'} instead of slack.com`;
  return `${way}${where}`;
}

/** The app that the bot belongs to; undefined when Slack does not say. */
async function appIdOfBot(client: WebClient, botId: string): Promise<string | undefined> {
  try {
    return (await client.bots.info({ bot: botId })).bot?.app_id;
  } catch {
    return undefined;
  }
}
