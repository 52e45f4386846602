import pg from 'pg';

const CONNECT_TIMEOUT_MS = 10_000;
/** SQLSTATE `undefined_object`. */
const NO_SUCH_ROLE = '42704';

export interface GrantedRole {
  readonly name: string;
  /** From now on its password; the role is made where there is none. Absent: the role has to be there. */
  readonly password?: string;
}

/**
 * Lets a role do all that the product does, and no more: it changes no table, and what is in the audit it adds to and reads. Done again
 * after each change of the tables.
 * @param databaseUrl of whoever owns the tables
 * @throws when there is no such role, or the owner may not grant
 */
export async function grantRole(databaseUrl: string, { name, password }: GrantedRole): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  await client.connect();
  try {
    await client.query('begin');
    if (password !== undefined) await client.query(await roleStatement(client, name, password));
    const role = client.escapeIdentifier(name);
    const { rows } = await client.query<{ schema: string }>('select current_schema() as schema');
    const schema = client.escapeIdentifier(rows[0]?.schema ?? 'public');
    await client.query(`
      grant usage on schema ${schema} to ${role};
      grant select, insert, update, delete on all tables in schema ${schema} to ${role};
      grant usage, select on all sequences in schema ${schema} to ${role};
      revoke all on audit, audit_chain, audit_checkpoints, schema_migrations from ${role};
      grant select, insert on audit to ${role};
      grant select on audit_chain, audit_checkpoints, schema_migrations to ${role}`);
    await client.query('commit');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === NO_SUCH_ROLE)) throw error;
    throw new Error(
      `There is no role ${name} in PostgreSQL. Make it ("create role ${name} login password …"), or set GRANT_PASSWORD and it is made with that password.`,
      { cause: error },
    );
  } finally {
    await client.end();
  }
}

/** The server puts the password in quotes: it may have any letters. */
async function roleStatement(client: pg.Client, name: string, password: string): Promise<string> {
  const { rows } = await client.query<{ statement: string }>(
    `select format(case when exists (select from pg_roles where rolname = $1) then 'alter' else 'create' end || ' role %I login password %L', $1::text, $2::text)
       as statement`,
    [name, password],
  );
  return rows[0]?.statement ?? '';
}
