import { readFile, readlink, realpath, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { reasonOf } from '../../lib/reason-of.ts';
import type { DataFolder } from '../data-folder.ts';
import { type FileLock, tryLock } from '../file-lock.ts';
import { LocalError } from '../local-error.ts';
import { endProcess, findProcesses } from '../processes.ts';

/** Of what a backup has, the files that it has as they are. */
export const COPIED_FILES = ['secret', 'temporal.version', 'temporal.db'];

const SERVER_GRACE_MS = 10_000;

/** What a restore does to a data folder. It stands beside the folder from before the first change until after the last one. */
const noteSchema = z.strictObject({
  /** Where what was in the folder goes. Absent: nothing was. */
  aside: z.string().optional(),
  /** Where the link `postgres` led, which root's folder has. Absent: it was no link. */
  home: z.string().optional(),
  /** Where the backup is unpacked, with the secret in it. */
  unpacked: z.string(),
});
type Note = z.output<typeof noteSchema>;

/** A restore under way: whatever ends it, what was in the folder is there again, by `putBack`, or by {@link putBackBroken} in another process. */
export interface Restoring {
  /** Where what was in the folder is now. Absent: nothing was. */
  readonly aside?: string;
  /** What was restored stays. */
  keep(): Promise<void>;
  /** @throws LocalError `BACKUP_NOT_RESTORED`, with where everything is */
  putBack(): Promise<void>;
}

/**
 * Sets aside what is in a data folder.
 *
 * @param held is released as soon as whoever wants it next can tell that it is being restored
 * @param unpacked a folder that goes when the restore is over
 * @throws LocalError `DATA_FOLDER_IN_USE`, and what the system says
 */
export async function beginRestoring(held: DataFolder, unpacked: string, hasData: boolean): Promise<Restoring> {
  const { path: folder } = held;
  const stamp = new Date().toISOString().replace(/[-:]|\..*/g, '');
  const home = hasData ? await readlink(join(folder, 'postgres')).catch(() => undefined) : undefined;
  const note: Note = {
    ...(hasData && { aside: `${folder}.before-${stamp}` }),
    ...(home !== undefined && { home }),
    unpacked,
  };
  const lock = lockFor(folder);
  const end = async (): Promise<void> => {
    await rm(noteOf(folder), { force: true });
    await giveBack(folder, lock);
  };
  const putBack = async (): Promise<void> => {
    await undo(folder, note).catch(async (error: unknown) => {
      await giveBack(folder, lock);
      throw error;
    });
    await end();
  };
  try {
    await writeFile(`${noteOf(folder)}.new`, `${JSON.stringify(note)}\n`);
    await rename(`${noteOf(folder)}.new`, noteOf(folder));
    await held.release();
    await setAside(folder, note);
  } catch (error) {
    await putBack();
    throw error;
  }
  return { ...(note.aside !== undefined && { aside: note.aside }), keep: end, putBack };
}

/**
 * Undoes what a restore began and did not end, because it was killed or could not put back itself. To be called before anything else is
 * done with a data folder.
 *
 * @param dataFolder absolute or relative to the working directory
 * @param log told in one sentence that it was done
 * @throws LocalError `DATA_FOLDER_IN_USE` while a restore is under way, `BACKUP_NOT_RESTORED` where it cannot be undone
 */
export async function putBackBroken(dataFolder: string, log: (line: string) => void): Promise<void> {
  const folder = await placeOf(dataFolder);
  if ((await readNote(folder)) === undefined) return;
  const lock = lockFor(folder);
  try {
    const note = await readNote(folder);
    // Somebody else was quicker.
    if (note === undefined) return;
    await undo(folder, note);
    await rm(noteOf(folder), { force: true });
    log(
      note.aside === undefined
        ? `A restore was broken off: what it had made in ${folder} is removed.`
        : `A restore was broken off: what was in ${folder} before is there again.`,
    );
  } finally {
    await giveBack(folder, lock);
  }
}

/** The data folder itself: where links lead, also while nothing is there. */
export async function placeOf(dataFolder: string): Promise<string> {
  const path = resolve(dataFolder);
  const link = await readlink(path).catch(() => undefined);
  if (link !== undefined) return await placeOf(resolve(dirname(path), link));
  const parent = await realpath(dirname(path)).catch(() => dirname(path));
  return join(parent, basename(path));
}

/** With the database that root keeps elsewhere: a new one would be made in its place. */
async function setAside(folder: string, { aside, home }: Note): Promise<void> {
  if (aside === undefined) return;
  if (home !== undefined) {
    await rename(home, besideOf(home, aside));
    await pointTo(folder, besideOf(home, aside));
  }
  await rename(folder, aside);
}

/** Begins with what it finds, whichever step of {@link setAside}, or of itself, was the last one. @throws LocalError `BACKUP_NOT_RESTORED` */
async function undo(folder: string, { aside, home, unpacked }: Note): Promise<void> {
  try {
    if (aside === undefined) await removeData(folder);
    else if (await exists(aside)) {
      await removeData(folder);
      await rm(folder, { recursive: true, force: true });
      await rename(aside, folder);
    }
    if (aside !== undefined && home !== undefined) {
      if (await exists(besideOf(home, aside))) await rename(besideOf(home, aside), home);
      await pointTo(folder, home);
    }
    await rm(unpacked, { recursive: true, force: true });
  } catch (error) {
    const whole = aside === undefined ? '' : ` It is whole in ${(await exists(aside)) ? aside : folder}.`;
    throw new LocalError(
      'BACKUP_NOT_RESTORED',
      `Could not put back what was in ${folder} before the restore: ${reasonOf(error)}.${whole} Put that right, and run npm start or npm run restore: they try again first.`,
      { cause: error },
    );
  }
}

/** What a restore has made, and the server that it may have left on that. */
async function removeData(folder: string): Promise<void> {
  const postgres = join(folder, 'postgres');
  const home = await realpath(postgres).catch(() => postgres);
  for (const { pid } of findProcesses(` -D ${join(home, 'data')} `))
    await endProcess(pid, { signal: 'SIGINT', graceMs: SERVER_GRACE_MS });
  for (const path of [
    home,
    postgres,
    join(folder, 'postgres.password'),
    ...COPIED_FILES.map((name) => join(folder, name)),
  ])
    await rm(path, { recursive: true, force: true });
}

/** At once: there is never no link. */
async function pointTo(folder: string, home: string): Promise<void> {
  const link = join(folder, 'postgres');
  await rm(`${link}.new`, { force: true });
  await symlink(home, `${link}.new`);
  await rename(`${link}.new`, link);
}

function besideOf(home: string, aside: string): string {
  return `${home}${/\.before-[^/]*$/.exec(aside)?.[0] ?? '.before'}`;
}

function noteOf(folder: string): string {
  return `${folder}.restoring`;
}

/** Held as long as its process lives: who finds a note without it has one that was broken off. */
function lockFor(folder: string): FileLock {
  const lock = tryLock(`${noteOf(folder)}.lock`);
  if (lock !== undefined) return lock;
  throw new LocalError('DATA_FOLDER_IN_USE', `A restore of ${folder} is under way. Wait until it is done.`);
}

async function giveBack(folder: string, lock: FileLock): Promise<void> {
  await rm(`${noteOf(folder)}.lock`, { force: true });
  lock.release();
}

async function readNote(folder: string): Promise<Note | undefined> {
  const text = await readFile(noteOf(folder), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return noteSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new LocalError(
      'BACKUP_NOT_RESTORED',
      `Could not read ${noteOf(folder)}, which says how a restore was broken off. What was in ${folder} before is beside it, as ${basename(folder)}.before-…: put that back by hand, and remove the note.`,
      { cause: error },
    );
  }
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
