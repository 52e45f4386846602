import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

const MAIN = join(import.meta.dirname, '../../src/practice-model/main.ts');

describe('npm run practice-model', () => {
  it('says where it answers, and ends on SIGTERM', async () => {
    const child = spawn(process.execPath, [MAIN, '--port', '0', '--latency-ms', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const url = /http:\S+\/v1/.exec(line.toString())?.[0] ?? '';
    expect((await fetch(`${url}/models`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('takes its mood from the variable, and the option before it', async () => {
    const firstLineOf = async (...options: readonly string[]): Promise<string> => {
      const child = spawn(process.execPath, [MAIN, '--port', '0', ...options], {
        env: { ...process.env, PRACTICE_MODEL_MOOD: 'Lazy' },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      child.kill('SIGTERM');
      return line.toString();
    };
    expect(await firstLineOf()).toContain(', lazy.');
    expect(await firstLineOf('--mood', 'liar')).toContain(', liar.');
  });

  it.each([
    ['--port', 'http'],
    ['--mood', 'cross'],
  ])('explains itself when it does not understand %s %s', async (option, value) => {
    const child = spawn(process.execPath, [MAIN, option, value], { stdio: ['ignore', 'ignore', 'pipe'] });
    const [[text], [code]] = (await Promise.all([once(child.stderr, 'data'), once(child, 'exit')])) as [
      [Buffer],
      [number],
    ];
    expect(text.toString()).toContain(option);
    expect(code).toBe(2);
  });
});
