import type { RespondFn } from '@slack/bolt';
import { changesFile } from '../../../src/cards/changes-card.ts';
import type { Changes } from '../../../src/chat/open-changes.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import { renderChanges } from '../render/reply.ts';
import type { Click } from './clicked.ts';
import type { SlackContext } from './slack-context.ts';
import { sendPrivately } from './send-privately.ts';
import { tell } from './tell.ts';

/** Shows one person what changed: where they clicked, seen by nobody else, and whole as a page in their conversation with us. */
export async function showChanges(
  slack: SlackContext,
  { person, origin }: Click,
  { changes, language }: { readonly changes: Changes; readonly language: InterfaceLanguage },
  respond: RespondFn,
): Promise<void> {
  const { workspaces, logger } = slack;
  const { userId } = person;
  const client = await workspaces.clientOf(person.workspaceId);
  const { name, bytes } = changesFile(changes, language);
  const isSent = await sendPrivately(slack, person, { fileName: name, title: name, bytes }).then(
    () => true,
    (error: unknown) => {
      logger.warn({ reason: reasonOf(error), articleId: changes.articleId }, 'Could not send a page of changes');
      return false;
    },
  );
  const { channel = userId, thread } = origin;
  const addressee = { ...person, channel, ...(thread !== undefined && { thread }) };
  await tell(slack, client, addressee, renderChanges(changes, isSent, language), respond);
}
