import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findTemporalCli } from '../../src/local/temporal-cli.ts';
import { makePlace } from '../support/place.ts';
import { startScriptedModel } from '../support/scripted-model.ts';
import { makeTestFolder } from '../support/test-folder.ts';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

interface User {
  readonly uid: number;
  readonly gid: number;
}

function nobody(): User {
  const number = (flag: string): number => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: number('-u'), gid: number('-g') };
}

/** Linked where the file system lets us: neither the dependencies nor Temporal's 250 MB are copied. */
function copy(from: string, to: string): void {
  if (spawnSync('cp', ['-al', from, to]).status !== 0) execFileSync('cp', ['-a', from, to]);
}

/** The repository, or a copy of it in the folder when the user may not look into it. */
function readableRoot(folder: string, user: User): string {
  const looked = spawnSync('test', ['-r', join(REPOSITORY, 'src/local/main.ts')], { ...user, cwd: '/' });
  if (looked.status === 0) return REPOSITORY;
  for (const name of ['package.json', 'src', 'worker', 'bots', 'node_modules'])
    copy(join(REPOSITORY, name), join(folder, name));
  return folder;
}

describe('npm start as a user who is not root', () => {
  // Whoever runs the tests without being root shows the same with every other test of this folder.
  it.skipIf(process.getuid?.() !== 0)(
    'runs in a folder that is closed to everybody else (only root can try)',
    async () => {
      const user = nobody();
      const model = await startScriptedModel();
      onTestFinished(() => model.stop());
      const programs = await makeTestFolder();
      onTestFinished(() => rm(programs, { recursive: true, force: true }));
      // The user's own: what root has in its cache is closed to them.
      const cli = join(programs, 'temporal');
      copy((await findTemporalCli({ env: process.env })).path, cli);

      const place = await makePlace({
        user,
        root: readableRoot(programs, user),
        env: { LLM_BASE_URL: model.url, TEMPORAL_CLI: cli },
      });
      onTestFinished(() => place.remove());
      await place.configure('workflows.yaml', 'quality_threshold: 8.0', 'quality_threshold: 5.0');
      execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, place.folder]);
      chmodSync(place.folder, 0o700);

      const { code, stdout, stderr } = await place.start(['--demo', 'How tides work']).ended;
      expect(stderr).toContain('The article is ready');
      expect({ code, title: stdout.split('\n')[0] }).toEqual({
        code: 0,
        title: expect.stringMatching(/^# How tides work/),
      });
      expect(statSync(join(place.data, 'postgres/data')).uid).toBe(user.uid);
      expect(existsSync(join(place.data, 'holder.json'))).toBe(false);
      expect(place.servers()).toEqual([]);
    },
  );
});
