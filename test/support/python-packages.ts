import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findOnPath, runCommand } from '../../src/local/command.ts';
import { CACHE_FOLDER, MAY_MAKE, waitForLock } from './heavy.ts';

/** What pip puts into a virtual environment. */
export interface PythonPackages {
  /** Of its folder in the cache: `litellm-1.106.2`. */
  readonly name: string;
  /** With exact versions: `litellm[proxy]==1.106.2`. */
  readonly requirements: readonly string[];
  /** Nothing but these: what they ask for is not needed here. */
  readonly alone?: boolean;
}

const INSTALL_TIMEOUT_MS = 600_000;

/**
 * The folder with the commands of these packages, `python` among them: from the cache, or made there, once per user.
 * @returns undefined where it is not there and may not be made: outside CI
 * @throws in CI without Python: no test is left out there without a word
 */
export async function findPythonPackages(
  packages: PythonPackages,
  { mayMake = MAY_MAKE, cache = CACHE_FOLDER, path = process.env['PATH'] } = {},
): Promise<string | undefined> {
  const folder = join(cache, packages.name);
  const commands = join(folder, 'bin');
  if (await isComplete(folder)) return commands;
  if (!mayMake) return undefined;
  const python = await findOnPath('python3', path);
  if (python === undefined) {
    throw new Error(
      `Could not install ${packages.requirements.join(', ')}, which these tests run: there is no python3 on the PATH. Install Python 3.10 or newer with venv (Debian: apt-get install python3-venv).`,
    );
  }
  await mkdir(cache, { recursive: true });
  const lock = await waitForLock(join(cache, `.${packages.name}.lock`));
  try {
    if (!(await isComplete(folder))) await make(folder, python, packages);
    return commands;
  } finally {
    lock.release();
  }
}

const markerOf = (folder: string): string => join(folder, 'complete');

const isComplete = (folder: string): Promise<boolean> =>
  stat(markerOf(folder)).then(
    () => true,
    () => false,
  );

async function make(folder: string, python: string, { requirements, alone = false }: PythonPackages): Promise<void> {
  // What a killed installation left.
  await rm(folder, { recursive: true, force: true });
  await mustRun(python, ['-m', 'venv', folder]);
  await mustRun(join(folder, 'bin/python'), [
    '-m',
    'pip',
    'install',
    '--quiet',
    ...(alone ? ['--no-deps'] : []),
    ...requirements,
  ]);
  await writeFile(markerOf(folder), '');
}

async function mustRun(file: string, args: readonly string[]): Promise<void> {
  const { code, output } = await runCommand(file, args, { env: process.env, timeoutMs: INSTALL_TIMEOUT_MS });
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${code}:\n${output.trim().slice(-2000)}`);
}
