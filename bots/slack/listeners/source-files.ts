import type { FileQuestion } from '../../../src/chat/hand-file.ts';
import { type NotAccepted, refused, type Reply } from '../../../src/chat/reply.ts';
import { type GivenFile, isSourceFile } from '../../../src/chat/take-file.ts';
import type { Actor } from '../../../src/protocol/actor.ts';
import { MAX_SOURCE_FILES, type SourceFile } from '../../../src/protocol/article.ts';
import type { Thread } from '../../../src/protocol/thread.ts';
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

/** Keeps what came with a message, all of it or nothing: who asked sends it again when one of them could not be had. */
export async function keepFiles(
  { desk, download }: Pick<SlackContext, 'desk' | 'download'>,
  { eventKey, files, token }: Shared,
  { actor, thread }: { readonly actor: Actor; readonly thread: Thread },
): Promise<{ readonly kind: 'kept'; readonly files: readonly SourceFile[] } | NotAccepted> {
  if (files.length > MAX_SOURCE_FILES) return refused({ code: 'too-many-files' });
  const given = givenFiles({ eventKey, files, token }, download);
  const taken = await Promise.all(given.map((file) => desk.takeFile(actor, { thread, file })));
  const fault = taken.find((one) => one.kind !== 'kept');
  if (fault !== undefined) return fault;
  return { kind: 'kept', files: taken.flatMap((one) => (one.kind === 'kept' ? [one.file] : [])) };
}

/** Hands an article what came with a message, one after the other: each is asked about, or does what it is for. */
export async function handFiles(
  { desk, download }: Pick<SlackContext, 'desk' | 'download'>,
  actor: Actor,
  articleId: string,
  shared: Shared,
): Promise<readonly (Reply | FileQuestion)[]> {
  if (shared.files.length > MAX_SOURCE_FILES) return [refused({ code: 'too-many-files' })];
  const replies: (Reply | FileQuestion)[] = [];
  for (const file of givenFiles(shared, download)) replies.push(await desk.handFile(actor, { articleId, file }));
  return replies;
}

function givenFiles({ eventKey, files, token }: Shared, download: SlackContext['download']): readonly GivenFile[] {
  return files.map((file, at) => ({
    eventKey: `${eventKey}:${file.id ?? at}`,
    name: file.name ?? '',
    ...(file.size !== undefined && { size: file.size }),
    fetch: (maxBytes) => download(file, token, maxBytes),
  }));
}
