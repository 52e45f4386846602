import type { BlockAction, BlockElementAction } from '@slack/bolt';
import type { Origin } from './modals/origin.ts';
import { type SlackUser, slackUser } from '../connect/people.ts';
import type { Trigger } from './open-view.ts';

/** A click on a button, or on an option of a menu: by whom, where, and under which name it is known however often it is delivered. */
export interface Click {
  readonly person: SlackUser;
  /** Without a channel: on the Home tab. */
  readonly origin: Origin;
  readonly eventKey: string;
  readonly value: string;
  /** Of the button. */
  readonly actionId: string;
  readonly trigger: Trigger;
}

export function toClick(body: BlockAction, action: BlockElementAction, teamId: string | undefined): Click {
  const workspaceId = teamId ?? body.team?.id ?? body.user.team_id ?? '';
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  const { container } = body;
  const channel = body.channel?.id ?? text(container['channel_id']);
  const messageTs = text(container['message_ts']);
  const thread =
    text(container['thread_ts']) ??
    text(body.message?.['thread_ts']) ??
    // What only one person sees opens no thread.
    (container['is_ephemeral'] === true ? undefined : messageTs);
  return {
    person: slackUser(workspaceId, {
      id: body.user.id,
      name: body.user.name ?? body.user.username,
      team: body.user.team_id,
    }),
    origin:
      container['type'] === 'view' || channel === undefined ? {} : { channel, ...(thread !== undefined && { thread }) },
    eventKey: [
      'slack',
      workspaceId,
      channel ?? '',
      messageTs ?? text(container['view_id']) ?? '',
      action.action_ts,
      body.user.id,
    ].join(':'),
    value: valueOf(action),
    actionId: action.action_id,
    trigger: { id: body.trigger_id, at: Date.now() },
  };
}

/** What a button stands for, or the chosen option of a menu. */
function valueOf(action: BlockElementAction): string {
  if (action.type === 'button') return action.value ?? '';
  return action.type === 'overflow' ? action.selected_option.value : '';
}
