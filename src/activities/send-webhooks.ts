import { Context } from '@temporalio/activity';
import type { AddressGuard } from '../lib/public-address.ts';
import type { Logger } from '../lib/logger.ts';
import type { WebhookActivities } from '../protocol/webhook.ts';
import type { WebhookStore } from '../storage/webhook-store.ts';
import type { SecretsOf } from '../webhooks/endpoint-secrets.ts';
import { NotAcceptedError } from '../webhooks/not-accepted-error.ts';
import { type Sent, sendEvent } from '../webhooks/send-event.ts';
import { toWebhookFailure } from './failures.ts';
import { HEARTBEAT_MS } from './run-step.ts';

export interface SendWebhooksTools {
  readonly store: Pick<WebhookStore, 'next' | 'settle' | 'failed' | 'disable'>;
  readonly secretsOf: SecretsOf;
  readonly settings: WebhookPauses;
  /** What says which addresses are private, where it is not for the system to say. */
  readonly guard?: AddressGuard;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

export interface WebhookPauses {
  readonly giveUpAfterHours: number;
  readonly timeoutSeconds: number;
  readonly firstPauseSeconds: number;
  readonly longestPauseMinutes: number;
  readonly ports: readonly number[];
}

/** The workflow's limit for one activity counts on no more. */
const MOST_AT_ONCE = 20;

/**
 * Sends what one endpoint is to get of one article, in order: the next event goes when the one before was accepted or given up. What is not
 * accepted throws, with the time after which it is tried again. Since when an event is tried stands in the database: a worker that was away
 * for days has used up none of that time.
 */
export function createSendWebhooks(tools: SendWebhooksTools): WebhookActivities['sendWebhooks'] {
  const { store, secretsOf, settings, guard, log } = tools;
  const giveUpAfterMs = settings.giveUpAfterHours * 3_600_000;

  return async ({ endpoint, articleId }) => {
    const { heartbeat, cancellationSignal } = Context.current();
    const beating = setInterval(heartbeat, HEARTBEAT_MS);
    try {
      for (let sends = 0; sends < MOST_AT_ONCE; sends += 1) {
        const due = await store.next(endpoint, articleId);
        if (due === undefined) return { more: false };
        const { eventId, type, attempts, triedForMs } = due;
        const secrets = await secretsOf(endpoint);
        const sent: Sent =
          secrets.length === 0
            ? { kind: 'refused', attempt: { problem: 'no-secret' } }
            : await sendEvent(due, {
                secrets,
                ports: settings.ports,
                timeoutMs: settings.timeoutSeconds * 1000,
                ...(guard !== undefined && { guard }),
                signal: cancellationSignal,
              });
        const fields = { endpoint, article: articleId, event: eventId, type, ...sent.attempt };
        switch (sent.kind) {
          case 'accepted':
            await store.settle(endpoint, eventId, 'delivered', sent.attempt);
            break;
          case 'gone':
            await store.disable(endpoint, sent.attempt);
            log.warn(fields, 'An endpoint says that it is gone: nothing is sent there until it is enabled again');
            return { more: false };
          case 'refused': {
            if (attempts > 0 && triedForMs >= giveUpAfterMs) {
              await store.settle(endpoint, eventId, 'given-up', sent.attempt);
              log.warn(fields, 'An event was not accepted for too long, and is given up');
              break;
            }
            await store.failed(endpoint, eventId, sent.attempt);
            const pauseMs = Math.max(
              pauseAfter(attempts + 1, settings),
              Math.min(sent.afterMs ?? 0, longestMs(settings)),
            );
            // The last attempt is at the end of its time, not up to an hour later.
            throw new NotAcceptedError(fields, Math.min(pauseMs, Math.max(MIN_PAUSE_MS, giveUpAfterMs - triedForMs)));
          }
          default:
            sent satisfies never;
        }
      }
      return { more: true };
    } catch (error) {
      throw toWebhookFailure(error);
    } finally {
      clearInterval(beating);
    }
  };
}

const MIN_PAUSE_MS = 100;

/** Doubled with each attempt; those that failed at the same moment do not come back in step. */
function pauseAfter(attempts: number, settings: WebhookPauses): number {
  const fullMs = Math.min(settings.firstPauseSeconds * 1000 * 2 ** Math.min(attempts - 1, 30), longestMs(settings));
  return Math.round(fullMs * (0.75 + Math.random() / 4));
}

function longestMs({ longestPauseMinutes }: WebhookPauses): number {
  return longestPauseMinutes * 60_000;
}
