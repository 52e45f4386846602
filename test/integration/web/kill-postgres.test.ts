import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { makeToken } from '../../../bots/web/connect/token.ts';
import { createTokenStore } from '../../../bots/web/connect/token-store.ts';
import { SCOPES } from '../../../bots/web/listeners/caller.ts';
import { openDataFolder } from '../../../src/local/data-folder.ts';
import { pickPort } from '../../../src/local/ports.ts';
import { type PostgresServer, startPostgres } from '../../../src/local/postgres-server.ts';
import { type NativeProcess, startNative, untilHealthy } from '../../compose/native-process.ts';
import { readEvents, type ServerEvent } from '../../support/read-events.ts';
import { step } from '../../support/scripted-model.ts';
import { openSplitNewsroom, SPLIT_ANN, type SplitNewsroom } from '../../support/split-newsroom.ts';
import { makeTestFolder } from '../../support/test-folder.ts';

const READY_MS = 60_000;

let folder: Awaited<ReturnType<typeof openDataFolder>>;
let postgres: PostgresServer;
let newsroom: SplitNewsroom;
let web: NativeProcess;
let url: string;
let token: string;
beforeAll(async () => {
  folder = await openDataFolder(await makeTestFolder());
  postgres = await startPostgres({ dataFolder: folder.path, port: 0, log: () => undefined });
  const config = await makeTestFolder();
  cpSync('config', config, { recursive: true });
  const settings = join(config, 'copydesk.yaml');
  // So often that a test need not wait for it.
  writeFileSync(settings, readFileSync(settings, 'utf8').replace('words_every_seconds: 8', 'words_every_seconds: 1'));
  newsroom = await openSplitNewsroom({ postgresUrl: postgres.url, workerEnv: { COPYDESK_CONFIG: config } });
  const port = await pickPort();
  url = `http://127.0.0.1:${port}`;
  web = startNative([process.execPath, 'bots/web/main.ts'], {
    env: { ...newsroom.place, COPYDESK_SECRET: 'a-secret-of-the-tests-for-ids-of-articles', WEB_PORT: String(port) },
  });
  await untilHealthy(web, async () => web.output().includes('is at work'), READY_MS);
  const made = makeToken();
  ({ token } = made);
  await createTokenStore(newsroom.pool).create({ id: made.id, hash: made.hash, actor: SPLIT_ANN, scopes: SCOPES });
});
afterAll(async () => {
  await web?.stop(0, 'SIGKILL');
  await newsroom?.close();
  await postgres?.stop();
  await folder?.release();
  await rm(folder.path, { recursive: true, force: true });
});

interface Entry {
  readonly seq: number;
  readonly kind: string;
}

const killPostgres = (): boolean => process.kill(postgres.pid, 'SIGKILL');

function watch(articleId: string) {
  const reader = readEvents({
    url: () => `${url}/articles/${articleId}/events`,
    headers: { authorization: `Bearer ${token}` },
  });
  onTestFinished(() => reader.close());
  const of = (name: string): readonly unknown[] =>
    reader.events.filter(({ event }: ServerEvent) => event === name).map(({ data }) => data);
  const entries = (): readonly Entry[] => of('entry') as readonly Entry[];
  return {
    reader,
    entries,
    /** As a page that takes each entry in place of the one before with its number. */
    thread: () =>
      [...new Map(entries().map((entry) => [entry.seq, entry])).values()].toSorted((one, other) => one.seq - other.seq),
    stage: () => (of('state') as readonly { readonly stage?: string }[]).at(-1)?.stage,
    /** As a page puts it together. */
    text: () =>
      (of('text') as readonly { readonly at: number; readonly text: string }[]).reduce(
        (text, piece) => text.slice(0, piece.at) + piece.text,
        '',
      ),
  };
}

/** Asked again while the database is on its way back. */
async function feedOf(articleId: string): Promise<readonly Entry[]> {
  let entries: readonly Entry[] = [];
  await expect
    .poll(async () => {
      const answer = await fetch(`${url}/articles/${articleId}/feed`, {
        headers: { authorization: `Bearer ${token}` },
      });
      if (answer.ok) ({ entries } = (await answer.json()) as { entries: readonly Entry[] });
      return answer.status;
    })
    .toBe(200);
  return entries;
}

describe('after kill -9 of PostgreSQL', () => {
  it('whoever watches an article has missed nothing and got nothing twice, over the same connection', async () => {
    const topic = 'How rivers turn';
    for (const task of ['draft', 'critique'] as const)
      newsroom.script(topic, task, ...Array.from({ length: 10 }, () => step.after(150)));
    const article = await newsroom.start(topic);
    const { reader, entries, thread, stage } = watch(article.articleId);
    for (let kill = 1; kill <= 3; kill += 1) {
      const before = entries().length;
      await expect.poll(() => entries().length > before || stage() === 'waiting').toBe(true);
      killPostgres();
    }
    await article.approve();
    await expect.poll(stage).toBe('delivered');
    const feed = await feedOf(article.articleId);
    await expect.poll(thread).toEqual(feed);
    expect(feed.map(({ seq }) => seq)).toEqual(feed.map((_, at) => at + 1));
    expect(new Set(reader.events.map(({ data }) => JSON.stringify(data))).size).toBe(reader.events.length);
    expect(reader.connections).toBe(1);
    expect(web.exitCode()).toBeUndefined();
  });

  it('whoever watches a text being written keeps it, and whoever comes then gets it, too', async () => {
    const topic = 'How moss grows';
    newsroom.script(topic, 'draft', step.halt());
    const article = await newsroom.start(topic);
    const before = watch(article.articleId);
    await expect.poll(before.text).toMatch(/^# /);
    const begun = before.text();
    killPostgres();
    await feedOf(article.articleId);
    const after = watch(article.articleId);
    // Nothing more is written meanwhile.
    await expect.poll(after.text).toBe(begun);
    expect(before.text()).toBe(begun);
    newsroom.model.release('draft');
    await expect.poll(() => before.entries().some(({ kind }) => kind === 'draft')).toBe(true);
    const { rows } = await newsroom.pool.query<{ body: string }>(
      'select body from drafts where article_id = $1 order by version limit 1',
      [article.articleId],
    );
    expect(rows[0]?.body.startsWith(begun.trimEnd())).toBe(true);
    for (const { reader } of [before, after]) expect(reader.connections).toBe(1);
    expect(web.exitCode()).toBeUndefined();
  });
});
