/**
 * How long a request waits for PostgreSQL, milliseconds; then it goes on without, or is answered with 503 and may be sent again. A database that
 * is well takes a few, one on the other side of a slow line half a second for each statement.
 */
export const STORE_BUDGET_MS = 2000;
