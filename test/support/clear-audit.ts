import type { Pool } from 'pg';

/** Does something to the audit that its triggers would refuse, as whoever owns the database can. */
export async function behindTheAudit(pool: Pool, statement: string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('set session_replication_role = replica');
    await client.query(statement);
  } finally {
    await client.query('reset session_replication_role');
    client.release();
  }
}

export async function clearAudit(pool: Pool): Promise<void> {
  await behindTheAudit(pool, 'truncate audit, audit_chain, audit_checkpoints, audit_repeats restart identity');
}
