import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const [, section = ''] = /^## What works where\n([^]*?)^## /m.exec(readFileSync('docs/models.md', 'utf8')) ?? [];
const [, , ...rows] = section.split('\n').filter((line) => line.startsWith('|'));
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly scripts: Record<string, string> };
const tests = globSync(['test/agents/model/*.test.ts', 'test/integration/{litellm,models}.test.ts'])
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

function isThere(name: string): boolean {
  const script = /^npm (?:run )?(\S+)$/.exec(name)?.[1];
  if (script !== undefined) return scripts[script] !== undefined;
  if (name.startsWith('test/')) return existsSync(name);
  // `describe.each` puts provider and page together.
  const provider = /^an error of (.+)$/.exec(name)?.[1];
  return provider === undefined ? tests.includes(`'${name}`) : tests.includes(`\n  '${provider} `);
}

describe('what docs/models.md says of a server', () => {
  it.each(rows.map((row) => row.split('|').map((cell) => cell.trim())).map((cells) => [cells[1], cells.at(-2) ?? '']))(
    'is held by tests: %s',
    (_server, heldBy) => {
      const names = [...heldBy.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
      expect(names.length).toBeGreaterThan(0);
      expect(names.filter((name) => !isThere(name))).toEqual([]);
    },
  );
});
