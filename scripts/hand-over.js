import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { COMPILE_CACHE, ROOT } from './ensure.js';

// V8's young generation grows to 16 MB per semi-space otherwise, in every isolate: 100 MB of memory in a worker.
const NODE_FLAGS = ['--max-semi-space-size=4'];
// glibc keeps eight arenas a core otherwise, which fill with the leftovers of Temporal's many threads: another 70 MB in a worker.
const ALLOCATOR = { MALLOC_ARENA_MAX: '2' };

/**
 * Runs a TypeScript file with the pinned Node, in the repository's folder with its `.env`, and ends as it ends.
 *
 * @param {string} file relative to the repository
 * @param {readonly string[]} args
 * @param {readonly string[]} [nodeFlags] beside those that every process of ours has
 */
export function handOver(file, args, nodeFlags = []) {
  const node = join(ROOT, 'node_modules', '.bin', 'node');
  const envFile = existsSync(join(ROOT, '.env')) ? ['--env-file=.env'] : [];
  const child = spawn(node, [...NODE_FLAGS, ...nodeFlags, ...envFile, file, ...args], {
    cwd: ROOT,
    env: { ...ALLOCATOR, ...COMPILE_CACHE, ...process.env },
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGHUP']) {
    // The terminal has sent Ctrl-C (and its closing) to the whole group already, and npm sends it once more.
    process.on(signal, () => isInForeground() || child.kill(signal));
  }
  let ending = false;
  process.on('SIGTERM', () => {
    if (!ending) child.kill('SIGTERM');
    ending = true;
  });
  child.once('error', (error) => {
    process.stderr.write(`Could not run ${node}: ${error.message}\n`);
    process.exit(1);
  });
  child.once('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

/** Whether this process is in the group that its terminal sends Ctrl-C to. */
function isInForeground() {
  try {
    const [group, , terminal, foreground] = existsSync('/proc/self/stat') ? fromProc() : fromPs();
    return terminal !== '0' && group === foreground;
  } catch {
    return false;
  }
}

/** Group, session, terminal and the terminal's foreground group: fields 5 to 8 of proc_pid_stat(5). */
function fromProc() {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return fields.slice(2, 6);
}

function fromPs() {
  const args = ['-o', 'pgid=,sess=,tty=,tpgid=', '-p', String(process.pid)];
  return execFileSync('ps', args, { encoding: 'utf8' }).trim().split(/\s+/);
}
