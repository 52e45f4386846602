import pc from 'picocolors';

/** What the terminal can show. */
export interface Look {
  readonly columns: number;
  readonly colors: typeof pc;
}

/** Longer lines are hard to read, however wide the window. */
const MAX_COLUMNS = 88;
/** Nothing is laid out for less. */
const MIN_COLUMNS = 20;

/** @param color absent: as the environment says (NO_COLOR, FORCE_COLOR, TERM, whether stdout is a terminal). */
export function createLook(columns: number, color: boolean = pc.isColorSupported): Look {
  // One less than there is: some terminals break a line that is exactly as wide as they are.
  return {
    columns: Math.max(MIN_COLUMNS, Math.min(MAX_COLUMNS, columns - 1)),
    colors: pc.createColors(color) as typeof pc,
  };
}
