export type Verdict = 'supported' | 'contradicted' | 'not-found';

/** One claim of a draft and what was found. */
export interface CheckedClaim {
  readonly claim: string;
  readonly verdict: Verdict;
  /** Why, in a sentence. */
  readonly note: string;
  /** Words of the source that bear on the claim. */
  readonly quote?: string;
  readonly sources: readonly FactSource[];
}

export interface FactSource {
  readonly title: string;
  readonly url: string;
  /** As the provider gave it, usually `YYYY-MM-DD`. */
  readonly date?: string;
}

/** What the fact-checker says of one draft. */
export interface FactReport {
  /** Who looked: `perplexity` searched the web; `model` answered from memory, so nothing is verified; else an agent under `agents.external`. */
  readonly provider: string;
  /** False when nobody looked anything up. */
  readonly verified: boolean;
  readonly claims: readonly CheckedClaim[];
}

/** How many claims of a report, or of all reports about a draft, have which verdict. */
export interface VerdictCounts {
  /** By a source. */
  readonly contradicted: number;
  /** Only somebody's memory says that it is wrong. */
  readonly remembered: number;
  /** Nothing was found about them. */
  readonly unresolved: number;
}

export function countVerdicts({ verified, claims }: FactReport): VerdictCounts {
  const of = (verdict: Verdict): number => claims.filter((claim) => claim.verdict === verdict).length;
  const wrong = of('contradicted');
  return {
    contradicted: verified ? wrong : 0,
    remembered: verified ? 0 : wrong,
    unresolved: of('not-found'),
  };
}
