import type { Pool } from 'pg';
import type { Identities } from '../../../src/chat/identities.ts';
import type { ReplyRefusal } from '../../../src/chat/reply.ts';
import { localPerson } from '../../../src/process/local-person.ts';
import { type Actor, actorKey, keysOf } from '../../../src/protocol/actor.ts';
import type { Scope } from '../listeners/caller.ts';
import { HOLDS } from './token-store.ts';
import type { SessionLimits } from './session-store.ts';

export interface LetInOptions {
  readonly pool: Pick<Pool, 'query'>;
  readonly limits: Pick<SessionLimits, 'mostHours'>;
  readonly identities: Pick<Identities, 'know'>;
}

const STARTS: Scope = 'articles:start';

/**
 * Why nothing begins any more that somebody has made over HTTP: no token of theirs may start articles, and they were not on the page for
 * as long as a session lasts at most. Whoever sits at this machine may. Rejects with what `pg` throws.
 */
export function createLetIn({ pool, limits, identities }: LetInOptions) {
  return async (maker: Actor): Promise<ReplyRefusal | undefined> => {
    if (actorKey(maker) === actorKey(localPerson())) return undefined;
    const keys = keysOf(await identities.know(maker));
    const { rows } = await pool.query<{ isIn: boolean }>(
      `select exists (select from web_tokens where actor_key = any($1) and $2 = any(scopes) and ${HOLDS})
         or exists (select from web_visits where person_key = any($1) and seen_at > now() - $3 * interval '1 hour') as "isIn"`,
      [keys, STARTS, limits.mostHours],
    );
    return rows[0]?.isIn === true ? undefined : { code: 'signed-out' };
  };
}
