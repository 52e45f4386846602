import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

describe('npm run doctor', () => {
  const run = (...args: readonly string[]) =>
    spawnSync(process.execPath, ['scripts/doctor.js', ...args], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] },
    });

  it('says what can be examined', () => {
    const { status, stdout, stderr } = run('--help');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const word of ['core', 'slack', 'telegram']) expect(stdout).toContain(`npm run doctor -- ${word}`);
  });

  it('ends with 2 after a word that it does not know', () => {
    const { status, stdout, stderr } = run('pigeon');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('pigeon is not known.\nUsage:\n  npm run doctor\n');
  });
});
