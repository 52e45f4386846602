import { chown, cp, mkdtemp, readdir, readFile, realpath, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { reasonOf } from '../../lib/reason-of.ts';
import { migrate, namesOfMigrations } from '../../storage/migrate.ts';
import { type Environment, runCommand } from '../command.ts';
import { openDataFolder } from '../data-folder.ts';
import { LocalError } from '../local-error.ts';
import { startPostgres } from '../postgres-server.ts';
import { canServe } from '../temporal-cli.ts';
import { versionThatMade } from '../temporal-version.ts';
import { readTables } from './copy-tables.ts';
import { clientOf, makeForServer } from './make-backup.ts';
import { type Manifest, manifestSchema } from './manifest.ts';
import { beginRestoring, COPIED_FILES, placeOf, putBackBroken } from './put-back.ts';
import { requireWhole } from './require-whole.ts';

export interface RestoreBackupOptions {
  readonly file: string;
  readonly dataFolder: string;
  /** Sets aside what is in the folder instead of refusing it. */
  readonly force: boolean;
  /** For `tar`. */
  readonly env: Environment;
  readonly log: (line: string) => void;
}

/**
 * Makes a data folder of a backup, on the embedded PostgreSQL of this release whatever version wrote it. What was in the folder is beside
 * it afterwards, and in it again where this fails; where it is killed, as soon as anything is to be done with the folder.
 *
 * @throws LocalError `BACKUP_NOT_RESTORED`, and what taking the folder, bringing up PostgreSQL and looking for Temporal's CLI throw
 */
export async function restoreBackup(options: RestoreBackupOptions): Promise<void> {
  const { file, force, log } = options;
  await putBackBroken(options.dataFolder, log);
  const dataFolder = await placeOf(options.dataFolder);
  // Refuses one that is in use or another user's, and makes it where there is none.
  const held = await openDataFolder(dataFolder);
  const unpacked = await mkdtemp(join(dirname(dataFolder), '.copydesk-restore-'));
  try {
    await unpack(options, unpacked);
    const manifest = await readManifest(file, unpacked);
    await requireWhole(file, unpacked, manifest);
    await requireTemporal(options, unpacked);
    const isUsed = await hasData(dataFolder);
    if (isUsed && !force)
      throw notRestored(
        file,
        `there is data in ${dataFolder}. --force sets it aside (npm run restore -- ${file} --force), or set COPYDESK_DATA to another folder`,
      );
    const restoring = await beginRestoring(held, unpacked, isUsed);
    if (restoring.aside !== undefined) log(`What was in ${dataFolder} is in ${restoring.aside}`);
    try {
      await fill(options, dataFolder, unpacked, manifest);
    } catch (error) {
      await restoring.putBack().catch((also: unknown) => {
        log(reasonOf(error));
        throw also;
      });
      if (restoring.aside !== undefined) log(`What was in ${dataFolder} is there again`);
      throw error;
    }
    await restoring.keep();
  } finally {
    await held.release();
    await rm(unpacked, { recursive: true, force: true });
  }
}

async function unpack({ file, env }: RestoreBackupOptions, target: string): Promise<void> {
  const { code, output } = await runCommand('tar', ['-xzf', file, '--no-same-owner', '-C', target], { env });
  if (code !== 0) throw notRestored(file, `it cannot be read (${output.trim().split('\n')[0]})`);
}

async function readManifest(file: string, folder: string): Promise<Manifest> {
  const manifest = await readFile(join(folder, 'manifest.json'), 'utf8')
    .then((text) => manifestSchema.parse(JSON.parse(text)))
    .catch(() => {
      throw notRestored(file, 'it is no backup that this release of Copydesk can read');
    });
  const known = await namesOfMigrations();
  const newer = manifest.migrations.filter((name, index) => known[index] !== name);
  if (newer.length === 0) return manifest;
  throw notRestored(
    file,
    `its tables are newer than this release (${newer.join(', ')}). Use the release that made it, or a later one`,
  );
}

/** Of the version that wrote the backup's database, which no other reads. */
async function requireTemporal({ file, env }: RestoreBackupOptions, unpacked: string): Promise<void> {
  const made = await versionThatMade(unpacked);
  if (made === undefined || (await canServe(made, env))) return;
  throw notRestored(
    file,
    `Temporal's server ${made} made its database, which no other version reads safely, and there is none of that version here. Set TEMPORAL_CLI to a Temporal CLI with server ${made} (https://github.com/temporalio/cli/releases says which); nothing was touched`,
  );
}

async function fill(
  { file, log }: RestoreBackupOptions,
  dataFolder: string,
  unpacked: string,
  manifest: Manifest,
): Promise<void> {
  const folder = await openDataFolder(dataFolder);
  try {
    const postgres = await startPostgres({ dataFolder: folder.path, port: 0, log });
    try {
      // As many as it had: what a later release adds is added to its rows when that starts.
      await migrate(postgres.url, () => undefined, { count: manifest.migrations.length });
      await fillTables(postgres.url, await realpath(join(folder.path, 'postgres')), unpacked, manifest);
    } finally {
      await postgres.stop();
    }
    for (const name of await readdir(unpacked))
      if (COPIED_FILES.includes(name)) await cp(join(unpacked, name), join(folder.path, name));
  } catch (error) {
    throw error instanceof LocalError ? error : notRestored(file, reasonOf(error), error);
  } finally {
    await folder.release();
  }
}

async function fillTables(url: string, home: string, unpacked: string, manifest: Manifest): Promise<void> {
  const copies = await makeForServer(home, 'restore');
  const client = clientOf(url);
  await client.connect();
  try {
    const { uid, gid } = await stat(copies);
    for (const { name } of manifest.tables) {
      const copy = join(copies, 'tables', name);
      await cp(join(unpacked, 'tables', name), copy);
      if (process.getuid?.() === 0) await chown(copy, uid, gid);
    }
    await readTables(client, join(copies, 'tables'), manifest);
  } finally {
    await client.end();
    await rm(copies, { recursive: true, force: true });
  }
}

async function hasData(dataFolder: string): Promise<boolean> {
  const names = await readdir(dataFolder);
  return names.some((name) => ['temporal.db', 'postgres', 'secret'].includes(name));
}

function notRestored(file: string, why: string, cause?: unknown): LocalError {
  return new LocalError('BACKUP_NOT_RESTORED', `Could not restore ${file}: ${why}.`, { cause });
}
