import { z } from 'zod';
import type { CheckedClaim, FactReport, FactSource } from '../../../protocol/fact-report.ts';
import type { ModelAnswer } from '../../agent.ts';
import { jsonAnswer, type Reading } from '../../model/answer-format.ts';
import type { ChatModel } from '../../model/chat-model.ts';
import { runOf, type NodeRuntime } from '../../run-graph.ts';
import { verdictsTurns } from '../prompts.ts';
import type { FactCheckerState } from '../state.ts';

const shape = z.object({
  verdicts: z
    .array(
      z.object({
        claim: z.string().describe('The claim, word for word'),
        verdict: z.enum(['supported', 'contradicted', 'not-found']),
        note: z.string().describe('Why, in one sentence'),
        quote: z.string().nullable().describe('Words of a source that bear on the claim'),
        sources: z.array(
          z.object({ title: z.string(), url: z.string(), date: z.string().nullable().describe('YYYY-MM-DD') }),
        ),
      }),
    )
    .describe('One per claim, in their order'),
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
  if (verdicts.length !== claims.length) {
    return {
      ok: false,
      fault: `There are ${claims.length} claims and ${verdicts.length} verdicts. Give one verdict per claim, in their order.`,
    };
  }
  const checked = claims.map((claim, at) => {
    // Models shorten the claim or mend its spelling; its place in the list is what names it.
    const verdict = verdicts.find((one) => one.claim.trim() === claim) ?? verdicts[at];
    return verdict === undefined ? undefined : toClaim(claim, verdict, provider, found);
  });
  return {
    ok: true,
    value: {
      provider,
      verified: provider === 'perplexity' && found.length > 0,
      claims: checked.filter((one) => one !== undefined),
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
  const quoted = quote === null || quote.trim() === '' ? {} : { quote: quote.trim() };
  // What a model remembers of an address is not a source.
  if (provider === 'model') return { ...base, verdict, sources: [] };
  const real = sources.flatMap((source) => findSource(source.url, found) ?? []);
  // A verdict without a page that the search really returned rests on the model's memory.
  if (real.length === 0) return { ...base, verdict: 'not-found', sources: [] };
  return { ...base, ...quoted, verdict, sources: [...new Map(real.map((source) => [source.url, source])).values()] };
}

function findSource(url: string, found: ModelAnswer['sources']): FactSource | undefined {
  const source = found.find((one) => comparable(one.url) === comparable(url));
  return source && { title: source.title, url: source.url, ...(source.date !== undefined && { date: source.date }) };
}

/** Models drop `www.`, the scheme, a fragment or the last slash when they repeat an address. */
function comparable(url: string): string {
  return url
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/#.*$/, '')
    .replace(/\/+$/, '');
}
