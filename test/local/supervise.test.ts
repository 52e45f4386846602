import { describe, expect, it } from 'vitest';
import { supervise } from '../../src/local/supervise.ts';

/** A server that is killed at once, and starts again after these failures. */
function killed(failures: readonly string[], isPassing?: (reason: string) => boolean) {
  const lines: string[] = [];
  const left = [...failures];
  const { promise: lost, resolve: onLost } = Promise.withResolvers<Error>();
  const { promise: restarted, resolve: onRestart } = Promise.withResolvers<void>();
  supervise({
    name: 'PostgreSQL',
    running: { pid: 1, ended: Promise.resolve('SIGKILL') },
    restart: async () => {
      const failure = left.shift();
      if (failure !== undefined) throw new Error(failure);
      onRestart();
      return { pid: 2, ended: new Promise(() => undefined) };
    },
    end: async () => undefined,
    log: (line) => lines.push(line),
    isPassing,
    onLost,
  });
  return { lines, lost, restarted };
}

const IN_THE_WAY = 'pre-existing shared memory block is still in use';
const isPassing = (reason: string): boolean => reason === IN_THE_WAY;

describe('a server that ended by itself', () => {
  it('waits for what is in the way for a moment, however often it has to look', async () => {
    const { lines, restarted } = killed(Array<string>(8).fill(IN_THE_WAY), isPassing);
    await restarted;
    expect(lines).toEqual(['PostgreSQL ended by itself (SIGKILL); starting it again']);
  });

  it('says what else is in the way, and is lost after five attempts', async () => {
    const { lines, lost } = killed(Array<string>(8).fill('no space left'), isPassing);
    expect((await lost).message).toBe('PostgreSQL is gone: no space left');
    expect(lines.filter((line) => line.includes('no space left'))).toHaveLength(5);
  });
});
