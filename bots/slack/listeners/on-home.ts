import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { publishHome } from './publish-home.ts';
import type { SlackContext } from './slack-context.ts';
import { toClick } from './clicked.ts';

/** Somebody looks at our Home tab: it is made for them anew. */
export function onHomeOpened(slack: SlackContext) {
  return async ({
    event,
    body,
    context,
  }: SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs): Promise<void> => {
    if (event.tab === 'messages') return;
    const person = { workspaceId: context.teamId ?? body.team_id, userId: event.user };
    // Nothing is lost when this fails: the tab stays as it was.
    slack.later('publish a Home tab', publishHome(slack, person));
    await Promise.resolve();
  };
}

export function onRefreshButton(slack: SlackContext) {
  return async ({
    ack,
    action,
    body,
    context,
  }: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs): Promise<void> => {
    await ack();
    slack.later('publish a Home tab', publishHome(slack, toClick(body, action, context.teamId).person));
  };
}
