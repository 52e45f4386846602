/** A text in two; the white space between them may be gone. */
export interface Cut {
  readonly head: string;
  readonly tail: string;
}

export interface CutScope {
  /** Whether a head may be that long. */
  readonly fits: (head: string) => boolean;
  /** Definitions that the text has to be read with, to be put after it. */
  readonly context: string;
  /** How many characters may still be parsed in looking for a better place. */
  readonly work: { left: number };
}

/** The same, for a head that goes out with something around it. */
export function wrapped(scope: CutScope, wrap: (head: string) => string): CutScope {
  return { ...scope, fits: (head) => scope.fits(wrap(head)) };
}
