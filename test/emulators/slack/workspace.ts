import { randomBytes } from 'node:crypto';
import { createEmulator } from 'emulate';
import { type Json, type JsonObject, list, object, text } from '../../../src/practice-model/json.ts';
import { pickPort } from '../../../src/local/ports.ts';
import { fetchInner } from './fetch-inner.ts';
import type { RateChanges } from './rate-limits.ts';
import { textOfBlocks } from './rendered.ts';
import { createSocketMode, type SocketMode } from './socket-mode.ts';

/** A person of the workspace. */
export interface SlackPersonOptions {
  readonly realName: string;
  /** As Slack has it: `en-US`, `ru-RU`. */
  readonly locale?: string;
  /** A guest, or of another company that shares channels with this workspace. Default: neither. */
  readonly is?: 'guest' | 'external';
}

export interface SlackEmulatorOptions {
  /** By their handle. Default: ann, ben, and eve, who never reviews anything. */
  readonly people?: Readonly<Record<string, SlackPersonOptions>>;
  /** Names; everybody and the bot are in each. Default: general and articles. */
  readonly channels?: readonly string[];
  /** User groups: handles of their members, by the handle of the group. */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /** What the bot's token may do. Default: {@link BOT_SCOPES}. */
  readonly scopes?: readonly string[];
  /** Slack shows a file some time after it accepted it, and answers before. Default: 50 ms. */
  readonly fileShareDelayMs?: number;
  /**
   * Whether it answers 429 to those who call too often: `true` with Slack's own limits, an object with changes to them, by method.
   * Default: no.
   */
  readonly rateLimits?: boolean | RateChanges;
  /**
   * By which way the app is to reach it, Socket Mode and files included, instead of directly: given `host:port`, another one.
   * Default: none.
   */
  readonly way?: (address: string) => Promise<string>;
  /** How long Socket Mode waits for an acknowledgement before it sends an envelope again. Default: 3,000 ms, as Slack. */
  readonly ackTimeoutMs?: number;
}

/** What only one person can see. */
export interface PrivateMessage {
  readonly user: string;
  readonly channel: string;
  readonly threadTs?: string;
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  /** All that can be read. */
  readonly shown: string;
  /** `slack-error`: Slack's own words, because the app did not answer. */
  readonly via: 'ephemeral' | 'response_url' | 'ack' | 'modal-error' | 'modal' | 'slack-error';
  readonly at: number;
}

/** A modal or an App Home, as Slack keeps it. */
export interface SlackView {
  readonly id: string;
  readonly user: string;
  readonly view: JsonObject;
  /** All that can be read. */
  readonly shown: string;
}

/** What an app of this kind has to be allowed. */
const BOT_SCOPES = [
  'app_mentions:read',
  'assistant:write',
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'mpim:history',
  'mpim:read',
  'usergroups:read',
  'users:read',
] as const;

const APP_ID = 'A0C0PYDESK1';
/** Of whoever is of another company. */
const OTHER_TEAM_ID = 'T0OTHER0001';
const BOT_ID = 'B0C0PYDESK2';
const BOT_USER_ID = 'U0C0PYDESK3';
const CLIENT_ID = '7210000000000.7210000000001';
const CLIENT_SECRET = 'test-client-secret';
/** `emulate` lets one token ask 5,000 times an hour, so many take turns. */
const INNER_TOKENS = Array.from({ length: 20 }, (_, index) => `xoxb-inner-${index}`);
const ADMIN_TOKEN = 'xoxp-inner-admin';
const ADMIN_SCOPES =
  'channels:manage,channels:write,channels:read,groups:read,groups:write,im:read,mpim:read,chat:write,users:read';
const personToken = (handle: string): string => `xoxp-inner-${handle}`;

interface Channel {
  readonly id: string;
  readonly name: string;
  isMember: boolean;
  isArchived: boolean;
}

/** A file that the app is about to share. */
export interface Upload {
  readonly name: string;
  readonly bytes: Buffer | undefined;
  readonly completed: boolean;
}

/** Comes with an interaction, and is good for one modal. */
export interface Trigger {
  readonly userId: string;
  readonly until: number;
  used: boolean;
  /** What was opened with it. */
  viewId?: string;
}

/** The workspace itself: `emulate`, and beside it what that does not know. */
export interface Workspace {
  readonly origin: string;
  /** Where `emulate` listens. */
  readonly inner: string;
  readonly teamId: string;
  readonly appId: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
  readonly fileShareDelayMs: number;
  readonly sockets: SocketMode;
  readonly channels: Map<string, Channel>;
  readonly uploads: Map<string, Upload>;
  /** What people shared, as `files.info` tells of it, by id. */
  readonly shared: Map<string, JsonObject>;
  /** How often each message was edited, by `channel ts`. */
  readonly edits: Map<string, number>;
  /** What was written in streams that have not ended, by channel and `ts`. */
  readonly streams: Map<string, string>;
  /** How agent sessions stand, by channel and `ts` of the thread. */
  readonly sessions: Map<string, string>;
  readonly triggers: Map<string, Trigger>;
  /** Those that are open, by id, the newest last. */
  readonly modals: Map<string, SlackView>;
  readonly homes: Map<string, SlackView>;
  readonly privates: PrivateMessage[];
  /** Tokens that `emulate` made itself, by OAuth. */
  readonly installed: Set<string>;
  /** Shares of files that are under way. */
  readonly sharing: Set<Promise<void>>;
  /** What went wrong in here: said when the emulator stops. */
  readonly unexpected: string[];
  readonly groups: Readonly<Record<string, readonly string[]>>;
  isRevoked: boolean;
  /** Calls `emulate` as the app, or with another token. */
  ask(method: string, args: JsonObject, token?: string): Promise<JsonObject>;
  askAs(userId: string, method: string, args: JsonObject): Promise<JsonObject>;
  userId(handle: string): string;
  groupId(handle: string): string;
  person(userId: string): SlackPersonOptions | undefined;
  /** The workspace that a person belongs to. */
  teamOf(userId: string): string;
  /** The messages of a thread as `emulate` has them; empty when there is none. */
  thread(channel: string, ts: string): Promise<readonly JsonObject[]>;
  toView(user: string, view: JsonObject): SlackView;
  /** Shows a modal, or what replaces one. */
  showModal(user: string, view: JsonObject): void;
  tell(message: Omit<PrivateMessage, 'shown' | 'at'>): void;
  close(): Promise<void>;
}

export async function createWorkspace(origin: string, options: SlackEmulatorOptions): Promise<Workspace> {
  const {
    people = { ann: { realName: 'Ann' }, ben: { realName: 'Ben' }, eve: { realName: 'Eve' } },
    channels: channelNames = ['general', 'articles'],
    groups = {},
    scopes = BOT_SCOPES,
    fileShareDelayMs = 50,
    ackTimeoutMs,
  } = options;
  const port = await pickPort();
  const inner = `http://127.0.0.1:${port}`;
  const bot = { app_id: APP_ID, client_id: CLIENT_ID, bot_id: BOT_ID, bot_user_id: BOT_USER_ID };
  const emulate = await createEmulator({
    service: 'slack',
    port,
    baseUrl: origin,
    seed: {
      slack: {
        team: { name: 'Copydesk Test', domain: 'copydesk-test' },
        users: Object.entries(people).map(([name, { realName }]) => ({
          name,
          real_name: realName,
          email: `${name}@example.com`,
          profile: { display_name: realName, real_name: realName },
        })),
        channels: channelNames.map((name) => ({ name })),
        oauth_apps: [
          { ...bot, client_secret: CLIENT_SECRET, name: 'Copydesk', redirect_uris: [], scopes, bot_name: 'copydesk' },
        ],
        tokens: [
          ...INNER_TOKENS.map((token) => ({ ...bot, token, user: BOT_USER_ID, scopes })),
          { token: ADMIN_TOKEN, user: 'U000000001', scopes: ADMIN_SCOPES },
          ...Object.keys(people).map((name) => ({ token: personToken(name), user: name, scopes: ['chat:write'] })),
        ],
        strict_scopes: true,
      },
    },
  });

  let asked = 0;
  const ask = async (method: string, args: JsonObject, token?: string): Promise<JsonObject> => {
    asked += 1;
    const response = await fetchInner(`${inner}/api/${method}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token ?? INNER_TOKENS[asked % INNER_TOKENS.length]}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(args),
    });
    return (await response.json()) as JsonObject;
  };

  const members = list((await ask('users.list', { limit: 1000 }, ADMIN_TOKEN))['members']).map(object);
  const userIds = new Map(members.map((member) => [text(member['name']), text(member['id'])]));
  const userId = (handle: string): string => existing(userIds.get(handle), `person ${handle}`);
  const channels = new Map<string, Channel>();
  for (const channel of list((await ask('conversations.list', { limit: 1000 }, ADMIN_TOKEN))['channels']).map(object)) {
    const id = text(channel['id']);
    const name = text(channel['name']);
    // Those that `emulate` brings along have nobody in them.
    if (['general', 'random'].includes(name))
      for (const user of [BOT_USER_ID, ...Object.keys(people).map(userId)])
        await ask('conversations.invite', { channel: id, users: user }, ADMIN_TOKEN);
    channels.set(id, { id, name, isMember: true, isArchived: false });
  }
  const teamId = text((await ask('auth.test', {}))['team_id']);
  const person = (id: string): SlackPersonOptions | undefined =>
    Object.entries(people).find(([handle]) => userIds.get(handle) === id)?.[1];
  const groupIds = new Map(Object.keys(groups).map((handle, index) => [handle, `S0C0PYDESK${index}`]));
  const modals = new Map<string, SlackView>();
  const privates: PrivateMessage[] = [];

  const toView = (user: string, view: JsonObject): SlackView => {
    const parts: readonly Json[] = [view['title'] ?? null, ...list(view['blocks']), view['submit'] ?? null];
    return { id: text(view['id']), user, view, shown: textOfBlocks(parts) };
  };

  return {
    origin,
    inner,
    teamId,
    appId: APP_ID,
    botId: BOT_ID,
    botUserId: BOT_USER_ID,
    botToken: `xoxb-7210000000000-7210000000002-${randomBytes(12).toString('hex')}`,
    appToken: `xapp-1-${APP_ID}-7210000000003-${randomBytes(32).toString('hex')}`,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    scopes,
    fileShareDelayMs,
    sockets: createSocketMode({ origin, appId: APP_ID, ...(ackTimeoutMs !== undefined && { ackTimeoutMs }) }),
    channels,
    uploads: new Map(),
    shared: new Map(),
    edits: new Map(),
    sessions: new Map(),
    streams: new Map(),
    triggers: new Map(),
    modals,
    homes: new Map(),
    privates,
    installed: new Set(),
    sharing: new Set(),
    unexpected: [],
    groups,
    isRevoked: false,
    ask,
    async askAs(id, method, args) {
      const handle = Object.keys(people).find((name) => userIds.get(name) === id);
      return await ask(method, args, personToken(existing(handle, `person ${id}`)));
    },
    userId,
    groupId: (handle) => existing(groupIds.get(handle), `group ${handle}`),
    person,
    teamOf: (id) => (person(id)?.is === 'external' ? OTHER_TEAM_ID : teamId),
    async thread(channel, ts) {
      const messages = list((await ask('conversations.replies', { channel, ts }))['messages']).map(object);
      return messages.some((message) => message['ts'] === ts) ? messages : [];
    },
    toView,
    showModal(user, view) {
      const shown = toView(user, view);
      modals.set(shown.id, shown);
      const blocks = list(view['blocks']).map(object);
      privates.push({ user, channel: '', text: '', blocks, shown: shown.shown, via: 'modal', at: Date.now() });
    },
    tell(message) {
      const shown = message.blocks.length === 0 ? message.text : textOfBlocks(message.blocks);
      privates.push({ ...message, shown, at: Date.now() });
    },
    close: () => emulate.close(),
  };
}

/** @throws when there is none. */
export function existing<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`There is no ${what} in this workspace`);
  return value;
}
