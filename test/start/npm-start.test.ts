import { chmod, cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findOnPath } from '../../src/local/command.ts';
import { isRunning, untilGone } from '../../src/local/processes.ts';
import type { Person } from '../support/person.ts';
import { makePlace, type Place } from '../support/place.ts';
import { type ScriptedModel, startScriptedModel, step } from '../support/scripted-model.ts';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const ENTER = '\r';
const CTRL_C = '\u0003';

/** What `npm start` needs of a clone, without a second copy of the dependencies. */
async function makeClone({ folder }: Place): Promise<void> {
  for (const name of ['package.json', 'package-lock.json', 'scripts'])
    await cp(join(REPOSITORY, name), join(folder, name), { recursive: true });
  for (const name of ['src', 'worker', 'bots', 'node_modules'])
    await symlink(join(REPOSITORY, name), join(folder, name));
}

/** The npm of this machine, which writes down what it is asked for and refuses to touch the dependencies. */
async function makeWatchedNpm({ folder, env }: Place): Promise<string> {
  const file = join(folder, 'bin', 'npm');
  await mkdir(join(folder, 'bin'));
  const real = await findOnPath('npm', env['PATH']);
  await writeFile(
    file,
    `#!/bin/sh\necho "$*" >> "${folder}/npm-runs"\n[ "$1" = start ] && exec "${real}" "$@"\nexit 99\n`,
  );
  await chmod(file, 0o755);
  return join(folder, 'bin');
}

async function query(place: Place, sql: string): Promise<readonly object[]> {
  // PostgreSQL: lines 1 and 4 of postmaster.pid are the process and the port.
  const [, , , port] = (await readFile(join(place.data, 'postgres/data/postmaster.pid'), 'utf8')).split('\n');
  const password = (await readFile(join(place.data, 'postgres.password'), 'utf8')).trim();
  const client = new pg.Client({ connectionString: `postgres://copydesk:${password}@127.0.0.1:${port}/copydesk` });
  await client.connect();
  try {
    return (await client.query<object>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('npm start', () => {
  let model: ScriptedModel;
  let place: Place;
  let bin: string;
  const npmStart = (): Person => place.sitDown(['-c', `PATH="${bin}:$PATH" exec npm start`], '/bin/sh');

  beforeAll(async () => {
    model = await startScriptedModel();
    place = await makePlace({ env: { LLM_BASE_URL: model.url } });
    await place.configure('workflows.yaml', 'quality_threshold: 8.0', 'quality_threshold: 5.0');
    // As soon as a death can be told from a delay.
    await place.configure('workflows.yaml', 'heartbeat_seconds: 15', 'heartbeat_seconds: 5');
    await makeClone(place);
    bin = await makeWatchedNpm(place);
  });
  afterAll(async () => {
    await place.remove();
    await model.stop();
  });

  it('goes on with an article, on the servers that are still there, when it was killed in the middle', async () => {
    model.on('draft', step.hang());
    const ann = npmStart();
    await ann.sees('What should the article be about?');
    ann.type(`How tides work${ENTER}`);
    await model.waitFor('draft', 1, 100_000);
    const killed = await place.holder();
    const left = place.servers().filter(({ command }) => /start-dev|postgres -D/.test(command));
    expect(left).toHaveLength(2);
    process.kill(killed, 'SIGKILL');
    expect(await ann.ended).not.toBe(0);
    await untilGone(killed);

    const again = npmStart();
    await again.sees('Reusing the Temporal server that was left running', '1 article is under way', '● How tides work');
    expect(left.map(({ pid }) => pid).filter(isRunning)).toHaveLength(2);
    await again.answer(ENTER);
    await again.sees('── Draft 1', 'Please decide on draft 1', '● Approve');
    await again.answer(ENTER);
    await again.sees('The article is ready: How tides work', 'Saved to', 'What should the article be about?');
    expect((await readdir(join(place.folder, 'articles'))).filter((name) => name.endsWith('.md'))).toHaveLength(1);
    // The books are closed when the platform's word that it arrived is back: a moment after it is on the screen.
    await expect
      .poll(() => query(place, 'select stage, delivered_version as version from articles'))
      .toEqual([{ stage: 'delivered', version: 1 }]);
    expect(
      await query(
        place,
        `select content ->> 'kind' as kind from terminal_messages where content ->> 'kind' in ('draft', 'final') order by kind`,
      ),
    ).toEqual([{ kind: 'draft' }, { kind: 'final' }]);
    expect(await query(place, 'select version from drafts')).toEqual([{ version: 1 }]);
    // The answer that nobody was there for is asked for again; what was stored is not.
    const asked = model.requests.map(({ task }) => task);
    expect(asked.filter((task) => task === 'draft')).toHaveLength(2);
    for (const task of ['outline', 'critique', 'edit']) expect(asked.filter((each) => each === task)).toHaveLength(1);

    again.type(CTRL_C);
    await again.sees('Goodbye', 'Everything is stopped');
    expect(await again.ended).toBe(0);
    expect(place.servers()).toEqual([]);
  });

  it('finds the article again after a clean stop, and installs nothing', async () => {
    const later = npmStart();
    await later.sees('What should the article be about?');
    expect(later.transcript()).not.toMatch(/left running|Installing/);
    later.type(`/list${ENTER}`);
    await later.sees('Your articles', 'How tides work', 'Delivered');
    later.type(CTRL_C);
    expect(await later.ended).toBe(0);
    expect(place.servers()).toEqual([]);
    expect(await readFile(join(place.folder, 'npm-runs'), 'utf8')).toBe('start\nstart\nstart\n');
  });
});
