import { END, START, StateGraph } from '@langchain/langgraph';
import type { CheckedClaim, FactReport } from '../../protocol/fact-report.ts';
import type { FactChecker } from '../agent.ts';
import type { ChatModel } from '../model/chat-model.ts';
import { RunContext, runGraph } from '../run-graph.ts';
import type { Prompts } from '../settings.ts';
import { createExtractClaims } from './nodes/extract-claims.ts';
import { createFindVerdicts } from './nodes/find-verdicts.ts';
import { createLookAgain } from './nodes/look-again.ts';
import type { Judge } from './judge.ts';
import { comparableQuote } from './comparable-quote.ts';
import { FactCheckerState } from './state.ts';

export interface FactCheckerOptions {
  /** As a report calls it that nobody had to be asked for. */
  readonly provider: string;
  readonly maxClaims: number;
  /** Extracts the claims. */
  readonly reader: ChatModel;
  /** Finds the verdicts. */
  readonly judge: Judge;
  readonly prompts: Prompts;
}

/**
 *           ┌─ something was wrong ─▶ look_again ─┬─ scope earlier ─▶ END
 *   START ──┤                                     ▼
 *           └─ else ─────────────────────▶ extract_claims ─┬─ some ─▶ find_verdicts ─▶ END
 *                                                          └─ none ──────────────────▶ END
 */
function wire({ maxClaims, reader, judge, prompts }: FactCheckerOptions) {
  return new StateGraph(FactCheckerState, RunContext)
    .addNode('look_again', createLookAgain(reader, prompts))
    .addNode('extract_claims', createExtractClaims(reader, prompts, maxClaims))
    .addNode('find_verdicts', createFindVerdicts(judge))
    .addConditionalEdges(START, (state) => (state.wrong.length > 0 ? 'look_again' : intoClaims(state)), [
      'look_again',
      'extract_claims',
      END,
    ])
    .addConditionalEdges('look_again', intoClaims, ['extract_claims', END])
    .addConditionalEdges('extract_claims', (state) => (state.claims.length > 0 ? 'find_verdicts' : END), [
      'find_verdicts',
      END,
    ])
    .addEdge('find_verdicts', END)
    .compile();
}

function intoClaims({ scope, fresh }: FactCheckerState): 'extract_claims' | typeof END {
  return scope === 'claims' && fresh.trim() !== '' ? 'extract_claims' : END;
}

export function createFactChecker(options: FactCheckerOptions): FactChecker {
  const graph = wire(options);
  return {
    model: options.judge.model,
    async check({ request, draft, fresh = draft, scope = 'claims', earlier = [] }, run) {
      const wrong = eachOnce(
        earlier.flatMap(({ claims }) => claims.filter(({ verdict }) => verdict === 'contradicted')),
      );
      const { report, stillSaid } = await runGraph(graph, { request, draft, fresh, scope, wrong, stillSaid: [] }, run);
      return joined(
        // Without a claim nobody looked anything up.
        report ?? { provider: options.provider, verified: false, claims: [] },
        stillSaid,
        earlier.every(({ verified }) => verified),
      );
    },
  };
}

/** Of what was found about the same claim the latest counts. */
function eachOnce(claims: readonly CheckedClaim[]): readonly CheckedClaim[] {
  return [...new Map(claims.map((one) => [comparableQuote(one.claim), one])).values()];
}

/** What is still said comes first. A report with anything from memory in it is not verified. */
function joined(report: FactReport, stillSaid: readonly CheckedClaim[], wasVerified: boolean): FactReport {
  if (stillSaid.length === 0) return report;
  const known = new Set(stillSaid.map(({ claim }) => comparableQuote(claim)));
  const found = report.claims.filter(({ claim }) => !known.has(comparableQuote(claim)));
  return {
    ...report,
    verified: wasVerified && (found.length === 0 || report.verified),
    claims: [...stillSaid, ...found],
  };
}
