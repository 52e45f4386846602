import { decisionIdOf } from '../../../src/chat/decision-id.ts';
import { isAccepted, type NotAccepted, refused, type Reply } from '../../../src/chat/reply.ts';
import { isSourceFile } from '../../../src/chat/take-file.ts';
import type { Actor } from '../../../src/protocol/actor.ts';
import { MAX_SOURCE_FILES, type SourceFile } from '../../../src/protocol/article.ts';
import type { SharedFile } from './shared-file.ts';
import type { SlackContext } from './slack-context.ts';

/** Files that came with a message. */
export interface Shared {
  readonly eventKey: string;
  readonly files: readonly SharedFile[];
  /** With which they can be fetched. */
  readonly token: string | undefined;
}

/** Whether somebody who shares it with us may mean it as a source. */
export function isSharedSource({ name }: SharedFile): boolean {
  return isSourceFile(name ?? '');
}

/**
 * Keeps what came with a message, all of it or nothing: who asked sends it again when one of them could not be had.
 * @param addedTo the article that it is added to
 */
export async function keepFiles(
  { desk, download }: Pick<SlackContext, 'desk' | 'download'>,
  { eventKey, files, token }: Shared,
  addedTo?: { readonly actor: Actor; readonly articleId: string },
): Promise<{ readonly kind: 'kept'; readonly files: readonly SourceFile[] } | NotAccepted> {
  if (files.length > MAX_SOURCE_FILES) return refused({ code: 'too-many-files' });
  const taken = await Promise.all(
    files.map((file, at) =>
      desk.takeFile(
        {
          eventKey: `${eventKey}:${file.id ?? at}`,
          name: file.name ?? '',
          ...(file.size !== undefined && { size: file.size }),
          fetch: (maxBytes) => download(file, token, maxBytes),
        },
        addedTo,
      ),
    ),
  );
  const fault = taken.find((one) => one.kind !== 'kept');
  if (fault !== undefined) return fault;
  return { kind: 'kept', files: taken.flatMap((one) => (one.kind === 'kept' ? [one.file] : [])) };
}

/** Hands an article what came with a message, one after the other. @returns what became of the first that was not taken, else of the last */
export async function addSources(
  slack: Pick<SlackContext, 'desk' | 'download'>,
  actor: Actor,
  articleId: string,
  shared: Shared,
): Promise<Reply> {
  const kept = await keepFiles(slack, shared, { actor, articleId });
  if (kept.kind !== 'kept') return kept;
  let reply: Reply = { kind: 'counted', asked: 'add-source' };
  for (const file of kept.files) {
    reply = await slack.desk.addSource(actor, { id: decisionIdOf(`add:${file.id}`), articleId, file });
    if (!isAccepted(reply)) return reply;
  }
  return reply;
}
