import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 20;
const KILLED_WAIT_MS = 10_000;

/** A process of this machine and how it was started, its arguments joined by single spaces. */
export interface ProcessEntry {
  readonly pid: number;
  readonly command: string;
}

/** Whether the process does anything still. A zombie (ended, not yet collected by its parent) does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return isErrno(error, 'EPERM');
  }
  return !isZombie(pid);
}

/** Every process whose command line contains the text: the one register of orphans that a `kill -9` cannot leave stale. */
export function findProcesses(text: string): readonly ProcessEntry[] {
  return listProcesses().filter(({ pid, command }) => pid !== process.pid && command.includes(text));
}

/** The command line of a running process; `undefined` when there is no such process. */
export function commandOf(pid: number): string | undefined {
  return listProcesses([pid])[0]?.command;
}

/** Ends when the process has ended, without keeping this one alive. For processes that are not our children. */
export async function untilGone(pid: number, everyMs = 500): Promise<void> {
  while (isRunning(pid)) await sleep(everyMs, undefined, { ref: false });
}

/**
 * Asks a process to end, waits, then kills it, and returns only when it is gone.
 *
 * @param signal what it understands as "finish and end"
 * @param graceMs how long it may take before SIGKILL
 * @param group whether it leads a process group of its own that ends with it
 * @throws when it is not ours to stop, or is still there after SIGKILL
 */
export async function endProcess(
  pid: number,
  options: { readonly signal: NodeJS.Signals; readonly graceMs: number; readonly group?: boolean },
): Promise<void> {
  const target = options.group === true ? -pid : pid;
  sendSignal(target, pid, options.signal);
  if (await goneWithin(pid, options.graceMs)) return;
  sendSignal(target, pid, 'SIGKILL');
  if (await goneWithin(pid, KILLED_WAIT_MS)) return;
  throw new Error(`process ${pid} is still there ${KILLED_WAIT_MS / 1000} s after SIGKILL`);
}

function sendSignal(target: number, pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch (error) {
    if (!isErrno(error, 'ESRCH')) throw error;
    if (target !== pid && isRunning(pid)) process.kill(pid, signal);
  }
}

async function goneWithin(pid: number, ms: number): Promise<boolean> {
  const until = Date.now() + ms;
  while (isRunning(pid)) {
    if (Date.now() > until) return false;
    await sleep(POLL_MS);
  }
  return true;
}

function listProcesses(pids?: readonly number[]): readonly ProcessEntry[] {
  return hasProc() ? fromProc(pids) : fromPs(pids);
}

function hasProc(): boolean {
  return existsSync('/proc/self/cmdline');
}

function fromProc(pids?: readonly number[]): readonly ProcessEntry[] {
  const candidates =
    pids ??
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  return candidates.flatMap((pid) => {
    const command = readText(`/proc/${pid}/cmdline`)?.replace(/\0$/, '').replaceAll('\0', ' ');
    return command === undefined || command === '' ? [] : [{ pid, command }];
  });
}

function fromPs(pids?: readonly number[]): readonly ProcessEntry[] {
  const which = pids === undefined ? ['-ax'] : ['-p', pids.join(',')];
  return ps([...which, '-ww', '-o', 'pid=,args=']).flatMap((line) => {
    const match = /^\s*(\d+) (.*)$/.exec(line);
    return match === null ? [] : [{ pid: Number(match[1]), command: match[2] ?? '' }];
  });
}

function isZombie(pid: number): boolean {
  if (!hasProc()) return ps(['-p', String(pid), '-o', 'stat=']).some((line) => line.trim().startsWith('Z'));
  // The name in parentheses may itself hold spaces and parentheses; the state follows the last one.
  const state = readText(`/proc/${pid}/stat`)?.split(') ').at(-1)?.[0];
  return state === 'Z' || state === 'X';
}

function ps(args: readonly string[]): readonly string[] {
  try {
    return execFileSync('ps', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\n');
  } catch {
    return [];
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
