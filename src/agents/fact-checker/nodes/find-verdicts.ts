import type { Judge } from '../judge.ts';
import { runOf, type NodeRuntime } from '../../run-graph.ts';
import type { FactCheckerState } from '../state.ts';

/** Has every claim judged. */
export function createFindVerdicts(judge: Judge) {
  return async (
    { request, draft, claims }: FactCheckerState,
    runtime: NodeRuntime,
  ): Promise<Pick<FactCheckerState, 'report'>> => ({
    report: await judge.judge({ request, draft, claims }, runOf(runtime)),
  });
}
