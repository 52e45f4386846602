import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { en } from '../messages/en.ts';
import { DICTIONARIES_FOLDER } from './dictionaries.ts';

const SOURCES = fileURLToPath(new URL('..', import.meta.url));

/**
 * Writes the English words into `messages` of a config folder, to be translated: `<tag>.ts`, and beside it a folder with a file for each
 * part. What they load they load from here. @returns the paths. @throws where one of them is there already
 */
export function writeDictionary(tag: string, folder: string): readonly string[] {
  const english = join(SOURCES, 'messages', 'en');
  const names = readdirSync(english).toSorted();
  const files = [
    { path: join(folder, DICTIONARIES_FOLDER, `${tag}.ts`), content: indexOf(tag, names) },
    ...names.map((name) => ({
      path: join(folder, DICTIONARIES_FOLDER, tag, name),
      content: translatable(readFileSync(join(english, name), 'utf8'), tag),
    })),
  ];
  for (const { path, content } of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, loadingFrom(dirname(path), content), { flag: 'wx' });
  }
  return files.map(({ path }) => path);
}

function indexOf(tag: string, names: readonly string[]): string {
  // Some parts are loaded by others.
  const parts = names.map((name) => name.replace(/\.ts$/, '')).filter((part) => part in en);
  return [
    "import type { Messages } from '#src/messages/messages.ts';",
    ...parts.map((part) => `import { ${part} } from './${tag}/${part}.ts';`),
    '',
    `const dictionary: Messages = { ${parts.join(', ')} };`,
    'export default dictionary;',
    '',
  ].join('\n');
}

function translatable(source: string, tag: string): string {
  return source
    .replaceAll("'../../", "'#src/")
    .replaceAll("'../", "'#src/messages/")
    .replaceAll(/(createFormat|createTimeAgo)\('en'\)/g, `$1('${tag}')`);
}

function loadingFrom(folder: string, content: string): string {
  return content.replaceAll("'#src/", `'${relative(folder, SOURCES).replaceAll(sep, '/')}/`);
}
