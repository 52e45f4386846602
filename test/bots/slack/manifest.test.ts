import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { FROM_MESSAGE } from '../../../bots/slack/listeners/on-message-shortcut.ts';

interface Manifest {
  readonly features: {
    readonly slash_commands: readonly { readonly command: string }[];
    readonly shortcuts: readonly { readonly name: string; readonly type: string; readonly callback_id: string }[];
  };
  readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } };
  readonly settings: {
    readonly event_subscriptions: { readonly bot_events: readonly string[] };
    readonly interactivity: { readonly is_enabled: boolean };
    readonly socket_mode_enabled: boolean;
  };
}

const text = readFileSync('bots/slack/manifest.yaml', 'utf8');
const manifest = parse(text) as Manifest;
const scopes = manifest.oauth_config.scopes.bot;
/** Only some need these, so they wait in a comment. */
const optional = [...text.matchAll(/^ *# - ([a-z:.]+)$/gm)].map(([, scope = '']) => scope);

const sources = globSync('bots/slack/**/*.ts').map((path) => readFileSync(path, 'utf8'));
const code = sources.join('\n');
const found = (pattern: RegExp): readonly string[] =>
  [...new Set([...code.matchAll(pattern)].map(([, name = '']) => name))].sort();

/** What each method of the Web API asks for, by its reference; none: whatever token there is. */
const EVERYWHERE = (what: string): readonly string[] =>
  ['channels', 'groups', 'im', 'mpim'].map((kind) => `${kind}:${what}`);
const SCOPES_OF: Readonly<Record<string, readonly string[]>> = {
  'agents.sessions.setStatus': ['assistant:write', 'chat:write'],
  'apps.connections.open': [],
  'auth.test': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.startStream': ['chat:write'],
  'chat.appendStream': ['chat:write'],
  'chat.stopStream': ['chat:write'],
  'chat.delete': ['chat:write'],
  'conversations.history': EVERYWHERE('history'),
  'conversations.info': EVERYWHERE('read'),
  'conversations.join': ['channels:join'],
  'conversations.members': EVERYWHERE('read'),
  'conversations.open': ['im:write'],
  'conversations.replies': EVERYWHERE('history'),
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.info': ['files:read'],
  'usergroups.list': ['usergroups:read'],
  'users.conversations': EVERYWHERE('read'),
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
};
/** What each event asks for. */
const SCOPES_FOR: Readonly<Record<string, readonly string[]>> = {
  agent_session_stopped: ['assistant:write'],
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  app_uninstalled: [],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  'message.mpim': ['mpim:history'],
  tokens_revoked: [],
};

/** Methods that the code calls, by name or through `apiCall`. */
const called = [
  ...found(/\bclient\.((?:auth|chat|conversations|files|usergroups|users|views|apps\.connections)\.[a-zA-Z]+)\(/g),
  ...found(/apiCall\('([a-zA-Z.]+)'/g),
];

describe('the manifest of the Slack app', () => {
  it('asks for every scope that a method or event needs, and for no other', () => {
    const unknown = called.filter((method) => SCOPES_OF[method] === undefined);
    expect(unknown).toEqual([]);
    const needed = new Set([
      ...called.flatMap((method) => SCOPES_OF[method] ?? []),
      ...manifest.settings.event_subscriptions.bot_events.flatMap((event) => SCOPES_FOR[event] ?? []),
      'commands',
      // Their addresses are read without a method.
      'files:read',
    ]);
    expect([...scopes, ...optional].toSorted()).toEqual([...needed].toSorted());
    expect(optional).toEqual(['usergroups:read']);
  });

  it('says why it asks for each', () => {
    const unexplained = scopes.filter((scope) => !text.includes(`- ${scope} # `));
    expect(unexplained).toEqual([]);
  });

  it('subscribes to what is listened to, and to nothing else', () => {
    const heard = found(/app\.event\('([a-z_]+)'/g).flatMap((event) =>
      event === 'message' ? ['message.channels', 'message.groups', 'message.im', 'message.mpim'] : [event],
    );
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(heard.toSorted());
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(found(/app\.command\('([^']+)'/g));
  });

  it('has the shortcut that is listened to, under a name that Slack takes', () => {
    expect(manifest.features.shortcuts.map(({ type, callback_id: id }) => [type, id])).toEqual([
      ['message', FROM_MESSAGE],
    ]);
    for (const { name } of manifest.features.shortcuts) expect(name.length).toBeLessThanOrEqual(24);
  });

  it('needs no public address', () => {
    expect(manifest.settings).toMatchObject({ socket_mode_enabled: true, interactivity: { is_enabled: true } });
    expect(text).not.toMatch(/^\s*(?:request_)?url:/m);
  });
});
