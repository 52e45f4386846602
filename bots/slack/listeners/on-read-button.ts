import { replyWords } from '../../../src/chat/reply-words.ts';
import { messages } from '../../../src/messages/messages.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { PREFIX } from '../platform.ts';
import { pageToRead } from '../render/read-button.ts';
import { answer } from './answer.ts';
import type { Click } from './clicked.ts';
import { pageView } from './modals/read-page.ts';
import { onClick } from './on-click.ts';
import { openView } from './open-view.ts';
import type { SlackContext } from './slack-context.ts';

/** A page of a draft, for whoever clicks: in a form that opens, or in the one that is open. */
export function onReadButton(slack: SlackContext) {
  return onClick(async (click, respond, viewId) => {
    const refused = await show(slack, click, viewId);
    if (refused !== undefined)
      slack.later('answer a click', answer(slack, click.person, click.origin, refused, respond));
  });
}

/** Resolves with what to tell who may not read it, or when it could not be shown. @param viewId the form that is open */
async function show(slack: SlackContext, click: Click, viewId: string | undefined): Promise<string | undefined> {
  const { person, origin, trigger, value } = click;
  const [actor, language] = await Promise.all([
    slack.people.actorOf(person, origin.channel),
    slack.people.languageOf(person),
  ]);
  const t = messages(language);
  const asked = pageToRead(value);
  if (asked === undefined) return t.slack.deadButton;
  const { articleId, version, hash } = asked;
  try {
    // Three seconds after the click nothing can be opened any more.
    const [client, found] = await Promise.all([
      slack.workspaces.clientOf(person.workspaceId),
      slack.desk.read(actor, { articleId, draft: { version, hash } }),
    ]);
    if (found.kind !== 'draft') return replyWords(found, t, PREFIX);
    const view = pageView(found, asked, language);
    if (viewId === undefined) await openView(client, trigger, view);
    else await client.views.update({ view_id: viewId, view });
    return undefined;
  } catch (error) {
    slack.logger.warn({ reason: reasonOf(error), articleId }, 'Could not show a page of a draft');
    return t.chat.failed;
  }
}
