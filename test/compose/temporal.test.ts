import { randomInt } from 'node:crypto';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accepts, pickPort } from '../../src/local/ports.ts';
import { isExecutable } from '../../src/local/command.ts';
import { environmentOf, ROOT, serviceOf } from './compose-file.ts';
import { CACHE_FOLDER } from '../support/heavy.ts';
import { makeTemporaryFolder, runNative, startNative, startPostgres, untilHealthy } from './native-process.ts';
import type { NativeProcess } from './native-process.ts';
import { findTemporalBinaries } from './temporal-binaries.ts';

const ENV = { POSTGRES_PASSWORD: 'p@ss/w0rd:#' };
const MINUTE = 60_000;
const version = /:(.+)$/.exec(serviceOf('temporal').image ?? '')?.[1] ?? '';
const binaries = await findTemporalBinaries(version);
// The command line client of the local mode: older than the one in the image, with the same commands.
const cli = join(CACHE_FOLDER, 'bin/temporal-1.5.1');
const canRun = binaries !== undefined && (await isExecutable(cli));

describe.skipIf(!canRun)('Temporal in docker-compose.yml', () => {
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  let server: NativeProcess;
  let folder: Awaited<ReturnType<typeof makeTemporaryFolder>>;
  let address: string;
  let path: string;
  let postgresPort: number;

  /** A script of ours as its container would run it: the same tools on the PATH, the databases at their addresses here. */
  function runScript(name: 'temporal-schema' | 'temporal-namespace'): Promise<string> {
    const { entrypoint, command } = serviceOf(name);
    const script = (command ?? []).map((argument) => argument.replace('/scripts/', join(ROOT, 'config/temporal/')));
    const here =
      name === 'temporal-schema'
        ? { SQL_HOST: '127.0.0.1', SQL_PORT: String(postgresPort) }
        : { TEMPORAL_ADDRESS: address };
    return runNative([...(entrypoint ?? []), ...script], { env: { ...environmentOf(name, ENV), ...here, PATH: path } });
  }

  beforeAll(async () => {
    folder = await makeTemporaryFolder('temporal');
    const ports: number[] = [];
    // Temporal keeps its ports in columns that end at 32767.
    for (let count = 0; count < 10; count += 1) ports.push(await pickPort(randomInt(20_000, 32_000), ports));
    postgresPort = ports[0] ?? 0;
    const { command, environment } = serviceOf('postgres');
    postgres = await startPostgres({
      folder: folder.path,
      port: postgresPort,
      args: (command ?? []).slice(1),
      user: environment?.['POSTGRES_USER'] ?? '',
      password: ENV.POSTGRES_PASSWORD,
      database: environment?.['POSTGRES_DB'] ?? '',
    });
    await symlink(binaries?.sqlTool ?? '', join(folder.path, 'temporal-sql-tool'));
    await symlink(cli, join(folder.path, 'temporal'));
    path = `${folder.path}:/usr/bin:/bin`;

    await runScript('temporal-schema');
    const names = ['FRONTEND', 'HISTORY', 'MATCHING', 'WORKER'];
    const grpc = names.map((name, index) => [`${name}_GRPC_PORT`, String(ports[index + 1])]);
    const membership = names.map((name, index) => [`${name}_MEMBERSHIP_PORT`, String(ports[index + 5])]);
    address = `127.0.0.1:${ports[1]}`;
    server = startNative([binaries?.server ?? '', 'start'], {
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
    await untilHealthy(server, () => accepts(ports[1] ?? 0), MINUTE);
    await runScript('temporal-namespace');
  }, 2 * MINUTE);

  afterAll(async () => {
    await server?.stop(MINUTE);
    await postgres?.stop();
    await folder?.remove();
  }, 2 * MINUTE);

  it('knows every key of the dynamic configuration', async () => {
    const printed = await runNative([
      binaries?.server ?? '',
      'validate-dynamic-config',
      join(ROOT, 'config/temporal/dynamic-config.yaml'),
    ]);
    expect(printed).not.toMatch(/error|warning/);
  });

  it(
    'finds its databases up to date at the second start',
    async () => {
      const databases = await postgres.query('select datname from pg_database');
      expect(databases.map(({ datname }) => datname)).toEqual(
        expect.arrayContaining(['temporal', 'temporal_visibility']),
      );
      expect(await runScript('temporal-schema')).toContain('up to date');
    },
    MINUTE,
  );

  it(
    'keeps closed articles for ninety days, also where the namespace had another retention',
    async () => {
      const { TEMPORAL_NAMESPACE: namespace = '' } = environmentOf('temporal-namespace', ENV);
      const retention = async (): Promise<unknown> => {
        const printed = await runNative(
          [cli, 'operator', 'namespace', 'describe', '--namespace', namespace, '--output', 'json'],
          {
            env: { TEMPORAL_ADDRESS: address },
          },
        );
        return (JSON.parse(printed) as { config: { workflowExecutionRetentionTtl: unknown } }).config
          .workflowExecutionRetentionTtl;
      };
      expect(await retention()).toBe('7776000s');
      await runNative([cli, 'operator', 'namespace', 'update', '--namespace', namespace, '--retention', '48h'], {
        env: { TEMPORAL_ADDRESS: address },
      });
      await runScript('temporal-namespace');
      expect(await retention()).toBe('7776000s');
    },
    MINUTE,
  );
});
