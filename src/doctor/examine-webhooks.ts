import { ConfigError } from '../config/config-error.ts';
import type { Variables } from '../config/environment.ts';
import { webhookSecrets } from '../config/webhook-secrets.ts';
import type { WebhooksConfig } from '../config/webhooks-schema.ts';
import { PrivateAddressError } from '../lib/public-address.ts';
import type { WebhookStore } from '../storage/webhook-store.ts';
import { type Finding, ok, skipped, type Trouble, variablesFinding } from './doctor.ts';

export interface ExamineWebhooksOptions {
  readonly webhooks: WebhooksConfig;
  readonly variables: Variables;
  /** Absent: there is no database to look into. */
  readonly store?: Pick<WebhookStore, 'endpoints' | 'counts'>;
  /** Resolves a name. Rejects with a PrivateAddressError when it leads to this machine or its networks. */
  readonly lookUp: (host: string) => Promise<unknown>;
}

/** What is due for longer has found nobody to take it. */
const LONG_DUE_MS = 10 * 60_000;

/** Whether those can be told who are to be: their secrets, their addresses, and what is due. Nothing is sent. */
export async function examineWebhooks(options: ExamineWebhooksOptions): Promise<Finding> {
  const { webhooks, store } = options;
  const known = await read(store);
  const endpoints = [
    ...webhooks.endpoints.map(({ name, url, allowPrivate }) => ({ name, url, allowPrivate })),
    ...known.endpoints.filter(({ source }) => source === 'api'),
  ];
  if (endpoints.length === 0) return skipped('no endpoint is named under webhooks in config/copydesk.yaml.');
  const faults: readonly Trouble[] = [
    ...secretTroubles(options),
    ...(await Promise.all(endpoints.map((one) => addressTroubles(one, options.lookUp)))).flat(),
  ];
  const warnings: readonly Trouble[] = [
    ...known.endpoints.flatMap(({ name, disabledAt }) =>
      disabledAt === undefined
        ? []
        : [
            {
              what: `${name} said at ${disabledAt} that it is gone (410), and is told nothing`,
              wayOut: `When it is back: npm run webhooks -- enable ${name}, then npm run webhooks -- replay ${name}.`,
            },
          ],
    ),
    ...[...known.counts].flatMap(([name, { pending, dueSince }]) =>
      dueSince === undefined || Date.now() - Date.parse(dueSince) < LONG_DUE_MS
        ? []
        : [
            {
              what: `${pending === 1 ? '1 event is' : `${pending} events are`} due for ${name}, the oldest since ${dueSince}`,
              wayOut: `npm run webhooks -- deliveries ${name} --due says what it answers. Does a worker run?`,
            },
          ],
    ),
  ];
  if (faults.length > 0)
    return { kind: 'fault', troubles: [...faults, ...warnings.map((one) => ({ ...one, isMinor: true as const }))] };
  if (warnings.length > 0) return { kind: 'warning', troubles: warnings };
  return ok(endpoints.length === 1 ? `${endpoints[0]?.name} is told` : `${endpoints.length} endpoints are told`);
}

/** A database that is away has an examination of its own. */
async function read(store: ExamineWebhooksOptions['store']) {
  try {
    const [endpoints, counts] = await Promise.all([
      store?.endpoints() ?? [],
      store?.counts() ?? new Map<never, never>(),
    ]);
    return { endpoints, counts };
  } catch {
    return { endpoints: [], counts: new Map<never, never>() };
  }
}

function secretTroubles({ webhooks, variables }: ExamineWebhooksOptions): readonly Trouble[] {
  try {
    webhookSecrets({ webhooks }, variables);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const finding = variablesFinding(error);
    return finding.kind === 'fault' ? finding.troubles : [];
  }
}

async function addressTroubles(
  { name, url, allowPrivate }: { readonly name: string; readonly url: string; readonly allowPrivate: boolean },
  lookUp: ExamineWebhooksOptions['lookUp'],
): Promise<readonly Trouble[]> {
  if (allowPrivate) return [];
  const { hostname } = new URL(url);
  try {
    await lookUp(hostname);
    return [];
  } catch (error) {
    return [
      error instanceof PrivateAddressError
        ? {
            what: `${name} is not asked: ${hostname} is on this machine or its networks`,
            wayOut: 'If that is meant: allow_private: true for this endpoint, in config/copydesk.yaml.',
          }
        : {
            what: `${name} cannot be found: there is no ${hostname}`,
            wayOut: 'Check its url under webhooks.endpoints in config/copydesk.yaml, and the DNS of this machine.',
          },
    ];
  }
}
