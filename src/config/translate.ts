import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CONFIG_EXIT_CODE } from './config-error.ts';
import { DICTIONARIES_FOLDER, INTERFACE_TAG, loadDictionaries } from './dictionaries.ts';
import { writeDictionary } from './write-dictionary.ts';

const CONFIG = fileURLToPath(new URL('../../config', import.meta.url));

/** `npm run messages`: what the dictionaries in `config/messages` lack. `npm run messages -- de`: begins one. */
function begin(tag: string): number {
  const refuse = (why: string): number => {
    process.stderr.write(`${why}\n`);
    return CONFIG_EXIT_CODE;
  };
  if (!INTERFACE_TAG.test(tag)) return refuse(`${tag} is no language tag such as de or pt-BR.`);
  if (existsSync(join(CONFIG, DICTIONARIES_FOLDER, `${tag}.ts`)))
    return refuse(`config/messages/${tag}.ts is there already: npm run messages says what it lacks.`);
  const files = writeDictionary(tag, CONFIG);
  process.stdout.write(
    `config/messages/${tag}.ts and ${files.length - 1} more files are in English: translate them.\n`,
  );
  return 0;
}

function look(): number {
  const { dictionaries, faults } = loadDictionaries(CONFIG, (file) => join('config', file));
  const complete = [...dictionaries.keys()].map((tag) => `config/messages/${tag}.ts is complete.`);
  const said = [...complete, ...faults.map(({ where, what }) => `${where}: ${what}`)];
  process.stdout.write(`${said.length === 0 ? 'There is no dictionary in config/messages.' : said.join('\n')}\n`);
  return faults.length === 0 ? 0 : CONFIG_EXIT_CODE;
}

const [tag] = process.argv.slice(2);
process.exitCode = tag === undefined ? look() : begin(tag);
