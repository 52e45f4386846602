import type { Logger } from '../lib/logger.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { within } from '../lib/within.ts';
import { type Actor, actorKey, keysOf } from '../protocol/actor.ts';
import { momentAt } from '../protocol/timing.ts';
import type { ArticlePeopleStore } from '../storage/article-people-store.ts';
import type { DelegationStore } from '../storage/delegation-store.ts';
import { type Delegated, type NotAccepted, refused } from './reply.ts';
import { whom } from './whom.ts';

/** What somebody wants of the time when they are away. Days are those of where they are, `2026-12-24`; the last one is part of it. */
export type DelegationAsk =
  | { readonly kind: 'set'; readonly from?: string; readonly until: string; readonly whom: string }
  | { readonly kind: 'show' | 'end' };

export interface AbsencesOptions {
  /** Absent: nobody decides for anybody. */
  readonly delegations: DelegationStore | undefined;
  readonly people: ArticlePeopleStore | undefined;
  /** By whose clock the days of a person begin and end, IANA. Rejects with what the store throws. */
  readonly zoneOf: (actor: Actor) => Promise<string>;
  readonly logger: Logger;
  /** How long the database may take, in milliseconds. */
  readonly storeBudgetMs: number;
}

const DAY_MS = 86_400_000;
/** Whoever is away longer is asked again. */
const MOST_DAYS = 366;

export function createAbsences({ delegations, people, zoneOf, logger, storeBudgetMs }: AbsencesOptions) {
  return async (actor: Actor, ask: DelegationAsk): Promise<Delegated | NotAccepted> => {
    if (delegations === undefined || people === undefined) return { kind: 'away', what: 'store' };
    try {
      return await answer(actor, ask, delegations, people);
    } catch (error) {
      logger.warn({ reason: reasonOf(error) }, 'Could not note who decides for somebody');
      return { kind: 'away', what: 'store' };
    }
  };

  async function answer(
    actor: Actor,
    ask: DelegationAsk,
    store: DelegationStore,
    known: ArticlePeopleStore,
  ): Promise<Delegated | NotAccepted> {
    const inTime = <T>(work: Promise<T>): Promise<T> => within(storeBudgetMs, 'PostgreSQL', work);
    if (ask.kind === 'end') await inTime(store.end(actor));
    const zone = await inTime(zoneOf(actor));
    if (ask.kind !== 'set') {
      const delegation = await inTime(store.of(actor));
      return { kind: 'delegated', zone, ...(delegation !== undefined && { delegation }) };
    }
    const now = Date.now();
    const from = ask.from === undefined ? now : beginOf(ask.from, 0, zone);
    const until = beginOf(ask.until, 1, zone);
    if (!(until > from && until > now && until - now <= MOST_DAYS * DAY_MS))
      return refused({ code: 'away-when', typed: [ask.from, ask.until].filter((day) => day !== undefined).join(' ') });
    const found = await whom(ask.whom, { by: actor }, { people: known, storeBudgetMs });
    if (found.kind !== 'found') return found;
    const substitute = { key: actorKey(found.actor), name: found.actor.displayName };
    if (keysOf(actor).includes(substitute.key)) return refused({ code: 'own-substitute' });
    const delegation = {
      person: { key: actorKey(actor), name: actor.displayName },
      substitute,
      from: new Date(from),
      until: new Date(until),
    };
    await inTime(store.set(actor, delegation));
    return { kind: 'delegated', zone, delegation };
  }
}

/** When a day begins there, or so many days after it, in epoch milliseconds; not a number for what is no day. */
function beginOf(day: string, later: number, zone: string): number {
  const at = Date.parse(day);
  return Number.isNaN(at) ? at : momentAt(Math.floor(at / DAY_MS) + later, 0, zone).getTime();
}
