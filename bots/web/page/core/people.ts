import { useLoaded } from './use-loaded.ts';

/** Somebody whom the person may mean by name. */
export interface KnownPerson {
  /** `slack:T024BE7LH:U024BE7LH` */
  readonly key: string;
  readonly name?: string;
}

/**
 * Those whom the person may mean, as `GET /people` tells, each by what names them and nobody else: their name, or else their key.
 * @param articleId of an article; absent: whoever they have worked with
 */
export function useNames(articleId?: string): readonly string[] {
  const { value } = useLoaded<{ readonly people: readonly KnownPerson[] }>(
    articleId === undefined ? '/people' : `/people?article=${articleId}`,
  );
  return namesOf(value?.people ?? []);
}

export function namesOf(people: readonly KnownPerson[]): readonly string[] {
  const names = people.map(({ name }) => name);
  const isAlone = (name: string | undefined): name is string =>
    name !== undefined && names.filter((one) => one?.toLowerCase() === name.toLowerCase()).length === 1;
  return people.map(({ key, name }) => (isAlone(name) ? name : key)).toSorted((one, other) => one.localeCompare(other));
}
