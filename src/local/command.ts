import { spawn } from 'node:child_process';
import type { SpawnOptions } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

const MAX_KEPT_OUTPUT = 64 * 1024;

/** The environment handed in by whoever may read it (`main.ts`). */
export type Environment = Readonly<Record<string, string | undefined>>;

/** How a command ended, with the end of what it said on both channels. */
export interface CommandResult {
  readonly code: number;
  readonly output: string;
}

export interface CommandOptions extends Pick<SpawnOptions, 'cwd' | 'uid' | 'gid'> {
  readonly env: Environment;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  readonly onLine?: ((line: string) => void) | undefined;
  readonly input?: string | undefined;
}

/**
 * Runs a command to its end; an exit code other than 0 is an answer, not an error.
 *
 * @throws when it cannot be started, when the signal aborts it, or when it takes longer than `timeoutMs`
 */
export function runCommand(file: string, args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  const { signal, timeoutMs, onLine, input, ...spawnOptions } = options;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    // A group of its own: an abort ends its children too, and Ctrl-C in the terminal does not reach it before us.
    const child = spawn(file, args, { ...spawnOptions, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    let rest = '';
    const hear = (chunk: Buffer): void => {
      const text = chunk.toString('utf8');
      output = (output + text).slice(-MAX_KEPT_OUTPUT);
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine?.(line);
    };
    const kill = (): void => {
      if (child.pid !== undefined) killGroup(child.pid);
    };
    const timer = timeoutMs === undefined ? undefined : setTimeout(kill, timeoutMs);
    signal?.addEventListener('abort', kill, { once: true });
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    // A command that ends without reading its input breaks the pipe; how it ended is told by its exit code.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    const settle = (finish: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', kill);
      finish();
    };
    child.once('error', (error) => settle(() => reject(error)));
    child.once('close', (code, killedBy) =>
      settle(() => {
        if (signal?.aborted === true) reject(toError(signal.reason));
        else if (code === null) reject(new Error(`${file} was ended by ${killedBy ?? 'a signal'}`));
        else resolve({ code, output });
      }),
    );
  });
}

/** The first executable file of that name in the folders of a PATH. */
export async function findOnPath(name: string, path: string | undefined): Promise<string | undefined> {
  for (const folder of (path ?? '').split(delimiter)) {
    const file = join(folder, name);
    if (isAbsolute(folder) && (await isExecutable(file))) return file;
  }
  return undefined;
}

export async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason });
}
