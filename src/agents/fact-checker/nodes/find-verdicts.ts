import { z } from 'zod';
import type { CheckedClaim, FactReport } from '../../../protocol/fact-report.ts';
import type { ModelAnswer } from '../../agent.ts';
import { jsonAnswer, type Reading } from '../../model/answer-format.ts';
import type { ChatModel } from '../../model/chat-model.ts';
import { runOf, type NodeRuntime } from '../../run-graph.ts';
import { byIds } from '../claim-ids.ts';
import { evidenceOf } from '../evidence.ts';
import { verdictsTurns } from '../prompts.ts';
import type { FactCheckerState } from '../state.ts';

const shape = z.object({
  verdicts: z
    .array(
      z.object({
        id: z.string().describe('Of the claim'),
        verdict: z.enum(['supported', 'contradicted', 'not-found']),
        note: z.string().describe('Why, in one sentence'),
        quote: z.string().nullable().describe('Words of a source that bear on the claim, unchanged'),
        sources: z.array(
          z.object({ title: z.string(), url: z.string(), date: z.string().nullable().describe('YYYY-MM-DD') }),
        ),
      }),
    )
    .describe('One per claim'),
});

type Verdict = z.output<typeof shape>['verdicts'][number];

/** Judges every claim: by a search with `perplexity`, from memory with `model`. */
export function createFindVerdicts(model: ChatModel, provider: FactReport['provider']) {
  return async (state: FactCheckerState, runtime: NodeRuntime): Promise<Pick<FactCheckerState, 'report'>> => {
    const format = jsonAnswer('verdicts', shape, ({ verdicts }, answer) =>
      toReport(provider, state.claims, verdicts, answer.sources),
    );
    return {
      report: await model.ask(
        { purpose: 'fact-checker.verdicts', turns: verdictsTurns(state, provider), format },
        runOf(runtime),
      ),
    };
  };
}

function toReport(
  provider: FactReport['provider'],
  claims: readonly string[],
  verdicts: readonly Verdict[],
  found: ModelAnswer['sources'],
): Reading<FactReport> {
  const matched = byIds(claims, verdicts);
  if (!matched.ok) return matched;
  return {
    ok: true,
    value: {
      provider,
      verified: provider === 'perplexity' && found.length > 0,
      claims: matched.value.map(([claim, verdict]) => toClaim(claim, verdict, provider, found)),
    },
  };
}

function toClaim(
  claim: string,
  { verdict, note, quote, sources }: Verdict,
  provider: FactReport['provider'],
  found: ModelAnswer['sources'],
): CheckedClaim {
  const base = { claim, note: note.trim() };
  // What a model remembers of a page is not a source.
  if (provider === 'model') return { ...base, verdict, sources: [] };
  const evidence = evidenceOf({ quote, urls: sources.map(({ url }) => url) }, found);
  // Without a page or words that the search really returned, it is the model's memory that speaks.
  return evidence === undefined ? { ...base, verdict: 'not-found', sources: [] } : { ...base, verdict, ...evidence };
}
