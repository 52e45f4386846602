import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { adopt, launch, untilReady } from './launch.ts';
import { LocalError, reasonOf } from './local-error.ts';
import { tailOf } from './log-file.ts';
import { accepts, pickPort } from './ports.ts';
import { endProcess, findProcesses, isRunning } from './processes.ts';
import type { ProcessEntry } from './processes.ts';
import { supervise } from './supervise.ts';
import type { RunningServer } from './supervise.ts';

const HOST = '127.0.0.1';
/** What Temporal's own tools and documentation expect. */
const USUAL_PORT = 7233;
const USUAL_UI_PORT = 8233;
const READY_TIMEOUT_MS = 60_000;
const ANSWER_TIMEOUT_MS = 2_000;
/** SIGTERM took up to a few seconds under load. */
const STOP_GRACE_MS = 15_000;
/** Between choosing a free port and listening on it, somebody else may take it. */
const START_ATTEMPTS = 3;
/** One that finds its port taken ends within half a second; on a busy machine within two. */
const CONTEST_MS = 3_000;
const LOG_FILE = 'temporal.log';
const DATABASE_FILE = 'temporal.db';

export interface TemporalServerOptions {
  /** Path of the Temporal CLI, from `findTemporalCli`. */
  readonly cli: string;
  /** A folder that this process holds the lock of (`openDataFolder`): database `temporal.db`, log `temporal.log`. */
  readonly dataFolder: string;
  /** Ports to use when they are free. Default 7233 and 8233; 0 means any. */
  readonly port?: number | undefined;
  readonly uiPort?: number | undefined;
  /** `false` in tests: what was written last may be lost when the machine (not the process) dies. Default true. */
  readonly durable?: boolean | undefined;
  readonly log: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
  /** Called once when the server kept dying and is not started any more. */
  readonly onLost?: ((error: Error) => void) | undefined;
}

export interface TemporalServer {
  /** `127.0.0.1:<port>`, for a Temporal client. */
  readonly address: string;
  /** Address of the Web UI. */
  readonly uiUrl: string;
  readonly pid: number;
  /** Whether it was found running, left behind by a process that was killed. */
  readonly reused: boolean;
  readonly logFile: string;
  /** Ends it and returns when it is gone; safe to call twice. */
  stop(): Promise<void>;
}

interface Ports {
  readonly port: number;
  readonly uiPort: number;
}

/**
 * Starts Temporal's development server on 127.0.0.1 and returns when it answers; starts it again when it dies. One that
 * was left behind on the same database is reused when it answers and runs as we would run it, otherwise ended first:
 * two servers on one database destroy it.
 *
 * @throws LocalError `TEMPORAL_NOT_STARTED` with the end of its log
 */
export async function startTemporalServer(options: TemporalServerOptions): Promise<TemporalServer> {
  const logFile = join(options.dataFolder, LOG_FILE);
  const orphan = await takeOverOrphan(options);
  const started = orphan ?? (await startFresh(options, logFile));
  const { ports } = started;
  const server = supervise({
    name: 'The Temporal server',
    running: started.running,
    restart: () => startOn(ports, options, logFile),
    end,
    log: options.log,
    onLost: options.onLost,
  });
  return {
    address: `${HOST}:${ports.port}`,
    uiUrl: `http://${HOST}:${ports.uiPort}`,
    get pid() {
      return server.pid;
    },
    reused: orphan !== undefined,
    logFile,
    stop: () => server.stop(),
  };
}

interface Started {
  readonly running: RunningServer;
  readonly ports: Ports;
}

async function takeOverOrphan(options: TemporalServerOptions): Promise<Started | undefined> {
  const orphans = findProcesses(` --db-filename=${databaseFile(options)} `);
  const [only] = orphans;
  const ports = only === undefined ? undefined : portsOf(only);
  if (only !== undefined && ports !== undefined && orphans.length === 1 && runsAsOurs(only, ports, options)) {
    if (await answers(ports.port)) {
      options.log(`Reusing the Temporal server that was left running (process ${only.pid})`);
      return { running: adopt(only.pid), ports };
    }
  }
  for (const { pid } of orphans) {
    options.log(`Stopping a Temporal server that was left running (process ${pid})`);
    await stopOrphan(pid, options);
  }
  return undefined;
}

async function stopOrphan(pid: number, options: TemporalServerOptions): Promise<void> {
  try {
    await end(pid);
  } catch (error) {
    throw new LocalError(
      'TEMPORAL_NOT_STARTED',
      `Could not stop process ${pid}, a Temporal server on ${databaseFile(options)}: ${reasonOf(error)}. Stop it by hand (kill ${pid}) and start again.`,
      { cause: error },
    );
  }
}

/** The same arguments, whatever executable runs them. */
function runsAsOurs({ command }: ProcessEntry, ports: Ports, options: TemporalServerOptions): boolean {
  return command.endsWith(` ${serverArguments(ports, options).join(' ')}`);
}

function portsOf({ command }: ProcessEntry): Ports | undefined {
  const port = / --port=(\d+) /.exec(command)?.[1];
  const uiPort = / --ui-port=(\d+) /.exec(command)?.[1];
  return port === undefined || uiPort === undefined ? undefined : { port: Number(port), uiPort: Number(uiPort) };
}

async function startFresh(options: TemporalServerOptions, logFile: string): Promise<Started> {
  for (let attempt = 1; ; attempt += 1) {
    const ports = await pickPorts(options);
    try {
      return { running: await startOn(ports, options, logFile), ports };
    } catch (error) {
      options.signal?.throwIfAborted();
      if (attempt === START_ATTEMPTS || !(await wasTaken(ports))) throw error;
    }
  }
}

async function pickPorts(options: TemporalServerOptions): Promise<Ports> {
  const wanted = options.port ?? USUAL_PORT;
  const wantedUi = options.uiPort ?? USUAL_UI_PORT;
  const port = await pickPort(wanted);
  const uiPort = await pickPort(wantedUi, [port]);
  if (wanted !== 0 && port !== wanted) options.log(`Port ${wanted} is taken; Temporal listens on ${port}`);
  if (wantedUi !== 0 && uiPort !== wantedUi) options.log(`Port ${wantedUi} is taken; the Web UI is on ${uiPort}`);
  return { port, uiPort };
}

async function wasTaken({ port, uiPort }: Ports): Promise<boolean> {
  return (await accepts(port)) || (await accepts(uiPort));
}

async function startOn(ports: Ports, options: TemporalServerOptions, logFile: string): Promise<RunningServer> {
  const running = await launchServer(ports, options, logFile);
  try {
    const fault = await untilReady(running, () => answers(ports.port), {
      timeoutMs: READY_TIMEOUT_MS,
      signal: options.signal,
    });
    if (fault === undefined && isContested(ports, options)) await sleep(CONTEST_MS);
    if (fault === undefined && isRunning(running.pid)) return running;
    throw new LocalError(
      'TEMPORAL_NOT_STARTED',
      `Could not start the Temporal server: ${fault ?? 'somebody else answers on its port'}. The end of ${logFile}:\n${tailOf(logFile)}`,
    );
  } catch (error) {
    await end(running.pid);
    throw error;
  }
}

/**
 * Whether another Copydesk has chosen the same port at the same moment. Until the server of one of the two has ended for
 * lack of it, nobody knows whose it is that answers.
 */
function isContested({ port }: Ports, options: TemporalServerOptions): boolean {
  const rivals = findProcesses(` start-dev --ip=${HOST} --port=${port} `);
  return rivals.some(({ command }) => !command.includes(` --db-filename=${databaseFile(options)} `));
}

async function launchServer(ports: Ports, options: TemporalServerOptions, logFile: string): Promise<RunningServer> {
  const { cli, dataFolder } = options;
  try {
    return await launch({
      file: cli,
      args: serverArguments(ports, options),
      logFile,
      // A home of its own: the person's ~/.config/temporalio and TEMPORAL_* are about other servers.
      env: { HOME: dataFolder, PATH: '/usr/local/bin:/usr/bin:/bin' },
      cwd: dataFolder,
    });
  } catch (error) {
    throw new LocalError('TEMPORAL_NOT_STARTED', `Could not run ${cli}: ${reasonOf(error)}.`, { cause: error });
  }
}

function serverArguments({ port, uiPort }: Ports, options: TemporalServerOptions): readonly string[] {
  return [
    'server',
    'start-dev',
    `--ip=${HOST}`,
    `--port=${port}`,
    `--ui-port=${uiPort}`,
    `--db-filename=${databaseFile(options)}`,
    '--log-level=warn',
    '--color=never',
    // The one history shard looks for transfer tasks 20 times a second by default: 49 ms before every dispatch.
    '--dynamic-config-value=history.transferProcessorMaxPollRPS=10000',
    '--dynamic-config-value=system.enableActivityEagerExecution=true',
    // A run that goes on as new within a second of its beginning would make the next one wait for the rest of that second.
    '--dynamic-config-value=history.workflowIdReuseMinimalInterval="0s"',
    // Write-ahead log with a sync per commit: nothing acknowledged is lost under kill -9 or power loss.
    '--sqlite-pragma=journal_mode=wal',
    `--sqlite-pragma=synchronous=${options.durable === false ? 'off' : 'full'}`,
  ];
}

function databaseFile({ dataFolder }: TemporalServerOptions): string {
  return join(dataFolder, DATABASE_FILE);
}

/** Whether a Temporal server with its default namespace answers; the port alone opens earlier. */
async function answers(port: number): Promise<boolean> {
  if (!(await accepts(port))) return false;
  let connection: Connection | undefined;
  try {
    connection = await Connection.connect({ address: `${HOST}:${port}`, connectTimeout: ANSWER_TIMEOUT_MS });
    const { workflowService } = connection;
    await connection.withDeadline(Date.now() + ANSWER_TIMEOUT_MS, () =>
      workflowService.describeNamespace({ namespace: 'default' }),
    );
    return true;
  } catch {
    return false;
  } finally {
    await connection?.close();
  }
}

function end(pid: number): Promise<void> {
  return endProcess(pid, { signal: 'SIGTERM', graceMs: STOP_GRACE_MS, group: true });
}
