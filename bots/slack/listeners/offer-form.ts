import type { RespondFn } from '@slack/bolt';
import { replyWords } from '../../../src/chat/reply-words.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { messages } from '../../../src/messages/messages.ts';
import { PLATFORM, PREFIX } from '../platform.ts';
import { answer } from './answer.ts';
import type { Click } from './clicked.ts';
import { articleForm } from './modals/article-form.ts';
import { openView } from './open-view.ts';
import type { SlackContext } from './slack-context.ts';

/** Opens the form of a new article for who may start one, perhaps with something in it; else says why not. Never rejects. */
export async function offerForm(
  slack: SlackContext,
  { person, origin, trigger }: Pick<Click, 'person' | 'origin' | 'trigger'>,
  filled: { readonly topic?: string; readonly sources?: string },
  respond: RespondFn,
): Promise<void> {
  const [language, actor] = await Promise.all([
    slack.people.languageOf(person),
    slack.people.actorOf(person, origin.channel),
  ]);
  const t = messages(language);
  const say = (text: string): void => slack.later('answer a click', answer(slack, person, origin, text, respond));
  // From the Home tab, it would be in their conversation with us.
  const thread = { platform: PLATFORM, workspace: person.workspaceId, channel: origin.channel ?? 'D' };
  const objection = await slack.desk.objectionToStart(actor, thread);
  if (objection !== undefined) return say(replyWords(objection, t, PREFIX));
  try {
    const [client, room] = await Promise.all([
      slack.workspaces.clientOf(person.workspaceId),
      slack.desk.approvalRoom(actor, thread),
    ]);
    // An article that begins with a form gets a thread of its own.
    const place = origin.channel === undefined ? {} : { channel: origin.channel };
    const { templates, choices } = slack;
    await openView(client, trigger, articleForm(place, language, { ...filled, templates, choices, room }));
  } catch (error) {
    slack.logger.warn({ reason: reasonOf(error) }, 'Could not open the form of an article');
    say(t.chat.failed);
  }
}
