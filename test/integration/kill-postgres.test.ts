import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDataFolder } from '../../src/local/data-folder.ts';
import { type PostgresServer, startPostgres } from '../../src/local/postgres-server.ts';
import { TASKS } from '../../src/practice-model/brief.ts';
import { expectWhole } from '../support/expect-whole.ts';
import { step } from '../support/scripted-model.ts';
import { openSplitNewsroom, type SplitNewsroom } from '../support/split-newsroom.ts';
import { makeTestFolder } from '../support/test-folder.ts';

let folder: Awaited<ReturnType<typeof openDataFolder>>;
let postgres: PostgresServer;
let newsroom: SplitNewsroom;
beforeAll(async () => {
  folder = await openDataFolder(await makeTestFolder());
  postgres = await startPostgres({ dataFolder: folder.path, port: 0, log: () => undefined });
  newsroom = await openSplitNewsroom({ chatLatencyMs: 30, postgresUrl: postgres.url });
});
afterAll(async () => {
  await newsroom?.close();
  await postgres?.stop();
  await folder?.release();
  await rm(folder.path, { recursive: true, force: true });
});

const LATENCY_MS = 150;
const KILLS = 3;

describe('after kill -9 of PostgreSQL', () => {
  it('while articles are written, shown and decided, everything has happened exactly once', {
    timeout: 120_000,
  }, async () => {
    const topics = ['How floods end', 'How fires end'];
    for (const topic of topics)
      for (const task of TASKS)
        newsroom.script(topic, task, ...Array.from({ length: 40 }, () => step.after(LATENCY_MS)));
    const articles = await Promise.all(topics.map((topic) => newsroom.start(topic)));
    const approved = Promise.all(articles.map((article) => article.approve()));
    for (let kill = 1; kill <= KILLS; kill += 1) {
      // After the next message of the first article, wherever the other is then.
      const before = articles[0]?.thread().length ?? 0;
      while ((articles[0]?.thread().length ?? 0) === before) await sleep(10);
      process.kill(postgres.pid, 'SIGKILL');
    }
    expect(await approved).toEqual(articles.map(() => ({ kind: expect.stringMatching(/^(counted|noted)$/) })));
    for (const article of articles)
      await expectWhole(newsroom, article, {
        story: ['draft', 'critique', 'fact-report', 'draft', 'critique', 'draft', 'critique'],
        version: 3,
        drafts: 3,
      });
  });
});
