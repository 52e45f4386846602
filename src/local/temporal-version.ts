import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TemporalCli } from './temporal-cli.ts';

/**
 * Which server made `temporal.db`: `1.29`. The development server makes its tables once and never brings them up to date, so that no other
 * version is let near them.
 *
 * @returns undefined: there is none yet, or it was made before this was noted
 */
export async function versionThatMade(dataFolder: string): Promise<string | undefined> {
  const text = await readFile(noteIn(dataFolder), 'utf8').catch(() => '');
  return /^\d+\.\d+$/.exec(text.trim())?.[0];
}

/** Before the first start and after each one that came to something, which is all that is known of a database without a note. */
export async function noteVersion(dataFolder: string, { server }: TemporalCli): Promise<void> {
  if ((await versionThatMade(dataFolder)) !== undefined) return;
  await writeFile(`${noteIn(dataFolder)}.new`, `${server}\n`);
  await rename(`${noteIn(dataFolder)}.new`, noteIn(dataFolder));
}

/** Whether there is a database. */
export async function hasDatabase(dataFolder: string): Promise<boolean> {
  return await stat(join(dataFolder, 'temporal.db')).then(
    () => true,
    () => false,
  );
}

function noteIn(dataFolder: string): string {
  return join(dataFolder, 'temporal.version');
}
