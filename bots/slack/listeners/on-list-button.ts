import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { toCommand } from '../../../src/chat/to-command.ts';
import { PREFIX } from '../platform.ts';
import { toClick } from './clicked.ts';
import { doCommand } from './do-command.ts';
import type { SlackContext } from './slack-context.ts';

/** A button below a list shows another one in its place. */
export function onListButton(slack: SlackContext) {
  return async ({
    ack,
    action,
    body,
    context,
    respond,
  }: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs): Promise<void> => {
    await ack();
    const { person, origin, eventKey, value } = toClick(body, action, context.teamId);
    const command = toCommand(value);
    if (command.kind !== 'list' || origin.channel === undefined) return;
    const at = { person, channel: origin.channel, eventKey, prefix: PREFIX };
    const show = async (): Promise<void> => {
      await respond({ replace_original: true, ...(await doCommand(slack, command, at)) });
    };
    slack.later('show a list', show());
  };
}
