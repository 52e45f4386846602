/** What is wrong with a dictionary at one place. */
export interface DictionaryFault {
  /** `article.card.title`; empty: the dictionary itself. */
  readonly path: string;
  readonly what: string;
}

/** Everything in which a dictionary differs in shape from a complete one: what is missing, what nobody reads, what is of another kind. */
export function dictionaryFaults(given: unknown, complete: unknown, path = ''): readonly DictionaryFault[] {
  const wanted = kindOf(complete);
  if (given === undefined) return [{ path, what: `is missing; it has to be ${wanted}` }];
  if (kindOf(given) !== wanted) return [{ path, what: `must be ${wanted}, is ${kindOf(given)}` }];
  if (typeof given === 'string') return given.trim() === '' ? [{ path, what: 'is empty' }] : [];
  if (typeof given === 'function' && typeof complete === 'function')
    // What is not needed may be left out, as in any function.
    return given.length > complete.length
      ? [{ path, what: `takes ${given.length} parameters, and is given ${complete.length}` }]
      : [];
  if (Array.isArray(given) && Array.isArray(complete)) return listFaults(given, complete, path);
  if (typeof given !== 'object' || typeof complete !== 'object' || given === null || complete === null) return [];
  const below = (key: string): string => (path === '' ? key : `${path}.${key}`);
  return [
    ...Object.entries(complete).flatMap(([key, value]) =>
      dictionaryFaults((given as Readonly<Record<string, unknown>>)[key], value, below(key)),
    ),
    ...Object.keys(given)
      .filter((key) => !Object.hasOwn(complete, key))
      .map((key) => ({ path: below(key), what: 'is read by nobody' })),
  ];
}

function listFaults(given: readonly unknown[], complete: readonly unknown[], path: string): readonly DictionaryFault[] {
  if (given.length !== complete.length)
    return [{ path, what: `must have ${complete.length} items, has ${given.length}` }];
  return given.flatMap((item, at) => dictionaryFaults(item, complete[at], `${path}[${at}]`));
}

function kindOf(value: unknown): string {
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'a group' : `of the type ${typeof value}`;
}
