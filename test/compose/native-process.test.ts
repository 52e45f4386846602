import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { untilGone } from '../../src/local/processes.ts';

/** Starts one that never ends, says which, and is over. */
const STARTS_ONE = `
  const { startNative } = await import(${JSON.stringify(join(import.meta.dirname, 'native-process.ts'))});
  const endless = 'console.log(process.pid); setInterval(() => {}, 1000)';
  const { output } = startNative([process.execPath, '-e', endless]);
  while (!output().endsWith('\\n')) await new Promise((resolve) => setTimeout(resolve, 20));
  process.stdout.write(output(), () => process.exit());
`;

describe('a process that a test starts', () => {
  it('is not left behind by a test that ends without it', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', STARTS_ONE]);
    const pid = Number(stdout);
    expect(pid).toBeGreaterThan(0);
    await untilGone(pid, 20);
  });
});
