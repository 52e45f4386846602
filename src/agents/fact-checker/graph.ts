import { END, START, StateGraph } from '@langchain/langgraph';
import type { FactReport } from '../../protocol/fact-report.ts';
import type { FactChecker } from '../agent.ts';
import type { ChatModel } from '../model/chat-model.ts';
import { RunContext, runGraph } from '../run-graph.ts';
import { createExtractClaims } from './nodes/extract-claims.ts';
import { createFindVerdicts } from './nodes/find-verdicts.ts';
import { FactCheckerState } from './state.ts';

export interface FactCheckerOptions {
  readonly provider: FactReport['provider'];
  readonly maxClaims: number;
  /** Extracts the claims. */
  readonly reader: ChatModel;
  /** Finds the verdicts: the model that searches, or the same one. */
  readonly judge: ChatModel;
}

/**
 *   START ─▶ extract_claims ─┬─ some ─▶ find_verdicts ─▶ END
 *                            └─ none ──────────────────▶ END
 */
function wire({ provider, maxClaims, reader, judge }: FactCheckerOptions) {
  return new StateGraph(FactCheckerState, RunContext)
    .addNode('extract_claims', createExtractClaims(reader, maxClaims))
    .addNode('find_verdicts', createFindVerdicts(judge, provider))
    .addEdge(START, 'extract_claims')
    .addConditionalEdges('extract_claims', (state) => (state.claims.length > 0 ? 'find_verdicts' : END), [
      'find_verdicts',
      END,
    ])
    .addEdge('find_verdicts', END)
    .compile();
}

export function createFactChecker(options: FactCheckerOptions): FactChecker {
  const graph = wire(options);
  return {
    model: options.judge.model,
    async check(input, run) {
      const { report } = await runGraph(graph, input, run);
      // Without a claim nobody looked anything up.
      return report ?? { provider: options.provider, verified: false, claims: [] };
    },
  };
}
