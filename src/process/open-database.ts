import type { Pool } from 'pg';
import { missingDataKeys } from '../config/data-converter.ts';
import { createDataKeyStore } from '../storage/data-key-store.ts';
import { checkSchema, isHopelessDatabaseError } from '../storage/migrate.ts';
import { createPool } from '../storage/pool.ts';
import { checkDataKeys } from './data-keys.ts';
import type { ProcessOptions } from './run-process.ts';
import { untilReachable } from './until-reachable.ts';

/**
 * Opens the database. Waits for a server that is not up yet.
 * @throws {DatabaseRefusedError} when PostgreSQL will not have us, or its tables are older than this release needs.
 * @throws {ConfigError} when texts are to be encrypted and there is no key, or the keys of this process are not those of the others.
 */
export async function openDatabase(
  databaseUrl: string,
  {
    config,
    environment,
    logger,
    telemetry,
    signal,
  }: Pick<ProcessOptions, 'config' | 'environment' | 'logger' | 'telemetry' | 'signal'>,
): Promise<Pool> {
  const { dataKeys } = environment;
  if (config.storage.encryptTexts && dataKeys === undefined) throw missingDataKeys('storage.encrypt_texts');
  const pool = createPool(
    databaseUrl,
    config.storage,
    (error) => logger.warn({ reason: error.message }, 'A connection to PostgreSQL broke'),
    dataKeys,
  );
  telemetry?.watchDatabase(pool);
  await untilReachable(() => checkSchema(pool), {
    what: 'PostgreSQL',
    logger,
    signal,
    isHopeless: isHopelessDatabaseError,
  });
  await checkDataKeys({
    store: createDataKeyStore(pool),
    dataKeys,
    encrypts: config.temporal.encryptPayloads || config.storage.encryptTexts,
  });
  return pool;
}
