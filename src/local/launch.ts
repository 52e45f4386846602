import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLog } from './log-file.ts';
import { isRunning, untilGone } from './processes.ts';
import type { RunningServer } from './supervise.ts';

const READY_POLL_MS = 20;
const END_NEWS_MS = 1_000;

export interface LaunchOptions {
  readonly file: string;
  readonly args: readonly string[];
  /** Where both output channels go. */
  readonly logFile: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** The user to run as, when it is not ours. */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
}

/**
 * Starts a server in a process group of its own, so that Ctrl-C in the terminal leaves it running until we have put
 * everything that uses it away. It does not keep this process alive, and outlives it when this one is killed.
 *
 * @throws when the file cannot be run
 */
export function launch(options: LaunchOptions): Promise<RunningServer> {
  const log = openLog(options.logFile);
  return new Promise((resolve, reject) => {
    const child = spawn(options.file, options.args, {
      detached: true,
      stdio: ['ignore', log, log],
      env: options.env,
      cwd: options.cwd,
      ...options.user,
    });
    closeSync(log);
    child.unref();
    const ended = new Promise<string>((tell) => {
      child.once('exit', (code, signal) => tell(signal ?? `exit code ${code ?? 'unknown'}`));
    });
    child.once('error', reject);
    child.once('spawn', () => {
      if (child.pid !== undefined) resolve({ pid: child.pid, ended });
    });
  });
}

/** A server that an earlier process of ours left behind. */
export function adopt(pid: number): RunningServer {
  return { pid, ended: untilGone(pid).then(() => 'process gone') };
}

/** The news of a child's end does not keep this process alive, so something else must while we wait for it. */
function howItEnded(server: RunningServer): Promise<string> {
  return Promise.race([server.ended, sleep(END_NEWS_MS, 'process gone')]);
}

/**
 * Waits until a server that was just started answers.
 *
 * @returns `undefined` once it is ready, otherwise why it is not
 * @throws when the signal aborts the wait
 */
export async function untilReady(
  server: RunningServer,
  isReady: () => Promise<boolean>,
  options: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
): Promise<string | undefined> {
  const until = Date.now() + options.timeoutMs;
  while (!(await isReady())) {
    options.signal?.throwIfAborted();
    if (!isRunning(server.pid)) return `it ended at once (${await howItEnded(server)})`;
    if (Date.now() > until) return `it did not answer within ${options.timeoutMs / 1000} s`;
    await sleep(READY_POLL_MS);
  }
  return undefined;
}
