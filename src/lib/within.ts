/**
 * The outcome of some work, or a rejection when it is not there in time; the work itself goes on, and nobody hears how it ends.
 * @param ms how long it may take.
 * @param what is not there in time: `PostgreSQL`.
 */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${what} did not answer within ${ms} ms`)), ms);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
