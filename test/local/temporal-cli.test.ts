import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LocalError } from '../../src/local/local-error.ts';
import { pickPort } from '../../src/local/ports.ts';
import { findTemporalCli } from '../../src/local/temporal-cli.ts';
import type { FindTemporalCliOptions, TemporalCli } from '../../src/local/temporal-cli.ts';
import { makeTestFolder } from '../support/test-folder.ts';

const GOOD = 'temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)';
/** Nobody listens there. */
const NOWHERE = `http://127.0.0.1:${await pickPort()}`;
/** A Go toolchain that takes a second and "builds" a CLI, counting its runs. */
const FAKE_GO = `echo run >> "$HOME/go-runs"
echo "go: downloading github.com/temporalio/cli v1.5.1" >&2
sleep 1
printf '#!/bin/sh\\necho "${GOOD}"\\n' > "$GOBIN/temporal"
chmod +x "$GOBIN/temporal"`;

describe('findTemporalCli', { timeout: 30_000 }, () => {
  let folder: string;
  let servers: Server[];
  beforeEach(async () => {
    folder = await makeTestFolder();
    servers = [];
    await Promise.all(['bin', 'tmp', 'home'].map((name) => mkdir(join(folder, name))));
  });
  afterEach(async () => {
    for (const server of servers) server.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function program(path: string, script: string): Promise<string> {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
    return file;
  }

  const cli = (path: string, version = GOOD): Promise<string> => program(path, `echo "${version}"`);
  const cachedPath = (): string => join(folder, 'cache', 'copydesk', 'bin', 'temporal-1.5.1');

  function find(options: Partial<FindTemporalCliOptions> = {}): Promise<TemporalCli> {
    return findTemporalCli({
      downloadUrl: NOWHERE,
      ...options,
      env: {
        PATH: `${join(folder, 'bin')}:/usr/bin:/bin`,
        HOME: join(folder, 'home'),
        TMPDIR: join(folder, 'tmp'),
        XDG_CACHE_HOME: join(folder, 'cache'),
        ...options.env,
      },
    });
  }

  async function serve(archive: Buffer): Promise<string> {
    const server = createServer((request, response) => {
      const origin = `http://${request.headers.host}`;
      if (request.url?.startsWith('/cli/v1.5.1?') === true) {
        response.end(JSON.stringify({ archiveUrl: `${origin}/archive`, fileToExtract: 'temporal' }));
      } else {
        response.end(archive);
      }
    });
    servers.push(server);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('takes TEMPORAL_CLI before everything else', async () => {
    await cli('bin/temporal');
    const path = await cli('mine');
    expect(await find({ env: { TEMPORAL_CLI: path } })).toEqual({
      path,
      version: GOOD,
      server: '1.29',
      source: 'TEMPORAL_CLI',
    });
  });

  it('does not look further when TEMPORAL_CLI names something that does not serve', async () => {
    await cli('bin/temporal');
    await expect(find({ env: { TEMPORAL_CLI: join(folder, 'gone') } })).rejects.toMatchObject({
      code: 'TEMPORAL_CLI_UNUSABLE',
      message: expect.stringContaining(join(folder, 'gone')),
    });
  });

  it('then takes temporal on the PATH', async () => {
    await cli('cache/copydesk/bin/temporal-1.5.1');
    const path = await cli('bin/temporal', 'temporal version 1.6.0 (Server 1.30.0, UI 2.44.0)');
    expect(await find()).toMatchObject({ path, source: 'PATH' });
  });

  it('passes over a temporal on the PATH whose server is not the one that made the database', async () => {
    await cli('bin/temporal', 'temporal version 1.6.0 (Server 1.30.0, UI 2.44.0)');
    const path = await cli('cache/copydesk/bin/temporal-1.5.1');
    expect(await find({ server: '1.29' })).toMatchObject({ path, server: '1.29', source: 'cache' });
  });

  it('says in one sentence that no server fits the database, and makes none that would not', async () => {
    await program('bin/go', FAKE_GO);
    const named = await cli('mine');
    const unfit = {
      code: 'TEMPORAL_VERSION_DIFFERS',
      message: expect.stringContaining('server 1.30 made temporal.db'),
    };
    await expect(find({ server: '1.30' })).rejects.toMatchObject(unfit);
    await expect(find({ server: '1.30', env: { TEMPORAL_CLI: named } })).rejects.toMatchObject(unfit);
    await expect(readFile(join(folder, 'home', 'go-runs'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it.each([
    ['too old', 'temporal version 1.1.0 (Server 1.25.0, UI 2.30.0)'],
    ['another program', 'temporal 2.0, a calendar'],
  ])('passes over a temporal on the PATH that is %s', async (_what, version) => {
    await cli('bin/temporal', version);
    const path = await cli('cache/copydesk/bin/temporal-1.5.1');
    expect(await find()).toMatchObject({ path, source: 'cache' });
  });

  it("then takes the user's cache folder, where a build of Go calls itself 0.0.0-DEV", async () => {
    await cli('tmp/temporal-sdk-typescript-1.24.0');
    const path = await cli(
      'cache/copydesk/bin/temporal-1.5.1',
      'temporal version 0.0.0-DEV (Server 1.29.1, UI 2.42.1)',
    );
    expect(await find()).toMatchObject({ path, source: 'cache' });
  });

  it("then takes the SDK's own download", async () => {
    const path = await cli('tmp/temporal-sdk-typescript-1.24.0');
    expect(await find()).toMatchObject({ path, source: 'sdk-download' });
  });

  it.runIf(process.getuid?.() === 0)('does not run what another user put there', async () => {
    const path = await cli('tmp/temporal-sdk-typescript-1.24.0');
    execFileSync('chown', ['nobody', path]);
    await expect(find()).rejects.toMatchObject({ code: 'TEMPORAL_CLI_NOT_FOUND' });
  });

  it('then downloads it into the cache folder, once', async () => {
    await cli('temporal');
    const archive = execFileSync('tar', ['-czf', '-', '-C', folder, 'temporal']);
    const downloadUrl = await serve(archive);
    expect(await find({ downloadUrl })).toEqual({
      path: cachedPath(),
      version: GOOD,
      server: '1.29',
      source: 'download',
    });
    expect(await find()).toMatchObject({ path: cachedPath(), source: 'cache' });
  });

  it('falls back to Go when what was downloaded is not an archive', async () => {
    await program('bin/go', FAKE_GO);
    const downloadUrl = await serve(Buffer.from('<html>sign in to the hotel network</html>'));
    expect(await find({ downloadUrl })).toMatchObject({ path: cachedPath(), source: 'build' });
  });

  it('then builds it with Go, telling what it does', async () => {
    await program('bin/go', FAKE_GO);
    const lines: string[] = [];
    expect(await find({ progress: (line) => lines.push(line) })).toMatchObject({ path: cachedPath(), source: 'build' });
    expect(lines[0]).toContain('with Go');
    expect(lines[1]).toContain('1 modules fetched');
  });

  it('builds once for two who ask at the same time', async () => {
    await program('bin/go', FAKE_GO);
    const found = await Promise.all([find(), find()]);
    expect(found.map(({ path }) => path)).toEqual([cachedPath(), cachedPath()]);
    expect(await readFile(join(folder, 'home', 'go-runs'), 'utf8')).toBe('run\n');
  });

  it('ends a build that is no longer wanted, and leaves nothing of it', async () => {
    await program('bin/go', 'sleep 60');
    const stop = new AbortController();
    const finding = find({ signal: stop.signal, progress: () => stop.abort(new Error('Ctrl-C')) });
    await expect(finding).rejects.toThrow('Ctrl-C');
    expect(await readdir(dirname(cachedPath()))).toEqual(['.temporal-1.5.1.lock']);
  });

  it('says everything that was tried, why it failed, and what helps', async () => {
    await cli('bin/temporal', 'temporal version 1.1.0 (Server 1.25.0, UI 2.30.0)');
    await program('bin/go', 'echo "go: no such host" >&2; exit 1');
    const error: unknown = await find().catch((reason: unknown) => reason);
    if (!(error instanceof LocalError)) throw new Error('It found one, or failed otherwise', { cause: error });
    expect(error.code).toBe('TEMPORAL_CLI_NOT_FOUND');
    for (const part of [
      'TEMPORAL_CLI: not set',
      'too old',
      cachedPath(),
      NOWHERE,
      'ECONNREFUSED',
      'no such host',
      'TEMPORAL_ADDRESS',
    ]) {
      expect(error.message).toContain(part);
    }
  });

  it('says that Go is missing where it could have built it', async () => {
    await expect(find({ env: { PATH: join(folder, 'bin') } })).rejects.toThrow('go is not on the PATH');
  });
});
