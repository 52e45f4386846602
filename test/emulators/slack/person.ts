import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Json, type JsonObject, list, object, text } from '../../../src/practice-model/json.ts';
import type { Acknowledgement, SlackDelivery, SlackTransport } from './delivery.ts';
import { refusalOfView } from './limits.ts';
import { buttonsOf, type RenderedButton, type RenderedMessage } from './rendered.ts';
import type { SlackEmulator } from './web-api.ts';
import type { PrivateMessage, SlackView } from './workspace.ts';

/** An input of the modal that is open. */
export interface ModalInput {
  readonly blockId: string;
  readonly actionId: string;
  readonly label: string;
  readonly type: string;
  readonly optional: boolean;
  readonly initial: string;
}

/** What Slack told the app, for telling it again, and what came back. */
export interface Told {
  readonly delivery: SlackDelivery;
  readonly ack: Acknowledgement;
  /** The modal that the app opened in answer. */
  readonly modal?: SlackView;
}

/** Somebody with Slack open in front of them. Everything they do reaches the app as Slack would bring it, and they see what Slack would show them. */
export interface SlackPerson {
  readonly id: string;
  readonly name: string;
  /** `/article …` in a channel, or another slash command. */
  command(words: string, channel?: string, slash?: string): Promise<Told>;
  /** Writes a message that names the bot; Slack tells the app twice where it reads along. The `ts` is the message's. */
  mention(
    words: string,
    at: { readonly channel: string; readonly threadTs?: string },
  ): Promise<{ readonly ts: string; readonly told: readonly Told[] }>;
  /** Writes a message, perhaps with files. Resolves to nothing told where the app does not read along. */
  write(
    words: string,
    at: {
      readonly channel: string;
      readonly threadTs?: string;
      readonly files?: readonly { readonly name: string; readonly content: string | Buffer }[];
    },
  ): Promise<{ readonly ts: string; readonly told: readonly Told[] }>;
  /** Clicks a button of a message. */
  click(message: RenderedMessage, button: RenderedButton): Promise<Told>;
  /** Clicks a button of what nobody else sees, by what it is called. */
  clickPrivate(message: PrivateMessage, label: string): Promise<Told>;
  /** Clicks a button of the modal that is open. */
  clickModal(button: RenderedButton): Promise<Told>;
  /** Clicks a button of the App Home. */
  clickHome(button: RenderedButton): Promise<Told>;
  /** Presses Slack's own Stop, in a conversation with the app. */
  stopSession(channel: string, threadTs: string): Promise<Told>;
  /** Chooses a shortcut in the menu of a message. */
  useShortcut(message: RenderedMessage, callbackId: string): Promise<Told>;
  openHome(): Promise<Told>;
  /** What can be filled in now. @throws when no modal is open. */
  inputs(): readonly ModalInput[];
  /**
   * Fills in a modal, as `fill` says for each input (undefined: left as it is), and submits it.
   * @param viewId default: that of the modal opened last
   */
  submit(fill: (input: ModalInput) => Filled | undefined, viewId?: string): Promise<Told>;
  closeModal(): Promise<Told | undefined>;
}

/** What a person puts into an input: words, the value of an option, ids of people with spaces between them, or files. */
export type Filled = string | readonly { readonly name: string; readonly content: string | Buffer }[];

export interface SlackWorldOptions {
  readonly slack: SlackEmulator;
  readonly transport: SlackTransport;
  /** What the app is subscribed to: `app_mention`, `message.channels`, `message.im`, … Default: all. */
  readonly subscriptions?: readonly string[];
}

/** Fills in a form about a draft: words, or a whole text in the first of its inputs and nothing in the others. */
export function onlyWords(words: string): (input: ModalInput) => string {
  return ({ blockId }) => (/^text(?:-0)?$/.test(blockId) ? words : '');
}

const FIXTURES = new URL('../../fixtures/slack/', import.meta.url);

/** A payload as Slack sent it once, ids replaced. */
export function fixture(name: string): JsonObject {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FIXTURES), 'utf8')) as JsonObject;
}

/** @param handle of somebody in the workspace */
export function createSlackPerson({ slack, transport, subscriptions }: SlackWorldOptions, handle: string): SlackPerson {
  const id = slack.user(handle);
  const name = slack.personName(id);
  const teamId = slack.teamOf(id);
  const who = { id, username: handle, name: handle, team_id: teamId };
  // Where the app is installed. A form tells where it was submitted instead, and the other beside it.
  const team = { id: slack.teamId, domain: 'copydesk-test' };
  const isExternal = teamId !== slack.teamId;
  const common = { token: slack.verificationToken, api_app_id: slack.appId };

  const tell = async (delivery: SlackDelivery): Promise<Told> => {
    const ack = await transport.deliver(delivery);
    const modal = slack.modalBy(text(delivery.payload['trigger_id']));
    return { delivery, ack, ...(modal !== undefined && { modal }) };
  };

  const event = async (subscription: string, fixtureName: string, changes: JsonObject): Promise<readonly Told[]> => {
    if (subscriptions !== undefined && !subscriptions.includes(subscription)) return [];
    const payload = fixture(fixtureName);
    const inner = {
      ...object(payload['event']),
      user: id,
      ...('team' in object(payload['event']) && { team: teamId }),
      ...(isExternal && { user_team: teamId, source_team: teamId }),
      ...changes,
    };
    return [
      await tell({
        kind: 'events_api',
        payload: {
          ...payload,
          ...common,
          team_id: slack.teamId,
          context_team_id: slack.teamId,
          is_ext_shared_channel: isExternal,
          event: inner,
          event_id: `Ev${randomBytes(5).toString('hex').toUpperCase()}`,
          event_time: Math.floor(Date.now() / 1000),
          authorizations: list(payload['authorizations']).map((one) => ({
            ...object(one),
            team_id: slack.teamId,
            user_id: slack.botUserId,
          })),
        },
      }),
    ];
  };

  const channelKind = (
    channel: string,
  ): { readonly subscription: string; readonly type: string; readonly name: string } =>
    channel.startsWith('D')
      ? { subscription: 'message.im', type: 'im', name: 'directmessage' }
      : { subscription: 'message.channels', type: 'channel', name: 'channel' };

  const written = (words: string, ts: string, channel: string, threadTs: string | undefined): JsonObject => ({
    ts,
    event_ts: ts,
    channel,
    text: words,
    client_msg_id: randomUUID(),
    blocks: [
      {
        type: 'rich_text',
        block_id: randomBytes(3).toString('hex'),
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: words }] }],
      },
    ],
    ...(threadTs !== undefined && { thread_ts: threadTs, parent_user_id: slack.botUserId }),
  });

  const action = (button: RenderedButton): JsonObject => ({
    action_id: button.actionId,
    block_id: button.blockId === '' ? randomBytes(3).toString('hex') : button.blockId,
    text: { type: 'plain_text', text: button.text, emoji: true },
    ...(button.value !== '' && { value: button.value }),
    ...(button.style !== undefined && { style: button.style }),
    type: 'button',
    action_ts: `${Math.floor(Date.now() / 1000)}.${String(Math.floor(Math.random() * 1e6)).padStart(6, '0')}`,
  });

  /** Slack's own words when the app does not acknowledge. */
  const failed = (channel: string, what: string): void =>
    slack.tell({ user: id, channel, text: what, blocks: [], via: 'slack-error' });

  const openView = (viewId?: string): JsonObject => {
    const open = viewId === undefined ? slack.modal(id) : slack.modalOf(viewId);
    if (open === undefined) throw new Error(`${name} has no modal open`);
    return open.view;
  };

  const inputsOf = (view: JsonObject): readonly ModalInput[] =>
    list(view['blocks'])
      .map(object)
      .filter(({ type }) => type === 'input')
      .map((block) => {
        const element = object(block['element']);
        const initialOption = object(element['initial_option']);
        return {
          blockId: text(block['block_id']),
          actionId: text(element['action_id']),
          label: text(object(block['label'])['text']),
          type: text(element['type']),
          optional: block['optional'] === true,
          initial: text(element['initial_value']) || text(initialOption['value']),
        };
      });

  return {
    id,
    name,

    async command(words, channel = slack.channel('articles'), slash = '/article') {
      const told = await tell({
        kind: 'slash_commands',
        payload: {
          ...fixture('slash-command'),
          ...common,
          team_id: slack.teamId,
          channel_id: channel,
          channel_name: channelKind(channel).name,
          user_id: id,
          user_name: handle,
          command: slash,
          text: words,
          response_url: slack.responseUrl({ userId: id, channel }),
          trigger_id: slack.trigger(id),
        },
      });
      if (!told.ack.taken)
        failed(
          channel,
          `${slash} failed with the error "${told.ack.status === 0 ? 'operation_timeout' : 'dispatch_failed'}"`,
        );
      else if (told.ack.body !== undefined && told.ack.body['response_type'] !== 'in_channel')
        slack.tell({
          user: id,
          channel,
          text: text(told.ack.body['text']),
          blocks: list(told.ack.body['blocks']).map(object),
          via: 'ack',
        });
      return told;
    },

    async mention(words, { channel, threadTs }) {
      const whole = `<@${slack.botUserId}> ${words}`;
      const ts = await slack.say(id, channel, { text: whole, ...(threadTs !== undefined && { threadTs }) });
      const { subscription, type } = channelKind(channel);
      const body = written(whole, ts, channel, threadTs);
      const told = await Promise.all([
        // In a direct conversation there is nobody to mention.
        ...(type === 'im' ? [] : [event('app_mention', 'event-app-mention', body)]),
        event(subscription, 'event-message', { ...body, channel_type: type }),
      ]);
      return { ts, told: told.flat() };
    },

    async write(words, { channel, threadTs, files = [] }) {
      const uploaded = files.map((file) => slack.upload(id, file.name, file.content));
      const ts = await slack.say(id, channel, { text: words, ...(threadTs !== undefined && { threadTs }) });
      const { subscription, type } = channelKind(channel);
      const { blocks, ...body } = written(words, ts, channel, threadTs);
      const [shared] = list(object(fixture('event-file-share')['event'])['files']).map(object);
      const told =
        uploaded.length === 0
          ? await event(subscription, 'event-message', { ...body, blocks: blocks ?? [], channel_type: type })
          : await event(subscription, 'event-file-share', {
              ...body,
              files: uploaded.map((file) => (isExternal ? file : { ...shared, ...file })),
              channel_type: type,
            });
      return { ts, told };
    },

    async click(message, button) {
      const told = await tell({
        kind: 'interactive',
        payload: {
          ...fixture('block-actions'),
          ...common,
          user: who,
          team,
          container: {
            type: 'message',
            message_ts: message.ts,
            channel_id: message.channel,
            is_ephemeral: false,
            ...(message.threadTs !== undefined && { thread_ts: message.threadTs }),
          },
          channel: { id: message.channel, name: channelKind(message.channel).name },
          message: { ...message.raw },
          trigger_id: slack.trigger(id),
          response_url: slack.responseUrl({ userId: id, channel: message.channel, messageTs: message.ts }),
          actions: [action(button)],
        },
      });
      if (!told.ack.taken) failed(message.channel, 'This app responded with an error');
      return told;
    },

    async clickPrivate({ channel, threadTs, blocks }, label) {
      const button = buttonsOf(blocks).find(({ text: words }) => words === label);
      if (button === undefined) throw new Error(`${name} sees no button ${label}`);
      const told = await tell({
        kind: 'interactive',
        payload: {
          ...fixture('block-actions'),
          ...common,
          user: who,
          team,
          container: {
            type: 'message',
            message_ts: `${Date.now() / 1000}`,
            channel_id: channel,
            is_ephemeral: true,
            ...(threadTs !== undefined && { thread_ts: threadTs }),
          },
          channel: { id: channel, name: channelKind(channel).name },
          // Slack sends no message along of what it does not keep.
          message: {},
          trigger_id: slack.trigger(id),
          response_url: slack.responseUrl({ userId: id, channel }),
          actions: [action(button)],
        },
      });
      if (!told.ack.taken) failed(channel, 'This app responded with an error');
      return told;
    },

    async clickModal(button) {
      const open = slack.modal(id);
      if (open === undefined) throw new Error(`${name} has no modal open`);
      return await tell({
        kind: 'interactive',
        payload: {
          ...fixture('block-actions-home'),
          ...common,
          user: who,
          team,
          container: { type: 'view', view_id: open.id },
          view: { ...open.view, id: open.id },
          trigger_id: slack.trigger(id),
          actions: [action(button)],
        },
      });
    },

    async useShortcut(message, callbackId) {
      return await tell({
        kind: 'interactive',
        payload: {
          ...common,
          type: 'message_action',
          callback_id: callbackId,
          user: who,
          team,
          channel: { id: message.channel, name: channelKind(message.channel).name },
          message_ts: message.ts,
          message: { ...message.raw },
          action_ts: `${Date.now() / 1000}`,
          trigger_id: slack.trigger(id),
          response_url: slack.responseUrl({ userId: id, channel: message.channel, messageTs: message.ts }),
        },
      });
    },

    async clickHome(button) {
      const home = slack.home(id);
      if (home === undefined) throw new Error(`${name} has no App Home yet`);
      return await tell({
        kind: 'interactive',
        payload: {
          ...fixture('block-actions-home'),
          ...common,
          user: who,
          team,
          container: { type: 'view', view_id: home.id },
          view: home.view,
          trigger_id: slack.trigger(id),
          actions: [action(button)],
        },
      });
    },

    async stopSession(channel, threadTs) {
      const [told] = await event('agent_session_stopped', 'event-agent-session-stopped', {
        channel,
        thread_ts: threadTs,
        event_ts: `${Date.now() / 1000}`,
      });
      if (told === undefined) throw new Error('The app is not subscribed to agent_session_stopped');
      return told;
    },

    async openHome() {
      const home = slack.home(id);
      const [told] = await event('app_home_opened', 'event-app-home-opened', {
        channel: await slack.dm(id),
        event_ts: `${Date.now() / 1000}`,
        ...(home !== undefined && { view: home.view }),
      });
      if (told === undefined) throw new Error('The app is not subscribed to app_home_opened');
      return told;
    },

    inputs: () => inputsOf(openView()),

    async submit(fill, viewId) {
      const view = openView(viewId);
      const values: Record<string, Record<string, Json>> = {};
      for (const input of inputsOf(view)) {
        const value = fill(input) ?? input.initial;
        // Slack does not let anybody submit what is required and empty.
        if (value.length === 0 && !input.optional)
          throw new Error(`“${input.label}” is required, and ${name} left it empty`);
        values[input.blockId] = {
          ...values[input.blockId],
          [input.actionId]: stateOf(view, input, value, (file) => slack.upload(id, file.name, file.content)),
        };
      }
      const told = await tell({
        kind: 'interactive',
        payload: {
          ...fixture('view-submission'),
          ...common,
          user: who,
          team: { ...team, id: teamId },
          trigger_id: slack.trigger(id),
          view: { ...view, app_installed_team_id: slack.teamId, state: { values } },
        },
      });
      const { body, taken } = told.ack;
      if (!taken) failed('', 'We had some trouble connecting. Try again?');
      else if (body === undefined || body['response_action'] === 'clear' || body['response_action'] === undefined)
        slack.closeModal(text(view['id']));
      else if (body['response_action'] === 'errors') {
        const errors = Object.entries(object(body['errors']));
        const known = inputsOf(view).map(({ blockId }) => blockId);
        for (const [blockId, words] of errors) {
          if (!known.includes(blockId))
            throw new Error(`The app complains about ${blockId}, which is no input of the modal`);
          slack.tell({ user: id, channel: '', text: text(words), blocks: [], via: 'modal-error' });
        }
      } else {
        const refusal = refusalOfView(body['view']);
        if (refusal !== undefined) throw new Error(`Slack would not take that view: ${refusal.messages.join(', ')}`);
        slack.showModal(id, { ...object(body['view']), id: text(view['id']) });
      }
      return told;
    },

    async closeModal() {
      const view = openView();
      slack.closeModal(text(view['id']));
      if (view['notify_on_close'] !== true) return undefined;
      return await tell({
        kind: 'interactive',
        payload: { ...fixture('view-closed'), ...common, user: who, team, view },
      });
    },
  };
}

/** What Slack says of an input. */
function stateOf(
  view: JsonObject,
  input: ModalInput,
  value: Filled,
  upload: (file: Exclude<Filled, string>[number]) => JsonObject,
): JsonObject {
  if (input.type === 'file_input')
    return { type: input.type, files: typeof value === 'string' ? [] : value.map(upload) };
  if (typeof value !== 'string') throw new Error(`“${input.label}” takes no files`);
  if (input.type === 'multi_users_select')
    return { type: input.type, selected_users: value.split(' ').filter(Boolean) };
  if (input.type !== 'static_select' && input.type !== 'radio_buttons')
    return { type: input.type, value: value === '' ? null : value };
  const element = object(
    list(view['blocks'])
      .map(object)
      .find((block) => block['block_id'] === input.blockId)?.['element'],
  );
  const option = list(element['options']).find((one) => object(one)['value'] === value);
  if (option === undefined && value !== '') throw new Error(`“${value}” is no option of “${input.label}”`);
  return { type: input.type, selected_option: option ?? null };
}
