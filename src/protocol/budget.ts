/**
 * What a cap holds for: one article · all that a person asked for, in a day · all that was asked for in a channel, in a day · everything, in
 * a day. Days are UTC.
 */
export const BUDGET_SCOPES = ['article', 'person-day', 'channel-day', 'day'] as const;
export type BudgetScope = (typeof BUDGET_SCOPES)[number];

/** What may be spent, as `config/copydesk.yaml` says. USD. */
export interface BudgetSettings {
  readonly limits: Readonly<Partial<Record<BudgetScope, BudgetLimit>>>;
  /** What `raise` adds to the cap that stopped an article, for this article. */
  readonly raiseByUsd: number;
}

export interface BudgetLimit {
  /** From here on it is said, once. Absent: nowhere. */
  readonly warnUsd?: number;
  /** From here on no call begins. Absent: there is no cap. */
  readonly stopUsd?: number;
}

/** Whether anything is limited at all. */
export function hasLimits({ limits }: BudgetSettings): boolean {
  return Object.values(limits).some(({ warnUsd, stopUsd }) => warnUsd !== undefined || stopUsd !== undefined);
}

/** A cap that has been spent: the step that met it calls no model any more. USD. */
export interface BudgetReached {
  readonly scope: BudgetScope;
  /** `2026-11-29`; absent for an article. */
  readonly day?: string;
  /** With what people had added. */
  readonly capUsd: number;
  readonly spentUsd: number;
  /** Calls of which nobody told a price: they are not in `spentUsd`. */
  readonly unpriced: number;
  /** What `raise` adds, for this article. */
  readonly raiseByUsd: number;
  /** Milliseconds until the next day begins; absent for an article. */
  readonly endsInMs?: number;
}

/** The article stands still until people say how to go on, or the next day begins. */
export interface BudgetStop extends Omit<BudgetReached, 'endsInMs'> {
  /** ISO 8601, workflow time: from then on it goes on by itself. */
  readonly until?: string;
  /** Number of the feed entry that asks people. */
  readonly seq: number;
}

/** What people added to a cap, for one article. */
export interface BudgetRaise {
  readonly scope: BudgetScope;
  /** The day that it counts for. */
  readonly day?: string;
  readonly usd: number;
}

/** A soft limit that has been passed. USD. */
export interface BudgetWarning {
  readonly scope: BudgetScope;
  readonly day?: string;
  readonly warnUsd: number;
  readonly spentUsd: number;
  /** Where it stops; absent: nowhere. */
  readonly capUsd?: number;
}

/** The raises with one more of the cap that is reached. */
export function withRaise(
  raises: readonly BudgetRaise[],
  { scope, day, raiseByUsd }: BudgetStop,
): readonly BudgetRaise[] {
  const isSame = (raise: BudgetRaise): boolean => raise.scope === scope && raise.day === day;
  const before = raises.find(isSame)?.usd ?? 0;
  // What was added for a day that is over counts for nothing.
  const others = raises.filter((raise) => !isSame(raise) && (raise.day === undefined || raise.day === day));
  return [...others, { scope, ...(day !== undefined && { day }), usd: before + raiseByUsd }];
}

/** Names a warning, so that it is said once: `article`, `person-day 2026-11-29`. */
export function warningKey({ scope, day }: BudgetWarning): string {
  return day === undefined ? scope : `${scope} ${day}`;
}
