import { setTimeout as sleep } from 'node:timers/promises';
import { type JsonObject, list, object, text } from '../../../src/practice-model/json.ts';
import { LIMITS, refusalOfMessage, refusalOfView, type SlackRefusal } from './limits.ts';
import type { Workspace } from './workspace.ts';

/** One method of the Web API. */
export type SlackMethod = (args: JsonObject, token: string | undefined) => Promise<JsonObject>;

const ok = (data: JsonObject = {}): JsonObject => ({ ok: true, ...data });
export const no = (error: string, more: JsonObject = {}): JsonObject => ({ ok: false, error, ...more });
export const refused = ({ error, messages }: SlackRefusal): JsonObject =>
  no(
    error,
    messages.length === 0
      ? {}
      : { errors: messages.map((one) => one.replace('[ERROR] ', '')), response_metadata: { messages } },
  );

/** The methods that `emulate` lacks, or in which it is less strict than Slack; it answers all others itself. */
export function createMethods(workspace: Workspace): Readonly<Record<string, SlackMethod>> {
  const ask: Workspace['ask'] = (method, args, token) => workspace.ask(method, args, token);
  const { appId, appToken, botId, botUserId, channels, edits, fileShareDelayMs, groups, homes, installed, modals } =
    workspace;
  const { scopes, sessions, streams, sharing, sockets, teamId, triggers, unexpected, uploads } = workspace;

  const missing = (needed: string): JsonObject => no('missing_scope', { needed, provided: scopes.join(',') });
  /** Forms say `true` or `1`. */
  const isOn = (args: JsonObject, name: string): boolean => [true, 'true', '1', 1].includes(args[name] as never);

  /** What Slack says to a write into a channel, or to a look into it, before it looks at the rest; undefined: it goes on. */
  const closedDoor = (channelId: string, isWrite: boolean): JsonObject | undefined => {
    const channel = channels.get(channelId);
    if (channel === undefined) return /^[DU]/.test(channelId) ? undefined : no('channel_not_found');
    if (!channel.isMember && !(isWrite && scopes.includes('chat:write.public'))) return no('not_in_channel');
    if (channel.isArchived && isWrite) return no('is_archived');
    return undefined;
  };

  const threadIsGone = async (channel: string, ts: string): Promise<boolean> =>
    (await workspace.thread(channel, ts)).length === 0;

  /** The part of an answer that was asked for, with metadata only on request. */
  function page(answer: JsonObject, args: JsonObject, parent?: string): JsonObject {
    if (answer['ok'] !== true) return answer;
    const oldest = Number(text(args['oldest']) || args['oldest'] || 0);
    const latest = Number(text(args['latest']) || args['latest'] || Number.MAX_SAFE_INTEGER);
    const isInclusive = isOn(args, 'inclusive');
    const isIn = ({ ts }: JsonObject): boolean => {
      const at = Number(ts);
      return ts === parent || (at > oldest && at < latest) || (isInclusive && (at === oldest || at === latest));
    };
    const withMetadata = isOn(args, 'include_all_metadata');
    const found = list(answer['messages']).map(object).filter(isIn);
    const limit = Math.min(Number(args['limit'] ?? 0) || (parent === undefined ? 100 : 1000), 999);
    const start = Math.max(
      0,
      found.findIndex(({ ts }) => ts === args['cursor']),
    );
    const next = found[start + limit];
    return ok({
      messages: found.slice(start, start + limit).map(({ metadata, ...message }) => ({
        ...asSlackShows(message),
        ...(withMetadata && metadata !== undefined && { metadata }),
      })),
      has_more: next !== undefined,
      ...(next !== undefined && { response_metadata: { next_cursor: text(next['ts']) } }),
    });
  }

  /** `emulate` leaves out what Slack says of a message that has replies, and of one by an app. */
  function asSlackShows(message: JsonObject): JsonObject {
    return {
      ...message,
      ...(Number(message['reply_count'] ?? 0) > 0 && { thread_ts: message['ts'] ?? '' }),
      ...(message['user'] === botUserId && { bot_id: botId, app_id: appId, team: teamId }),
    };
  }

  return {
    async 'auth.test'(args, token) {
      if (token === appToken) return ok({ app_name: 'Copydesk', app_id: appId });
      return await ask('auth.test', args, installed.has(token ?? '') ? token : undefined);
    },

    async 'chat.postMessage'(args) {
      const channel = text(args['channel']);
      const threadTs = text(args['thread_ts']);
      if (args['markdown_text'] !== undefined && (args['text'] !== undefined || args['blocks'] !== undefined))
        return no('markdown_text_conflict');
      const refusal = refusalOfMessage(args, LIMITS.postedText);
      const closed = closedDoor(channel, true) ?? (refusal === undefined ? undefined : refused(refusal));
      if (closed !== undefined) return closed;
      if (threadTs !== '' && (await threadIsGone(channel, threadTs))) return no('thread_not_found');
      const answer = await ask('chat.postMessage', args);
      return answer;
    },

    async 'chat.startStream'(args) {
      const channel = text(args['channel']);
      const thread = text(args['thread_ts']);
      const written = text(args['markdown_text']);
      const closed = closedDoor(channel, true);
      if (closed !== undefined) return closed;
      if (thread === '' || (await threadIsGone(channel, thread))) return no('thread_not_found');
      if (!channel.startsWith('D') && args['recipient_user_id'] === undefined) return no('missing_recipient_user_id');
      if (written.length > LIMITS.markdown) return no('msg_too_long');
      const answer = await ask('chat.postMessage', { channel, thread_ts: thread, text: written || ' ' });
      if (answer['ok'] === true) streams.set(`${channel} ${text(answer['ts'])}`, written);
      return answer;
    },

    async 'chat.appendStream'(args) {
      const [channel, ts] = [text(args['channel']), text(args['ts'])];
      const before = streams.get(`${channel} ${ts}`);
      if (before === undefined) return no('message_not_in_streaming_state');
      const whole = before + text(args['markdown_text']);
      if (whole.length > LIMITS.markdown) return no('msg_too_long');
      streams.set(`${channel} ${ts}`, whole);
      return await ask('chat.update', { channel, ts, text: whole });
    },

    async 'chat.stopStream'(args) {
      const [channel, ts] = [text(args['channel']), text(args['ts'])];
      return streams.delete(`${channel} ${ts}`) ? ok({ channel, ts }) : no('message_not_in_streaming_state');
    },

    async 'chat.update'(args) {
      const channel = text(args['channel']);
      const ts = text(args['ts']);
      if (!channels.has(channel) && !channel.startsWith('D')) return no('channel_not_found');
      const refusal = refusalOfMessage(args, LIMITS.updatedText);
      const closed = closedDoor(channel, true) ?? (refusal === undefined ? undefined : refused(refusal));
      if (closed !== undefined) return closed;
      const answer = await ask('chat.update', args);
      if (answer['ok'] === true) {
        edits.set(`${channel} ${ts}`, (edits.get(`${channel} ${ts}`) ?? 0) + 1);
      }
      return answer;
    },

    async 'agents.sessions.setStatus'(args) {
      if (!scopes.includes('assistant:write')) return missing('assistant:write');
      const [channel, thread, status] = [text(args['channel_id']), text(args['thread_ts']), text(args['status'])];
      if (!['active', 'processing', 'suspended', 'closed'].includes(status)) return no('invalid_arguments');
      const closed = closedDoor(channel, true);
      if (closed !== undefined) return closed;
      if (thread === '' || (await threadIsGone(channel, thread))) return no('thread_not_found');
      sessions.set(`${channel} ${thread}`, status);
      return ok();
    },

    async 'chat.postEphemeral'(args) {
      const channel = text(args['channel']);
      const refusal = refusalOfMessage(args, LIMITS.postedText);
      const closed = closedDoor(channel, true) ?? (refusal === undefined ? undefined : refused(refusal));
      if (closed !== undefined) return closed;
      const answer = await ask('chat.postEphemeral', args);
      const threadTs = text(args['thread_ts']);
      if (answer['ok'] === true)
        workspace.tell({
          user: text(args['user']),
          channel,
          ...(threadTs !== '' && { threadTs }),
          text: text(args['text']),
          blocks: list(args['blocks']).map(object),
          via: 'ephemeral',
        });
      return answer;
    },

    async 'chat.delete'(args) {
      return closedDoor(text(args['channel']), true) ?? (await ask('chat.delete', args));
    },

    async 'conversations.history'(args) {
      const channel = text(args['channel']);
      return closedDoor(channel, false) ?? page(await ask('conversations.history', { channel, limit: 1000 }), args);
    },

    async 'conversations.replies'(args) {
      const channel = text(args['channel']);
      const ts = text(args['ts']);
      const closed = closedDoor(channel, false);
      if (closed !== undefined) return closed;
      const answer = await ask('conversations.replies', { channel, ts });
      if (answer['ok'] !== true) return answer;
      if (!list(answer['messages']).some((message) => object(message)['ts'] === ts)) return no('thread_not_found');
      return page(answer, args, ts);
    },

    async 'conversations.info'(args) {
      const channel = channels.get(text(args['channel']));
      const answer = await ask('conversations.info', args);
      if (answer['ok'] !== true || channel === undefined)
        return channel === undefined && !text(args['channel']).startsWith('D') ? no('channel_not_found') : answer;
      return {
        ...answer,
        channel: { ...object(answer['channel']), is_member: channel.isMember, is_archived: channel.isArchived },
      };
    },

    async 'conversations.join'(args) {
      const channel = channels.get(text(args['channel']));
      if (!scopes.includes('channels:join')) return missing('channels:join');
      if (channel === undefined) return no('channel_not_found');
      if (channel.isArchived) return no('is_archived');
      const answer = await ask('conversations.join', args);
      if (answer['ok'] === true) channel.isMember = true;
      return answer;
    },

    async 'users.info'(args) {
      const answer = await ask('users.info', args);
      if (answer['ok'] !== true) return answer;
      const user = object(answer['user']);
      const person = workspace.person(text(user['id']));
      return {
        ...answer,
        user: {
          ...user,
          // In a shared channel they are no stranger, and of another team.
          team_id: workspace.teamOf(text(user['id'])),
          tz: 'Europe/Amsterdam',
          tz_label: 'Central European Time',
          tz_offset: 3600,
          is_restricted: person?.is === 'guest',
          is_ultra_restricted: false,
          is_app_user: false,
          is_bot: text(user['id']) === workspace.botUserId,
          updated: 1_700_000_000,
          // Only when it is asked for.
          ...(isOn(args, 'include_locale') && { locale: person?.locale ?? 'en-US' }),
        },
      };
    },

    async 'usergroups.list'(args) {
      if (!scopes.includes('usergroups:read')) return missing('usergroups:read');
      const withUsers = isOn(args, 'include_users');
      return ok({
        usergroups: Object.entries(groups).map(([handle, handles]) => ({
          id: workspace.groupId(handle),
          team_id: teamId,
          is_usergroup: true,
          name: handle,
          description: '',
          handle,
          is_external: false,
          date_create: 1_700_000_000,
          date_update: 1_700_000_000,
          date_delete: 0,
          auto_type: null,
          created_by: 'U000000001',
          updated_by: 'U000000001',
          deleted_by: null,
          prefs: { channels: [], groups: [] },
          user_count: handles.length,
          ...(withUsers && { users: handles.map((one) => workspace.userId(one)) }),
        })),
      });
    },

    async 'usergroups.users.list'(args) {
      if (!scopes.includes('usergroups:read')) return missing('usergroups:read');
      const found = Object.entries(groups).find(([handle]) => workspace.groupId(handle) === args['usergroup']);
      return found === undefined ? no('no_such_subteam') : ok({ users: found[1].map((one) => workspace.userId(one)) });
    },

    async 'views.open'(args) {
      const view = object(args['view']);
      const refusal = refusalOfView(view);
      if (refusal !== undefined) return refused(refusal);
      const trigger = triggers.get(text(args['trigger_id']));
      if (trigger === undefined) return no('invalid_trigger_id');
      if (trigger.used) return no('exchanged_trigger_id');
      if (Date.now() > trigger.until) return no('expired_trigger_id');
      trigger.used = true;
      const { trigger_id } = await ask('views.generateTriggerId', { user_id: trigger.userId });
      const answer = await ask('views.open', { ...args, view, trigger_id: trigger_id ?? '' });
      if (answer['ok'] === true) {
        trigger.viewId = text(object(answer['view'])['id']);
        workspace.showModal(trigger.userId, object(answer['view']));
      }
      return answer;
    },

    async 'views.update'(args) {
      const view = object(args['view']);
      const refusal = refusalOfView(view);
      if (refusal !== undefined) return refused(refusal);
      const answer = await ask('views.update', { ...args, view });
      const open = modals.get(text(object(answer['view'])['id']));
      if (answer['ok'] === true && open !== undefined) workspace.showModal(open.user, object(answer['view']));
      return answer;
    },

    async 'views.publish'(args) {
      const view = object(args['view']);
      const refusal = refusalOfView(view);
      if (refusal !== undefined) return refused(refusal);
      const user = text(args['user_id']);
      const answer = await ask('views.publish', { ...args, view });
      if (answer['ok'] === true) homes.set(user, workspace.toView(user, object(answer['view'])));
      return answer;
    },

    async 'files.info'(args) {
      if (!scopes.includes('files:read')) return missing('files:read');
      const file = workspace.shared.get(text(args['file']));
      return await Promise.resolve(file === undefined ? no('file_not_found') : ok({ file }));
    },

    async 'files.getUploadURLExternal'(args) {
      if (!(Number(args['length']) > 0)) return no('missing_argument');
      const answer = await ask('files.getUploadURLExternal', args);
      if (answer['ok'] === true)
        uploads.set(text(answer['file_id']), { name: text(args['filename']), bytes: undefined, completed: false });
      return answer;
    },

    async 'files.completeUploadExternal'(args) {
      const files = list(args['files']).map(object);
      const channel = text(args['channel_id']);
      const threadTs = text(args['thread_ts']);
      if (files.length === 0) return no('invalid_arguments');
      if (!scopes.includes('files:write')) return missing('files:write');
      for (const file of files) {
        const sent = uploads.get(text(file['id']));
        if (sent === undefined || sent.completed) return no('file_not_found');
        if (sent.bytes === undefined) return no('file_update_failed');
      }
      const closed = channel === '' ? undefined : closedDoor(channel, true);
      if (closed !== undefined) return closed;
      if (channel.startsWith('U')) return no('channel_not_found');
      if (threadTs !== '' && (await threadIsGone(channel, threadTs))) return no('thread_not_found');
      for (const file of files) {
        const sent = uploads.get(text(file['id']));
        if (sent !== undefined) uploads.set(text(file['id']), { ...sent, completed: true });
      }
      const share = async (): Promise<void> => {
        await sleep(fileShareDelayMs);
        const answer = await ask('files.completeUploadExternal', args);
        if (answer['ok'] !== true) unexpected.push(`a file could not be shared: ${text(answer['error'])}`);
      };
      const shared = share();
      sharing.add(shared);
      void shared.finally(() => sharing.delete(shared));
      // What Slack knows at this moment: the share, and with it the `ts` of the message, comes later.
      return ok({ files: files.map(({ id, title }) => ({ id, ...(title !== undefined && { title }) })) });
    },

    async 'apps.connections.open'(_, token) {
      if (token !== appToken) return no('not_allowed_token_type');
      const refusal = sockets.refusal();
      return refusal === undefined ? ok({ url: sockets.open() }) : no(refusal);
    },

    async 'auth.revoke'(_args, token) {
      if (token !== undefined) installed.delete(token);
      return ok({ revoked: true });
    },

    async 'oauth.v2.access'(args) {
      const answer = await ask('oauth.v2.access', args);
      const token = text(answer['access_token']);
      if (token !== '') installed.add(token);
      return answer;
    },
  };
}
