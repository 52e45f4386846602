import type pg from 'pg';
import type { Manifest } from './manifest.ts';

/** What PostgreSQL's migrations write down for themselves. */
const MIGRATIONS_TABLE = 'schema_migrations';

type Contents = Pick<Manifest, 'postgres' | 'migrations' | 'tables' | 'sequences'>;

/**
 * Has the server write every table into a file of that folder, which it has to reach: the text format of COPY, which every later version
 * reads, and not the files of the cluster, which no other does.
 *
 * @param client in a transaction that sees one moment
 */
export async function writeTables(client: pg.Client, folder: string): Promise<Contents> {
  const found = await client.query<{ name: string; columns: string[] }>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> $1 group by c.relname order by c.relname`,
    [MIGRATIONS_TABLE],
  );
  for (const { name, columns } of found.rows)
    await client.query(`copy ${quoted(name)} (${columns.map(quoted).join(', ')}) to ${literal(`${folder}/${name}`)}`);
  const sequences = await client.query<{ name: string; last: string }>(
    `select sequencename as name, last_value::text as last from pg_sequences
     where schemaname = 'public' and last_value is not null and sequencename not like $1 order by sequencename`,
    [`${MIGRATIONS_TABLE}%`],
  );
  const migrations = await client.query<{ name: string }>(`select name from ${MIGRATIONS_TABLE} order by id`);
  const { rows } = await client.query<{ version: string }>(`select current_setting('server_version') as version`);
  return {
    postgres: rows[0]?.version ?? '',
    migrations: migrations.rows.map(({ name }) => name),
    tables: found.rows,
    sequences: sequences.rows,
  };
}

/** Reads them back, all or nothing, into tables that the same migrations have made: whatever those put into them is not kept. */
export async function readTables(client: pg.Client, folder: string, { tables, sequences }: Contents): Promise<void> {
  await client.query('begin');
  // They are whole: neither is a reference looked up before its row is there, nor is an act of the audit sealed again.
  await client.query('set local session_replication_role = replica');
  if (tables.length > 0) await client.query(`truncate ${tables.map(({ name }) => quoted(name)).join(', ')}`);
  for (const { name, columns } of tables)
    await client.query(`copy ${quoted(name)} (${columns.map(quoted).join(', ')}) from ${literal(`${folder}/${name}`)}`);
  for (const { name, last } of sequences) await client.query('select setval($1::regclass, $2)', [quoted(name), last]);
  await client.query('commit');
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
