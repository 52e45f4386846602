import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiOf, approve, keepData, type KeptData, restore, startDesk, unpack, until } from '../releases/data-folder.ts';
import { recordedReleases } from '../releases/recorded-releases.ts';
import { makePlace } from '../support/place.ts';

/** What this code keeps itself: until there is a release, nothing else is there to go on with. */
const TODAY = 'today';
const FOLDERS = new Map(recordedReleases().map(({ version, folder }) => [version, folder]));
const KEEP_TIMEOUT_MS = 600_000;
/** Servers are made, or brought up to date, and an article goes to its end: more than any other start has to do. */
const GO_ON_TIMEOUT_MS = 240_000;

describe.each([...FOLDERS.keys(), TODAY])('npm start on what %s kept', (version) => {
  let made: string;
  let folder: string;
  let kept: KeptData;
  beforeAll(async () => {
    made = await mkdtemp(join(tmpdir(), 'copydesk-kept-'));
    folder = FOLDERS.get(version) ?? made;
    if (version === TODAY) await keepData(made);
    kept = JSON.parse(await readFile(join(folder, 'data.json'), 'utf8')) as KeptData;
  }, KEEP_TIMEOUT_MS);
  afterAll(() => rm(made, { recursive: true, force: true }));

  it.each([
    ['the data folder', 'data.tar.zst', unpack],
    ['a backup', 'backup.tar.gz', restore],
  ] as const)(
    'goes on with %s: what waited is approved and delivered, what was delivered is there',
    { timeout: GO_ON_TIMEOUT_MS },
    async (_, file, take) => {
      const { tokens, waiting, delivered } = kept;
      const place = await makePlace();
      try {
        await take(place, join(folder, file));
        const { service, api: ben } = await startDesk(place, tokens.ben);
        const ann = await apiOf(place, tokens.ann);
        const before = await until(ben, waiting, ({ gate }) => gate !== undefined);
        // By the rules under which it began, whatever the settings say now.
        expect(before).toMatchObject({
          stage: 'waiting',
          topic: 'Why leaves change colour',
          gate: { tally: { approvals: 2, done: 1, approved: ['ann'] } },
          followers: [{ platform: 'telegram' }],
        });
        expect(await approve(ben, before)).toBe('counted');
        const after = await until(ann, waiting, ({ closedAt }) => closedAt !== undefined);
        expect(after).toMatchObject({ stage: 'delivered', drafts: before.drafts });
        const { data: old } = await ann.articles.getArticle(delivered);
        expect(old).toMatchObject({ stage: 'delivered', topic: 'How tides work' });
        expect(service.said()).not.toMatch(/nondeterminism/i);
        expect((await service.end('SIGTERM')).code).toBe(0);
      } finally {
        await place.remove();
      }
    },
  );
});
