import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const MIGRATIONS = new URL('../../../src/storage/migrations/', import.meta.url);

/** The SHA-256 of each file, by its name, in order. */
export type Migrations = Readonly<Record<string, string>>;

export function migrationsOfToday(folder: URL = MIGRATIONS): Migrations {
  return Object.fromEntries(
    readdirSync(folder)
      .toSorted()
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(new URL(name, folder)))
          .digest('hex'),
      ]),
  );
}

/** What a database that a release has made would not be able to follow, a sentence each. */
export function migrationBreaks(released: Migrations, today: Migrations): readonly string[] {
  const names = Object.keys(released);
  const last = names.at(-1) ?? '';
  return [
    ...names.flatMap((name) => {
      if (today[name] === undefined) return [`${name} was released and is gone`];
      return today[name] === released[name]
        ? []
        : [`${name} was released and has been changed: undo that, and write a new one`];
    }),
    ...Object.keys(today)
      .filter((name) => released[name] === undefined && name < last)
      .map((name) => `${name} comes before ${last}, which was released: no database that has that would run it`),
  ];
}
