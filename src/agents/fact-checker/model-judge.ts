import { z } from 'zod';
import type { CheckedClaim, FactReport } from '../../protocol/fact-report.ts';
import type { ModelAnswer } from '../agent.ts';
import { jsonAnswer, type Reading } from '../model/answer-format.ts';
import type { ChatModel } from '../model/chat-model.ts';
import { byIds } from './claim-ids.ts';
import { evidenceOf } from './evidence.ts';
import type { Judge } from './judge.ts';
import type { Prompts } from '../settings.ts';
import { verdictsTurns } from './prompts.ts';

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

export interface ModelJudgeOptions {
  /** As the report calls it. */
  readonly provider: string;
  /** False: it answers from memory. */
  readonly searches: boolean;
  readonly prompts: Prompts;
}

/** A model that judges claims, by a search or from memory. */
export function createModelJudge(model: ChatModel, options: ModelJudgeOptions): Judge {
  return {
    model: model.model,
    judge: (question, run) => {
      const format = jsonAnswer('verdicts', shape, ({ verdicts }, answer) =>
        toReport(options, question.claims, verdicts, answer.sources),
      );
      const turns = verdictsTurns(options.prompts, question, options.searches);
      return model.ask({ purpose: 'fact-checker.verdicts', turns, format }, run);
    },
  };
}

function toReport(
  { provider, searches }: ModelJudgeOptions,
  claims: readonly string[],
  verdicts: readonly Verdict[],
  found: ModelAnswer['sources'],
): Reading<FactReport> {
  const matched = byIds(claims, verdicts);
  const report = (checked: readonly CheckedClaim[]): FactReport => ({
    provider,
    verified: searches && found.length > 0,
    claims: checked,
  });
  const judged = (claim: string, verdict: Verdict): CheckedClaim =>
    toClaim(claim, verdict, searches ? found : undefined);
  if (matched.ok) return { ok: true, value: report(matched.value.map(([claim, verdict]) => judged(claim, verdict))) };
  const { clear, ...fault } = matched;
  if (clear.size === 0) return fault;
  // Of what nothing is said nothing was found.
  const known = claims.map((claim): CheckedClaim => {
    const verdict = clear.get(claim);
    return verdict === undefined ? { claim, verdict: 'not-found', note: '', sources: [] } : judged(claim, verdict);
  });
  return { ...fault, makeshift: report(known) };
}

/** @param found what the search returned; undefined: there was none */
function toClaim(
  claim: string,
  { verdict, note, quote, sources }: Verdict,
  found: ModelAnswer['sources'] | undefined,
): CheckedClaim {
  const base = { claim, note: note.trim() };
  // What a model remembers of a page is not a source.
  if (found === undefined) return { ...base, verdict, sources: [] };
  const evidence = evidenceOf({ quote, urls: sources.map(({ url }) => url) }, found);
  // Without a page or words that the search really returned, it is the model's memory that speaks.
  return evidence === undefined ? { ...base, verdict: 'not-found', sources: [] } : { ...base, verdict, ...evidence };
}
