import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' }).flatMap((name) =>
    name.endsWith('.md') ? [`docs/${name}`] : [],
  ),
];
/** Whoever opens the repository reads it to the end. */
const README_BYTES = 9 * 1024;
/** Files of the examples in `docs/extending.md`, which somebody is going to write. */
const IMAGINED = /translat|on-cost/;

const read = (path: string): string => readFileSync(path, 'utf8');
const withoutCode = (markdown: string): string => markdown.replaceAll(/^```[\s\S]*?^```/gm, '');
const matches = (text: string, pattern: RegExp): readonly string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, found = '']) => found)),
];

/** As GitHub makes them. */
function anchorsIn(markdown: string): readonly string[] {
  return matches(withoutCode(markdown), /^#+ (.+)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(PAGES)('%s', (page) => {
  const text = read(page);

  it('links to nothing that is not there', () => {
    const broken = matches(text, /\]\((?!https?:)([^)]+)\)/g).filter((link) => {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? page : posix.join(posix.dirname(page), file);
      return !existsSync(target) || (anchor !== undefined && !anchorsIn(read(target)).includes(anchor));
    });
    expect(broken).toEqual([]);
  });

  it('names no file and no command that is not there', () => {
    const files = matches(text, /`((?:\.ci|bots|config|docs|examples|scripts|src|test|worker)\/[\w./-]*\w\/?)`/g);
    expect(files.filter((file) => !IMAGINED.test(file) && !existsSync(file))).toEqual([]);
    const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
    expect(matches(text, /npm run (?:--silent )?([\w-]+)/g).filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly default?: readonly string[] | string | number;
}

/** `worker.pool_size` → its default, for every key that has a value of its own; the four agents as one. */
function settingsIn(schema: Schema, path: string, found = new Map<string, readonly Schema['default'][]>()) {
  for (const [key, inner] of Object.entries(schema.properties ?? {})) {
    const name = `${path}${key}`.replace(/^agents\.(writer|critic|fact_checker|editor)/, 'agents.*');
    if (inner.properties !== undefined) settingsIn(inner, `${name}.`, found);
    else if (inner.default !== undefined || !found.has(name))
      found.set(name, [...(found.get(name) ?? []), inner.default]);
  }
  return found;
}

/** What fits into a cell. */
function isShort(value: Schema['default']): value is Exclude<Schema['default'], undefined> {
  return Array.isArray(value)
    ? value.every((item) => typeof item === 'string')
    : value !== undefined && typeof value !== 'object';
}

describe('README.md', () => {
  it('has at most 9 KB', () => {
    expect(Buffer.byteLength(read('README.md'))).toBeLessThanOrEqual(README_BYTES);
  });

  it('leads to every page', () => {
    const pages = PAGES.filter((page) => page !== 'README.md' && !page.startsWith('docs/decisions/'));
    expect(pages.filter((page) => !read('README.md').includes(`](${page})`))).toEqual([]);
  });
});

describe('the tables of docs/configuration.md', () => {
  const configuration = read('docs/configuration.md');
  const rowOf = (key: string): string | undefined =>
    configuration
      .split('\n')
      .find((line) => line.startsWith(`| \`${key}\` |`))
      ?.split('|')[2]
      ?.trim();

  it('have every environment variable', () => {
    const variables = matches(read('src/config/environment.ts'), /^ {2}([A-Z]+_?[A-Z_]*):/gm);
    expect(variables.length).toBeGreaterThan(20);
    expect(variables.filter((name) => !configuration.includes(`\`${name}\``))).toEqual([]);
  });

  it.each(['workflows', 'agents', 'copydesk'])('have every key of %s.yaml with its default', (file) => {
    const settings = settingsIn(JSON.parse(read(`config/${file}.schema.json`)) as Schema, '');
    expect(settings.size).toBeGreaterThan(8);
    for (const [key, defaults] of settings) {
      const named = key
        .replace(/^agents\.\*\.(provider|search_model|max_claims)$/, 'agents.fact_checker.$1')
        .replace(/^agents\.\*\.(weights\.\w+)$/, 'agents.critic.$1')
        .replace(/^agents\.\*\.drafts$/, 'agents.writer.drafts');
      const row = rowOf(named);
      expect(row, key).toBeDefined();
      for (const value of defaults.filter(isShort))
        expect(row, key).toContain(`\`${typeof value === 'object' ? `[${value.join(', ')}]` : String(value)}\``);
    }
  });
});

describe('docs/publish.md', () => {
  it('has every kind of place, and every key of its settings', () => {
    const page = read('docs/publish.md');
    const { properties } = JSON.parse(read('config/publish.schema.json')) as {
      readonly properties: {
        readonly targets: { readonly additionalProperties: { readonly oneOf: readonly Schema[] } };
      };
    };
    const kinds = properties.targets.additionalProperties.oneOf;
    expect(kinds.length).toBeGreaterThan(6);
    for (const kind of kinds) for (const key of settingsIn(kind, '').keys()) expect(page, key).toContain(`\`${key}\``);
  });
});

describe('docs/thread.svg', () => {
  it('is what scripts/render-thread.js makes of the recorded thread', () => {
    const input = read('test/fixtures/terminal/thread.ansi');
    const made = execFileSync(process.execPath, ['scripts/render-thread.js'], { input, encoding: 'utf8' });
    expect(read('docs/thread.svg')).toBe(made);
  });
});

describe('what editors and version managers read', () => {
  it('is what package.json and biome.json say', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { readonly dependencies: { readonly node: string } };
    expect(read('.nvmrc').trim()).toBe(dependencies.node);
    const { formatter } = JSON.parse(read('biome.json')) as {
      readonly formatter: { readonly indentStyle: string; readonly indentWidth: number; readonly lineWidth: number };
    };
    const editor = read('.editorconfig');
    expect(editor).toContain(`indent_style = ${formatter.indentStyle}\nindent_size = ${formatter.indentWidth}\n`);
    expect(editor).toContain(`max_line_length = ${formatter.lineWidth}\n`);
  });
});
