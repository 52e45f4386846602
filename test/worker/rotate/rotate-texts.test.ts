import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DataKey } from '../../../src/lib/vault.ts';
import { draftHash } from '../../../src/protocol/draft.ts';
import { createDraftStore, sha256 } from '../../../src/storage/draft-store.ts';
import { createEvidenceStore } from '../../../src/storage/evidence-store.ts';
import { createExtrasStore } from '../../../src/storage/extras-store.ts';
import { createModelCallStore } from '../../../src/storage/model-call-store.ts';
import { createPassageCommentStore } from '../../../src/storage/passage-comment-store.ts';
import { createPool } from '../../../src/storage/pool.ts';
import { createReceiptStore } from '../../../src/storage/receipt-store.ts';
import { SEALED_COLUMNS } from '../../../src/storage/sealed-columns.ts';
import { createSourceFileStore } from '../../../src/storage/source-file-store.ts';
import { createTextRotationStore, type TextRotationStore } from '../../../src/storage/text-rotation-store.ts';
import { createTexts } from '../../../src/storage/texts.ts';
import { createWebhookStore } from '../../../src/storage/webhook-store.ts';
import { rotateTexts } from '../../../worker/rotate/rotate-texts.ts';
import { everyRow } from '../../support/every-row.ts';
import { useDatabase } from '../../support/use-database.ts';

type Keys = readonly [DataKey, ...DataKey[]];

const database = useDatabase();
const OLD: DataKey = { id: '2026-01', key: Buffer.alloc(32, 1) };
const NEW: DataKey = { id: '2026-11', key: Buffer.alloc(32, 2) };
const SECRET = 'sealion';
const STEP = { hash: 'h1', name: 's1' };
const ANSWER = { text: `A ${SECRET} sleeps`, sources: [{ title: `Of a ${SECRET}`, url: 'https://x/' }] };
const TEXT = `# A ${SECRET}\n\nIt sleeps.\n`;
const CRITIQUE = { score: 7, strengths: [], weaknesses: [], suggestions: [], factsQuestionable: false };
const CLAIM = { claim: `A ${SECRET} sleeps`, verdict: 'not-found', note: '', sources: [] } as const;
const SENTENCE = { sentence: `A ${SECRET} sleeps.`, noteIds: ['e1'], support: 'not', note: '' } as const;
const CITATIONS = { sentences: [SENTENCE] };
const EDITION = { title: SECRET, summary: '', text: TEXT, sha256: 'cc', fileName: `a-${SECRET}.md` };
const pools: Pool[] = [];
let reader: Pool;

function poolOf(keys: Keys | undefined, encryptTexts: boolean): Pool {
  const settings = { poolSize: 2, connectionTimeoutSeconds: 5, statementTimeoutSeconds: 10, encryptTexts };
  const pool = createPool(database.url, settings, () => undefined, keys);
  pools.push(pool);
  return pool;
}

/** One row of each column, written by a process with these keys; undefined: which encrypts nothing. */
async function write(keys: Keys | undefined): Promise<void> {
  const pool = keys === undefined ? database.pool : poolOf(keys, true);
  await pool.query(
    `insert into articles (article_id, trace_id, request, topic, requester, requester_key, approvers, language, settings, input)
     values ('a', '', '{}', 'Seas', '{}', 'memory:U1', '{}', 'en', '{}', '{}')`,
  );
  const journal = createModelCallStore(pool).journal('a', STEP.name);
  const call = { purpose: 'writer.draft', model: 'm', asked: 'm', cached: false, durationMs: 1 };
  await journal.store(STEP.hash, ANSWER, call);
  await createEvidenceStore(pool).saveResearch('r', 'a', {
    report: { read: [{ title: `Of a ${SECRET}`, notes: 1 }], failed: [] },
    notes: [{ quote: `"${SECRET}", it says`, title: 'T', sha256: 'aa' }],
    pages: [{ sha256: 'aa', text: `On its page: "${SECRET}", it says.` }],
  });
  const drafts = createDraftStore(pool);
  const section = { id: 's1', heading: `The ${SECRET}`, hash: 'x', author: 'agent', chars: TEXT.length } as const;
  const draft = { draftId: 'd', articleId: 'a', version: 1, authorName: 'm', text: TEXT, sections: [section] };
  const item = { id: 'i', kind: 'comment', byName: 'Ada', onVersion: 1, text: `More ${SECRET}` } as const;
  const answer = { item: 'i', done: true, quote: SECRET, why: SECRET };
  const superseded = [{ item: 'i', by: 'j', why: SECRET }];
  await drafts.saveWritten({ ...draft, ledger: { items: [item], answers: [answer], superseded } });
  const extra = { name: 'headline', text: SECRET, maxChars: 90 };
  await createExtrasStore(pool).save('d', [extra]);
  const by = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ada', groups: [] } as const;
  const comments = createPassageCommentStore(pool);
  await comments.add({ id: 'k', articleId: 'a', version: 1, quote: SECRET, words: SECRET, by });
  await comments.reply({ id: 'l', articleId: 'a', commentId: 'k', words: SECRET, by });
  const event = {
    id: 'e',
    type: 'article.delivered',
    at: new Date(0).toISOString(),
    body: SECRET,
    endpoints: [],
  } as const;
  await createWebhookStore(pool).add('a', [event]);
  await drafts.saveCritique('c', 'd', { ...CRITIQUE, strengths: [`It has a ${SECRET}`] });
  await drafts.saveFactReport('fr', 'd', { provider: 'm', verified: false, claims: [CLAIM] });
  await drafts.saveEdition('a', 'd', EDITION, { marked: TEXT, sections: [section] });
  await createReceiptStore(pool).save('a', 'd', `{"of": "${SECRET}"}`);
  await createEvidenceStore(pool).saveCitations('d', CITATIONS);
  await createSourceFileStore(pool).keep({ id: 'f', name: `${SECRET}.md`, bytes: Buffer.from(SECRET) });
}

async function expectAllThere(pool: Pool): Promise<void> {
  expect(await createModelCallStore(pool).journal('a', STEP.name).find(STEP.hash)).toEqual(ANSWER);
  const { notes, pages } = await createEvidenceStore(pool).read('a');
  expect([notes[0]?.quote, pages['aa']]).toEqual([`"${SECRET}", it says`, `On its page: "${SECRET}", it says.`]);
  const drafts = createDraftStore(pool);
  expect(await drafts.findByHash('a', draftHash(sha256(TEXT)))).toMatchObject({ text: TEXT });
  expect(await drafts.saveEdition('a', 'd', EDITION, { marked: '', sections: [] })).toEqual(EDITION);
  expect(await createReceiptStore(pool).latest('a')).toBe(`{"of": "${SECRET}"}`);
  expect(await createEvidenceStore(pool).findCitations('d')).toEqual(CITATIONS);
  expect(await createExtrasStore(pool).read('d')).toMatchObject([{ text: SECRET }]);
  const [comment] = await createPassageCommentStore(pool).list('a');
  expect(comment).toMatchObject({ quote: SECRET, words: SECRET, replies: [{ words: SECRET }] });
  const files = createSourceFileStore(pool);
  expect(await files.named(['f'])).toEqual([{ id: 'f', name: `${SECRET}.md` }]);
  expect(Buffer.from((await files.find('f')) ?? []).toString()).toBe(SECRET);
}

/** Of every column, by which keys its rows are encrypted. */
async function keysInUse(): Promise<readonly (string | null)[]> {
  const stored = createTextRotationStore(database.pool);
  const uses = await Promise.all(SEALED_COLUMNS.map(async (column) => await stored.uses(column)));
  return [...new Set(uses.flatMap((of) => of.map(({ keyId }) => keyId)))];
}

/** How many texts there are. */
async function count(): Promise<number> {
  const stored = createTextRotationStore(database.pool);
  const uses = await Promise.all(SEALED_COLUMNS.map(async (column) => await stored.uses(column)));
  return uses.flat().reduce((sum, { rows }) => sum + rows, 0);
}

async function rotate(keys: Keys, encrypts = true, stored: TextRotationStore = createTextRotationStore(database.pool)) {
  const lines: string[] = [];
  const texts = createTexts({ keys, encrypts });
  return { closed: await rotateTexts({ stored, texts, print: (line) => void lines.push(line) }), lines };
}

beforeAll(() => {
  reader = poolOf([NEW, OLD], false);
});
beforeEach(async () => {
  await database.pool.query('truncate articles, pages, source_files, model_calls cascade');
});
afterAll(async () => {
  await Promise.all(pools.map(async (pool) => await pool.end()));
});

it('shows whoever has the database, or a dump of it, no word of it', async () => {
  await write(undefined);
  expect(await everyRow(database.pool)).toContain(SECRET);
  await rotate([NEW]);
  expect(await everyRow(database.pool)).not.toContain(SECRET);
});

describe('npm run rotate, of texts', () => {
  it('encrypts what was stored in clear, and whoever has the key reads it as before', async () => {
    await write(undefined);
    expect(await keysInUse()).toEqual([null]);
    expect(await rotate([NEW])).toEqual({
      closed: 0,
      lines: [`Texts: ${await count()} encrypted with the key 2026-11.`],
    });
    expect(await keysInUse()).toEqual(['2026-11']);
    await expectAllThere(reader);
    expect(await rotate([NEW])).toEqual({ closed: 0, lines: ['Texts: 0 encrypted with the key 2026-11.'] });
  });

  it('encrypts with the first key what is with another one, so that the other can be dropped', async () => {
    await write([OLD]);
    await expectAllThere(reader);
    expect((await rotate([NEW, OLD])).closed).toBe(0);
    await expectAllThere(poolOf([NEW], false));
  });

  it('decrypts all of it again', async () => {
    await write([OLD]);
    expect((await rotate([NEW, OLD], false)).closed).toBe(0);
    expect(await keysInUse()).toEqual([null]);
    await expectAllThere(database.pool);
  });

  it('goes on where it was broken off', async () => {
    await write([OLD]);
    const stored = createTextRotationStore(database.pool);
    let left = 2;
    const broken: TextRotationStore = {
      ...stored,
      async replace(...change) {
        if (left-- === 0) throw new Error('killed');
        return await stored.replace(...change);
      },
    };
    await expect(rotate([NEW, OLD], true, broken)).rejects.toThrow('killed');
    expect(await keysInUse()).toEqual(expect.arrayContaining(['2026-01', '2026-11']));
    await expectAllThere(reader);
    expect((await rotate([NEW, OLD])).lines).toEqual([`Texts: ${(await count()) - 2} encrypted with the key 2026-11.`]);
    await expectAllThere(poolOf([NEW], false));
  });

  it('leaves what somebody has changed since it was read', async () => {
    await write(undefined);
    const stored = createTextRotationStore(database.pool);
    const changing: TextRotationStore = {
      ...stored,
      async replace(column, ...change) {
        if (column.column === 'name') await database.pool.query(`update source_files set name = 'another.md'`);
        return await stored.replace(column, ...change);
      },
    };
    const { lines } = await rotate([NEW], true, changing);
    expect(lines.at(-1)).toContain('1 changed meanwhile: run it again');
    expect(await createSourceFileStore(reader).named(['f'])).toEqual([{ id: 'f', name: 'another.md' }]);
  });

  it('says what no key opens, with the name of its key, and leaves it as it is', async () => {
    await write([OLD]);
    const { closed, lines } = await rotate([NEW]);
    expect(closed).toBe(await count());
    expect(lines[0]).toMatch(/^model_calls\.answer: 1 cannot be opened\. .* the key 2026-01, which is not among/);
    await expectAllThere(reader);
  });

  it('takes nothing for what it is not: PostgreSQL refuses it, and where it could not, no key opens it', async () => {
    await write([NEW]);
    const { pool } = database;
    await pool.query(`insert into pages (sha256, body) values ('bb', 'another page')`);
    const swap = `update pages set body = (select convert_from(convert_to(body, 'UTF8'), 'UTF8') from pages where sha256 = 'aa') where sha256 = 'bb'`;
    await expect(pool.query(swap)).rejects.toThrow('pages_check');
    await expect(pool.query(`update model_calls set request_hash = 'another'`)).rejects.toThrow('model_calls_check');
    await pool.query('alter table pages drop constraint pages_check');
    await pool.query(swap);
    const { closed, lines } = await rotate([NEW]);
    expect([closed, lines[0]]).toEqual([1, expect.stringContaining('somebody has put it there')]);
    await pool.query(`delete from pages where sha256 = 'bb'`);
    await pool.query(`alter table pages add check (is_in_place(body, 'page ' || sha256))`);
  });

  it('is no reason for a process without the key to show what it cannot read: it says which key it needs', async () => {
    await write([OLD]);
    const find = createModelCallStore(poolOf([NEW], true))
      .journal('a', STEP.name)
      .find(STEP.hash);
    await expect(find).rejects.toThrow('encrypted with the key 2026-01, which is not among COPYDESK_DATA_KEYS');
    // The connection is as good as before.
    await expectAllThere(reader);
  });
});
