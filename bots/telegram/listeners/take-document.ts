import type { Message } from 'telegraf/types';
import type { Refused } from '../../../src/chat/reply.ts';
import type { SourceFile } from '../../../src/protocol/article.ts';
import { DeskAwayError } from './desk-away-error.ts';
import { messageKey } from './event-key.ts';
import type { Visit } from './front.ts';

/**
 * Keeps the file that came with a message, which is to be a source; none when none came. Or why it was not taken.
 * @param articleId that it is added to
 * @throws {DeskAwayError}
 */
export async function takeDocument(
  { front, actor }: Visit,
  message: Message,
  articleId?: string,
): Promise<{ readonly kind: 'kept'; readonly files: readonly SourceFile[] } | Refused> {
  if (!('document' in message)) return { kind: 'kept', files: [] };
  const { document } = message;
  const { file_name: name = '', file_size: size } = document;
  const taken = await front.desk.takeFile(
    {
      eventKey: messageKey(front.botId, message),
      name,
      ...(size !== undefined && { size }),
      fetch: (maxBytes) => front.download(document, maxBytes),
    },
    articleId === undefined ? undefined : { actor, articleId },
  );
  if (taken.kind === 'away') throw new DeskAwayError(false);
  return taken.kind === 'kept' ? { kind: 'kept', files: [taken.file] } : taken;
}
