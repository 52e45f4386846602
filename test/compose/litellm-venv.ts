import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findOnPath } from '../../src/local/command.ts';
import { CACHE_FOLDER, MAY_MAKE } from './heavy.ts';
import { runNative } from './native-process.ts';

/**
 * The `litellm` command in this version: from the cache, or, in CI with Python 3, installed into it (a minute, 750 MB).
 * Otherwise `undefined`.
 */
export async function findLitellm(version: string): Promise<string | undefined> {
  const folder = join(CACHE_FOLDER, `litellm-${version}`);
  const complete = join(folder, 'complete');
  const command = join(folder, 'bin/litellm');
  if (await exists(complete)) return command;
  const python = await findOnPath('python3', process.env['PATH']);
  if (!MAY_MAKE || python === undefined) return undefined;

  await rm(folder, { recursive: true, force: true });
  await runNative([python, '-m', 'venv', folder]);
  await runNative([join(folder, 'bin/pip'), 'install', '--quiet', `litellm[proxy]==${version}`]);
  await writeFile(complete, '');
  return command;
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
