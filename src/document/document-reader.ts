import { Worker } from 'node:worker_threads';
import { createAskedThread } from '../lib/asked-thread.ts';
import { createTextMemory } from '../lib/text-memory.ts';
import { type ParsedDocument, parseDocument, plainDocument } from './markdown/parse-document.ts';

/** An article of 40,000 characters takes a tenth of it on a busy machine. */
const DEADLINE_MS = 2000;
/** The worst text of this length that was found takes 20 ms: less than the way to another thread. */
const SHORT_CHARS = 2000;
const WORKER_HEAP_MB = 256;

const remembered = createTextMemory<ParsedDocument>();

/** The text, read. Quickly when it is short or has been read before; a long one should go through a {@link DocumentReader} first. */
export function readDocument(text: string): ParsedDocument {
  const document = remembered.get(text) ?? parseDocument(text);
  remembered.set(text, document);
  return document;
}

/** Reads texts without holding up the event loop. */
export interface DocumentReader {
  /**
   * The text as a document; as a plain one when it takes longer than the deadline, which only hostile text does. Never rejects. What
   * draws the text afterwards ({@link readDocument}) finds it read.
   */
  parse(text: string): Promise<ParsedDocument>;
  /** Reads several, one after the other. */
  prime(texts: readonly string[]): Promise<void>;
  /** Ends the thread. Whoever waits gets a plain document. */
  close(): Promise<void>;
}

export interface DocumentReaderOptions {
  /** How long one text may take, in milliseconds, from when its turn comes. Default: 2,000. */
  readonly deadlineMs?: number;
  /** Shorter texts are read where they are asked for, in UTF-16 units. Default: 2,000. */
  readonly shortChars?: number;
  /** Is told of a text that took too long. */
  readonly report?: (failure: Error) => void;
  /** The thread: says `ready`, then answers each text with its document. Default: our own. */
  readonly startWorker?: () => Worker;
}

/** One thread, which starts with the first long text, does not keep the process alive, and is killed and replaced when it is late. */
export function createDocumentReader({
  deadlineMs = DEADLINE_MS,
  shortChars = SHORT_CHARS,
  report,
  startWorker = startParseWorker,
}: DocumentReaderOptions = {}): DocumentReader {
  const thread = createAskedThread<string, ParsedDocument>(startWorker);
  let turn: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  async function readElsewhere(text: string): Promise<ParsedDocument> {
    try {
      return await thread.ask(text, deadlineMs);
    } catch (error) {
      if (!isClosed)
        report?.(
          new Error(`Could not read a text of ${text.length} characters as Markdown. It is shown as it is written.`, {
            cause: error,
          }),
        );
      return plainDocument(text);
    }
  }

  async function parse(text: string): Promise<ParsedDocument> {
    const known = remembered.get(text);
    if (known !== undefined) return known;
    if (text.length <= shortChars) return readDocument(text);
    const mine = turn.then(() => remembered.get(text) ?? readElsewhere(text));
    turn = mine;
    const document = await mine;
    remembered.set(text, document);
    return document;
  }

  return {
    parse,
    async prime(texts) {
      for (const text of texts) await parse(text);
    },
    async close() {
      isClosed = true;
      await thread.close();
    },
  };
}

function startParseWorker(): Worker {
  return new Worker(new URL('./parse-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB },
  });
}
