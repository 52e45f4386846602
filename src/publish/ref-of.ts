/** A field of what a target gave as its `ref`, which is ours as it was then. Undefined: there is none. */
export function refOf(known: unknown, field: string): string | undefined {
  if (typeof known !== 'object' || known === null) return undefined;
  const value: unknown = Reflect.get(known, field);
  return typeof value === 'string' ? value : undefined;
}
