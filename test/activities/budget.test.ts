import { describe, expect, it } from 'vitest';
import { createBudget, type StepBudget } from '../../src/activities/budget.ts';
import { BudgetReachedError } from '../../src/agents/agent.ts';
import type { BudgetRaise, BudgetReached, BudgetScope, BudgetSettings } from '../../src/protocol/budget.ts';
import type { Spent } from '../../src/storage/spending-store.ts';

type Limits = BudgetSettings['limits'];
type Spending = Partial<Record<BudgetScope, Spent>>;

/** A day that began an hour ago. */
const TODAY = new Date(Date.now() - 3_600_000);
const DAY = TODAY.toISOString().slice(0, 10);
const dayOf = () => ({ from: TODAY, to: new Date(TODAY.getTime() + 86_400_000) });
const usd = (amount: number, unpriced = 0): Spent => ({ usd: amount, unpriced });

function open(limits: Limits, spent: Spending, raises: readonly BudgetRaise[] = []) {
  const asked: (readonly BudgetScope[])[] = [];
  const budget = createBudget({
    settings: { limits, raiseByUsd: 1 },
    spending: {
      spent: async (_articleId, scopes, since) => {
        expect(since).toEqual(TODAY);
        asked.push(scopes);
        return Object.fromEntries(scopes.map((scope) => [scope, spent[scope] ?? usd(0)]));
      },
    },
    dayOf,
  }).forStep('a1', raises);
  return { budget, asked };
}

async function reached(budget: StepBudget | undefined): Promise<BudgetReached | undefined> {
  try {
    await budget?.mayCall();
    return undefined;
  } catch (error) {
    if (error instanceof BudgetReachedError) return error.reached;
    throw error;
  }
}

describe('a budget', () => {
  it('asks the database for nothing where nothing is limited', () => {
    expect(open({}, {}).budget).toBeUndefined();
    expect(open({ article: {}, day: {} }, {}).budget).toBeUndefined();
  });

  it('lets calls begin below every cap, with one look at the database for each', async () => {
    const { budget, asked } = open(
      { article: { stopUsd: 2 }, day: { stopUsd: 5, warnUsd: 1 } },
      { article: usd(1.999999), day: usd(4) },
    );
    expect([await reached(budget), await reached(budget)]).toEqual([undefined, undefined]);
    expect(asked).toEqual([
      ['article', 'day'],
      ['article', 'day'],
    ]);
  });

  it('lets none begin at a cap, and says which one, what was spent and what is not known', async () => {
    const limits = { article: { stopUsd: 9 }, 'person-day': { stopUsd: 2 }, day: { stopUsd: 3 } };
    const { budget } = open(limits, { article: usd(1), 'person-day': usd(2, 4), day: usd(7) });
    const stop = await reached(budget);
    expect(stop).toEqual({
      scope: 'person-day',
      day: DAY,
      capUsd: 2,
      spentUsd: 2,
      unpriced: 4,
      raiseByUsd: 1,
      endsInMs: expect.any(Number) as number,
    });
    expect(stop?.endsInMs).toBeGreaterThan(22 * 3_600_000);
    expect(stop?.endsInMs).toBeLessThanOrEqual(23 * 3_600_000);
    expect(await reached(open({ article: { stopUsd: 2 } }, { article: usd(2.1) }).budget)).toEqual({
      scope: 'article',
      capUsd: 2,
      spentUsd: 2.1,
      unpriced: 0,
      raiseByUsd: 1,
    });
  });

  it('counts what people added to that very cap, for a day on that day alone', async () => {
    const limits = { article: { stopUsd: 2 }, day: { stopUsd: 3 } };
    const spent = { article: usd(2.5), day: usd(3.5) };
    const added = (scope: BudgetScope, day?: string): BudgetRaise => ({
      scope,
      usd: 1,
      ...(day !== undefined && { day }),
    });
    expect(await reached(open(limits, spent, [added('article')]).budget)).toMatchObject({ scope: 'day' });
    expect(await reached(open(limits, spent, [added('article'), added('day', '2020-01-01')]).budget)).toMatchObject({
      scope: 'day',
      capUsd: 3,
    });
    expect(await reached(open(limits, spent, [added('article'), added('day', DAY)]).budget)).toBeUndefined();
    expect(await reached(open(limits, { ...spent, article: usd(3) }, [added('article')]).budget)).toMatchObject({
      scope: 'article',
      capUsd: 3,
    });
  });

  it('warns of what is passed, once something was spent', async () => {
    const limits = { article: { warnUsd: 1, stopUsd: 2 }, 'channel-day': { warnUsd: 5 }, day: { warnUsd: 9 } };
    const { budget } = open(limits, { article: usd(1), 'channel-day': usd(6), day: usd(6) });
    expect(await budget?.warnings()).toEqual([]);
    await budget?.mayCall();
    expect(await budget?.warnings()).toEqual([
      { scope: 'article', warnUsd: 1, spentUsd: 1, capUsd: 2 },
      { scope: 'channel-day', day: DAY, warnUsd: 5, spentUsd: 6 },
    ]);
  });

  it('lets no call begin while nobody knows what was spent', async () => {
    const away = new Error('connection terminated');
    const budget = createBudget({
      settings: { limits: { day: { stopUsd: 1 } }, raiseByUsd: 1 },
      spending: { spent: () => Promise.reject(away) },
    }).forStep('a1', []);
    await expect(budget?.mayCall()).rejects.toBe(away);
  });
});
