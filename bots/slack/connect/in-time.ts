/** Work that was not done in time, and goes on by itself. */
export const LATE = Symbol('late');

/** Slack waits three seconds for an answer; the rest is for the way there and back. The gateway takes at most so long when Temporal is silent. */
const ANSWER_BUDGET_MS = 2500;

/** What the work results in, or {@link LATE}. Rejects when the work does, in time. */
export async function inTime<T>(work: Promise<T>, ms: number = ANSWER_BUDGET_MS): Promise<T | typeof LATE> {
  const { promise: late, resolve } = Promise.withResolvers<typeof LATE>();
  const timer = setTimeout(resolve, ms, LATE);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
