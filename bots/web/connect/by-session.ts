import { reasonOf } from '../../../src/lib/reason-of.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import { within } from '../../../src/lib/within.ts';
import type { Actor } from '../../../src/protocol/actor.ts';
import { channelKey } from '../../../src/protocol/thread.ts';
import type { VouchStore } from '../../../src/storage/vouch-store.ts';
import { homeOf } from './membership.ts';
import type { Origins } from './origins.ts';
import type { Session, SessionStore } from './session-store.ts';
import { type Authenticate, SCOPES } from '../listeners/caller.ts';
import { readSessionCookie } from './session-cookie.ts';
import { STORE_BUDGET_MS } from './store-budget.ts';

export interface BySessionOptions {
  readonly sessions: Pick<SessionStore, 'find'>;
  readonly vouches: Pick<VouchStore, 'of'>;
  readonly origins: Origins;
  readonly logger: Logger;
}

/** Knows people by their session. One that is over is none: whoever comes with it is asked to sign in. */
export function bySession({ sessions, vouches, origins, logger }: BySessionOptions): Authenticate {
  return async (request) => {
    const at = origins.of(request.headers.get('host') ?? new URL(request.url).host);
    const secret = at && readSessionCookie(request.headers.get('cookie') ?? undefined, at);
    if (secret === undefined) return 'none';
    try {
      const session = await within(STORE_BUDGET_MS, 'PostgreSQL', sessions.find(secret));
      if (session === undefined) return 'none';
      const { actor, mayStart } = await withFacts(session, vouches);
      const { id, csrfToken, expiresAt, language } = session;
      return {
        actor,
        scopes: new Set(SCOPES.filter((scope) => mayStart || scope !== 'articles:start')),
        name: `session:${id}`,
        home: homeOf(actor),
        session: { id, csrfToken, expiresAt },
        ...(language !== undefined && { language }),
      };
    } catch (error) {
      logger.warn({ reason: reasonOf(error) }, 'Could not find out who is signed in');
      return 'away';
    }
  };
}

/** Whoever starts Copydesk is on the page who they are in the terminal. Of others holds what was said when they came, as long as it does. */
async function withFacts(
  { person, cameBy }: Session,
  vouches: Pick<VouchStore, 'of'>,
): Promise<{ readonly actor: Actor; readonly mayStart: boolean }> {
  if (cameBy === 'machine') {
    const channels = [channelKey({ platform: person.platform, channel: person.userId })];
    return { actor: { ...person, groups: [], channels }, mayStart: true };
  }
  const { groups, channels, mayStart } = await vouches.of(person);
  return { actor: { ...person, groups, channels }, mayStart };
}
