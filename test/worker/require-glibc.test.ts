import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('on musl', () => {
  it.each(['worker/main.ts', 'worker/replay/main.ts', 'worker/bundle.ts'])(
    '%s says in one sentence that it cannot run there, and where it can',
    (program) => {
      const { status, stderr } = spawnSync(process.execPath, ['--import=./test/fixtures/as-on-musl.ts', program], {
        cwd: ROOT,
        encoding: 'utf8',
      });
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr: expect.stringMatching(/^Copydesk does not run on musl .*node:24-slim[^\n]*\n$/),
      });
    },
  );
});
