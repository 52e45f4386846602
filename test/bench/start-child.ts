import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A Node process of the benchmark. */
export interface Child {
  readonly pid: number | undefined;
  /** What it said until it was ready. */
  readonly said: string;
  /** Asks it to end, and waits for that. */
  stop(): Promise<void>;
}

export interface ChildOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Where it says that it is ready; the other stream is ours. Default: standard output. */
  readonly says?: 'stdout' | 'stderr';
  /** What it says then. Default: anything. */
  readonly ready?: string;
}

/** Resolves when it is ready. @param args of Node: a file, and what comes before and after it */
export async function startChild(
  args: readonly string[],
  { env = {}, says = 'stdout', ready = '' }: ChildOptions = {},
): Promise<Child> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', says === 'stdout' ? 'pipe' : 'inherit', says === 'stderr' ? 'pipe' : 'inherit'],
  });
  const exited = once(child, 'exit');
  // What measures may break off.
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  let said = '';
  const isReady = Promise.withResolvers<void>();
  child[says]?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (said.includes(ready)) isReady.resolve();
  });
  await Promise.race([
    isReady.promise,
    exited.then(() => Promise.reject(new Error(`${args.join(' ')} ended before it was ready:\n${said}`))),
  ]);
  return {
    pid: child.pid,
    said,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
