import type { FactReport } from '../protocol/fact-report.ts';

/** How many claims of a report got which verdict. */
export function countVerdicts({ claims }: Pick<FactReport, 'claims'>): {
  readonly supported: number;
  readonly contradicted: number;
  readonly notFound: number;
} {
  const of = (verdict: FactReport['claims'][number]['verdict']): number =>
    claims.filter((claim) => claim.verdict === verdict).length;
  return { supported: of('supported'), contradicted: of('contradicted'), notFound: of('not-found') };
}
