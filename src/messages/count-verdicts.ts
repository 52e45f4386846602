import type { Verdict } from '../protocol/fact-report.ts';

/** Of a fact report, what is counted. */
export interface Judged {
  readonly claims: readonly { readonly verdict: Verdict }[];
}

/** How many claims of a report got which verdict. */
export function countVerdicts({ claims }: Judged): {
  readonly supported: number;
  readonly contradicted: number;
  readonly notFound: number;
} {
  const of = (verdict: Verdict): number => claims.filter((claim) => claim.verdict === verdict).length;
  return { supported: of('supported'), contradicted: of('contradicted'), notFound: of('not-found') };
}
