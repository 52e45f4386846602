import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import type { ChatDesk } from '../../../src/chat/chat-desk.ts';
import type { NotAccepted } from '../../../src/chat/reply.ts';
import { isSourceFile } from '../../../src/chat/take-file.ts';
import type { TypedRequest } from '../../../src/chat/to-article-request.ts';
import { readTypedOrder } from '../../../src/chat/typed-order.ts';
import { readBytes } from '../../../src/lib/read-bytes.ts';
import type { Actor } from '../../../src/protocol/actor.ts';
import type { SourceFile } from '../../../src/protocol/article.ts';
import type { Thread } from '../../../src/protocol/thread.ts';

/** What was typed, with those of its sources that are files on this machine handed in: “How tides work --source ~/tides.pdf”. */
export async function orderWithFiles(
  desk: Pick<ChatDesk, 'takeFile'>,
  { actor, thread, eventKey }: { readonly actor: Actor; readonly thread: Thread; readonly eventKey: string },
  typed: string,
): Promise<{ readonly kind: 'order'; readonly request: TypedRequest } | NotAccepted> {
  const { topic, rest, slip } = readTypedOrder(typed);
  const named = rest.sources ?? [];
  const paths = slip === undefined ? named.filter((one) => isSourceFile(one) && !/^https?:\/\//i.test(one)) : [];
  if (paths.length === 0) return { kind: 'order', request: { topic: typed } };
  const files: SourceFile[] = [];
  for (const [at, path] of paths.entries()) {
    const file = {
      eventKey: `${eventKey}:${at}`,
      name: basename(path),
      fetch: (maxBytes: number) => read(path, maxBytes),
    };
    const taken = await desk.takeFile(actor, { thread, file });
    if (taken.kind !== 'kept') return taken;
    files.push(taken.file);
  }
  const sources = named.filter((one) => !paths.includes(one));
  return { kind: 'order', request: { ...rest, sources, topic, files } };
}

async function read(path: string, maxBytes: number): Promise<Uint8Array | 'too-large' | 'unreachable'> {
  const at = path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;
  try {
    // A pipe or a device has no end.
    if (!(await stat(at)).isFile()) return 'unreachable';
    return (await readBytes(createReadStream(at), maxBytes)) ?? 'too-large';
  } catch {
    return 'unreachable';
  }
}
