import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, parse, resolve } from 'node:path';
import { dictionaryFaults } from '../messages/dictionary-faults.ts';
import { en } from '../messages/en.ts';
import type { Messages } from '../messages/messages.ts';
import type { ConfigFault } from './config-error.ts';

export const DICTIONARIES_FOLDER = 'messages';
/** In lower case, as chats name languages; a region only where it makes a difference: `de`, `pt-BR`. */
export const INTERFACE_TAG = /^[a-z]{2,3}(-[A-Z]{2})?$/;
const EXTENSIONS: readonly string[] = ['.ts', '.js'];

const load = createRequire(import.meta.url);

/**
 * The dictionaries in the config folder, by the tag that each file is named after, and what is wrong with them. A dictionary is a module,
 * as those that are shipped are: words need plurals, cases and what they agree with. It is looked at whole before a word of it is said.
 */
export function loadDictionaries(
  folder: string,
  called: (file: string) => string,
): { readonly dictionaries: ReadonlyMap<string, Messages>; readonly faults: readonly ConfigFault[] } {
  const dictionaries = new Map<string, Messages>();
  const faults: ConfigFault[] = [];
  for (const file of filesIn(join(folder, DICTIONARIES_FOLDER))) {
    const { name: tag } = parse(file);
    const where = called(join(DICTIONARIES_FOLDER, file));
    const { dictionary, faults: found }: Reading = INTERFACE_TAG.test(tag)
      ? readDictionary(join(folder, DICTIONARIES_FOLDER, file), where)
      : { faults: [{ where, what: 'is named after no language; a file is called de.ts or pt-BR.ts' }] };
    faults.push(...found);
    if (dictionary !== undefined) dictionaries.set(tag, dictionary);
  }
  return { dictionaries, faults };
}

/** The module of each dictionary in a config folder, for who bundles them. */
export function dictionaryModules(folder: string): ReadonlyMap<string, string> {
  return new Map(
    filesIn(join(folder, DICTIONARIES_FOLDER)).map((file) => [
      parse(file).name,
      resolve(folder, DICTIONARIES_FOLDER, file),
    ]),
  );
}

interface Reading {
  readonly dictionary?: Messages;
  readonly faults: readonly ConfigFault[];
}

function readDictionary(path: string, where: string): Reading {
  let module: unknown;
  try {
    module = load(path);
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message.split('\n', 1)[0] ?? ''}` : String(error);
    return { faults: [{ where, what: `cannot be loaded (${reason})` }] };
  }
  const given = typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined;
  const faults = dictionaryFaults(given, en).map(({ path: place, what }) => ({
    where: place === '' ? where : `${where} ${place}`,
    what: place === '' ? `${what}; export it as the default` : what,
  }));
  // It has every word of a complete one, of the same kind.
  return faults.length === 0 ? { dictionary: given as Messages, faults } : { faults };
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((file) => EXTENSIONS.includes(parse(file).ext))
      .toSorted();
  } catch {
    return [];
  }
}
