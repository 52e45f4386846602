import type { MiddlewareHandler } from 'hono';
import type { WebEnv } from './app.ts';
import type { Caller, Scope } from './caller.ts';
import { problem, wordsFor } from './problem.ts';

/** What a request carries along once it is known who sent it, and that they may. */
export interface AllowedEnv {
  readonly Variables: { caller: Caller };
}

/** Goes on only for a caller who is known and has the scope. */
export function allow(scope: Scope): MiddlewareHandler<WebEnv & AllowedEnv> {
  return async (c, next) => {
    const { caller } = c.var as WebEnv['Variables'];
    if (caller === undefined)
      return problem({ status: 401, code: 'not-signed-in', detail: wordsFor(c).web.notSignedIn });
    if (!caller.scopes.has(scope) && caller.session !== undefined)
      return problem({ status: 403, code: 'not-vouched', detail: wordsFor(c).web.notVouched, more: { scope } });
    if (!caller.scopes.has(scope))
      return problem({
        status: 403,
        code: 'scope-missing',
        detail: wordsFor(c).web.scopeMissing(scope),
        more: { scope },
      });
    return await next();
  };
}
