import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { FetchedPage } from './fetch-page.ts';
import { FetchFault } from './fetch-settings.ts';
import type { PageText } from './reading/page-text.ts';

/** A page that was read. */
export interface ReadPage extends PageText {
  readonly address: string;
  /** Of `text`, hex. */
  readonly sha256: string;
}

/** A page of 5 MB takes a second of it on a busy machine. */
const DEADLINE_MS = 15_000;
const HEAP_MB = 256;
/** Shorter is a note that one has to sign in, or that one is a robot. */
const MIN_TEXT_CHARS = 80;

/**
 * Reads a page in a thread of its own, which ends with it.
 * @throws FetchFault `unreadable-type`: it is not what it says, takes too long or too much memory · `empty`: there is nothing to read
 */
export async function readPage(page: FetchedPage, signal: AbortSignal, deadlineMs = DEADLINE_MS): Promise<ReadPage> {
  const { title, text, ...about } = await readBody(page, signal, deadlineMs);
  return { address: page.address, title: title || page.address, text, ...about, sha256: sha256(text) };
}

/** What stands in bytes of a type, wherever they come from. @throws FetchFault as {@link readPage} does */
export async function readBody(
  page: Omit<FetchedPage, 'address'>,
  signal: AbortSignal,
  deadlineMs = DEADLINE_MS,
): Promise<PageText> {
  signal.throwIfAborted();
  const thread = new Worker(new URL('./reading-worker.ts', import.meta.url), {
    workerData: page,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    // What a library says of a page is nothing for our log.
    stdout: true,
    stderr: true,
  });
  try {
    const read = await answerOf(thread, deadlineMs, signal);
    const { length } = read.text;
    if (length < MIN_TEXT_CHARS) throw new FetchFault('empty', `Only ${length} characters can be read`);
    return read;
  } finally {
    void thread.terminate();
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function answerOf(thread: Worker, deadlineMs: number, signal: AbortSignal): Promise<PageText> {
  const { promise, resolve, reject } = Promise.withResolvers<PageText>();
  const unreadable = (why: string, cause?: unknown): void => reject(new FetchFault('unreadable-type', why, { cause }));
  const timer = setTimeout(() => unreadable(`Reading it took more than ${deadlineMs} ms`), deadlineMs);
  const stop = (): void => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  thread.on('message', resolve);
  thread.on('error', (cause) => unreadable('It could not be read', cause));
  thread.on('exit', () => unreadable('It could not be read'));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
