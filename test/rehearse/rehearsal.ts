/** What came of a rehearsal. */
export interface Rehearsed {
  /** In Markdown, for docs/operations.md: what was done, on what, and what came of it. */
  readonly figures: string;
  /** What was not as it has to be; none: it went well. */
  readonly faults: readonly string[];
}

export interface RehearsalOptions {
  /** How long its load goes on. Default: as long as its figures need. */
  readonly loadMs?: number;
  /** Where what it sees is kept as it sees it, so that one that is cut off has its figures. Default: nowhere. */
  readonly samplesFile?: string;
  /** Whether figures are made of what is kept there, without a load. Default: false. */
  readonly isOver?: boolean;
}

export type Tell = (line: string) => void;

/** Lets the product live through something. @param tell what is going on, a line each */
export type Rehearsal = (tell: Tell, options: RehearsalOptions) => Promise<Rehearsed>;
