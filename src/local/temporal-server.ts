import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { mayTakeTurns } from './fair-queues.ts';
import { accepts } from './ports.ts';
import { findProcesses } from './processes.ts';
import { choosePort, type ServerOptions, startSupervised, type SupervisedServer } from './supervised-server.ts';

const HOST = '127.0.0.1';
/** What Temporal's own tools and documentation expect. */
const USUAL_PORT = 7233;
const USUAL_UI_PORT = 8233;
const READY_TIMEOUT_MS = 60_000;
const ANSWER_TIMEOUT_MS = 2_000;
/** SIGTERM took up to a few seconds under load. */
const STOP_GRACE_MS = 15_000;

/** In the data folder: database `temporal.db`, log `temporal.log`. */
export interface TemporalServerOptions extends ServerOptions {
  /** Path of the Temporal CLI, from `findTemporalCli`. */
  readonly cli: string;
  /** Ports to use when they are free. Default 7233 and 8233; 0 means any. */
  readonly port?: number | undefined;
  readonly uiPort?: number | undefined;
}

/** Places take turns. Each of several partitions would keep turns of its own, and a worker is sent to any. */
const FAIR_QUEUES = [
  '--dynamic-config-value=matching.enableFairness=true',
  '--dynamic-config-value=matching.numTaskqueueReadPartitions=1',
  '--dynamic-config-value=matching.numTaskqueueWritePartitions=1',
];

export interface TemporalServer extends SupervisedServer {
  /** `127.0.0.1:<port>`, for a Temporal client. */
  readonly address: string;
  /** Address of the Web UI. */
  readonly uiUrl: string;
}

/**
 * Starts Temporal's development server on 127.0.0.1, as {@link startSupervised} starts servers: two on one database destroy it.
 *
 * @throws LocalError `TEMPORAL_NOT_STARTED` with the end of its log
 */
export async function startTemporalServer(options: TemporalServerOptions): Promise<TemporalServer> {
  const { cli, dataFolder, port: wanted = USUAL_PORT, uiPort: wantedUi = USUAL_UI_PORT } = options;
  const database = join(dataFolder, 'temporal.db');
  const isOnOurs = ` --db-filename=${database} `;
  const server = await startSupervised<'port' | 'uiPort'>(
    {
      name: 'The Temporal server',
      noun: 'Temporal server',
      code: 'TEMPORAL_NOT_STARTED',
      data: database,
      logFile: 'temporal.log',
      program: {
        file: cli,
        // A home of its own: the person's ~/.config/temporalio and TEMPORAL_* are about other servers.
        env: { HOME: dataFolder, PATH: '/usr/local/bin:/usr/bin:/bin' },
        cwd: dataFolder,
      },
      argsFor: ({ port, uiPort }) => [
        'server',
        'start-dev',
        `--ip=${HOST}`,
        `--port=${port}`,
        `--ui-port=${uiPort}`,
        `--db-filename=${database}`,
        '--log-level=warn',
        '--color=never',
        // The one history shard looks for transfer tasks 20 times a second by default: 49 ms before every dispatch.
        '--dynamic-config-value=history.transferProcessorMaxPollRPS=10000',
        '--dynamic-config-value=system.enableActivityEagerExecution=true',
        // A run that goes on as new within a second of its beginning would make the next one wait for the rest of that second.
        '--dynamic-config-value=history.workflowIdReuseMinimalInterval="0s"',
        ...(mayTakeTurns(database) ? FAIR_QUEUES : []),
        // Write-ahead log with a sync per commit: nothing acknowledged is lost under kill -9 or power loss.
        '--sqlite-pragma=journal_mode=wal',
        `--sqlite-pragma=synchronous=${options.durable === false ? 'off' : 'full'}`,
      ],
      async choosePorts() {
        const port = await choosePort(wanted, 'Temporal listens on', options);
        return { port, uiPort: await choosePort(wantedUi, 'the Web UI is on', options, [port]) };
      },
      findOrphans: async () => findProcesses(isOnOurs),
      portsIn(command) {
        const [, port, uiPort] = / --port=(\d+) --ui-port=(\d+) /.exec(command) ?? [];
        return port === undefined ? undefined : { port: Number(port), uiPort: Number(uiPort) };
      },
      answers: ({ port }) => answers(port),
      readyTimeoutMs: READY_TIMEOUT_MS,
      // Another Copydesk has chosen the same port at the same moment.
      isContested: ({ port }) =>
        findProcesses(` start-dev --ip=${HOST} --port=${port} `).some(({ command }) => !command.includes(isOnOurs)),
      ending: { signal: 'SIGTERM', graceMs: STOP_GRACE_MS, group: true },
    },
    options,
  );
  const { port, uiPort } = server.ports;
  // Not a copy: its `pid` changes.
  return Object.assign(server, { address: `${HOST}:${port}`, uiUrl: `http://${HOST}:${uiPort}` });
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
