import type { Actor } from '../../src/protocol/actor.ts';
import type { AuditLog } from '../../src/storage/audit-log.ts';
import type { WebhookCounts, WebhookDelivery, WebhookEndpoint, WebhookStore } from '../../src/storage/webhook-store.ts';
import type { Asked } from './asked.ts';

export interface AnswerOptions {
  readonly store: Pick<WebhookStore, 'endpoints' | 'counts' | 'deliveries' | 'replay' | 'enable'>;
  readonly audit: AuditLog;
  /** Who typed it. */
  readonly by: Actor;
  readonly print: (line: string) => void;
}

/** Does what is asked and says what became of it. @returns the exit code: 1 when there is no such endpoint, or nothing to replay */
export async function answer(
  asked: Exclude<Asked, { readonly kind: 'help' } | { readonly kind: 'secret' }>,
  { store, audit, by, print }: AnswerOptions,
): Promise<number> {
  const endpoints = await store.endpoints();
  if (asked.kind === 'list') {
    const counts = await store.counts();
    if (endpoints.length === 0) print('Nobody is told. docs/webhooks.md says how to name an endpoint.');
    for (const endpoint of endpoints) print(line(endpoint, counts.get(endpoint.name)));
    return 0;
  }
  const { endpoint: name } = asked;
  const endpoint = endpoints.find((one) => one.name === name);
  if (endpoint === undefined) {
    print(
      `There is no endpoint ${name}. ${endpoints.length === 0 ? 'There is none at all.' : `There are: ${endpoints.map((one) => one.name).join(', ')}.`}`,
    );
    return 1;
  }
  switch (asked.kind) {
    case 'deliveries': {
      const deliveries = await store.deliveries(name, asked);
      if (deliveries.length === 0) print(`Nothing is there for ${name}.`);
      for (const delivery of deliveries) print(deliveryLine(delivery));
      return 0;
    }
    case 'replay': {
      if (endpoint.disabledAt !== undefined) {
        print(`${name} said that it is gone. Enable it first: npm run webhooks -- enable ${name}`);
        return 1;
      }
      const count = await store.replay(name, asked.which);
      if (count > 0) await audit.note({ act: 'webhook-replay', by, about: `webhook:${name}` });
      print(
        count === 0
          ? `There is nothing of that kind to send to ${name} again.`
          : `${count} ${count === 1 ? 'event is' : 'events are'} sent to ${name} again.`,
      );
      return count === 0 ? 1 : 0;
    }
    case 'enable':
      await store.enable(name);
      await audit.note({ act: 'webhook-enable', by, about: `webhook:${name}` });
      print(`${name} is told again, from now on. What it missed: npm run webhooks -- replay ${name}`);
      return 0;
    default:
      return asked satisfies never;
  }
}

function line(
  { name, url, events, places, source, disabledAt }: WebhookEndpoint,
  counts: WebhookCounts = { pending: 0, delivered: 0, givenUp: 0 },
): string {
  // What stands behind the host may be a secret of the receiver's.
  const parts = [
    `${name}  ${new URL(url).origin}`,
    events === undefined ? 'all events' : events.join(' '),
    ...(places === undefined ? [] : [places.join(' ')]),
    ...(source === 'api' ? ['by API'] : []),
    `${counts.pending} due${counts.dueSince === undefined ? '' : ` since ${counts.dueSince}`}, ${counts.delivered} delivered, ${counts.givenUp} given up`,
    ...(disabledAt === undefined ? [] : [`GONE since ${disabledAt}`]),
  ];
  return parts.join('  ');
}

function deliveryLine({
  at,
  type,
  articleId,
  eventId,
  state,
  attempts,
  status,
  problem,
  triedAt,
}: WebhookDelivery): string {
  const answered = status === undefined ? problem : String(status);
  const times = attempts === 1 ? '1 attempt' : `${attempts} attempts`;
  return [
    at,
    type,
    articleId,
    eventId,
    state === 'pending' ? 'due' : state === 'given-up' ? 'given up' : state,
    attempts === 0 ? 'not tried' : times,
    ...(answered === undefined ? [] : [answered]),
    ...(triedAt === undefined ? [] : [triedAt]),
  ].join('  ');
}
