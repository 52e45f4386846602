import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { messages } from '../../../src/messages/messages.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { inTime } from '../connect/in-time.ts';
import { articleForm } from './modals/article-form.ts';
import { createOnce } from './once.ts';
import type { SlackContext } from './slack-context.ts';
import { answer } from './answer.ts';
import { type Click, toClick } from './clicked.ts';

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
    await inTime(
      once(click.eventKey, async () => {
        const language = await slack.people.languageOf(click.person);
        try {
          await open(slack, click, language);
        } catch (error) {
          slack.logger.warn({ reason: reasonOf(error) }, 'Could not open the form of an article');
          const { failed } = messages(language).chat;
          slack.later('answer a click', answer(slack, click.person, click.origin, failed, respond));
        }
      }),
    );
    await ack();
  };
}

async function open(
  { workspaces, templates }: SlackContext,
  { person, origin, trigger, value }: Click,
  language: Parameters<typeof articleForm>[1],
): Promise<void> {
  const client = await workspaces.clientOf(person.workspaceId);
  // An article that begins with a form gets a thread of its own.
  const place = origin.channel === undefined ? {} : { channel: origin.channel };
  await client.views.open({
    trigger_id: trigger,
    view: articleForm(place, language, { ...(value !== undefined && { topic: value }), templates }),
  });
}
