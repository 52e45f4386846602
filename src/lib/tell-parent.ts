import { parentPort } from 'node:worker_threads';

/** What a worker thread has to say to whoever started it; nothing in the main thread. */
export function tellParent(message: unknown): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin, a window has
  parentPort?.postMessage(message);
}
