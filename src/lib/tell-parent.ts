import { parentPort } from 'node:worker_threads';

/** What a worker thread has to say to whoever started it; nothing in the main thread. */
export function tellParent(message: unknown): void {
  parentPort?.postMessage(message, []);
}
