import { randomBytes } from 'node:crypto';
import type { ErasureStore } from '../../src/storage/erasure-store.ts';
import type { PersonStore } from '../../src/storage/person-store.ts';

export interface ErasePersonOptions {
  readonly people: PersonStore;
  readonly erasures: ErasureStore;
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

/**
 * Takes somebody out of all tables, under a pseudonym of which nobody knows whose it is. Broken off, it goes on where it was when it is asked
 * for again. @returns the exit code: 1 when articles under way name them, and nothing was done
 */
export async function erasePerson(
  key: string,
  { people, erasures, isMeant, print }: ErasePersonOptions,
): Promise<number> {
  const { keys, names } = await people.know(key);
  const open = await erasures.underWay(keys, SHOWN_ARTICLES);
  for (const { articleId, topic } of open) print(`under way: ${articleId}  ${topic}`);
  if (open.length > 0) {
    print(
      'These articles name them, and would again. Have them decided, cancelled (/article cancel ID) or moved to other approvers first; then ask again.',
    );
    return 1;
  }
  if (!isMeant) {
    for await (const { name, rows } of people.parts(keys))
      if (rows.length > 0) print(`${name.padEnd(20)} ${rows.length}`);
    print(`Nothing was done to ${keys.join(', ')}. With --yes they are erased, for good.`);
    return 0;
  }
  const erasure = await erasures.begin({
    pseudonym: `erased-${randomBytes(PSEUDONYM_BYTES).toString('hex')}`,
    keys,
    names,
  });
  await erasures.forgetPerson(erasure);
  for (let last: string | undefined = ''; last !== undefined; )
    last = await erasures.eraseFromArticles(erasure, last, ARTICLES_AT_ONCE);
  // Last: its rows say in which articles they took part.
  for (let changed = 1; changed > 0; ) changed = await erasures.eraseFromAudit(erasure, ROWS_AT_ONCE);
  await erasures.end(erasure);
  print(`${erasure.pseudonym} stands where they stood.`);
  return 0;
}
