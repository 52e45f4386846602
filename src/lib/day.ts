/** From its first moment to that of the next. */
export interface Day {
  readonly from: Date;
  readonly to: Date;
}

/** The day of a moment, in UTC. */
export function dayOf(at: Date): Day {
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  return { from: new Date(Date.UTC(year, month, day)), to: new Date(Date.UTC(year, month, day + 1)) };
}

/** The first moment of its month, in UTC. */
export function monthStart(at: Date): Date {
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth()));
}
