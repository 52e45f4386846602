import type { PersonStore } from '../../src/storage/person-store.ts';

export interface ExportPersonOptions {
  readonly people: PersonStore;
  /** Resolves when there is room for more. */
  readonly write: (text: string) => Promise<void>;
  /** A line for the person who typed it. */
  readonly tell: (line: string) => void;
  readonly now: Date;
}

/**
 * Writes all that is known of somebody as one JSON object, a part at a time: `{ exportedAt, person, names, articles, decisions, … }`.
 * @returns how many rows it has
 */
export async function exportPerson(key: string, { people, write, tell, now }: ExportPersonOptions): Promise<number> {
  const { keys, names } = await people.know(key);
  const head = { exportedAt: now.toISOString(), person: keys, names };
  // Its end is open until all parts are there.
  await write(JSON.stringify(head, undefined, 2).slice(0, -2));
  let count = 0;
  for await (const { name, rows } of people.parts(keys)) {
    if (rows.length === 0) continue;
    count += rows.length;
    await write(`,\n  ${JSON.stringify(name)}: ${JSON.stringify(rows, undefined, 2).replaceAll('\n', '\n  ')}`);
  }
  await write('\n}\n');
  tell(
    count === 0
      ? `Nothing is known of ${key}. npm run audit -- export says how people are written.`
      : `${count} ${count === 1 ? 'row' : 'rows'} about ${keys.join(', ')}. What others wrote of them in their own words is not among it.`,
  );
  return count;
}
