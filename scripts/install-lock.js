import { execFileSync } from 'node:child_process';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

const POLL_MS = 500;

/**
 * Runs the work while holding a lock file; waits while another process that is still there holds it.
 *
 * @template T
 * @param {string} file
 * @param {(text: string) => void} say
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withInstallLock(file, say, work) {
  for (let said = false; !take(file); said = true) {
    if (!said) say('Waiting for another Copydesk that is installing the dependencies\n');
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** A link appears with its content, and only where there is none: nobody ever reads a lock that is half written. */
function take(file) {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, holder(process.pid));
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    removeIfStale(file, `${own}.stale`);
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

function removeIfStale(file, aside) {
  const seen = read(file);
  if (seen === undefined || isHeld(seen)) return;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  // Between the look and the move, another one may have removed the stale lock and put its own there: give that back.
  if (read(aside) !== seen) linkSync(aside, file);
  rmSync(aside, { force: true });
}

function isHeld(text) {
  const pid = Number(text.split(' ')[0]);
  return pid > 0 && isRunning(pid) && text === holder(pid);
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** The process and when it started: process ids are given out again. As `src/lib/start-of-process.ts`, before there is a Node for that. */
function holder(pid) {
  const ticks = read(`/proc/${pid}/stat`)?.split(') ').at(-1)?.split(' ')[19];
  return `${pid} ${ticks === undefined ? startSaidByPs(pid) : `${read('/proc/sys/kernel/random/boot_id')?.trim()} ${ticks}`}`;
}

function startSaidByPs(pid) {
  try {
    const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
    const options = { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] };
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], options).trim();
  } catch {
    return '';
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
