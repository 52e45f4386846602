/** How often Slack lets an app call a method in a workspace, whatever the limit counts: all of it, or each channel. */
export interface RateRule {
  readonly count: number;
  readonly perMs: number;
  /** Calls beyond `count` that pass when there were few before. */
  readonly burst: number;
  readonly scope: 'channel' | 'workspace';
  /**
   * `window`: `count` and `burst` in any time of that length, as Slack's tiers. `steady`: one after another at that pace; what was not
   * used is saved up, as far as `burst`.
   */
  readonly kind: 'window' | 'steady';
}

/** By method: changes to Slack's own rules. A method that Slack has none for here needs a whole one. */
export type RateChanges = Readonly<Record<string, Partial<RateRule>>>;

/** "Sporadic bursts are welcome", and nobody says how large they may be. */
const tier = (count: number, burst: number): RateRule => ({
  count,
  perMs: 60_000,
  burst,
  scope: 'workspace',
  kind: 'window',
});
const TIER_2 = tier(20, 2);
const TIER_3 = tier(50, 5);
const TIER_4 = tier(100, 20);

/** Slack: "one message per second per channel"; "short bursts >1 allowed". docs.slack.dev/apis/web-api/rate-limits, and each method's page. */
const RULES: Readonly<Record<string, RateRule>> = {
  'chat.postMessage': { count: 1, perMs: 1000, burst: 2, scope: 'channel', kind: 'steady' },
  'chat.update': TIER_3,
  'chat.delete': TIER_3,
  'chat.postEphemeral': TIER_4,
  'conversations.history': TIER_3,
  'conversations.replies': TIER_3,
  'conversations.info': TIER_3,
  'conversations.join': TIER_3,
  'conversations.members': TIER_4,
  'conversations.open': TIER_3,
  'files.completeUploadExternal': TIER_4,
  'files.getUploadURLExternal': TIER_4,
  'usergroups.list': TIER_2,
  'users.conversations': TIER_3,
  'users.info': TIER_4,
  'agents.sessions.setStatus': TIER_3,
  'chat.startStream': TIER_2,
  'chat.appendStream': TIER_4,
  'chat.stopStream': TIER_2,
  'views.open': TIER_4,
  'views.publish': TIER_4,
  'views.update': TIER_4,
};

/** "Several hundred messages per minute" in a workspace, whatever the channels: of several, the least. */
const POSTS_OF_WORKSPACE = tier(300, 60);

/** Of an app that is distributed outside of the Marketplace: one look into a conversation a minute. docs.slack.dev, 2025-05-29. */
export const DISTRIBUTED: RateChanges = {
  'conversations.history': { count: 1, burst: 0 },
  'conversations.replies': { count: 1, burst: 0 },
};

/** A request was on its way before the answer to another was there. */
const ON_ITS_WAY_MS = 300;
/** Timers fire a little early. */
const EARLY_MS = 20;

/** What one rule knows of those it counts together. */
interface Count {
  /** Calls that passed, oldest first. */
  readonly passed: number[];
  /** When a steady rule has nothing saved up and nothing overdrawn. */
  due: number;
}

interface Announced {
  readonly at: number;
  readonly until: number;
}

/** Counts calls as Slack does. */
export class RateLimits {
  readonly #rules: Readonly<Record<string, RateRule>>;
  readonly #counts = new Map<string, Count>();
  readonly #announced = new Map<string, Announced>();
  readonly #impatient: string[] = [];

  /** @param wanted `false`: nothing is limited; `true`: as in Slack; otherwise as in Slack but for these. */
  constructor(wanted: boolean | RateChanges) {
    const changes = typeof wanted === 'boolean' ? {} : wanted;
    const changed = Object.entries(changes).map(([method, change]) => [method, ruleFrom(method, change)] as const);
    this.#rules = wanted === false ? {} : { ...RULES, ...Object.fromEntries(changed) };
  }

  /** How long a call has to wait, in milliseconds; undefined when it passes, and counts. @param token of the workspace */
  waitMs(method: string, channel: string | undefined, token = ''): number | undefined {
    const rule = this.#rules[method];
    if (rule === undefined) return undefined;
    const key = `${token} ${keyOf(method, channel, rule.scope)}`;
    const waitMs = this.#count(key, rule);
    return waitMs === undefined && method === 'chat.postMessage'
      ? this.#count(`${token} all posts`, POSTS_OF_WORKSPACE)
      : waitMs;
  }

  #count(key: string, rule: RateRule): number | undefined {
    const count = this.#counts.get(key) ?? { passed: [], due: 0 };
    this.#counts.set(key, count);
    const now = Date.now();
    return rule.kind === 'steady' ? waitSteady(rule, count, now) : waitInWindow(rule, count, now);
  }

  /** A call has come, before anything is done about it. */
  arrived(method: string, channel: string | undefined, token = ''): void {
    const announced = this.#announced.get(this.#scopeOf(method, channel, token));
    const now = Date.now();
    if (announced === undefined || now < announced.at + ON_ITS_WAY_MS || now >= announced.until - EARLY_MS) return;
    this.#impatient.push(`${method} in ${channel ?? 'no channel'} ${announced.until - now} ms too soon`);
  }

  /** A call was told to wait. */
  told(method: string, channel: string | undefined, retryAfterMs: number, token = ''): void {
    const now = Date.now();
    this.#announced.set(this.#scopeOf(method, channel, token), { at: now, until: now + retryAfterMs });
  }

  /** Calls that came although Slack had said to wait longer. */
  impatient(): readonly string[] {
    return this.#impatient;
  }

  #scopeOf(method: string, channel: string | undefined, token: string): string {
    const scope = keyOf(method, channel, (this.#rules[method] ?? RULES[method])?.scope ?? 'workspace');
    return `${token} ${scope}`;
  }
}

function ruleFrom(method: string, change: Partial<RateRule>): RateRule {
  const known = RULES[method];
  const { count = known?.count, perMs = known?.perMs, burst = known?.burst, scope, kind } = change;
  if (count === undefined || perMs === undefined || burst === undefined)
    throw new Error(`There is no rule for ${method} that could be changed: say all of it`);
  return { count, perMs, burst, scope: scope ?? known?.scope ?? 'workspace', kind: kind ?? known?.kind ?? 'window' };
}

function keyOf(method: string, channel: string | undefined, scope: RateRule['scope']): string {
  return scope === 'channel' ? `${method} ${channel ?? ''}` : method;
}

function waitSteady({ count, perMs, burst }: RateRule, state: Count, now: number): number | undefined {
  const everyMs = perMs / count;
  const due = Math.max(now, state.due);
  const waitMs = due - now - burst * everyMs;
  if (waitMs > 0) return waitMs;
  state.due = due + everyMs;
  return undefined;
}

function waitInWindow({ count, perMs, burst }: RateRule, { passed }: Count, now: number): number | undefined {
  while ((passed[0] ?? now) <= now - perMs) passed.shift();
  const first = passed.at(-(count + burst));
  if (first !== undefined) return first + perMs - now;
  passed.push(now);
  return undefined;
}
