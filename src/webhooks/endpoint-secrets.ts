import type { Logger } from '../lib/logger.ts';
import { type Seal, UnsealError } from '../lib/seal.ts';
import type { WebhookStore } from '../storage/webhook-store.ts';

/** The secrets of one endpoint, the newest first. `until`: ISO 8601; from then on it signs no more. */
export type EndpointSecrets = readonly { readonly secret: string; readonly until?: string }[];

/** @returns what signs for an endpoint at a moment; none: it is not here, or cannot be opened here */
export type SecretsOf = (endpoint: string) => Promise<readonly string[]>;

export interface SecretsOptions {
  /** Of the endpoints that stand in the file. */
  readonly configured: ReadonlyMap<string, readonly string[]>;
  readonly store: Pick<WebhookStore, 'sealedOf'>;
  /** Absent: nobody here can open what is sealed. */
  readonly seal?: Seal;
  readonly log: Pick<Logger, 'warn'>;
}

/** What signs: a variable for the endpoints of the file, the table for those made by API. */
export function createSecretsOf({ configured, store, seal, log }: SecretsOptions): SecretsOf {
  return async (endpoint) => {
    const known = configured.get(endpoint);
    if (known !== undefined) return known;
    const sealed = seal === undefined ? undefined : await store.sealedOf(endpoint);
    if (seal === undefined || sealed === undefined) return [];
    try {
      return signing(openSecrets(seal, endpoint, sealed), Date.now());
    } catch (error) {
      if (!(error instanceof UnsealError)) throw error;
      log.warn({ endpoint, reason: error.message }, 'The secret of an endpoint cannot be opened here');
      return [];
    }
  };
}

/** Those that sign at a moment. @param nowMs epoch milliseconds */
export function signing(secrets: EndpointSecrets, nowMs: number): readonly string[] {
  return secrets.filter(({ until }) => until === undefined || Date.parse(until) > nowMs).map(({ secret }) => secret);
}

export function sealSecrets(seal: Seal, endpoint: string, secrets: EndpointSecrets): Buffer {
  return seal.close(JSON.stringify(secrets), labelOf(endpoint));
}

/** @throws UnsealError */
export function openSecrets(seal: Seal, endpoint: string, sealed: Buffer): EndpointSecrets {
  return JSON.parse(seal.open(sealed, labelOf(endpoint))) as EndpointSecrets;
}

function labelOf(endpoint: string): string {
  return `webhook:${endpoint}`;
}
