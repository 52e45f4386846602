import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { InterfaceLanguage } from '../../../src/protocol/article.ts';

/** A file of the page as it is served. Its name changes with its content. */
export interface PageFile {
  /** `page-BTa9x1.js` */
  readonly name: string;
  readonly mediaType: string;
  readonly plain: Buffer;
  /** Absent: it would be no smaller. */
  readonly brotli?: Buffer;
  readonly gzip?: Buffer;
}

/** The page, built. */
export interface BuiltPage {
  readonly files: readonly PageFile[];
  /** Names of files. */
  readonly script: string;
  readonly style: string;
  /** The dictionary of each language, which the script loads by itself. */
  readonly words: Readonly<Record<InterfaceLanguage, string>>;
  /** Of the letters of each script, the files of the upright ones: `latin`, `cyrillic`. */
  readonly fonts: Readonly<Record<string, readonly string[]>>;
}

export interface BuildOptions {
  /** Modules of the operator's dictionaries, by language. Default: none. */
  readonly dictionaries?: ReadonlyMap<InterfaceLanguage, string>;
  /** Where what was built is kept. Default: `dist/page`. */
  readonly folder?: string;
}

type Manifest = Pick<BuiltPage, 'script' | 'style' | 'words' | 'fonts'> & { readonly names: readonly string[] };

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PAGE = join(ROOT, 'bots', 'web', 'page');
/** Everything a script of the page may come from, and the versions of the packages. */
const SOURCES = ['bots/web/page/**/*.{ts,tsx,css,json}', 'src/{messages,protocol,lib,cards}/**/*.ts', 'package.json'];
const SHIPPED = { en: join(PAGE, 'words', 'en.ts'), ru: join(PAGE, 'words', 'ru.ts') };
const DICTIONARIES = 'virtual:dictionaries';
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
};
/** By everybody. */
const READABLE = 0o755;
/** Of other sources or dictionaries: several processes may share a folder. */
const KEPT_BUILDS = 4;
/** Is compressed already. */
const PACKED: readonly string[] = ['woff2'];

/** The page of these sources: as it was built before, or built now, which takes less than a second, and kept for the next start. */
export async function loadPage({
  dictionaries = new Map(),
  folder = join(ROOT, 'dist', 'page'),
}: BuildOptions = {}): Promise<BuiltPage> {
  const kept = join(folder, hashOfSources(dictionaries));
  const before = await read(kept);
  if (before !== undefined) return before;
  const page = await buildPage(dictionaries);
  await keep(page, kept);
  return page;
}

function hashOfSources(dictionaries: ReadonlyMap<InterfaceLanguage, string>): string {
  const hash = createHash('sha256');
  const files = [
    ...globSync(SOURCES, { cwd: ROOT }).map((path) => join(ROOT, path)),
    ...[...dictionaries].flatMap(([language, path]) => [
      path,
      ...globSync(`${language}/**/*.ts`, { cwd: dirname(path) }).map((part) => join(dirname(path), part)),
    ]),
  ].toSorted();
  for (const path of files)
    hash
      .update(`${relative(ROOT, path).split(sep).join('/')}\0`)
      .update(readFileSync(path))
      .update('\0');
  return hash.digest('hex').slice(0, 20);
}

async function buildPage(dictionaries: ReadonlyMap<InterfaceLanguage, string>): Promise<BuiltPage> {
  const modules = new Map<InterfaceLanguage, string>([...Object.entries(SHIPPED), ...dictionaries]);
  // Only who builds needs the bundler.
  const { build } = await import('vite');
  const built = await build({
    configFile: false,
    envDir: false,
    root: PAGE,
    logLevel: 'error',
    publicDir: false,
    plugins: [
      {
        name: 'dictionaries',
        resolveId: (id) => (id === DICTIONARIES ? `\0${DICTIONARIES}` : undefined),
        load: (id) => (id === `\0${DICTIONARIES}` ? dictionariesModule(modules) : undefined),
      },
    ],
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      write: false,
      target: 'es2022',
      // The first of each that know light-dark().
      cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
      assetsDir: '',
      assetsInlineLimit: 0,
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: { input: [join(PAGE, 'main.tsx'), join(PAGE, 'styles', 'page.css')] },
    },
    base: '/assets/',
  });
  const output = 'output' in built ? built.output : [];
  const files = await Promise.all(
    output.map(({ fileName, ...file }) => pack(fileName, Buffer.from(file.type === 'chunk' ? file.code : file.source))),
  );
  const chunkOf = (path: string): string | undefined =>
    output.find((file) => file.type === 'chunk' && file.facadeModuleId === path)?.fileName;
  const words = Object.fromEntries([...modules].map(([language, path]) => [language, chunkOf(path)]));
  const named = {
    script: chunkOf(join(PAGE, 'main.tsx')),
    style: nameLike(files, /\.css$/),
    words,
    fonts: fontsOf(files),
  };
  if (named.script === undefined || named.style === undefined || Object.values(words).includes(undefined))
    throw new Error(
      `The page was built without a script, a style or a dictionary: ${files.map(({ name }) => name).join(', ')}`,
    );
  return { files, ...(named as Manifest) };
}

function nameLike(files: readonly PageFile[], pattern: RegExp): string | undefined {
  return files.find(({ name }) => pattern.test(name))?.name;
}

function fontsOf(files: readonly PageFile[]): Readonly<Record<string, readonly string[]>> {
  const scriptOf = ({ name }: PageFile): string =>
    /^(?:inter|source-serif-4)-(latin|cyrillic)-wght-normal-/.exec(name)?.[1] ?? 'other';
  const { latin = [], cyrillic = [] } = Object.groupBy(files, scriptOf);
  const names = (some: readonly PageFile[]): readonly string[] => some.map(({ name }) => name);
  return { latin: names(latin), cyrillic: names(cyrillic) };
}

function dictionariesModule(modules: ReadonlyMap<InterfaceLanguage, string>): string {
  const loaders = [...modules].map(
    ([language, path]) => `${JSON.stringify(language)}: () => import(${JSON.stringify(path)})`,
  );
  return `export default { ${loaders.join(', ')} };`;
}

async function pack(name: string, plain: Buffer): Promise<PageFile> {
  const extension = name.split('.').at(-1) ?? '';
  const mediaType = MEDIA_TYPES[extension] ?? 'application/octet-stream';
  if (PACKED.includes(extension)) return { name, mediaType, plain };
  const [brotli, zipped] = await Promise.all([
    promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } }),
    promisify(gzip)(plain, { level: 9 }),
  ]);
  return { name, mediaType, plain, brotli, gzip: zipped };
}

async function read(folder: string): Promise<BuiltPage | undefined> {
  try {
    const { names, ...named } = JSON.parse(await readFile(join(folder, 'page.json'), 'utf8')) as Manifest;
    const files = await Promise.all(
      names.map(async (name) => {
        const extension = name.split('.').at(-1) ?? '';
        const path = join(folder, name);
        const mediaType = MEDIA_TYPES[extension] ?? 'application/octet-stream';
        if (PACKED.includes(extension)) return { name, mediaType, plain: await readFile(path) };
        const [plain, brotli, zipped] = await Promise.all(
          [path, `${path}.br`, `${path}.gz`].map((one) => readFile(one)),
        );
        return { name, mediaType, plain, brotli, gzip: zipped } as PageFile;
      }),
    );
    return { files, ...named };
  } catch {
    // Nothing was built of these sources, or not to its end.
    return undefined;
  }
}

/** Under its name only once it is whole: several processes may start at once. Where nothing may be written, each start builds it anew. */
async function keep({ files, ...named }: BuiltPage, folder: string): Promise<void> {
  try {
    await mkdir(dirname(folder), { recursive: true });
    const made = await mkdtemp(`${folder}.`);
    // Whoever builds an image is another user than who serves it.
    await chmod(made, READABLE);
    const write = (name: string, content: Buffer | string): Promise<void> => writeFile(join(made, name), content);
    for (const { name, plain, brotli, gzip: zipped } of files) {
      await write(name, plain);
      if (brotli !== undefined) await write(`${name}.br`, brotli);
      if (zipped !== undefined) await write(`${name}.gz`, zipped);
    }
    const manifest: Manifest = { ...named, names: files.map(({ name }) => name) };
    await write('page.json', JSON.stringify(manifest));
    // What lies there could not be read.
    await rm(folder, { recursive: true, force: true });
    await rename(made, folder).catch(async () => await rm(made, { recursive: true }));
    await forgetOlder(dirname(folder));
  } catch {
    // It is in memory.
  }
}

/** Whoever changes sources builds often. Those who serve an older one have it in memory. */
async function forgetOlder(folder: string): Promise<void> {
  const built = await Promise.all(
    (await readdir(folder)).map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })),
  );
  const older = built.toSorted((one, other) => other.at - one.at).slice(KEPT_BUILDS);
  await Promise.all(older.map(({ name }) => rm(join(folder, name), { recursive: true, force: true })));
}
