import type { Logger } from '../../../src/lib/logger.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { createSharing } from '../../../src/lib/share.ts';
import { within } from '../../../src/lib/within.ts';
import type { Authenticate } from '../listeners/caller.ts';
import { homeOf } from './membership.ts';
import { STORE_BUDGET_MS } from './store-budget.ts';
import { looksLikeToken, readToken } from './token.ts';
import type { TokenStore } from './token-store.ts';

export interface ByTokenOptions {
  readonly tokens: Pick<TokenStore, 'use'>;
  readonly logger: Logger;
}

/** Who sends `Authorization: Bearer cdk_…` is the person whose token it is, and may no more than they may. Looked up anew for every request. */
export function byToken({ tokens, logger }: ByTokenOptions): Authenticate {
  const share = createSharing<Awaited<ReturnType<TokenStore['use']>>>();
  return async (request) => {
    const [, sent = ''] = /^bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
    if (!looksLikeToken(sent)) return 'none';
    const read = readToken(sent);
    if (read === undefined) return 'refused';
    try {
      const token = await within(
        STORE_BUDGET_MS,
        'PostgreSQL',
        share(read.hash, () => tokens.use(read.hash)),
      );
      if (token === undefined) return 'refused';
      const { id, actor, scopes } = token;
      return { actor, scopes: new Set(scopes), name: `token:${id}`, home: homeOf(actor) };
    } catch (error) {
      logger.warn({ token: read.id, reason: reasonOf(error) }, 'Could not look whose token it is');
      return 'away';
    }
  };
}
