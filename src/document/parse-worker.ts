import { parentPort } from 'node:worker_threads';
import { parseDocument } from './markdown/parse-document.ts';

/** One text in, one document out: the reader sends the next when it has the answer. */
parentPort?.on('message', (text: string) => {
  say(parseDocument(text));
});
say('ready');

function say(message: unknown): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin, a window has
  parentPort?.postMessage(message);
}
