/**
 * Does so many of the tasks at once, in their order. After a failure none is begun any more, and those that were are waited for: what they
 * bring is kept by whoever keeps answers.
 * @throws what the first one that failed threw
 */
export async function sideBySide<T, R>(
  items: readonly T[],
  atOnce: number,
  task: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const failures: unknown[] = [];
  // One for all: each takes the next that is left.
  const queue = items.entries();
  const work = async (): Promise<void> => {
    for (const [at, item] of queue) {
      if (failures.length > 0) return;
      try {
        results[at] = await task(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(atOnce, items.length)) }, work));
  if (failures.length > 0) throw failures[0];
  return results;
}
