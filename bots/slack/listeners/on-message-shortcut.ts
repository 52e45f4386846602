import type { AllMiddlewareArgs, MessageShortcut, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import { orderFromMessage } from '../../../src/chat/order-from-message.ts';
import { inTime } from '../connect/in-time.ts';
import { offerForm } from './offer-form.ts';
import { createOnce } from './once.ts';
import type { SlackContext } from './slack-context.ts';
import { toPlainText } from './to-command.ts';

/** Sources are found by their addresses, not by what people called them. */
const NAMED_LINK = /<(https?:[^<>|]+)\|[^<>]*>/g;

/** As the manifest has it. */
export const FROM_MESSAGE = 'article-from-message';

/** “Write article from this”, in the menu of any message: the form, with what it says as topic and source. */
export function onMessageShortcut(slack: SlackContext) {
  const once = createOnce<void>();

  return async ({
    ack,
    shortcut,
    context,
    respond,
  }: SlackShortcutMiddlewareArgs<MessageShortcut> & AllMiddlewareArgs): Promise<void> => {
    const { user, team, channel, message, trigger_id: id, action_ts: at } = shortcut;
    const workspaceId = context.teamId ?? team?.id ?? user.team_id ?? '';
    const click = {
      person: { workspaceId, userId: user.id, name: user.name },
      origin: { channel: channel.id },
      trigger: { id, at: Date.now() },
    };
    const filled = orderFromMessage(toPlainText((message.text ?? '').replaceAll(NAMED_LINK, '<$1>')));
    await inTime(once(`${workspaceId}:${channel.id}:${at}:${user.id}`, () => offerForm(slack, click, filled, respond)));
    await ack();
  };
}
