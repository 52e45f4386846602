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

/** Another page of what waits for the person. */
export function onHomePageButton(slack: SlackContext) {
  return async ({
    ack,
    action,
    body,
    context,
  }: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs): Promise<void> => {
    await ack();
    const { person, value } = toClick(body, action, context.teamId);
    const page = /^[1-9]\d{0,3}$/.test(value) ? Number(value) : 1;
    slack.later('publish a Home tab', publishHome(slack, person, { page }));
  };
}
