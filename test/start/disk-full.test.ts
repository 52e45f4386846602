import { spawnSync } from 'node:child_process';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makePlace } from '../support/place.ts';
import { startScriptedModel } from '../support/scripted-model.ts';

const ENTER = '\r';
const CTRL_C = '\u0003';

describe('npm start on a disk that fills up', () => {
  it.skipIf(process.getuid?.() !== 0)(
    'says so, leaves no server behind, and goes on with the article once there is room (only root can try)',
    async ({ skip }) => {
      const model = await startScriptedModel();
      onTestFinished(() => model.stop());
      const place = await makePlace({ env: { LLM_BASE_URL: model.url } });
      await place.configure('workflows.yaml', 'quality_threshold: 8.0', 'quality_threshold: 5.0');
      await mkdir(place.data);
      const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=400m,mode=755', 'copydesk-test', place.data]);
      onTestFinished(async () => {
        if (mounted.status === 0) spawnSync('umount', ['-l', place.data]);
        await place.remove();
      });
      if (mounted.status !== 0) skip();
      const filler = join(place.data, 'filler');
      const fillUp = async (): Promise<void> => {
        const { bavail, bsize } = await statfs(place.data);
        await writeFile(filler, Buffer.alloc(bavail * bsize), { flag: 'a' });
      };

      const ann = place.sitDown([]);
      await ann.sees('What should the article be about?');
      ann.type(`How tides work${ENTER}`);
      await ann.sees('Please decide on draft 1', '● Approve');
      await fillUp();
      // What the database still finds room for is not the disk's.
      const died = place.servers().find(({ command }) => / -D /.test(command));
      process.kill(died?.pid ?? 0, 'SIGKILL');
      await ann.sees('is full, and Copydesk has stopped. Nothing is lost with it: make room, then start again.');
      expect(await ann.ended).toBe(1);
      expect(place.servers()).toEqual([]);

      const refused = await place.start([]).ended;
      expect({ code: refused.code, stderr: refused.stderr }).toEqual({
        code: 1,
        stderr: expect.stringMatching(/The disk is full: make room|MB are free on its disk, and the servers need/),
      });
      expect(refused.stderr.trim().split('\n')).toHaveLength(1);

      await rm(filler);
      const later = place.sitDown([]);
      await later.sees('1 article is under way', '● How tides work');
      await later.answer(ENTER);
      await later.sees('Please decide on draft 1', '● Approve');
      await later.answer(ENTER);
      await later.sees('The article is ready: How tides work');
      later.type(CTRL_C);
      expect(await later.ended).toBe(0);
      expect(place.servers()).toEqual([]);
    },
  );
});
