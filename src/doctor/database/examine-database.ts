import type { Pool } from 'pg';
import type { RetentionPolicy } from '../../config/retention-schema.ts';
import type { SessionHours } from '../../storage/retention-store.ts';
import type { DataKey } from '../../lib/vault.ts';
import { checkSchema, DatabaseRefusedError } from '../../storage/migrate.ts';
import { type Examination, fault, type Finding, ok, skipped } from '../doctor.ts';
import { lookAtArticles } from './look-at-articles.ts';
import { lookAtBudget } from './look-at-budget.ts';
import { lookAtClock } from './look-at-clock.ts';
import { lookAtConnections } from './look-at-connections.ts';
import { lookAtKeys } from './look-at-keys.ts';
import { lookAtRetention } from './look-at-retention.ts';
import { lookAtServer } from './look-at-server.ts';

export interface ExamineDatabaseOptions {
  /** Absent: `DATABASE_URL` is not set. */
  readonly database: { readonly url: string; readonly pool: Pool } | undefined;
  /** `storage.pool_size` */
  readonly poolSize: number;
  /** What calls cost is compared with a budget. */
  readonly hasBudget: boolean;
  readonly retention: RetentionPolicy;
  readonly sessions: SessionHours;
  /** `COPYDESK_DATA_KEYS` */
  readonly dataKeys: readonly [DataKey, ...DataKey[]] | undefined;
}

const NAMES = ['PostgreSQL', 'Tables', 'Connections', 'Clock', 'Articles', 'Retention', 'Keys', 'Budget'] as const;

/** What is looked at in PostgreSQL, in this order; nothing is written. */
export function examineDatabase({
  database,
  poolSize,
  hasBudget,
  retention,
  sessions,
  dataKeys,
}: ExamineDatabaseOptions): readonly Examination[] {
  if (database === undefined)
    return [
      {
        name: NAMES[0],
        examine: () => Promise.resolve(skipped('DATABASE_URL is not set; npm start brings a PostgreSQL of its own.')),
      },
    ];
  const { url, pool } = database;
  let answers = false;
  let hasTables = false;
  const onceItAnswers = (look: () => Promise<Finding>) => async (): Promise<Finding> =>
    answers ? await look() : skipped('needs PostgreSQL.');
  const onceThereAreTables = (look: () => Promise<Finding>) =>
    onceItAnswers(async () => (hasTables ? await look() : skipped('needs the tables.')));
  const [server, tables, connections, clock, articles, kept, keys, budget] = NAMES;
  return [
    {
      name: server,
      async examine() {
        const finding = await lookAtServer(pool, url);
        answers = finding.kind === 'ok';
        return finding;
      },
    },
    {
      name: tables,
      examine: onceItAnswers(async () => {
        const finding = await lookAtTables(pool);
        hasTables = finding.kind === 'ok';
        return finding;
      }),
    },
    { name: connections, examine: onceItAnswers(() => lookAtConnections(pool, poolSize)) },
    { name: clock, examine: onceItAnswers(() => lookAtClock(pool)) },
    { name: articles, examine: onceThereAreTables(() => lookAtArticles(pool)) },
    { name: kept, examine: onceThereAreTables(() => lookAtRetention(pool, retention, sessions)) },
    { name: keys, examine: onceThereAreTables(() => lookAtKeys(pool, dataKeys)) },
    ...(hasBudget ? [{ name: budget, examine: onceThereAreTables(() => lookAtBudget(pool)) }] : []),
  ];
}

async function lookAtTables(pool: Pool): Promise<Finding> {
  try {
    await checkSchema(pool);
    return ok('those that this release needs');
  } catch (error) {
    if (!(error instanceof DatabaseRefusedError)) throw error;
    const [what = '', wayOut = ''] = error.message.split(/(?<=\))\. /);
    return fault(what, wayOut);
  }
}
