import { Worker } from 'node:worker_threads';
import { createAskedThread } from '../../lib/asked-thread.ts';
import { decodeUtf8 } from '../../lib/read-bytes.ts';

/** A book takes a tenth of it on a busy machine. */
const DEADLINE_MS = 10_000;
const HEAP_MB = 256;

/**
 * The text of a file that somebody handed in as a draft, Markdown: a document of Word, or text in UTF-8, by what it is and not by what
 * it is called. Undefined: it is neither. Word is read in a thread of its own, which ends with it.
 */
export async function textOfFile(bytes: Uint8Array): Promise<string | undefined> {
  if (!isZip(bytes)) {
    const text = decodeUtf8(bytes);
    return text?.includes('\0') === true ? undefined : text;
  }
  const thread = createAskedThread<Uint8Array, string>(
    () =>
      new Worker(new URL('./word-worker.ts', import.meta.url), {
        resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
        // What a library says of a document is nothing for our log.
        stdout: true,
        stderr: true,
      }),
  );
  try {
    return await thread.ask(bytes, DEADLINE_MS);
  } catch {
    return undefined;
  } finally {
    await thread.close();
  }
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}
