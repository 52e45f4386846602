import { Pool, types } from 'pg';
import type { DataKey } from '../lib/vault.ts';
import { SEALED_MARK } from '../lib/storable.ts';
import { createTexts, type Texts, useTexts } from './texts.ts';

export interface PoolSettings {
  /** Connections of this process at most. */
  readonly poolSize: number;
  readonly connectionTimeoutSeconds: number;
  readonly statementTimeoutSeconds: number;
  /** Whether texts are encrypted before they are stored. Absent: they are not. */
  readonly encryptTexts?: boolean;
}

/** What the answer of a server that lives may take longer than its statement. */
const ON_THE_WAY_MS = 2000;

type TypeParser = (value: string) => unknown;
type Oid = Parameters<typeof types.getTypeParser>[0];

const { TEXT, JSON: PLAIN_JSON, JSONB } = types.builtins;
/** `text[]`, which has no name there. */
const TEXT_ARRAYS: ReadonlySet<number> = new Set([1009]);

/**
 * A pool whose every wait has an end. An idle connection that breaks is reported and replaced, not thrown. What is stored encrypted comes back
 * in clear; a query rejects with an `UnsealError` when there is no key for it.
 * @param keys `COPYDESK_DATA_KEYS`
 */
export function createPool(
  databaseUrl: string,
  settings: PoolSettings,
  onError: (error: Error) => void,
  keys?: readonly [DataKey, ...DataKey[]],
): Pool {
  const texts = createTexts({ keys, encrypts: settings.encryptTexts === true });
  const pool = new Pool({
    connectionString: databaseUrl,
    application_name: 'copydesk',
    types: {
      getTypeParser: (oid: Oid, format?: 'text' | 'binary') => opened(texts, oid, format),
    },
    max: settings.poolSize,
    connectionTimeoutMillis: settings.connectionTimeoutSeconds * 1000,
    statement_timeout: settings.statementTimeoutSeconds * 1000,
    // On this side, for a server that is not there to keep the other one.
    query_timeout: settings.statementTimeoutSeconds * 1000 + ON_THE_WAY_MS,
    idle_in_transaction_session_timeout: settings.statementTimeoutSeconds * 1000,
    // A dead host is noticed by the system instead of after a write's timeout.
    keepAlive: true,
  });
  pool.on('error', (error) => {
    // `end` does not wait for the last goodbyes, and a server that stops right after it cuts them short.
    if (!pool.ending) onError(error);
  });
  useTexts(pool, texts);
  return pool;
}

/** Nearly nothing that is read holds what is encrypted, and whether it does is seen without reading it. */
function opened(texts: Texts, oid: Oid, format: 'text' | 'binary' = 'text'): TypeParser {
  const parse = types.getTypeParser(oid, format) as TypeParser;
  if (format !== 'text') return parse;
  if (oid === TEXT) return (value) => texts.open(value);
  const open = (part: unknown): unknown => (typeof part === 'string' ? texts.open(part) : part);
  if (oid === JSONB || oid === PLAIN_JSON)
    return (value): unknown =>
      value.includes(SEALED_MARK) ? JSON.parse(value, (_property, part: unknown) => open(part)) : parse(value);
  if (TEXT_ARRAYS.has(oid))
    return (value) => (value.includes(SEALED_MARK) ? (parse(value) as readonly unknown[]).map(open) : parse(value));
  return parse;
}
