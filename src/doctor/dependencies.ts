import { promisify } from 'node:util';
import { Connection } from '@temporalio/client';
import { Redis } from 'ioredis';
import type { Variables } from '../config/environment.ts';
import { loadSettings } from '../config/load.ts';
import { ConfigError } from '../config/config-error.ts';
import type { PublishConfig } from '../config/publish-schema.ts';
import { publishKeys, requirePublishKeys } from '../config/require-publish-keys.ts';
import { withRunningServers } from '../config/running-servers.ts';
import { readTemporalConnection, selectsTemporal } from '../config/temporal-connection.ts';
import { createPublicLookup } from '../lib/public-address.ts';
import { hasLimits } from '../protocol/budget.ts';
import { createPublishers } from '../publish/create-publishers.ts';
import { createPool } from '../storage/pool.ts';
import { createWebhookStore } from '../storage/webhook-store.ts';
import { examineDatabase } from './database/examine-database.ts';
import { type Examination, ok, skipped, variablesFinding } from './doctor.ts';
import type { DoctorSection, OpenSection } from './doctor-command.ts';
import { examineDisk } from './examine-disk.ts';
import { examineModel } from './examine-model.ts';
import { examineTarget } from './examine-target.ts';
import { examineRedis } from './examine-redis.ts';
import { examineWebhooks } from './examine-webhooks.ts';
import { examineTemporal, type TemporalServer } from './temporal/examine-temporal.ts';

const CONNECT_TIMEOUT_MS = 5000;
const lookUpPublic = (host: string): Promise<unknown> => promisify(createPublicLookup())(host, {});

/** `npm run doctor -- core`: what every process needs. */
export const coreSection: DoctorSection = {
  name: 'Core',
  title: 'Copydesk',
  explanation:
    'Looks at Temporal, PostgreSQL, Redis, the model server, the disk, the clock and webhooks, and for articles that are stuck.',
  isSet: () => true,
  howToSet: '',
  open: openCore,
};

/** @throws {ConfigError} */
function openCore(given: Variables): OpenSection {
  // Before anything else, so that every fault of the environment and of the files is told.
  const own = loadSettings(given).environment;
  const keepsData = !selectsTemporal(own) || own.databaseUrl === undefined;
  const { variables, pid } = withRunningServers(given);
  const { config, environment } = loadSettings(variables);
  const running = pid === undefined ? '' : `; npm start runs (process ${pid}), so that its servers are looked at`;
  const temporal = selectsTemporal(environment) ? openTemporal(variables) : undefined;
  const { databaseUrl, redisUrl, llmBaseUrl, llmApiKey } = environment;
  const pool =
    databaseUrl === undefined
      ? undefined
      : createPool(databaseUrl, { ...config.storage, poolSize: 1 }, () => undefined, environment.dataKeys);
  return {
    secrets: [...environment.secrets, ...Object.values(publishKeys(config, variables))],
    examinations: (): readonly Examination[] => [
      {
        name: 'Settings',
        examine: () => Promise.resolve(ok(`${environment.configFolder}/ and the variables are in order${running}`)),
      },
      {
        name: 'Disk',
        examine: () =>
          keepsData
            ? examineDisk(environment.dataFolder)
            : Promise.resolve(skipped('Temporal and PostgreSQL are elsewhere.')),
      },
      ...examineTemporal({ temporal: temporal?.server }),
      ...examineDatabase({
        database: databaseUrl === undefined || pool === undefined ? undefined : { url: databaseUrl, pool },
        poolSize: config.storage.poolSize,
        hasBudget: hasLimits(config.budget),
        retention: config.retention,
        sessions: config.web.sessions,
        dataKeys: environment.dataKeys,
      }),
      { name: 'Redis', examine: () => examineRedis(redisUrl, () => askRedis(redisUrl ?? '')) },
      { name: 'Models', examine: () => examineModel({ url: llmBaseUrl, key: llmApiKey }) },
      {
        name: 'Webhooks',
        examine: () =>
          examineWebhooks({
            webhooks: config.webhooks,
            variables,
            lookUp: lookUpPublic,
            ...(pool !== undefined && { store: createWebhookStore(pool) }),
          }),
      },
      ...examineTargets(config, variables),
    ],
    async close() {
      await Promise.allSettled([pool?.end(), temporal?.close()]);
    },
  };
}

/** One examination for each place where articles are published; without its keys none can be looked at. */
function examineTargets(config: PublishConfig, variables: Variables): readonly Examination[] {
  try {
    requirePublishKeys(config, variables);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [{ name: 'Publishing', examine: () => Promise.resolve(variablesFinding(error)) }];
  }
  return [...createPublishers(config.publish.targets, publishKeys(config, variables))].map(([name, publisher]) => ({
    name: `Publishing: ${name}`,
    examine: () => examineTarget(publisher),
  }));
}

interface OpenTemporal {
  readonly server: TemporalServer;
  readonly close: () => Promise<void>;
}

function openTemporal(variables: Variables): OpenTemporal {
  const { connectionOptions, namespace } = readTemporalConnection(variables);
  let connection: Connection | undefined;
  return {
    server: {
      address: connectionOptions.address ?? 'localhost:7233',
      namespace,
      async connect() {
        connection = await Connection.connect({ ...connectionOptions, connectTimeout: CONNECT_TIMEOUT_MS });
        return connection;
      },
    },
    close: async () => await connection?.close(),
  };
}

/** What Redis says about itself. */
async function askRedis(url: string): Promise<string> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: CONNECT_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // What is wrong comes as an event; the promise only says that the connection is closed.
  let reason: unknown;
  redis.on('error', (error: unknown) => {
    reason ??= error;
  });
  try {
    await redis.connect();
    return await redis.info('server');
  } catch (error) {
    throw reason ?? error;
  } finally {
    redis.disconnect();
  }
}
