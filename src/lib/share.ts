/** Who asks the same at the same moment is answered by one question: many who come back at once are no more than one. */
export function createSharing<T>(): (key: string, ask: () => Promise<T>) => Promise<T> {
  const asked = new Map<string, Promise<T>>();
  return (key, ask) => {
    const known = asked.get(key);
    if (known !== undefined) return known;
    const mine = ask().finally(() => asked.delete(key));
    asked.set(key, mine);
    return mine;
  };
}
