import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDataFolder } from '../../src/local/data-folder.ts';
import { startPostgres } from '../../src/local/postgres-server.ts';
import { findTemporalCli } from '../../src/local/temporal-cli.ts';
import { startTemporalServer } from '../../src/local/temporal-server.ts';
import { makeTestFolder } from '../support/test-folder.ts';
import { openWebDesk } from '../support/web-desk.ts';
import { keepData } from './data-folder.ts';
import { surfaceOfToday, writeSurface } from './release.ts';

// `npm run record-release -- 0.2.0`: keeps of a release what others hold in their hands (README.md beside this file). Once, when it is
// declared; what was kept is never changed.
const HERE = fileURLToPath(new URL('.', import.meta.url));
const HISTORIES = join(HERE, '../histories');

const [version = ''] = process.argv.slice(2);
const { version: declared } = JSON.parse(readFileSync(join(HERE, '../../package.json'), 'utf8')) as {
  readonly version: string;
};
const target = join(HERE, version);
if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error('Say which release: npm run record-release -- 0.2.0');
if (version !== declared) throw new Error(`package.json says ${declared}, not ${version}`);
if (existsSync(target)) throw new Error(`${target} is there already. What was kept of a release is never changed.`);

const log = (line: string): void => void process.stderr.write(`${line}\n`);
const unfinished = `${target}.unfinished`;
await rm(unfinished, { recursive: true, force: true });
await mkdir(join(unfinished, 'histories'), { recursive: true });

log('Names, buttons, settings, migrations');
writeSurface(unfinished, surfaceOfToday());
log('Histories');
execFileSync(process.execPath, [join(HISTORIES, 'record.ts'), '--all'], { stdio: 'inherit' });
for (const name of await readdir(HISTORIES))
  if (name.endsWith('.json')) await cp(join(HISTORIES, name), join(unfinished, 'histories', name));
log('The API');
await writeFile(join(unfinished, 'openapi.json'), `${JSON.stringify(await describeApi(), undefined, 1)}\n`);
log('A data folder, and a backup of it');
await keepData(unfinished);
await rename(unfinished, target);
log(target);

/** As whoever asks is told, over servers that are there for no longer than this. */
async function describeApi(): Promise<unknown> {
  const folder = await openDataFolder(await makeTestFolder());
  const shared = { dataFolder: folder.path, port: 0, durable: false, log };
  const cli = (await findTemporalCli({ env: process.env, progress: log })).path;
  const postgres = await startPostgres(shared);
  const temporal = await startTemporalServer({ ...shared, cli, uiPort: 0 });
  try {
    const desk = await openWebDesk({ newsroom: { temporalAddress: temporal.address, postgresUrl: postgres.url } });
    try {
      return await (await fetch(new URL('/openapi.json', desk.url))).json();
    } finally {
      await desk.close();
    }
  } finally {
    await Promise.all([temporal.stop(), postgres.stop()]);
    await folder.release();
    await rm(folder.path, { recursive: true, force: true });
  }
}
