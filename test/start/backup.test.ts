import { execFileSync } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../support/person.ts';
import { type Ended, makePlace, type Place } from '../support/place.ts';
import { type ScriptedModel, startScriptedModel } from '../support/scripted-model.ts';

const ENTER = '\r';
const CTRL_C = '\u0003';
const COMMAND = 'src/local/backup/main.ts';

describe('npm run backup and npm run restore', () => {
  let model: ScriptedModel;
  let place: Place;
  let elsewhere: Place;
  let ann: Person;
  beforeAll(async () => {
    model = await startScriptedModel();
    const env = { LLM_BASE_URL: model.url };
    [place, elsewhere] = await Promise.all([makePlace({ env }), makePlace({ env })]);
    for (const each of [place, elsewhere])
      await each.configure('workflows.yaml', 'quality_threshold: 8.0', 'quality_threshold: 5.0');
    ann = place.sitDown([]);
    await ann.sees('What should the article be about?');
    ann.type(`How tides work${ENTER}`);
    await ann.sees('Please decide on draft 1', '● Approve');
  });
  afterAll(async () => {
    await Promise.all([place.remove(), elsewhere.remove()]);
    await model.stop();
  });

  const run = (at: Place, ...args: string[]): Promise<Ended> => at.start(args, { program: COMMAND }).ended;
  const file = (name: string): string => join(place.folder, name);
  const filesOf = async (folder: string): Promise<readonly string[]> => (await readdir(folder)).toSorted();

  it('writes one file that only its owner reads, while npm start runs, and never over another', async () => {
    const made = await run(place, 'backup', 'running.tar.gz');
    expect(made).toMatchObject({ code: 0, stdout: `${file('running.tar.gz')}\n` });
    expect((await stat(file('running.tar.gz'))).mode & 0o777).toBe(0o600);
    expect((await filesOf(place.folder)).filter((name) => name.includes('making'))).toEqual([]);
    expect(await filesOf(join(place.data, 'postgres'))).not.toContain('backup');
    const again = await run(place, 'backup', 'running.tar.gz');
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('it is there already') });
    const nowhere = await run(place, 'backup', 'nowhere/running.tar.gz');
    expect(nowhere).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no such folder. Make it, or') });
    const piped = await run(place, 'backup', '-');
    expect(piped).toMatchObject({ code: 1, stderr: expect.stringContaining('a backup is a file. Name one.') });
  });

  it('does the same when nothing runs, and leaves nothing running', async () => {
    ann.type(CTRL_C);
    await ann.ended;
    const made = await run(place, 'backup', 'stopped.tar.gz');
    expect(made).toMatchObject({ code: 0, stdout: `${file('stopped.tar.gz')}\n` });
    expect(place.servers()).toEqual([]);
    const rows = (name: string): string =>
      execFileSync('tar', ['-xzOf', file(name), 'tables/articles'], { encoding: 'utf8' });
    expect(rows('running.tar.gz')).toContain('How tides work');
    expect(rows('stopped.tar.gz').split('\n')).toHaveLength(rows('running.tar.gz').split('\n').length);
  });

  it('restores an article at its gate in another folder, where it is approved and delivered', async () => {
    const restored = await run(elsewhere, 'restore', file('running.tar.gz'));
    expect(restored.stderr).toContain('npm start goes on with it');
    expect(restored.code).toBe(0);
    for (const name of ['secret', 'temporal.version'])
      expect(await readFile(join(elsewhere.data, name), 'utf8')).toBe(await readFile(join(place.data, name), 'utf8'));
    expect(elsewhere.servers()).toEqual([]);
    const asked = model.requests.length;
    const later = elsewhere.sitDown([]);
    await later.sees('1 article is under way', '● How tides work');
    await later.answer(ENTER);
    await later.sees('Please decide on draft 1', '● Approve');
    await later.answer(ENTER);
    await later.sees('The article is ready: How tides work', 'Saved to');
    later.type(CTRL_C);
    expect(await later.ended).toBe(0);
    // Nothing that had been paid for is asked for again: what is new is the final edit.
    expect(new Set(model.requests.slice(asked).map(({ task }) => task))).toEqual(new Set(['edit']));
  });

  it('refuses a folder with data, and with --force sets that aside, whole', async () => {
    const refused = await run(elsewhere, 'restore', file('stopped.tar.gz'));
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/there is data in .*--force sets it aside/),
    });
    const before = await filesOf(elsewhere.data);
    const forced = await run(elsewhere, 'restore', file('stopped.tar.gz'), '--force');
    expect(forced.code).toBe(0);
    const [, aside = ''] = /is in (\S+\.before-\S+)/.exec(forced.stderr) ?? [];
    expect(await filesOf(aside)).toEqual(before);
    expect(await readFile(join(aside, 'postgres/data/PG_VERSION'), 'utf8')).toMatch(/^\d+/);
  });

  it('killed halfway, has what was there before be there again with the next start, which says so', async () => {
    const before = await readFile(join(elsewhere.data, 'postgres.password'), 'utf8');
    const restoring = elsewhere.start(['restore', file('stopped.tar.gz'), '--force'], { program: COMMAND });
    await restoring.says(/What was in \S+ is in \S+\.before-/);
    // With its own PostgreSQL under way on what it makes.
    await expect.poll(() => elsewhere.servers().length, { timeout: 60_000 }).toBeGreaterThan(0);
    await restoring.end('SIGKILL');
    const later = elsewhere.start([]);
    await later.says(/^A restore was broken off: what was in \S+\.copydesk before is there again\.\n/);
    await later.end('SIGTERM');
    expect(await readFile(join(elsewhere.data, 'postgres.password'), 'utf8')).toBe(before);
    expect((await filesOf(elsewhere.folder)).filter((name) => /restor/.test(name))).toEqual([]);
    expect(elsewhere.servers()).toEqual([]);
  });

  it('leaves a folder as it was when a file is no backup', async () => {
    const before = await filesOf(elsewhere.data);
    await writeFile(file('broken.tar.gz'), 'not a backup');
    const { code, stderr } = await run(elsewhere, 'restore', file('broken.tar.gz'), '--force');
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^Could not restore .*cannot be read/) });
    expect(await filesOf(elsewhere.data)).toEqual(before);
    expect((await filesOf(elsewhere.folder)).filter((name) => name.includes('restore'))).toEqual([]);
  });

  it('says what it is for where the servers are somebody else’s, and how it is called', async () => {
    const env = { DATABASE_URL: 'postgres://db.example/copydesk' };
    const foreign = await place.start(['backup'], { program: COMMAND, env }).ended;
    expect(foreign).toMatchObject({ code: 1, stderr: expect.stringContaining('pg_dump') });
    expect(await run(place, 'restore')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('npm run restore FILE'),
    });
  });
});
