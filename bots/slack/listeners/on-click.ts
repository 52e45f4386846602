import type { AllMiddlewareArgs, BlockAction, RespondFn, SlackActionMiddlewareArgs } from '@slack/bolt';
import { inTime } from '../connect/in-time.ts';
import { type Click, toClick } from './clicked.ts';
import { createOnce } from './once.ts';

/** What becomes of a click. @param viewId the form or Home tab that has the button */
export type HandleClick = (click: Click, respond: RespondFn, viewId: string | undefined) => Promise<void>;

/**
 * A listener that has each click handled once, however often it is delivered. When that takes longer, it is acknowledged all the same and
 * handled to its end.
 * @param budgetMs default: that of `inTime`
 */
export function onClick(handle: HandleClick, budgetMs?: number) {
  const once = createOnce<void>();

  return async ({
    ack,
    action,
    body,
    context,
    respond,
  }: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs): Promise<void> => {
    const click = toClick(body, action, context.teamId);
    await inTime(
      once(click.eventKey, () => handle(click, respond, body.view?.id)),
      budgetMs,
    );
    await ack();
  };
}
