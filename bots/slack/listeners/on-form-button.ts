import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { replyWords } from '../../../src/chat/reply-words.ts';
import { messages } from '../../../src/messages/messages.ts';
import type { Thread } from '../../../src/protocol/thread.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { inTime } from '../connect/in-time.ts';
import { articleForm } from './modals/article-form.ts';
import { createOnce } from './once.ts';
import { openView } from './open-view.ts';
import { PLATFORM, PREFIX } from '../platform.ts';
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
        const { person, origin } = click;
        const [language, actor] = await Promise.all([
          slack.people.languageOf(person),
          slack.people.actorOf(person, origin.channel),
        ]);
        const objection = await slack.desk.objectionToStart(actor, placeOf(click));
        if (objection !== undefined) {
          const why = replyWords(objection, messages(language), PREFIX);
          return slack.later('answer a click', answer(slack, person, origin, why, respond));
        }
        try {
          await open(slack, click, language);
        } catch (error) {
          slack.logger.warn({ reason: reasonOf(error) }, 'Could not open the form of an article');
          const { failed } = messages(language).chat;
          slack.later('answer a click', answer(slack, person, origin, failed, respond));
        }
      }),
    );
    await ack();
  };
}

/** Where an article would be that begins here: from the Home tab, in their conversation with us. */
function placeOf({ person, origin }: Click): Thread {
  return { platform: PLATFORM, workspace: person.workspaceId, channel: origin.channel ?? 'D' };
}

async function open(
  { workspaces, templates, choices }: SlackContext,
  { person, origin, trigger, value }: Click,
  language: Parameters<typeof articleForm>[1],
): Promise<void> {
  const client = await workspaces.clientOf(person.workspaceId);
  // An article that begins with a form gets a thread of its own.
  const place = origin.channel === undefined ? {} : { channel: origin.channel };
  const view = articleForm(place, language, { ...(value !== undefined && { topic: value }), templates, choices });
  await openView(client, trigger, view);
}
