import type { MiddlewareHandler } from 'hono';
import type { Logger } from '../../../src/lib/logger.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { within } from '../../../src/lib/within.ts';
import { STORE_BUDGET_MS } from '../connect/store-budget.ts';
import type { TakeTurn, TurnLimit } from '../connect/turns.ts';
import type { WebEnv } from './app.ts';
import { problem, wordsFor } from './problem.ts';

export interface LimitRateOptions {
  readonly takeTurn: TakeTurn;
  readonly limit: TurnLimit;
  readonly logger: Logger;
}

/**
 * Lets everybody who is known ask so often and no more, and tells them how often (draft-ietf-httpapi-ratelimit-headers). Who cannot be counted
 * may: a limit that is not known keeps nobody from deciding.
 */
export function limitRate({ takeTurn, limit, logger }: LimitRateOptions): MiddlewareHandler<WebEnv> {
  const policy = `"${POLICY}";q=${limit.burst};w=${Math.ceil((60 * limit.burst) / limit.perMinute)}`;
  return async (c, next) => {
    const { caller } = c.var;
    const turn = caller === undefined ? undefined : await turnOf(caller.name);
    if (turn === undefined) return await next();
    const headers = { 'ratelimit-policy': policy, ratelimit: `"${POLICY}";r=${turn.left};t=${turn.resetSeconds}` };
    if (turn.isTaken) {
      await next();
      for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
      return undefined;
    }
    const detail = wordsFor(c).web.tooOften(turn.resetSeconds);
    const answer = problem({ status: 429, code: 'too-many-requests', detail, retryAfter: turn.resetSeconds });
    for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
    return answer;
  };

  async function turnOf(name: string) {
    try {
      return await within(STORE_BUDGET_MS, 'PostgreSQL', takeTurn(name));
    } catch (error) {
      logger.warn({ reason: reasonOf(error) }, 'Could not count who asks how often');
      return undefined;
    }
  }
}

/** As the limit is called in the headers. */
const POLICY = 'caller';
