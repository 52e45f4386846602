import { createHash } from 'node:crypto';
import { type EndpointAddressFault, readEndpointAddress } from '../lib/endpoint-address.ts';
import type { Seal } from '../lib/seal.ts';
import { makeWebhookSecret } from '../lib/webhook-secret.ts';
import { type Actor, keysOf } from '../protocol/actor.ts';
import type { WebhookEventType } from '../protocol/webhook.ts';
import type {
  DeliveryPage,
  Replayed,
  WebhookCounts,
  WebhookDelivery,
  WebhookEndpoint,
  WebhookStore,
} from '../storage/webhook-store.ts';
import { openSecrets, sealSecrets, signing } from './endpoint-secrets.ts';

/** What somebody asks for by API. */
export interface WantedEndpoint {
  /** Names the request: sent again, it makes one endpoint, and tells the same secret. */
  readonly eventKey: string;
  readonly url: string;
  /** Absent: all. */
  readonly events?: readonly WebhookEventType[];
  /** Absent: all. */
  readonly places?: readonly string[];
  readonly by: Actor;
  /** Whether they may know of every article; others are told of those that they asked for. */
  readonly mayKnowAll: boolean;
}

/**
 * Why it is not done. `no-key`: this process has nothing to encrypt secrets with · `too-many`: {@link MOST_ENDPOINTS} are there ·
 * `in-the-file`: it stands in config/copydesk.yaml, where it is changed · `was-removed`: the one that this very request made is there no more ·
 * `endpoint-disabled`: it has said that it is gone.
 */
export type WebhookRefusal =
  | EndpointAddressFault
  | 'no-key'
  | 'too-many'
  | 'no-such-endpoint'
  | 'in-the-file'
  | 'was-removed'
  | 'endpoint-disabled';

type Refused = { readonly kind: 'refused'; readonly code: WebhookRefusal };

/** Endpoints that are made by API, and a view of all. Rejects with what the database throws. */
export interface WebhookService {
  /** @returns `secret`: told this once, or again to who asks again */
  create(
    wanted: WantedEndpoint,
  ): Promise<{ readonly kind: 'created'; readonly endpoint: WebhookEndpoint; readonly secret: string } | Refused>;
  /** Those that are told, the disabled ones among them. */
  list(): Promise<readonly WebhookEndpoint[]>;
  find(name: string): Promise<WebhookEndpoint | undefined>;
  remove(name: string): Promise<{ readonly kind: 'removed' } | Refused>;
  /** A new secret signs from now on, beside the one before, for {@link ROTATION_MS}. @returns `secret`: told this once */
  rotate(
    name: string,
  ): Promise<{ readonly kind: 'rotated'; readonly secret: string; readonly earlierUntil: string } | Refused>;
  /** How many deliveries there are, by the names of these endpoints. */
  counts(names: readonly string[]): Promise<ReadonlyMap<string, WebhookCounts>>;
  /** What became of its events, the latest first. */
  deliveries(name: string, page: DeliveryPage): Promise<readonly WebhookDelivery[]>;
  /** Sends once more, with the same ids and bodies; what is still due is not among them. */
  replay(name: string, which: Replayed): Promise<{ readonly kind: 'replayed'; readonly count: number } | Refused>;
  /** It is told again, from now on, whatever it said. */
  enable(name: string): Promise<{ readonly kind: 'enabled'; readonly endpoint: WebhookEndpoint } | Refused>;
}

/** More is no list that anybody looks through. */
export const MOST_ENDPOINTS = 100;
/** A day: until then receivers have to know the new secret. */
const ROTATION_MS = 24 * 60 * 60_000;

const NAME_DIGITS = 20;

export interface WebhookServiceOptions {
  readonly store: Pick<
    WebhookStore,
    'create' | 'endpoints' | 'remove' | 'sealedOf' | 'reseal' | 'counts' | 'deliveries' | 'replay' | 'enable'
  >;
  /** Absent: none can be made here. */
  readonly seal?: Seal;
  readonly ports: readonly number[];
  /** Whether they may be on this machine or its networks. */
  readonly allowPrivate: boolean;
}

export function createWebhookService({ store, seal, ports, allowPrivate }: WebhookServiceOptions): WebhookService {
  const find = async (name: string): Promise<WebhookEndpoint | undefined> =>
    (await store.endpoints()).find((endpoint) => endpoint.name === name);

  async function whyNone(name: string): Promise<Refused> {
    const endpoint = await find(name);
    return refused(endpoint?.source === 'config' ? 'in-the-file' : 'no-such-endpoint');
  }

  async function madeBefore(name: string, key: Seal) {
    const [endpoint, sealed] = await Promise.all([find(name), store.sealedOf(name)]);
    const [secret] = sealed === undefined ? [] : signing(openSecrets(key, name, sealed), Date.now());
    if (endpoint === undefined || secret === undefined) return refused('was-removed');
    return { kind: 'created' as const, endpoint, secret };
  }

  return {
    find,
    list: () => store.endpoints(),

    async create({ eventKey, url, events, places, by, mayKnowAll }) {
      if (seal === undefined) return refused('no-key');
      const read = readEndpointAddress(url, { ports, allowPrivate });
      if ('fault' in read) return refused(read.fault);
      const ofApi = (await store.endpoints()).filter(({ source }) => source === 'api');
      if (ofApi.length >= MOST_ENDPOINTS) return refused('too-many');
      const name = `wh_${createHash('sha256').update(eventKey).digest('hex').slice(0, NAME_DIGITS)}`;
      const secret = makeWebhookSecret();
      const made = await store.create(
        {
          name,
          url: read.url.href,
          allowPrivate,
          ...(events !== undefined && { events }),
          ...(places !== undefined && { places }),
          createdBy: { ...by, groups: [], channels: [] },
          ...(!mayKnowAll && { onlyOf: keysOf(by) }),
        },
        sealSecrets(seal, name, [{ secret }]),
      );
      return made === undefined ? await madeBefore(name, seal) : { kind: 'created', endpoint: made, secret };
    },

    async remove(name) {
      return (await store.remove(name)) ? { kind: 'removed' } : await whyNone(name);
    },

    async rotate(name) {
      if (seal === undefined) return refused('no-key');
      for (;;) {
        const sealed = await store.sealedOf(name);
        if (sealed === undefined) return await whyNone(name);
        const now = Date.now();
        const [earlier] = signing(openSecrets(seal, name, sealed), now);
        const earlierUntil = new Date(now + ROTATION_MS).toISOString();
        const secret = makeWebhookSecret();
        const secrets = [{ secret }, ...(earlier === undefined ? [] : [{ secret: earlier, until: earlierUntil }])];
        // Of two at once each is told a secret that signs: the later one goes on from the earlier.
        if (await store.reseal(name, sealSecrets(seal, name, secrets), sealed))
          return { kind: 'rotated', secret, earlierUntil };
      }
    },

    counts: (names) => store.counts(names),
    deliveries: (name, page) => store.deliveries(name, page),

    async replay(name, which) {
      const endpoint = await find(name);
      if (endpoint === undefined) return refused('no-such-endpoint');
      if (endpoint.disabledAt !== undefined) return refused('endpoint-disabled');
      return { kind: 'replayed', count: await store.replay(name, which) };
    },

    async enable(name) {
      await store.enable(name);
      const endpoint = await find(name);
      return endpoint === undefined ? refused('no-such-endpoint') : { kind: 'enabled', endpoint };
    },
  };
}

function refused(code: WebhookRefusal): Refused {
  return { kind: 'refused', code };
}
