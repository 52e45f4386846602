import { createHash, randomUUID } from 'node:crypto';
import type { Logger } from '../../../src/lib/logger.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { within } from '../../../src/lib/within.ts';
import { actorKey } from '../../../src/protocol/actor.ts';
import type { RequestKeys } from '../connect/request-keys.ts';
import { STORE_BUDGET_MS } from '../connect/store-budget.ts';
import type { Caller } from './caller.ts';
import { type Asked, Declined, notAccepted, problem, wordsFor } from './problem.ts';

/** A request that may be sent again. */
export interface OnceRequest {
  /** Names it beyond doubt, and is the same whenever it is sent again under its key. */
  readonly eventKey: string;
  /** It was sent before, and taken. */
  readonly isRepeated: boolean;
  /** It was not taken. Its key may name another request. */
  release(): Promise<void>;
}

/**
 * What a request is called, as draft-ietf-httpapi-idempotency-key-header has it: under the same `Idempotency-Key` a person's request is done
 * once, and another one is refused. Without a key each request is one of its own.
 * @throws {Declined} when the key was used for another request, or nobody can tell.
 */
export type Once = (c: AskedOnce, body: unknown) => Promise<OnceRequest>;

/** Every `Context` of hono behind `allow`. */
export interface AskedOnce extends Asked {
  readonly req: Asked['req'] & { readonly method: string; readonly path: string };
  readonly var: { readonly caller: Caller };
}

export function createOnce({ keys, logger }: { readonly keys: RequestKeys; readonly logger: Logger }): Once {
  return async (c, body) => {
    const key = keyOf(c);
    if (key === undefined)
      return { eventKey: `web:${randomUUID()}`, isRepeated: false, release: () => Promise.resolve() };
    const keyHash = hashOf([actorKey(c.var.caller.actor), key]);
    const requestHash = hashOf([c.req.method, c.req.path, body]);
    const claimed = await claim(c, keyHash, requestHash);
    if (claimed === 'other')
      throw new Declined(problem({ status: 422, code: 'idempotency-key-reused', detail: wordsFor(c).web.keyReused }));
    return {
      eventKey: `web:${hashOf([keyHash, requestHash])}`,
      isRepeated: claimed === 'again',
      async release() {
        try {
          await within(STORE_BUDGET_MS, 'PostgreSQL', keys.release(keyHash, requestHash));
        } catch (error) {
          logger.warn({ reason: reasonOf(error) }, 'The key of a request that was not taken is kept');
        }
      },
    };
  };

  async function claim(c: Asked, keyHash: string, requestHash: string) {
    try {
      return await within(STORE_BUDGET_MS, 'PostgreSQL', keys.claim(keyHash, requestHash));
    } catch (error) {
      logger.warn({ reason: reasonOf(error) }, 'Could not look whether a request was sent before');
      throw new Declined(notAccepted(c, { kind: 'away', what: 'store' }));
    }
  }
}

/** The header is a string of RFC 9651, in quotation marks; those who leave them out mean the same. */
function keyOf(c: Asked): string | undefined {
  return c.req.header('idempotency-key')?.replace(/^"(.*)"$/, '$1');
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
