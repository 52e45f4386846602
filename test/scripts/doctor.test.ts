import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

describe('npm run doctor', () => {
  it.each([[[]], [['pigeon']], [['--help']]])('names the platforms there are after %j', (args) => {
    const { status, stderr, stdout } = spawnSync(process.execPath, ['scripts/doctor.js', ...args], {
      encoding: 'utf8',
    });
    expect({ status, stderr, stdout }).toEqual({
      status: 2,
      stderr: 'Usage: npm run doctor -- <slack | telegram>\n',
      stdout: '',
    });
  });
});
