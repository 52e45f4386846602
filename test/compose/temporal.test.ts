import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from './compose-file.ts';
import { runNative } from './native-process.ts';
import { findTemporalPrograms, type ProductionTemporal, startProductionTemporal } from './production-temporal.ts';

const MINUTE = 60_000;
const programs = await findTemporalPrograms();

describe.skipIf(programs === undefined)('Temporal in docker-compose.yml', () => {
  const { server = '', cli = '' } = programs ?? {};
  let temporal: ProductionTemporal;

  beforeAll(async () => {
    if (programs !== undefined) temporal = await startProductionTemporal(programs);
  }, 2 * MINUTE);

  afterAll(() => temporal?.stop(), 2 * MINUTE);

  it('knows every key of the dynamic configuration', async () => {
    const printed = await runNative([
      server,
      'validate-dynamic-config',
      join(ROOT, 'config/temporal/dynamic-config.yaml'),
    ]);
    expect(printed).not.toMatch(/error|warning/);
  });

  it(
    'finds its databases up to date at the second start',
    async () => {
      const databases = await temporal.query('select datname from pg_database');
      expect(databases.map(({ datname }) => datname)).toEqual(
        expect.arrayContaining(['temporal', 'temporal_visibility']),
      );
      expect(await temporal.runScript('temporal-schema')).toContain('up to date');
    },
    MINUTE,
  );

  it(
    'keeps closed articles for ninety days, also where the namespace had another retention',
    async () => {
      const { namespace, address } = temporal;
      const command = (...args: string[]): Promise<string> =>
        runNative([cli, 'operator', 'namespace', ...args], { env: { TEMPORAL_ADDRESS: address } });
      const retention = async (): Promise<unknown> => {
        const printed = await command('describe', '--namespace', namespace, '--output', 'json');
        return (JSON.parse(printed) as { config: { workflowExecutionRetentionTtl: unknown } }).config
          .workflowExecutionRetentionTtl;
      };
      expect(await retention()).toBe('7776000s');
      await command('update', '--namespace', namespace, '--retention', '48h');
      await temporal.runScript('temporal-namespace');
      expect(await retention()).toBe('7776000s');
    },
    MINUTE,
  );
});
