import type { Worker } from 'node:worker_threads';

/** Loads and answers on a machine that does a lot else. */
const STARTING_MS = 20_000;

/** A thread that is asked one thing at a time. */
export interface AskedThread<Q, A> {
  /**
   * Waits for its turn, and then for an answer. Rejects when there is none in time, counted from when its turn comes, or when the thread
   * ends: nobody knows what it is doing then, and the next question gets another one.
   */
  ask(question: Q, deadlineMs: number): Promise<A>;
  /** Ends the thread. Whoever waits is rejected. */
  close(): Promise<void>;
}

/**
 * What holds up an event loop, out of its way. The thread starts with the first question and does not keep the process alive.
 * @param start says `ready`, then answers each message with one of its own
 */
export function createAskedThread<Q, A>(start: () => Worker): AskedThread<Q, A> {
  let thread: Promise<Worker> | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  async function answer(question: Q, deadlineMs: number): Promise<A> {
    if (isClosed) throw new Error('The thread was closed');
    try {
      thread ??= started(start(), () => (thread = undefined));
      const worker = await thread;
      const next = nextMessage(worker, deadlineMs);
      worker.postMessage(question, []);
      return (await next) as A;
    } catch (error) {
      const late = thread;
      thread = undefined;
      await late?.then((worker) => worker.terminate()).catch(() => undefined);
      throw error;
    }
  }

  return {
    ask(question, deadlineMs) {
      const mine = turn.then(() => answer(question, deadlineMs));
      turn = mine.catch(() => undefined);
      return mine;
    },
    async close() {
      isClosed = true;
      await thread?.then((worker) => worker.terminate()).catch(() => undefined);
    },
  };
}

async function started(worker: Worker, onEnd: () => void): Promise<Worker> {
  worker.unref();
  // Between two questions nobody listens, and an error that nobody hears ends the process.
  worker.on('error', () => undefined);
  worker.on('exit', onEnd);
  await nextMessage(worker, STARTING_MS);
  return worker;
}

/** What the thread says next. Rejects when it ends, or says nothing for so long. */
async function nextMessage(worker: Worker, mostMs: number): Promise<unknown> {
  return await new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
      act();
    };
    const onMessage = (message: unknown): void => settle(() => resolve(message));
    const onError = (cause: unknown): void => settle(() => reject(new Error('The thread failed', { cause })));
    const onExit = (code: number): void => settle(() => reject(new Error(`The thread ended (${code})`)));
    const timer = setTimeout(() => settle(() => reject(new Error(`It took more than ${mostMs} ms`))), mostMs);
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
  });
}
