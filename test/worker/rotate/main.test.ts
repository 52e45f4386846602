import { describe, expect, it } from 'vitest';
import { createSeal } from '../../../src/lib/seal.ts';
import { runCommand } from '../../support/run-command.ts';
import { useDatabase } from '../../support/use-database.ts';

const database = useDatabase();
const OLD = 'the key of before'.padEnd(32, '.');
const NEW = 'the key of now'.padEnd(32, '.');

const run = async (variables: Readonly<Record<string, string>>) =>
  await runCommand('worker/rotate/main.ts', [], { DATABASE_URL: database.url, ...variables });

describe('npm run rotate', () => {
  it('does what there are keys for, and says what is missing where there are none', async () => {
    await database.pool.query(`insert into slack_installations (installation_key, sealed) values ('team:T1', $1)`, [
      createSeal([OLD]).close('{"token":1}', 'team:T1'),
    ]);
    expect(await run({})).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        'environment COPYDESK_ENCRYPTION_KEY: is not set, and neither is COPYDESK_DATA_KEYS',
      ),
    });
    expect(await run({ COPYDESK_ENCRYPTION_KEY: NEW })).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('team:T1: none of the keys'),
    });
    const dataKeys = `2026-11:${Buffer.alloc(32, 1).toString('base64')}`;
    expect(await run({ COPYDESK_ENCRYPTION_KEY: `${NEW},${OLD}`, COPYDESK_DATA_KEYS: dataKeys })).toMatchObject({
      code: 0,
      stdout:
        '1 encrypted anew, 0 were with the first key.\n0 schedules are given to Temporal anew, within a minute, where a bot runs.\n',
    });
  });
});
