import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { startOfProcess } from '../../src/lib/start-of-process.ts';

describe('startOfProcess', () => {
  it('is the same as long as the process runs, and nobody else has it', async () => {
    const start = startOfProcess(process.pid);
    expect(start).toMatch(/\d/);
    const child = spawn('sleep', ['60']);
    await once(child, 'spawn');
    expect(startOfProcess(child.pid ?? 0)).toMatch(/\d/);
    expect(startOfProcess(child.pid ?? 0)).not.toBe(start);
    child.kill();
    await once(child, 'close');
    expect(startOfProcess(child.pid ?? 0)).toBeUndefined();
    expect(startOfProcess(process.pid)).toBe(start);
  });
});
