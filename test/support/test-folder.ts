import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endProcess, findProcesses, isRunning } from '../../src/local/processes.ts';

const PREFIX = 'copydesk-test-';

/** A temporary folder that other users may pass through, named after this process. Remove it when done. */
export async function makeTestFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  await chmod(folder, 0o755);
  return folder;
}

/** Ends the servers and removes the folders of test runs that were killed before they could. */
export async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    const folder = join(tmpdir(), name);
    await removeServersIn(folder);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Ends every server whose command line names a file of the folder. */
export async function removeServersIn(folder: string): Promise<void> {
  for (const left of findProcesses(`${folder}/`)) {
    await endProcess(left.pid, { signal: 'SIGINT', graceMs: 5_000 });
  }
}
