import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { inTime } from '../connect/in-time.ts';
import { toClick } from './clicked.ts';
import { offerForm } from './offer-form.ts';
import { createOnce } from './once.ts';
import type { SlackContext } from './slack-context.ts';

/** The button that opens the form of a new article, perhaps with a topic in it. */
export function onFormButton(slack: SlackContext) {
  const once = createOnce<void>();

  return async ({
    ack,
    action,
    body,
    context,
    respond,
  }: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs): Promise<void> => {
    const click = toClick(body, action, context.teamId);
    await inTime(once(click.eventKey, () => offerForm(slack, click, { topic: click.value }, respond)));
    await ack();
  };
}
