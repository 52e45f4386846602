import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { launch, untilReady } from '../../src/local/launch.ts';
import { pickPort } from '../../src/local/ports.ts';
import { endProcess } from '../../src/local/processes.ts';

const HOST = '127.0.0.1';
const READY_TIMEOUT_MS = 30_000;
/** More than a run needs that only waits at its gate, less than one that wrote a draft. The server's own default is 4,096. */
const EVENTS_BEFORE_CONTINUING = 15;

export interface ImpatientTemporal {
  readonly address: string;
  stop(): Promise<void>;
}

/**
 * A Temporal server that suggests to continue as new where another would after months.
 *
 * @param cli path of the Temporal CLI
 * @param folder for its database and log
 */
export async function startImpatientTemporal(cli: string, folder: string): Promise<ImpatientTemporal> {
  const address = `${HOST}:${await pickPort()}`;
  const running = await launch({
    file: cli,
    args: [
      'server',
      'start-dev',
      '--headless',
      `--ip=${HOST}`,
      `--port=${address.slice(HOST.length + 1)}`,
      `--db-filename=${join(folder, 'impatient.db')}`,
      '--log-level=warn',
      '--dynamic-config-value=history.transferProcessorMaxPollRPS=10000',
      '--dynamic-config-value=system.enableActivityEagerExecution=true',
      `--dynamic-config-value=limit.historyCount.suggestContinueAsNew=${EVENTS_BEFORE_CONTINUING}`,
      '--sqlite-pragma=journal_mode=wal',
      '--sqlite-pragma=synchronous=off',
    ],
    logFile: join(folder, 'impatient.log'),
    env: { HOME: folder, PATH: '/usr/local/bin:/usr/bin:/bin' },
    cwd: folder,
  });
  const stop = (): Promise<void> => endProcess(running.pid, { signal: 'SIGTERM', graceMs: 10_000, group: true });
  const fault = await untilReady(running, () => answers(address), { timeoutMs: READY_TIMEOUT_MS });
  if (fault === undefined) return { address, stop };
  await stop();
  throw new Error(`The impatient Temporal server did not start: ${fault}`);
}

async function answers(address: string): Promise<boolean> {
  let connection: Connection | undefined;
  try {
    connection = await Connection.connect({ address, connectTimeout: 1000 });
    await connection.workflowService.describeNamespace({ namespace: 'default' });
    return true;
  } catch {
    return false;
  } finally {
    await connection?.close();
  }
}
