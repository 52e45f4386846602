import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { spawn as spawnInTerminal } from '@lydell/node-pty';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeTestFolder } from '../support/test-folder.ts';

const SCRIPTS = fileURLToPath(new URL('../../scripts', import.meta.url));
const AS_ON_MUSL = fileURLToPath(new URL('../fixtures/as-on-musl.ts', import.meta.url));
const NODE_VERSION = process.versions.node;

interface Result {
  readonly code: number | null;
  readonly output: string;
}

/** An npm that "installs" the two packages of the lock file, as the real one does: everything anew. */
const FAKE_NPM = `echo "$@" >> npm-runs
sleep 0.3
rm -rf node_modules
mkdir -p node_modules/node/bin node_modules/.bin
printf '{"version":"${NODE_VERSION}"}' > node_modules/node/package.json
ln -s "${process.execPath}" node_modules/.bin/node
cp package-lock.json node_modules/.package-lock.json`;

describe('ensure', { timeout: 30_000 }, () => {
  let root: string;
  beforeEach(async () => {
    root = await makeTestFolder();
    await cp(SCRIPTS, join(root, 'scripts'), { recursive: true });
    await cp(join(SCRIPTS, '../src/lib/glibc.js'), join(root, 'src/lib/glibc.js'));
    await writeFile(join(root, 'package.json'), '{"type":"module"}');
    await writeFile(
      join(root, 'scripts', 'main.js'),
      "import { ensureOrExit } from './ensure.js';\nawait ensureOrExit();\nconsole.log('ready');\n",
    );
    await lock({ 'node_modules/node': { version: NODE_VERSION } });
    await npm(FAKE_NPM);
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const lock = (packages: Record<string, unknown>): Promise<void> =>
    writeFile(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...packages } }));

  async function npm(script: string): Promise<void> {
    const file = join(root, 'bin', 'npm');
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
  }

  function ensure(): Promise<Result> {
    return new Promise((resolve) => {
      const env = { PATH: `${join(root, 'node_modules', '.bin')}:${join(root, 'bin')}:/usr/bin:/bin` };
      const child = spawn(process.execPath, ['scripts/main.js'], { cwd: root, env });
      let output = '';
      const hear = (chunk: Buffer): void => {
        output += chunk.toString();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('close', (code) => resolve({ code, output }));
    });
  }

  async function npmRuns(): Promise<readonly string[]> {
    const text = await readFile(join(root, 'npm-runs'), 'utf8').catch(() => '');
    return text.split('\n').filter(Boolean);
  }

  it('installs from the lock file, and says so in two lines', async () => {
    const { code, output } = await ensure();
    expect({ code, lines: output.trim().split('\n') }).toEqual({
      code: 0,
      lines: [expect.stringContaining('Installing the dependencies'), expect.stringMatching(/^Installed in/), 'ready'],
    });
    expect(await npmRuns()).toEqual([expect.stringMatching(/^ci .*--include=dev/)]);
  });

  it('installs nothing and says nothing the second time', async () => {
    await ensure();
    expect(await ensure()).toEqual({ code: 0, output: 'ready\n' });
    expect(await npmRuns()).toHaveLength(1);
  });

  it('installs again when the lock file has changed', async () => {
    await ensure();
    await lock({
      'node_modules/node': { version: NODE_VERSION },
      'node_modules/other': { version: '1.0.0', optional: true },
    });
    await ensure();
    // The new package is optional and not there: what is installed is still what the lock file says.
    expect(await npmRuns()).toHaveLength(1);
    await lock({ 'node_modules/node': { version: NODE_VERSION }, 'node_modules/other': { version: '1.0.0' } });
    expect((await ensure()).output).toContain('Installing');
    expect(await npmRuns()).toHaveLength(2);
  });

  it('takes what somebody installed by hand from the same lock file', async () => {
    await new Promise((resolve) => spawn(join(root, 'bin', 'npm'), ['ci'], { cwd: root }).once('close', resolve));
    expect((await ensure()).output).toBe('ready\n');
    expect(await npmRuns()).toEqual(['ci']);
  });

  it.each([
    ['an install that was cut short', 'node_modules/.package-lock.json'],
    ['a package that is gone', 'node_modules/node/package.json'],
    ['a pinned Node that is gone', 'node_modules/.bin/node'],
  ])('repairs %s', async (_what, path) => {
    await ensure();
    await rm(join(root, path));
    expect((await ensure()).code).toBe(0);
    expect(await npmRuns()).toHaveLength(2);
  });

  it('installs again for another platform', async () => {
    await ensure();
    const node = join(root, 'node_modules', '.bin', 'node');
    await rm(node);
    await writeFile(node, Buffer.from([0xcf, 0xfa, 0xed, 0xfe]));
    await chmod(node, 0o755);
    expect((await ensure()).code).toBe(0);
    expect(await npmRuns()).toHaveLength(2);
  });

  it('does not run npm with the Node that npm is about to remove', async () => {
    await ensure();
    await npm(`case "$PATH" in *node_modules/.bin*) exit 9;; esac\n${FAKE_NPM}`);
    await lock({ 'node_modules/node': { version: NODE_VERSION }, 'node_modules/x': { version: '1', link: true } });
    await rm(join(root, 'node_modules', 'node', 'package.json'));
    expect((await ensure()).code).toBe(0);
  });

  it('installs once for two who start at the same time', async () => {
    const results = await Promise.all([ensure(), ensure(), ensure()]);
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(await npmRuns()).toHaveLength(1);
  });

  it('does not wait for an installer that died, or whose process id belongs to somebody else now', async () => {
    await mkdir(join(root, '.copydesk'));
    await writeFile(join(root, '.copydesk', 'install.lock'), `${process.pid} 1`);
    expect((await ensure()).code).toBe(0);
  });

  it.each([
    ['npm error code ENOTFOUND', 'registry cannot be reached'],
    ['npm error code EUSAGE', 'do not belong together'],
    ['npm error something else', 'something else'],
  ])('explains "%s" and ends with 1', async (said, explained) => {
    await npm(`echo "${said}" >&2; exit 1`);
    const { code, output } = await ensure();
    expect(code).toBe(1);
    expect(output).toContain(explained);
    expect(output).not.toContain('ready');
  });

  it('says on musl in one sentence that it cannot run there, and installs nothing', async () => {
    const options = { cwd: root, env: { PATH: `${join(root, 'bin')}:/usr/bin:/bin` } };
    const child = spawn(process.execPath, [`--import=${AS_ON_MUSL}`, 'scripts/main.js'], options);
    let output = '';
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    const [code] = (await once(child, 'close')) as [number];
    expect({ code, runs: await npmRuns() }).toEqual({ code: 1, runs: [] });
    expect(output).toMatch(/^Copydesk does not run on musl .*node:24-slim[^\n]*\n$/);
  });

  it('says when the install scripts did not run', async () => {
    await npm(`${FAKE_NPM}\nrm node_modules/.bin/node`);
    const { code, output } = await ensure();
    expect(code).toBe(1);
    expect(output).toContain('ignore-scripts');
  });

  it('hands over with the arguments, and ends as the program ends', async () => {
    await ensure();
    await writeFile(
      join(root, 'program.ts'),
      'const words: readonly string[] = process.argv.slice(2);\nconsole.log(words);\nprocess.exit(7);\n',
    );
    const result = await run(['scripts/run.js', 'program.ts', 'a b', '--c']);
    expect(result).toEqual({ code: 7, output: "[ 'a b', '--c' ]\n" });
  });

  it('keeps what Node compiled beside the dependencies, which are installed anew with it', async () => {
    await ensure();
    await writeFile(
      join(root, 'program.ts'),
      "import { getCompileCacheDir } from 'node:module';\nconsole.log(getCompileCacheDir());\n",
    );
    const { NODE_COMPILE_CACHE: _, ...env } = process.env;
    const { output } = await run(['scripts/run.js', 'program.ts'], { env });
    expect(output).toContain(join(root, 'node_modules', '.cache', 'node'));
  });

  it('passes SIGTERM on once, and waits for the program to end', async () => {
    await ensure();
    await writeFile(
      join(root, 'program.ts'),
      "process.on('SIGTERM', () => { console.log('ending'); setTimeout(() => process.exit(3), 200); });\nsetInterval(() => {}, 1000);\nconsole.log('up');\n",
    );
    const result = await run(['scripts/run.js', 'program.ts'], { signal: 'SIGTERM' });
    expect(result).toEqual({ code: 3, output: 'up\nending\n' });
  });

  it('leaves Ctrl-C to the terminal, which sends it to everyone', async () => {
    await ensure();
    await writeFile(
      join(root, 'program.ts'),
      "process.on('SIGINT', () => console.log('heard'));\nsetTimeout(() => process.exit(0), 20_000);\nconsole.log('up');\n",
    );
    const terminal = spawnInTerminal(process.execPath, ['scripts/run.js', 'program.ts'], { cwd: root });
    let output = '';
    terminal.onData((data) => {
      output += data;
    });
    // Two that come at once are one to whoever hears them: a second copy would show in some of several rounds.
    for (let round = 0; round < 5; round += 1) {
      await expect.poll(() => output.split(/up|heard/).length).toBeGreaterThan(round + 1);
      terminal.write('\x03');
      await sleep(150);
    }
    const heard = output.match(/heard/g);
    terminal.kill('SIGKILL');
    expect(heard).toHaveLength(5);
  });

  /** Sends the signal once the program says "up". */
  function run(
    args: readonly string[],
    { signal, env = process.env }: { readonly signal?: NodeJS.Signals; readonly env?: NodeJS.ProcessEnv } = {},
  ): Promise<Result> {
    return new Promise((resolve) => {
      const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => {
        if (signal !== undefined && output === '') child.kill(signal);
        output += chunk.toString();
      });
      child.once('close', (code) => resolve({ code, output }));
    });
  }
});
