import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { HostAnswer, HostRequest } from './local-host.ts';

const HOST_FILE = fileURLToPath(new URL('local-host.ts', import.meta.url));

/** Another process that runs what `npm start` runs of `src/local`. */
export interface Host extends HostAnswer {
  readonly hostPid: number;
  /** Ends it in the way of that signal and waits until it has ended. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Starts it, as another user if so wanted (root only), and waits for its answer. Ends with the test at the latest. */
export async function startHost(
  request: HostRequest,
  user?: { readonly uid: number; readonly gid: number },
): Promise<Host> {
  const child = spawn(process.execPath, [HOST_FILE, JSON.stringify(request)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: '/',
    ...user,
  });
  const exited = once(child, 'exit');
  // What a failed test did not end would be waited for by whoever reads the output of the run.
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    exited.then(() => [undefined]),
  ])) as [string | undefined];
  if (line === undefined || child.pid === undefined) throw new Error('the host ended without an answer');
  return {
    ...(JSON.parse(line) as HostAnswer),
    hostPid: child.pid,
    end: async (signal) => {
      child.kill(signal);
      await exited;
    },
  };
}
