import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AuditLink, createAuditChain } from '../../src/storage/audit-chain.ts';
import { createAuditLog } from '../../src/storage/audit-log.ts';
import { grantRole } from '../../src/storage/grant-role.ts';
import { createRetentionStore } from '../../src/storage/retention-store.ts';
import { checkSchema } from '../../src/storage/migrate.ts';
import { createPool } from '../../src/storage/pool.ts';
import { useDatabase } from '../support/use-database.ts';

const ROLE = `app_${randomUUID().slice(0, 8)}`;
const PASSWORD = `p'a\\ss "word" ${randomUUID()}`;
const ANN = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann' };

const database = useDatabase();
let app: Pool;
beforeAll(async () => {
  await grantRole(database.url, { name: ROLE, password: 'another one' });
  await grantRole(database.url, { name: ROLE, password: PASSWORD });
  const url = new URL(database.url);
  url.username = ROLE;
  url.password = encodeURIComponent(PASSWORD);
  app = createPool(
    url.href,
    { poolSize: 2, connectionTimeoutSeconds: 10, statementTimeoutSeconds: 30 },
    () => undefined,
  );
});
afterAll(async () => {
  await app.end();
  await database.pool.query(`drop owned by ${ROLE}`);
  await database.pool.query(`drop role ${ROLE}`);
});

async function lastOf(pool: Pool): Promise<AuditLink | undefined> {
  let last: AuditLink | undefined;
  for await (const link of createAuditChain(pool).links()) last = link;
  return last;
}

describe('a role that the product runs as', () => {
  it('does with every other table what the product does', async () => {
    await checkSchema(app);
    const { rows } = await app.query(
      `select relname from pg_class where relnamespace = current_schema()::regnamespace and relkind = 'r'
         and relname not in ('audit', 'audit_chain', 'audit_checkpoints', 'schema_migrations')
         and not (has_table_privilege(oid, 'select') and has_table_privilege(oid, 'insert')
           and has_table_privilege(oid, 'update') and has_table_privilege(oid, 'delete'))`,
    );
    expect(rows).toEqual([]);
  });

  it('adds to the audit, whose chain grows, and reads it', async () => {
    await createAuditLog(app, 'slack').note({ act: 'invite', by: ANN });
    expect((await lastOf(app))?.row).toMatchObject({ act: 'invite', who: 'slack:T1:U1' });
    expect(await createAuditChain(app).guard()).toBe('grants');
    expect(await createAuditChain(database.pool).guard()).toBe('owner');
  });

  it.each([
    `update audit set actor_name = 'Eve'`,
    'delete from audit',
    'truncate audit',
    `update audit_chain set hash = 'x'`,
    'delete from audit_chain',
    `insert into audit_chain (seq, audit_id, before, hash) values (99, 99, 'x', 'y')`,
    `insert into audit_checkpoints (seq, hash, count) values (1, 'x', 1)`,
    'delete from audit_checkpoints',
    'alter table audit disable trigger all',
    'drop table audit',
    'create or replace function seal_act() returns trigger language plpgsql as $$ begin return null; end $$',
    'set session_replication_role = replica',
    `delete from schema_migrations`,
  ])('may not: %s', async (statement) => {
    await expect(app.query(statement)).rejects.toThrow(/permission denied|must be owner/);
  });

  it('deletes what of the audit was kept for long enough, and nothing younger', async () => {
    await database.pool.query(
      `insert into audit (event_id, act, actor_key, actor_name, at) values ('late', 'pause', 'slack:T1:U1', 'Ann', now())`,
    );
    await expect(app.query('select forget_due_audit(-1, 10)')).rejects.toThrow('The audit goes up to no such place');
    expect(await createRetentionStore(app, { idleHours: 72, mostHours: 720 }).forget('audit', 30, 10)).toBe(0);
  });

  it('is not deceived about the chain by tables of its own', async () => {
    const client = await app.connect();
    try {
      await client.query('create temporary table audit_chain (seq bigint, audit_id bigint, before text, hash text)');
      await createAuditLog(client, 'slack').note({ id: 'behind', act: 'invite', by: ANN });
    } finally {
      await client.query('drop table pg_temp.audit_chain');
      client.release();
    }
    expect((await lastOf(database.pool))?.row).toMatchObject({ id: 'behind' });
  });

  it('has to be there, or to get a password', async () => {
    await expect(grantRole(database.url, { name: 'nobody_here' })).rejects.toThrow(/There is no role nobody_here/);
  });
});
