import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file that asks for what `test/support/global-setup.ts` provides. */
const ASKS = /\binject\('/;
const IMPORT = /(?:from|import\()\s*'(\.{1,2}\/[^']+\.ts)'/g;

/**
 * Test files that need the servers of `test/support/global-setup.ts`: those that ask for their addresses, themselves or through what they
 * import from `test/`. All others start at once, without any.
 * @param root folder of the repository
 */
export function filesThatNeedServers(root: string): readonly string[] {
  const known = new Map<string, boolean>();
  const needs = (file: string): boolean => {
    const answer = known.get(file);
    if (answer !== undefined) return answer;
    // Files that import each other add nothing to one another.
    known.set(file, false);
    const code = readFileSync(join(root, file), 'utf8');
    // Some are words of a test: files that it writes.
    const imported = [...code.matchAll(IMPORT)]
      .map(([, path = '']) => join(dirname(file), path))
      .filter((path) => path.startsWith('test/') && existsSync(join(root, path)));
    const needed = ASKS.test(code) || imported.some(needs);
    known.set(file, needed);
    return needed;
  };
  return globSync('test/**/*.test.ts', { cwd: root }).filter(needs);
}
