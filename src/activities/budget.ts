import { BudgetReachedError } from '../agents/agent.ts';
import { dayOf as dayOfUtc, type Day } from '../lib/day.ts';
import {
  BUDGET_SCOPES,
  type BudgetRaise,
  type BudgetScope,
  type BudgetSettings,
  type BudgetWarning,
} from '../protocol/budget.ts';
import type { PaidFor } from '../storage/model-call-store.ts';
import type { SpendingStore, Spent } from '../storage/spending-store.ts';

/** What may be spent. Absent limits are asked of nobody. */
export interface Budget {
  /** Undefined where there is no limit: nothing is asked of the database. */
  forStep(articleId: string, raises: readonly BudgetRaise[]): StepBudget | undefined;
  /** Of one question to an agent: it may cost what an article may, and counts for its day, person and channel. */
  forRun(runId: string): StepBudget | undefined;
}

/** The budget as one step of an article meets it. */
export interface StepBudget {
  /** @throws {BudgetReachedError} when what is stored comes to a cap; what the database throws, as nobody knows what was spent */
  mayCall(): Promise<void>;
  /** Soft limits that are passed, once something was spent. */
  warnings(): Promise<readonly BudgetWarning[]>;
}

export interface BudgetOptions {
  readonly settings: BudgetSettings;
  readonly spending: SpendingStore;
  /** The day of a moment. Default: in UTC. */
  readonly dayOf?: (at: Date) => Day;
}

const ISO_DAY_CHARS = 10;

export function createBudget({ settings, spending, dayOf = dayOfUtc }: BudgetOptions): Budget {
  const { limits, raiseByUsd } = settings;
  const scopesWith = (limit: 'stopUsd' | 'warnUsd'): readonly BudgetScope[] =>
    BUDGET_SCOPES.filter((scope) => limits[scope]?.[limit] !== undefined);
  const stopping = scopesWith('stopUsd');
  const warning = scopesWith('warnUsd');

  function budgetOf(id: string, paidFor: PaidFor, raises: readonly BudgetRaise[]): StepBudget | undefined {
    if (stopping.length + warning.length === 0) return undefined;
    let hasCalled = false;

    const capOf = (scope: BudgetScope, day: string): number | undefined => {
      const stopUsd = limits[scope]?.stopUsd;
      const added = raises.find((raise) => raise.scope === scope && (scope === 'article' || raise.day === day));
      return stopUsd === undefined ? undefined : stopUsd + (added?.usd ?? 0);
    };

    async function read(scopes: readonly BudgetScope[]) {
      const now = new Date();
      const { from, to } = dayOf(now);
      const day = from.toISOString().slice(0, ISO_DAY_CHARS);
      const spent = await spending.spent(id, scopes, from, paidFor);
      return {
        endsInMs: Math.max(0, to.getTime() - now.getTime()),
        of: (scope: BudgetScope) => ({
          scope,
          capUsd: capOf(scope, day),
          ...(scope !== 'article' && { day }),
          ...(spent[scope] ?? NOTHING),
        }),
      };
    }

    return {
      async mayCall() {
        hasCalled = true;
        if (stopping.length === 0) return;
        const { of, endsInMs } = await read(stopping);
        for (const { usd, capUsd, ...where } of stopping.map(of)) {
          if (capUsd === undefined || usd < capUsd) continue;
          const ends = where.scope === 'article' ? {} : { endsInMs };
          throw new BudgetReachedError({ ...where, capUsd, spentUsd: usd, raiseByUsd, ...ends });
        }
      },
      async warnings() {
        if (!hasCalled || warning.length === 0) return [];
        const { of } = await read(warning);
        return warning.map(of).flatMap(({ usd, capUsd, unpriced: _, ...where }) => {
          const warnUsd = limits[where.scope]?.warnUsd;
          if (warnUsd === undefined || usd < warnUsd) return [];
          return [{ ...where, warnUsd, spentUsd: usd, ...(capUsd !== undefined && { capUsd }) }];
        });
      },
    };
  }

  return {
    forStep: (articleId, raises) => budgetOf(articleId, 'article', raises),
    forRun: (runId) => budgetOf(runId, 'run', []),
  };
}

const NOTHING: Spent = { usd: 0, unpriced: 0 };
