import { randomBytes } from 'node:crypto';
import { CONFIG_EXIT_CODE } from '../../src/config/config-error.ts';
import type { Erasure, ErasureStore } from '../../src/storage/erasure-store.ts';
import type { PersonStore } from '../../src/storage/person-store.ts';

export interface ErasePersonOptions {
  readonly people: PersonStore;
  readonly erasures: ErasureStore;
  /** Where the settings name somebody, a line each. */
  readonly whereNamed: (keys: readonly string[]) => readonly string[];
  /** Does it; without, it is only said what would be done. */
  readonly isMeant: boolean;
  readonly print: (line: string) => void;
}

/** More of them say nothing more. */
const SHOWN_ARTICLES = 20;
const ARTICLES_AT_ONCE = 20;
const ROWS_AT_ONCE = 500;
/** 64 bits: nobody meets one by chance. */
const PSEUDONYM_BYTES = 8;
/** Whoever does something meanwhile is written down anew: it is looked again. */
const MOST_PASSES = 3;

/**
 * Takes somebody out of all tables, under a pseudonym of which nobody knows whose it is. Broken off, it goes on under the same when it is asked
 * for again, also by two at once.
 * @returns the exit code: 1 when articles under way name them, 2 when the settings do: nothing was done, or it is not all done
 */
export async function erasePerson(
  key: string,
  { people, erasures, whereNamed, isMeant, print }: ErasePersonOptions,
): Promise<number> {
  const known = await people.know(key);
  const begun = await erasures.find(known.keys);
  const keys = [...new Set([...known.keys, ...(begun?.keys ?? [])])];
  const names = [...new Set([...known.names, ...(begun?.names ?? [])])];

  const underWay = async (): Promise<boolean> => {
    const open = await erasures.underWay(keys, SHOWN_ARTICLES);
    for (const { articleId, topic } of open) print(`under way: ${articleId}  ${topic}`);
    return open.length > 0;
  };

  const parts = await countParts(people, keys);
  if (parts.length === 0 && begun === undefined) {
    print(`Nothing is known of ${key}, and nothing was done. npm run audit -- export says how people are written.`);
    return 0;
  }
  const named = whereNamed(keys);
  if (named.length > 0) {
    for (const where of named) print(`named: ${where}`);
    print(
      'The settings name them, and each new article would. Put somebody else in their place, so that somebody may still decide, start the processes again, then ask again.',
    );
    return CONFIG_EXIT_CODE;
  }
  if (await underWay()) {
    print(
      'These articles name them, and would write them down again. Have them decided (an administrator can take one over) or cancelled, then ask again.',
    );
    return 1;
  }
  if (!isMeant) {
    for (const { name, count } of parts) print(`${name.padEnd(20)} ${count}`);
    print(`Nothing was done to ${keys.join(', ')}. With --yes they are erased, for good.`);
    return 0;
  }

  const erasure = await erasures.begin({
    pseudonym: `erased-${randomBytes(PSEUDONYM_BYTES).toString('hex')}`,
    keys,
    names,
  });
  let isLeft = true;
  for (let pass = 0; isLeft && pass < MOST_PASSES; pass += 1) {
    await eraseOnce(erasures, erasure);
    isLeft = (await countParts(people, erasure.keys)).length > 0;
  }
  if ((await underWay()) || isLeft) {
    print(
      `They did something while they were erased. Have what is under way decided or cancelled, then ask again: it goes on, as ${erasure.pseudonym}.`,
    );
    return 1;
  }
  await erasures.end(erasure);
  print(`${erasure.pseudonym} stands where they stood.`);
  return 0;
}

async function eraseOnce(erasures: ErasureStore, erasure: Erasure): Promise<void> {
  await erasures.forgetPerson(erasure);
  for (let last: string | undefined = ''; last !== undefined; )
    last = await erasures.eraseFromArticles(erasure, last, ARTICLES_AT_ONCE);
  // Last: its rows say in which articles they took part.
  for (let changed = 1; changed > 0; ) changed = await erasures.eraseFromAudit(erasure, ROWS_AT_ONCE);
}

/** What there is of somebody, by its kinds. */
async function countParts(people: PersonStore, keys: readonly string[]) {
  const parts: { readonly name: string; readonly count: number }[] = [];
  for await (const { name, rows } of people.parts(keys)) if (rows.length > 0) parts.push({ name, count: rows.length });
  return parts;
}
