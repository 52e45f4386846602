import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findOnPath, isExecutable } from '../../src/local/command.ts';
import { CACHE_FOLDER, MAY_MAKE } from '../support/heavy.ts';
import { runNative } from './native-process.ts';

/** The programs of the images `temporalio/server` and `temporalio/admin-tools`. */
export interface TemporalBinaries {
  readonly server: string;
  readonly sqlTool: string;
}

/**
 * The production server and its schema tool in this version: from the cache, or, in CI with a Go toolchain, built into it (4 minutes on
 * 2 cores). Otherwise `undefined`.
 */
export async function findTemporalBinaries(version: string): Promise<TemporalBinaries | undefined> {
  const folder = join(CACHE_FOLDER, 'bin');
  const server = join(folder, `temporal-server-${version}`);
  const sqlTool = join(folder, `temporal-sql-tool-${version}`);
  if ((await isExecutable(server)) && (await isExecutable(sqlTool))) return { server, sqlTool };
  const go = await findOnPath('go', process.env['PATH']);
  if (!MAY_MAKE || go === undefined) return undefined;

  await mkdir(folder, { recursive: true });
  const making = await mkdtemp(join(folder, '.making-'));
  try {
    const packages = ['server', 'tools/sql'].map((name) => `go.temporal.io/server/cmd/${name}@v${version}`);
    await runNative([go, 'install', '-ldflags=-s -w', ...packages], {
      cwd: making,
      env: { GOBIN: making, CGO_ENABLED: '0' },
    });
    await rename(join(making, 'server'), server);
    await rename(join(making, 'sql'), sqlTool);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return { server, sqlTool };
}
