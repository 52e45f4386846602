import type { Pool } from 'pg';

/** Every row of every table as it lies there, as a dump has it: one line each. */
export async function everyRow(pool: Pool): Promise<string> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select quote_ident(table_name) as name from information_schema.tables
     where table_schema = current_schema() and table_type = 'BASE TABLE' order by 1`,
  );
  const lines: string[] = [];
  for (const { name } of tables) {
    // As bytes it is not opened on its way.
    const { rows } = await pool.query<{ line: Buffer }>(`select convert_to(t::text, 'UTF8') as line from ${name} t`);
    lines.push(...rows.map(({ line }) => `${name} ${line.toString()}`));
  }
  return lines.join('\n');
}
