import { createHash, randomInt } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Logger } from '../lib/logger.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { within } from '../lib/within.ts';
import { type Actor, actorKey } from '../protocol/actor.ts';
import type { IdentityStore } from '../storage/identity-store.ts';
import { type Linked, type LinkOffered, type NotAccepted, refused, type Unlinked } from './reply.ts';

export interface Identities {
  /** The person, with all that they are in other chats; marked as unsure when that is not told in time. Never rejects. */
  know(actor: Actor): Promise<Actor>;
  /** A code that says, typed in another chat, that whoever types it is this person. */
  offer(actor: Actor): Promise<LinkOffered | NotAccepted>;
  /** @param code as {@link readLinkCode} gives it */
  link(actor: Actor, code: string): Promise<Linked | NotAccepted>;
  unlink(actor: Actor): Promise<Unlinked | NotAccepted>;
}

export interface IdentitiesOptions {
  /** Absent: nobody is anybody else. */
  readonly identities: IdentityStore | undefined;
  readonly logger: Logger;
  /** Tells the articles that wait: what was two people is one. Rejects when one could not be told. @param keys all of the person */
  readonly tell: (keys: readonly string[]) => Promise<void>;
  /** How long the database may take, in milliseconds. */
  readonly storeBudgetMs: number;
}

/** Crockford's: none of its letters reads like another or like a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 40 bits, good once and for ten minutes. */
const CODE_CHARS = 8;
export const CODE_MINUTES = 10;
/** Of what the database may take, before everything that somebody does: who cannot be told is whom they act as. */
const KNOW_SHARE = 0.4;
/** What is left of the three seconds. */
const TELL_BUDGET_MS = 2000;
/** Of one person, in ten minutes. */
const MOST_WRONG = 5;
const REMEMBERED_PEOPLE = 10_000;

/** `7K3M-9X2C` as it was made, however it is typed; undefined for what is none: every one has a digit, and “strength” has none. */
export function readLinkCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replaceAll('-', '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{8}$/.test(code) && /\d/.test(typed) ? code : undefined;
}

export function createIdentities({ identities, tell, logger, storeBudgetMs }: IdentitiesOptions): Identities {
  const wrong = new LRUCache<string, number>({ max: REMEMBERED_PEOPLE, ttl: CODE_MINUTES * 60_000 });

  async function ask<T>(doing: string, act: (store: IdentityStore) => Promise<T>): Promise<T | NotAccepted> {
    if (identities === undefined) return { kind: 'away', what: 'desk' };
    try {
      return await within(storeBudgetMs, 'PostgreSQL', act(identities));
    } catch (error) {
      logger.warn({ reason: reasonOf(error) }, `Could not ${doing}`);
      return { kind: 'away', what: 'desk' };
    }
  }

  /** Before the person learns of it: what they had said as two counts once from then on. Typed again, the code does the same again. */
  async function told({
    names,
    keys,
  }: Pick<Linked, 'names'> & { readonly keys: readonly string[] }): Promise<Linked | NotAccepted> {
    try {
      await within(TELL_BUDGET_MS, 'Temporal', tell(keys));
      return { kind: 'linked', names };
    } catch (error) {
      logger.warn({ reason: reasonOf(error) }, 'Could not tell articles who somebody is');
      return { kind: 'away', what: 'desk' };
    }
  }

  return {
    async know(actor) {
      if (identities === undefined) return actor;
      try {
        const keys = await within(KNOW_SHARE * storeBudgetMs, 'PostgreSQL', identities.keysOf(actor));
        return keys.length === 0 ? actor : { ...actor, alsoKnownAs: keys };
      } catch (error) {
        logger.warn({ reason: reasonOf(error) }, 'Could not look who somebody is in other chats');
        return { ...actor, isUnsure: true };
      }
    },

    offer: async (actor) =>
      await ask('make a code', async (store): Promise<LinkOffered> => {
        const code = makeCode();
        await store.offer(actor, hashOf(code));
        return { kind: 'link-offered', code: `${code.slice(0, 4)}-${code.slice(4)}`, minutes: CODE_MINUTES };
      }),

    async link(actor, code) {
      const key = actorKey(actor);
      const tries = wrong.get(key) ?? 0;
      if (tries >= MOST_WRONG) return refused({ code: 'too-many-codes', minutes: CODE_MINUTES });
      const redeemed = await ask('link two people', async (store) => {
        const became = await store.redeem(actor, hashOf(code), CODE_MINUTES);
        return became.kind === 'linked' ? { ...became, keys: [key, ...(await store.keysOf(actor))] } : became;
      });
      switch (redeemed.kind) {
        case 'linked':
          return await told(redeemed);
        case 'unknown':
          wrong.set(key, tries + 1);
          return refused({ code: 'unknown-code' });
        case 'same-place':
          return refused({ code: 'code-of-here' });
        default:
          return redeemed;
      }
    },

    unlink: async (actor) =>
      await ask(
        'part two people',
        async (store): Promise<Unlinked | NotAccepted> =>
          (await store.leave(actor)) ? { kind: 'unlinked' } : refused({ code: 'not-linked' }),
      ),
  };
}

function makeCode(): string {
  const code = Array.from({ length: CODE_CHARS }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
  return /\d/.test(code) ? code : makeCode();
}

/** What is stored: whoever reads the table learns no code. */
function hashOf(code: string): string {
  return createHash('sha256').update(`link ${code}`).digest('hex');
}
