/**
 * How long PostgreSQL may take for what a request cannot do without, milliseconds; then it is answered with 503, and may be sent again. One
 * that is well takes a few, one on the other side of a slow line half a second for each statement.
 */
export const STORE_BUDGET_MS = 2000;
