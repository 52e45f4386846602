import type { RespondFn } from '@slack/bolt';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import type { Click } from './clicked.ts';
import type { SlackContext, SlackReply } from './slack-context.ts';
import { sendPrivately } from './send-privately.ts';
import { tell } from './tell.ts';

/** Shows one person what they came to read: where they clicked, seen by nobody else, and whole as a file in their conversation with us. */
export async function showPrivately(
  slack: SlackContext,
  { person, origin }: Click,
  {
    articleId,
    file,
    render,
  }: {
    readonly articleId: string;
    /** Absent: all of it is shown. */
    readonly file?: { readonly name: string; readonly bytes: Uint8Array };
    /** @param isSent the file is in their conversation with us */
    readonly render: (isSent: boolean) => SlackReply;
  },
  respond: RespondFn,
): Promise<void> {
  const { workspaces, logger } = slack;
  const { userId } = person;
  const client = await workspaces.clientOf(person.workspaceId);
  const isSent =
    file !== undefined &&
    (await sendPrivately(slack, person, { fileName: file.name, title: file.name, bytes: file.bytes }).then(
      () => true,
      (error: unknown) => {
        logger.warn({ reason: reasonOf(error), articleId }, 'Could not send a file that somebody came to read');
        return false;
      },
    ));
  const { channel = userId, thread } = origin;
  const addressee = { ...person, channel, ...(thread !== undefined && { thread }) };
  await tell(slack, client, addressee, render(isSent), respond);
}
