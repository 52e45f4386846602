import type { Message } from 'telegraf/types';
import type { Refused } from '../../../src/chat/reply.ts';
import type { GivenFile } from '../../../src/chat/take-file.ts';
import type { SourceFile } from '../../../src/protocol/article.ts';
import { DeskAwayError } from './desk-away-error.ts';
import { messageKey } from './event-key.ts';
import type { Visit } from './front.ts';
import { threadOf } from './person.ts';

/**
 * Keeps the file that came with a message, which is to be a source; none when none came. Or why it was not taken.
 * @throws {DeskAwayError}
 */
export async function takeDocument(
  visit: Visit,
  message: Message,
): Promise<{ readonly kind: 'kept'; readonly files: readonly SourceFile[] } | Refused> {
  const given = givenDocument(visit, message);
  if (given === undefined) return { kind: 'kept', files: [] };
  const taken = await visit.front.desk.takeFile(visit.actor, { thread: threadOf(message), file: given });
  if (taken.kind === 'away') throw new DeskAwayError(false);
  return taken.kind === 'kept' ? { kind: 'kept', files: [taken.file] } : taken;
}

/** The file that came with a message. */
export function givenDocument({ front }: Visit, message: Message): GivenFile | undefined {
  if (!('document' in message)) return undefined;
  const { document } = message;
  const { file_name: name = '', file_size: size } = document;
  return {
    eventKey: messageKey(front.botId, message),
    name,
    ...(size !== undefined && { size }),
    fetch: (maxBytes) => front.download(document, maxBytes),
  };
}
