import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuditLog } from '../../../src/storage/audit-log.ts';
import { runCommand } from '../../support/run-command.ts';
import { makeTestFolder } from '../../support/test-folder.ts';
import { useDatabase } from '../../support/use-database.ts';

const database = useDatabase();
const ANN = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann' };
const KEY = 'slack:T1:U1';

let folder: string;
beforeAll(async () => {
  folder = await makeTestFolder();
  await cp('config', folder, { recursive: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = async (...args: readonly string[]) =>
  await runCommand('worker/person/main.ts', args, { DATABASE_URL: database.url, COPYDESK_CONFIG: folder });
const acts = async () =>
  (await database.pool.query<{ act: string }>('select act from audit order by audit_id')).rows.map(({ act }) => act);

describe('npm run person', () => {
  it('exports somebody, and erases them once the settings do not name them, each with a row of the audit', async () => {
    await createAuditLog(database.pool, 'slack').note({ act: 'invite', by: ANN });
    const { code, stdout } = await run('export', KEY);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ person: [KEY], names: ['Ann'], audit: [{ act: 'invite' }] });

    const workflows = join(folder, 'workflows.yaml');
    const before = await readFile(workflows, 'utf8');
    await writeFile(workflows, before.replace('approvers: [requester]', `approvers: [requester, ${KEY}]`));
    expect(await run('erase', KEY, '--yes')).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(/^named: \S+workflows\.yaml:\d+ slack:T1:U1\n/),
    });
    await writeFile(workflows, before);
    expect(await run('erase', KEY, '--yes')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^erased-[0-9a-f]{16} stands where they stood\.\n$/),
    });
    expect(await acts()).toEqual(['invite', 'person-export', 'person-erase']);
    expect((await run('export', KEY)).stderr).toContain(`Nothing is known of ${KEY}.`);
  });

  it('says how it is typed', async () => {
    expect(await run('forget', KEY)).toMatchObject({ code: 2, stderr: expect.stringContaining('Say export or erase') });
    expect(await run('--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('npm run person') });
  });
});
