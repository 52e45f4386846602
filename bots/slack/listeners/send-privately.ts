import type { FileToSend } from '../render/part.ts';
import { uploadFiles } from '../messenger/upload-files.ts';
import { sayText } from '../render/reply.ts';
import type { SlackUser } from '../connect/people.ts';
import type { SlackContext } from './slack-context.ts';
import { tell } from './tell.ts';

/** Sends a file to somebody in their conversation with us, perhaps with some words before it: no file can be shown to one person in a channel. */
export async function sendPrivately(
  slack: Pick<SlackContext, 'workspaces' | 'channels'>,
  person: SlackUser,
  file: FileToSend,
  words?: string,
): Promise<void> {
  const client = await slack.workspaces.clientOf(person.workspaceId);
  const { channel } = await client.conversations.open({ users: person.userId });
  if (channel?.id === undefined) throw new Error('Slack opened no conversation');
  if (words !== undefined) await tell(slack, client, { ...person, channel: channel.id }, sayText(words));
  await uploadFiles(client, { channel: channel.id }, [file]);
}
