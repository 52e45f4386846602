/** Does one thing at a time for each key, in the order asked; keys do not wait for each other. */
export type InLane = <T>(key: number, work: () => Promise<T>) => Promise<T>;

export function createLanes(): InLane {
  const lanes = new Map<number, Promise<unknown>>();
  return async (key, work) => {
    const turn = (lanes.get(key) ?? Promise.resolve()).then(work, work);
    lanes.set(key, turn);
    try {
      return await turn;
    } finally {
      if (lanes.get(key) === turn) lanes.delete(key);
    }
  };
}
