import { keepRunning } from '../src/process/keep-running.ts';
import { dispatchWebhooks, type WebhookDispatcherOptions } from '../src/webhooks/dispatcher.ts';
import type { Logger } from '../src/lib/logger.ts';
import type { ConnectedWorker } from './connect-worker.ts';

export interface RunWebhooksOptions extends Omit<WebhookDispatcherOptions, 'onFirst' | 'log'> {
  /** Makes the worker that sends: not before anybody is to be told. */
  readonly createSender: () => Promise<ConnectedWorker>;
  readonly logger: Logger;
}

/** Finds what there is to tell and sends it, until the signal; then what is being sent may come to its end. */
export async function runWebhooks(options: RunWebhooksOptions, signal: AbortSignal): Promise<void> {
  await keepRunning({
    what: 'The sender of webhooks',
    run: (over) => tellAndSend(options, over),
    logger: options.logger,
    signal,
  });
}

async function tellAndSend(
  { createSender, logger, ...options }: RunWebhooksOptions,
  signal: AbortSignal,
): Promise<void> {
  const broken = new AbortController();
  let sender: ConnectedWorker | undefined;
  let sending: Promise<void> | undefined;
  const startSender = async (): Promise<void> => {
    sender = await createSender();
    sending = sender.worker.run();
    sending.catch((error: unknown) => broken.abort(error));
  };
  try {
    await dispatchWebhooks({ ...options, onFirst: startSender, log: logger }, AbortSignal.any([signal, broken.signal]));
  } finally {
    if (sender?.worker.getState() === 'RUNNING') sender.worker.shutdown();
    try {
      await sending;
    } finally {
      await sender?.connection.close();
    }
  }
}
