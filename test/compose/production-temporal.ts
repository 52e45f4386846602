import { randomInt } from 'node:crypto';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { isExecutable } from '../../src/local/command.ts';
import { accepts, pickPort } from '../../src/local/ports.ts';
import { CACHE_FOLDER } from '../support/heavy.ts';
import { environmentOf, ROOT, serviceOf } from './compose-file.ts';
import { makeTemporaryFolder, runNative, startNative, startPostgres, untilHealthy } from './native-process.ts';
import { findTemporalBinaries, type TemporalBinaries } from './temporal-binaries.ts';

const ENV = { POSTGRES_PASSWORD: 'p@ss/w0rd:#' };
const READY_MS = 60_000;
const STOP_MS = 60_000;
/** Temporal keeps its ports in columns that end at 32767. */
const PORTS = { from: 20_000, to: 32_000 };

/** The programs of the images of `docker-compose.yml`, and the command line client of the local mode: older, with the same commands. */
export interface TemporalPrograms extends TemporalBinaries {
  readonly cli: string;
}

export interface ProductionTemporal {
  /** `127.0.0.1:<port>`. */
  readonly address: string;
  readonly namespace: string;
  /** A script of ours as its container would run it: the same tools on the PATH, the databases at their addresses here. */
  readonly runScript: (name: 'temporal-schema' | 'temporal-namespace') => Promise<string>;
  /** Of the database of Copydesk, in the same PostgreSQL. */
  readonly databaseUrl: string;
  /** Asks the PostgreSQL that Temporal is on. */
  readonly query: (sql: string) => Promise<readonly Record<string, unknown>[]>;
  readonly stop: () => Promise<void>;
}

/** `undefined` where the server was not made yet: `CI=true npm test` makes it. */
export async function findTemporalPrograms(): Promise<TemporalPrograms | undefined> {
  const version = /:(.+)$/.exec(serviceOf('temporal').image ?? '')?.[1] ?? '';
  const binaries = await findTemporalBinaries(version);
  const cli = join(CACHE_FOLDER, 'bin/temporal-1.5.1');
  return binaries !== undefined && (await isExecutable(cli)) ? { ...binaries, cli } : undefined;
}

/** The server of `docker-compose.yml` over a PostgreSQL of its own: its settings, its scripts, without containers. */
export async function startProductionTemporal(programs: TemporalPrograms): Promise<ProductionTemporal> {
  const folder = await makeTemporaryFolder('temporal');
  const ports: number[] = [];
  for (let count = 0; count < 10; count += 1) ports.push(await pickPort(randomInt(PORTS.from, PORTS.to), ports));
  const [postgresPort = 0, frontendPort = 0] = ports;
  const address = `127.0.0.1:${frontendPort}`;
  const { command, environment } = serviceOf('postgres');
  const { POSTGRES_USER: user, POSTGRES_DB: database } = environment ?? {};
  const of = { user: user ?? '', password: ENV.POSTGRES_PASSWORD, database: database ?? '' };
  const postgres = await startPostgres({
    folder: folder.path,
    port: postgresPort,
    args: (command ?? []).slice(1),
    ...of,
  });
  const databaseUrl = `postgres://${of.user}:${encodeURIComponent(of.password)}@127.0.0.1:${postgresPort}/${of.database}`;
  await symlink(programs.sqlTool, join(folder.path, 'temporal-sql-tool'));
  await symlink(programs.cli, join(folder.path, 'temporal'));
  const runScript: ProductionTemporal['runScript'] = async (name) => {
    const service = serviceOf(name);
    const script = (service.command ?? []).map((argument) =>
      argument.replace('/scripts/', join(ROOT, 'config/temporal/')),
    );
    const here =
      name === 'temporal-schema'
        ? { SQL_HOST: '127.0.0.1', SQL_PORT: String(postgresPort) }
        : { TEMPORAL_ADDRESS: address };
    return await runNative([...(service.entrypoint ?? []), ...script], {
      env: { ...environmentOf(name, ENV), ...here, PATH: `${folder.path}:/usr/bin:/bin` },
    });
  };
  await runScript('temporal-schema');
  const names = ['FRONTEND', 'HISTORY', 'MATCHING', 'WORKER'];
  const grpc = names.map((name, index) => [`${name}_GRPC_PORT`, String(ports[index + 1])]);
  const membership = names.map((name, index) => [`${name}_MEMBERSHIP_PORT`, String(ports[index + 5])]);
  const server = startNative([programs.server, 'start'], {
    cwd: folder.path,
    env: {
      ...environmentOf('temporal', ENV),
      POSTGRES_SEEDS: '127.0.0.1',
      DB_PORT: String(postgresPort),
      BIND_ON_IP: '127.0.0.1',
      DYNAMIC_CONFIG_FILE_PATH: join(ROOT, 'config/temporal/dynamic-config.yaml'),
      FRONTEND_HTTP_PORT: String(ports[9]),
      ...Object.fromEntries([...grpc, ...membership]),
    },
  });
  const stop = async (): Promise<void> => {
    await server.stop(STOP_MS);
    await postgres.stop();
    await folder.remove();
  };
  try {
    await untilHealthy(server, () => accepts(frontendPort), READY_MS);
    await runScript('temporal-namespace');
  } catch (error) {
    await stop();
    throw error;
  }
  const { TEMPORAL_NAMESPACE: namespace = '' } = environmentOf('temporal-namespace', ENV);
  return { address, namespace, runScript, databaseUrl, query: postgres.query, stop };
}
