import { describe, expect, it } from 'vitest';
import { createAuditLog } from '../../../src/storage/audit-log.ts';
import { runCommand } from '../../support/run-command.ts';
import { useDatabase } from '../../support/use-database.ts';

const ROWS = 3000;

const database = useDatabase();

const run = async (...args: readonly string[]) =>
  await runCommand('worker/audit/main.ts', args, { DATABASE_URL: database.url });

describe('npm run audit', () => {
  it('writes everything out through a pipe, to the last row, and says that it is whole', async () => {
    const by = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann' };
    await database.pool.query(
      `insert into audit (event_id, act, actor_key, actor_name) select 'm' || n, 'pause', 'slack:T1:U1', 'Ann' from generate_series(1, $1) n`,
      [ROWS],
    );
    await createAuditLog(database.pool, 'slack').note({ act: 'invite', by });
    const { code, stdout, stderr } = await run('export', '--format', 'csv');
    expect(stderr).toBe(`${ROWS + 1} rows.\n`);
    expect(code).toBe(0);
    const lines = stdout.split('\r\n');
    expect(lines).toHaveLength(ROWS + 3);
    expect(lines.at(-2)).toContain(',invite,counted,');
    const verified = await run('verify');
    expect(verified).toMatchObject({ code: 0, stdout: expect.stringMatching(/^3001 rows, head 3001:[0-9a-f]{64}\n$/) });
  });

  it('says how it is typed', async () => {
    expect(await run('delete')).toMatchObject({ code: 2, stderr: expect.stringContaining('Say export or verify') });
    expect(await run('--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('npm run audit') });
  });
});
