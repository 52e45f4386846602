import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chown, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { Client, Connection } from '@temporalio/client';
import { type Article, Copydesk } from '../../examples/client/copydesk.ts';
import { createPool } from '../../src/storage/pool.ts';
import { openGateway } from '../support/open-gateway.ts';
import { makePlace, type Place, type Running } from '../support/place.ts';

const run = promisify(execFile);
const TOKENS = 'bots/web/tokens/main.ts';
const BACKUP = 'src/local/backup/main.ts';
/** A cluster holds its template four times, far apart: seen, it is a third of the size, 2 MB. */
const WINDOW_LOG = 27;
const PACKING = {
  [constants.ZSTD_c_compressionLevel]: 9,
  [constants.ZSTD_c_windowLog]: WINDOW_LOG,
  [constants.ZSTD_c_enableLongDistanceMatching]: 1,
};
const UNPACKING = { [constants.ZSTD_d_windowLogMax]: WINDOW_LOG };
const LOOK_EVERY_MS = 200;
/** Two of the three have to approve; a fixture that anybody of them may finish would show no vote. */
const RULES = 'approvers: ["web:ann", "web:ben", "web:cleo"]\n    quorum: { at_least: 2 }';

/** What there is in a kept data folder, and how to go on with it. */
export interface KeptData {
  /** Tokens of the API that never expire, by whose they are. */
  readonly tokens: { readonly ann: string; readonly ben: string };
  readonly delivered: string;
  /** At its gate: Ann has approved, one more has to; shown in another place, too. */
  readonly waiting: string;
}

export interface Desk {
  readonly service: Running;
  readonly api: Copydesk<string>;
}

/** Brings up what `npm start` does, with nobody at a terminal, and its API for one person. */
export async function startDesk(place: Place, token: string): Promise<Desk> {
  const service = place.start(['--no-terminal']);
  await service.says(/Ready in/);
  return { service, api: await apiOf(place, token) };
}

/** As the API is served now, to whoever has that token. */
export async function apiOf(place: Place, token: string): Promise<Copydesk<string>> {
  const { WEB_PORT = '' } = await serversOf(place);
  const api = new Copydesk<string>({
    baseUrl: `http://127.0.0.1:${WEB_PORT}`,
    securityWorker: (secret) => ({ headers: { authorization: `Bearer ${secret}` } }),
  });
  api.setSecurityData(token);
  return api;
}

export async function until(
  api: Copydesk<string>,
  articleId: string,
  isThere: (article: Article) => boolean,
): Promise<Article> {
  for (;;) {
    const { data } = await api.articles.getArticle(articleId);
    if (isThere(data)) return data;
    await sleep(LOOK_EVERY_MS);
  }
}

/** Approves what is at the gate. */
export async function approve(api: Copydesk<string>, { articleId, gate }: Article): Promise<string> {
  if (gate === undefined) throw new Error('It is at no gate');
  const { data } = await api.articles.decide(articleId, {
    kind: 'approve',
    version: gate.version,
    hash: gate.hash,
    gate: gate.id,
  });
  return data.outcome;
}

/** As a place keeps them, with everything in it that a later release has to take over. Into `folder`: `data.tar.zst`, `backup.tar.gz`, `data.json`. */
export async function keepData(folder: string): Promise<void> {
  const place = await makePlace();
  try {
    await place.configure('workflows.yaml', 'approvers: [requester]', RULES);
    const service = place.start(['--no-terminal']);
    await service.says(/Ready in/);
    const tokens = { ann: await makeToken(place, 'ann'), ben: await makeToken(place, 'ben') };
    const [ann, ben] = await Promise.all([apiOf(place, tokens.ann), apiOf(place, tokens.ben)]);
    const delivered = await order(ann, 'How tides work');
    await approve(ben, await until(ann, delivered, ({ gate }) => gate !== undefined));
    await approve(ann, await until(ann, delivered, ({ gate }) => gate !== undefined));
    await until(ann, delivered, ({ stage }) => stage === 'delivered');
    const waiting = await order(ann, 'Why leaves change colour');
    await until(ann, waiting, ({ gate }) => gate !== undefined);
    await follow(place, waiting);
    await approve(ann, await until(ann, waiting, ({ followers = [] }) => followers.length > 0));
    await ended(place.start(['backup', join(place.folder, 'backup.tar.gz')], { program: BACKUP }));
    await service.end('SIGTERM');
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, 'data.json'),
      `${JSON.stringify({ tokens, delivered, waiting } satisfies KeptData, undefined, 1)}\n`,
    );
    await cp(join(place.folder, 'backup.tar.gz'), join(folder, 'backup.tar.gz'));
    await pack(place, join(folder, 'data.tar.zst'));
  } finally {
    await place.remove();
  }
}

async function order(api: Copydesk<string>, topic: string): Promise<string> {
  const { data } = await api.articles.startArticle(
    { topic, language: 'en' },
    { headers: { 'Idempotency-Key': randomUUID() } },
  );
  return data.articleId;
}

async function makeToken(place: Place, name: string): Promise<string> {
  const args = ['create', '--for', `web:${name}`, '--name', name, '--scope', 'all', '--expires', 'never'];
  return (await ended(place.start(args, { program: TOKENS }))).trim();
}

/** Shows it in a chat, too, as somebody who decides has it shown there. */
async function follow(place: Place, articleId: string): Promise<void> {
  const { DATABASE_URL = '', TEMPORAL_ADDRESS = '' } = await serversOf(place);
  const connection = await Connection.connect({ address: TEMPORAL_ADDRESS });
  const limits = { poolSize: 1, connectionTimeoutSeconds: 10, statementTimeoutSeconds: 10 };
  const pool = createPool(DATABASE_URL, limits, () => undefined);
  try {
    await openGateway({ client: new Client({ connection }), pool }).control(articleId, {
      id: randomUUID(),
      kind: 'follow',
      role: 'reads',
      by: { platform: 'web', userId: 'ann', displayName: 'ann', groups: [] },
      thread: { platform: 'telegram', channel: '-1001' },
    });
  } finally {
    await Promise.all([pool.end(), connection.close()]);
  }
}

async function serversOf(place: Place): Promise<Readonly<Record<string, string>>> {
  const note = JSON.parse(await readFile(join(place.data, 'running.json'), 'utf8')) as {
    readonly variables: Record<string, string>;
  };
  return note.variables;
}

async function ended({ ended: end }: Running): Promise<string> {
  const { code, stdout, stderr } = await end;
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

/** What stays when nothing runs, and no log. */
async function pack(place: Place, file: string): Promise<void> {
  const kept = (await readdir(place.data)).filter((name) => !/\.(?:log|lock|json)$/.test(name));
  const whole = join(place.folder, 'data.tar');
  // Root keeps PostgreSQL's files elsewhere where its user does not reach them, behind a link. How it was started there it writes down anew.
  await run('tar', ['--dereference', '--exclude=postmaster.opts', '-cf', whole, '-C', place.data, ...kept]);
  await writeFile(file, zstdCompressSync(await readFile(whole), { params: PACKING }));
}

/** Makes the data folder of a place what was kept, as the files of whoever runs this. */
export async function unpack(place: Place, file: string): Promise<void> {
  const whole = join(place.folder, 'data.tar');
  await writeFile(whole, zstdDecompressSync(await readFile(file), { params: UNPACKING }));
  await mkdir(place.data, { recursive: true });
  await run('tar', ['-xf', whole, '--no-same-owner', '-C', place.data]);
  if (process.getuid?.() !== 0) return;
  // PostgreSQL does not run as root.
  const owner = await run('id', ['-u', 'postgres']).catch(() => run('id', ['-u', 'nobody']));
  for (const name of ['.', ...(await readdir(join(place.data, 'postgres'), { recursive: true }))])
    await chown(join(place.data, 'postgres', name), Number(owner.stdout), -1);
}

/** Makes it of the backup, with the code of today. */
export async function restore(place: Place, file: string): Promise<void> {
  await rm(place.data, { recursive: true, force: true });
  await ended(place.start(['restore', file], { program: BACKUP }));
}
