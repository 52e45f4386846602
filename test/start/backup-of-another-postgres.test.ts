import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeBackup } from '../../src/local/backup/make-backup.ts';
import { restoreBackup } from '../../src/local/backup/restore-backup.ts';
import { pickPort } from '../../src/local/ports.ts';
import { startPostgres } from '../../src/local/postgres-server.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { makeTestFolder, removeServersIn } from '../support/test-folder.ts';

/** Where Debian keeps them, each major version in a folder of its own. */
const INSTALLED = '/usr/lib/postgresql';
const OWN_MAJOR = '18';
const log = (): void => undefined;

async function query(url: string, sql: string): Promise<readonly object[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<object>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** A PostgreSQL of the machine, of another major version; its cluster is `<home>/data`. */
async function startOther(bin: string, home: string): Promise<string> {
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  const user = process.getuid?.() === 0 ? { uid: id('-u'), gid: id('-g') } : undefined;
  await mkdir(home);
  if (user !== undefined) await chown(home, user.uid, user.gid);
  const data = join(home, 'data');
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'copydesk', '-A', 'trust', '-E', 'UTF8', '--locale=C'], {
    ...user,
    cwd: '/',
    stdio: 'ignore',
  });
  const port = await pickPort();
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'];
  const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const server = spawn(join(bin, 'postgres'), args, { ...user, cwd: '/', stdio: 'ignore' });
  onTestFinished(() => void server.kill('SIGINT'));
  const url = (database: string): string => `postgres://copydesk@127.0.0.1:${port}/${database}`;
  await expect.poll(() => query(url('postgres'), 'select 1').catch(() => [])).toHaveLength(1);
  await query(url('postgres'), 'create database copydesk');
  return url('copydesk');
}

describe('a backup of another major version of PostgreSQL', () => {
  const others = existsSync(INSTALLED) ? readdir(INSTALLED) : Promise.resolve([]);

  it('is restored with every row, number and seal', async ({ skip }) => {
    const major = (await others).find((name) => name !== OWN_MAJOR && existsSync(join(INSTALLED, name, 'bin/initdb')));
    if (major === undefined) return skip();
    const folder = await makeTestFolder();
    onTestFinished(async () => {
      await removeServersIn(folder);
      await rm(folder, { recursive: true, force: true });
    });
    const then = join(folder, 'then');
    await mkdir(then);
    const url = await startOther(join(INSTALLED, major, 'bin'), join(then, 'postgres'));
    await migrate(url, log);
    const act = (name: string): string =>
      `insert into audit (event_id, act, actor_key, actor_name, place) values ('e-${name}', 'approve', 'slack:T1:U1', E'${name}\\t\\\\N\\nЭнн', null)`;
    await query(url, act('one'));
    await query(url, act('two'));
    new DatabaseSync(join(then, 'temporal.db')).exec(
      'create table namespaces (one integer); insert into namespaces values (1)',
    );
    await writeFile(join(then, 'secret'), 'theirs');
    const file = join(folder, 'copydesk.tar.gz');
    const everything = 'select * from audit order by audit_id';
    const before = await query(url, everything);
    expect(before).toHaveLength(2);
    await makeBackup({ dataFolder: then, runningDatabaseUrl: url, file, env: process.env, log });
    await query(url, act('after the backup'));

    const now = join(folder, 'now');
    await restoreBackup({ file, dataFolder: now, force: false, env: process.env, log });
    const postgres = await startPostgres({ dataFolder: now, port: 0, log });
    try {
      const [version] = await query(postgres.url, `select current_setting('server_version') as is`);
      expect(version).toEqual({ is: expect.stringMatching(new RegExp(`^${OWN_MAJOR}\\b`)) });
      expect(await query(postgres.url, everything)).toEqual(before);
      // Numbers go on where they were, and the seal of the next act fits those before.
      await query(postgres.url, act('three'));
      expect(await query(postgres.url, 'select max(audit_id)::int as last from audit')).toEqual([{ last: 3 }]);
    } finally {
      await postgres.stop();
    }
    expect(new DatabaseSync(join(now, 'temporal.db')).prepare('select one from namespaces').all()).toEqual([
      { one: 1 },
    ]);
  });
});
