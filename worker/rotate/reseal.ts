import { createSeal, UnsealError } from '../../src/lib/seal.ts';
import type { SealedStore, SealedThing } from '../../src/storage/sealed-store.ts';

export interface ResealOptions {
  readonly things: Pick<SealedStore, 'list' | 'replace'>;
  /** The first seals, all open. */
  readonly keys: readonly [string, ...string[]];
  readonly print: (line: string) => void;
}

/** Encrypts anew, with the first key, what is encrypted with another one. Done again, or broken off and done again, it does what is left. @returns how many things are not */
export async function reseal({ things, keys, print }: ResealOptions): Promise<number> {
  const [newest] = keys;
  const own = createSeal([newest]);
  const all = createSeal(keys);
  const counted = { fresh: 0, done: 0, closed: 0, changed: 0 };
  for (const thing of await things.list()) {
    if (opened(own, thing) !== undefined) {
      counted.fresh += 1;
      continue;
    }
    const text = opened(all, thing);
    if (text === undefined) {
      counted.closed += 1;
      print(`${thing.label}: none of the keys in COPYDESK_ENCRYPTION_KEY opens it.`);
      continue;
    }
    // Whoever has changed it meanwhile has sealed it with the first key of theirs.
    if (await things.replace(thing, own.close(text, thing.label))) counted.done += 1;
    else counted.changed += 1;
  }
  print(
    `${counted.done} encrypted anew, ${counted.fresh} were with the first key${counted.changed > 0 ? `, ${counted.changed} changed meanwhile: run it again` : ''}${counted.closed > 0 ? `, ${counted.closed} cannot be opened` : ''}.`,
  );
  return counted.closed + counted.changed;
}

function opened(seal: ReturnType<typeof createSeal>, { sealed, label }: SealedThing): string | undefined {
  try {
    return seal.open(sealed, label);
  } catch (error) {
    if (!(error instanceof UnsealError)) throw error;
    return undefined;
  }
}
