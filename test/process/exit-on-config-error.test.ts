import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

function run(expression: string) {
  const script = `
    import { exitOnConfigError } from './src/process/exit-on-config-error.ts';
    import { readEnvironment } from './src/config/environment.ts';
    console.log(exitOnConfigError(() => ${expression}).dataFolder);`;
  return spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
}

describe('exitOnConfigError', () => {
  it('hands on what was loaded', () => {
    expect(run(`readEnvironment({ COPYDESK_DATA: 'here' })`)).toMatchObject({ status: 0, stdout: 'here\n' });
  });

  it('prints the faults and ends with exit code 2', () => {
    expect(run(`readEnvironment({ LOG_LEVEL: 'loud' })`)).toMatchObject({
      status: 2,
      stdout: '',
      stderr: 'environment LOG_LEVEL: must be one of debug, info, warn, error, silent\n',
    });
  });

  it('lets other errors pass', () => {
    expect(run(`{ throw new TypeError('broken'); }`)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('TypeError: broken'),
    });
  });
});
