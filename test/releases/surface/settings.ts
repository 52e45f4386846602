import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jsonSchemas } from '../../../src/config/json-schemas.ts';
import type { JsonSchema } from '../breaks/schema-breaks.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** What operators write: the keys of the settings, variables of the environment, commands and their flags. */
export interface Settings {
  /** JSON schemas, by the name of the file that they are of: `workflows.yaml`. */
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly variables: readonly string[];
  /** Flags of each command, by the name of its script in `package.json`: `{"retry": ["dry-run", …]}`. */
  readonly commands: Readonly<Record<string, readonly string[]>>;
}

/** Those for whoever works on the code, and not for whoever runs it. */
const OURS = new Set([
  'dev',
  'test',
  'check',
  'format',
  'bench',
  'rehearse',
  'schemas',
  'messages',
  'client',
  'pictures',
  'record-histories',
  'record-release',
  'test:examples',
  'test:real-model',
]);

export function settingsOfToday(): Settings {
  const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
  return {
    schemas: Object.fromEntries(
      Object.entries(jsonSchemas()).map(([name, text]) => [
        name.replace('.schema.json', '.yaml'),
        JSON.parse(text) as JsonSchema,
      ]),
    ),
    variables: variablesOf(read('docs/configuration.md')),
    commands: Object.fromEntries(
      Object.entries(scripts).flatMap(([name, script]) => (OURS.has(name) ? [] : [[name, flagsOf(name, script)]])),
    ),
  };
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The table of them, which a test holds against the code. */
function variablesOf(page: string): readonly string[] {
  const [, table = ''] =
    page
      .split(/^## /m)
      .filter((part) => part.startsWith('Environment variables'))[0]
      ?.split('\n\n') ?? [];
  const named = table.split('\n').flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([A-Z][A-Z0-9_]+)`/g)]);
  return named.map(([, name = '']) => name).toSorted();
}

/** As the program of a script declares them, or a module beside it. */
function flagsOf(name: string, script: string): readonly string[] {
  if (name === 'start') return declaredIn('src/local/options.ts');
  const program = script.match(/\S+\.ts/)?.[0] ?? `src/${name}/main.ts`;
  const folder = dirname(program);
  return readdirSync(join(ROOT, folder))
    .filter((file) => file.endsWith('.ts') && statSync(join(ROOT, folder, file)).isFile())
    .flatMap((file) => declaredIn(join(folder, file)));
}

function declaredIn(path: string): readonly string[] {
  return [...read(path).matchAll(/'?([a-z][a-z-]*)'?: \{ type: '(?:string|boolean)'/g)]
    .map(([, flag = '']) => flag)
    .toSorted();
}
