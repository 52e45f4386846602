import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { articleFiles } from '../../src/document/article-files.ts';
import { type Receipt, receiptSchema } from '../../src/receipt/receipt-schema.ts';
import { verifyReceipt } from '../../src/receipt/verify-receipt.ts';
import { createEditionStore } from '../../src/storage/edition-store.ts';
import { createReceiptStore } from '../../src/storage/receipt-store.ts';
import { ANN, BEN, type Newsroom, openNewsroom, type TestArticle } from '../support/newsroom.ts';
import { step } from '../support/scripted-model.ts';
import { makeTestFolder } from '../support/test-folder.ts';

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom();
});
afterAll(() => newsroom.close());

interface Delivered {
  readonly receipt: Receipt;
  readonly file: string;
  readonly article: Uint8Array;
}

/** The receipt and the Markdown file as they came with the finished article. */
async function delivered(one: TestArticle): Promise<Delivered> {
  expect(await one.outcome()).toMatchObject({ stage: 'delivered' });
  await expect.poll(() => one.kinds().at(-1)).toBe('final');
  const final = one.message('final');
  if (final.kind !== 'final' || final.article.receipt === undefined) throw new Error('No receipt came with it');
  const [markdown] = await articleFiles(final.article);
  const file = final.article.receipt;
  return { file, receipt: receiptSchema.parse(JSON.parse(file)), article: markdown?.bytes ?? new Uint8Array() };
}

/** The last step once more, as after a worker that died. */
async function editAgain(articleId: string, draftId: string): Promise<void> {
  const environment = new MockActivityEnvironment({ startToCloseTimeoutMs: 30_000 });
  const again = { articleId, draftId, step: 's99', today: '2026-11-29', keepText: false };
  await environment.run((input) => newsroom.activities.editArticle(input), again);
}

const run = (...args: readonly string[]) =>
  new Promise<{ readonly code: unknown; readonly out: string; readonly err: string }>((resolve) => {
    const env = {
      PATH: process.env['PATH'],
      COPYDESK_DATA: '/tmp/copydesk-nowhere',
      DATABASE_URL: newsroom.place.databaseUrl,
    };
    execFile(process.execPath, ['worker/receipt/main.ts', ...args], { env }, (error, out, err) =>
      resolve({ code: error === null ? 0 : error.code, out, err }),
    );
  });

describe('the receipt of an article', () => {
  it('names who approved it, the models that were asked, and every draft by its hash', async () => {
    const article = await newsroom.start('How tides turn', {
      request: { topic: 'How tides turn', language: 'en', sources: ['https://example.com/tides'] },
    });
    const { drafts } = await article.until('waiting');
    await article.decide({ kind: 'approve' });
    const { receipt, file, article: bytes } = await delivered(article);
    expect(verifyReceipt(file, bytes)).toEqual({ kind: 'verified', receipt });
    expect(receipt).toMatchObject({
      articleId: article.articleId,
      responsibleEditor: { platform: 'memory', userId: 'U1', name: 'Ann' },
      requester: { platform: 'memory', userId: 'U1', name: 'Ann' },
      disclosure: 'ai',
      people: { writtenWords: 0, changedShare: 0 },
      gate: { policy: 'final', approvers: ['requester'] },
      decisions: [{ kind: 'approve', gate: 'g1', by: { name: 'Ann' } }],
      sources: ['https://example.com/tides'],
    });
    expect(receipt.drafts.map(({ version, sha256 }) => ({ version, hash: sha256.slice(0, 8) }))).toEqual(
      drafts.map(({ version, hash }) => ({ version, hash })),
    );
    const purposes = receipt.models.map(({ purpose }) => purpose);
    expect(purposes).toEqual(purposes.toSorted());
    expect(purposes).toEqual(
      expect.arrayContaining(['critic.critique', 'editor.edit', 'writer.draft', 'writer.outline']),
    );
    const calls = await newsroom.pool.query<{ calls: number; output: number }>(
      'select count(*)::int as calls, sum(output_tokens)::int as output from model_calls where article_id = $1',
      [article.articleId],
    );
    const sum = (of: 'calls' | 'outputTokens'): number => receipt.models.reduce((total, one) => total + one[of], 0);
    expect({ calls: sum('calls'), output: sum('outputTokens') }).toEqual(calls.rows[0]);
    expect(receipt.models.find(({ purpose }) => purpose === 'writer.draft')).toMatchObject({
      asked: 'writer',
      answered: expect.any(String),
    });
    // Neither an address nor a key of ours.
    expect(file).not.toMatch(/127\.0\.0\.1|localhost|k-perplexity|postgres/);
  });

  it('tells what a person wrote from what the models did', async () => {
    const article = await newsroom.start('How kites pull');
    const { current } = await article.until('waiting');
    const text =
      '# How kites pull\n\nEvery one of these words was written by a person, and by nobody else in the whole wide newsroom.\n';
    await article.edit(text);
    await article.until((status) => status.current?.author === 'person');
    await article.decide({ kind: 'approve' });
    const { receipt, file, article: bytes } = await delivered(article);
    expect(verifyReceipt(file, bytes).kind).toBe('verified');
    expect(receipt).toMatchObject({
      disclosure: expect.stringMatching(/^(human|ai-assisted)$/),
      decisions: [
        { kind: 'edit', version: current?.version, editedVersion: (current?.version ?? 0) + 1 },
        { kind: 'approve', version: (current?.version ?? 0) + 1 },
      ],
    });
    expect(receipt.people.writtenShare).toBeGreaterThan(0.8);
    expect(receipt.drafts.at(-1)).toMatchObject({ author: 'person', authorName: 'Ann' });
  });

  it('names nobody as responsible under gate: none', async () => {
    const article = await newsroom.start('How fog falls', {}, { approval: { gate: 'none', approvers: ['requester'] } });
    const { receipt, file, article: bytes } = await delivered(article);
    expect(verifyReceipt(file, bytes).kind).toBe('verified');
    expect(receipt).toMatchObject({
      responsibleEditor: null,
      decisions: [],
      disclosure: 'ai',
      gate: { policy: 'none' },
    });
  });

  it('has every decision of two rounds, and the fact report that was made between them', async () => {
    newsroom.script(
      'How salt forms',
      'critique',
      step.practice({ score: 9, factsQuestionable: true }),
      step.practice({ score: 9, factsQuestionable: false }),
    );
    const approvers = { approval: { gate: 'final', approvers: ['requester', 'memory:U2'] } } as const;
    const article = await newsroom.start('How salt forms', {}, approvers);
    await article.until('waiting');
    await article.decide({ kind: 'request-changes', comment: 'Add a section on lakes', by: BEN });
    await article.until((status) => status.stage === 'waiting' && status.lastDecision?.kind === 'request-changes');
    await article.decide({ kind: 'approve' });
    const { receipt, file, article: bytes } = await delivered(article);
    expect(verifyReceipt(file, bytes).kind).toBe('verified');
    expect(receipt.decisions.map(({ kind, by }) => [kind, by.userId])).toEqual([
      ['request-changes', 'U2'],
      ['approve', 'U1'],
    ]);
    expect(receipt.factReports).toMatchObject([
      { version: 1, provider: 'model', verified: false },
      { version: 2, provider: 'model', verified: false },
    ]);
    // What they said is between them.
    expect(file).not.toContain('lakes');
  });

  it('is the same to the byte when the activity runs again', async () => {
    const article = await newsroom.start('How bells ring');
    await article.until('waiting');
    await article.decide({ kind: 'approve' });
    const { file } = await delivered(article);
    const { rows } = await newsroom.pool.query<{ draft_id: string }>(
      'select draft_id from editions where article_id = $1',
      [article.articleId],
    );
    const draftId = rows[0]?.draft_id ?? '';
    const receipts = createReceiptStore(newsroom.pool);
    // As after a kill between the two writes.
    await newsroom.pool.query('update editions set receipt = null where article_id = $1', [article.articleId]);
    await editAgain(article.articleId, draftId);
    expect(await receipts.latest(article.articleId)).toBe(file);
    await editAgain(article.articleId, draftId);
    expect(await receipts.save(article.articleId, draftId, 'another')).toBe(file);
  });
});

describe('npm run receipt', () => {
  it('shows the receipt of an article, verifies it beside the file, and finds one changed byte of either', async () => {
    const article = await newsroom.start('How doors creak');
    await article.until('waiting');
    await article.decide({ kind: 'approve' });
    const { file, article: bytes } = await delivered(article);
    const shown = await run('show', article.articleId);
    expect(shown).toEqual({ code: 0, out: file, err: '' });

    const folder = await makeTestFolder();
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [receiptPath, articlePath] = [join(folder, 'receipt.json'), join(folder, 'article.md')];
    writeFileSync(receiptPath, shown.out);
    writeFileSync(articlePath, bytes);
    expect(await run('verify', receiptPath, articlePath)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/is whole[^]*ai: people wrote 0 %[^]*Ann \(memory:U1\)[^]*No signature/),
    });
    // Of what lies beside it, too, where that is said.
    expect(await run('verify', receiptPath, articlePath, '--extras', articlePath)).toMatchObject({
      code: 1,
      out: expect.stringContaining('Nothing goes with the article'),
    });
    expect(await run('verify', receiptPath, articlePath, '--earlier', receiptPath)).toMatchObject({
      code: 1,
      out: expect.stringContaining('does not revise the edition'),
    });
    writeFileSync(articlePath, Buffer.concat([bytes, Buffer.from(' ')]));
    expect(await run('verify', receiptPath, articlePath)).toMatchObject({
      code: 1,
      out: expect.stringContaining('not the one that was delivered'),
    });
    writeFileSync(articlePath, bytes);
    writeFileSync(receiptPath, shown.out.replace('"name": "Ann"', '"name": "Bob"'));
    expect(await run('verify', receiptPath, articlePath)).toMatchObject({
      code: 1,
      out: expect.stringContaining('was changed'),
    });
  });

  it('names the original of a translation, with the hashes of its file and its receipt, and finds both changed', async () => {
    const original = await newsroom.start('How bells ring');
    await original.until('waiting');
    await original.decide({ kind: 'approve' });
    const { receipt: source } = await delivered(original);
    const { delivered: edition } = (await createEditionStore(newsroom.pool).find(original.articleId, 'nobody')) ?? {};
    if (edition === undefined) throw new Error('It was not delivered');
    const { first, articleId, sha256, request, thread } = edition;
    const asked = await newsroom.gateway.translate({
      original: { first, articleId, edition: 1, sha256, language: request.language, asked: 'w1' },
      failed: 0,
      request: { ...request, language: 'ru' },
      requester: ANN,
      thread,
      language: 'en',
    });
    const translation = newsroom.article(asked.articleId);
    await translation.until('waiting');
    await translation.decide({ kind: 'approve' });
    const { receipt, article: bytes } = await delivered(translation);

    const { out } = await run('show', asked.articleId);
    expect(JSON.parse(out)).toEqual(receipt);
    expect(receipt.translates).toEqual({
      articleId,
      edition: 1,
      language: 'en',
      title: source.article.title,
      articleSha256: source.article.sha256,
      receiptSha256: source.sha256,
    });
    const folder = await makeTestFolder();
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [receiptPath, articlePath] = [join(folder, 'receipt.json'), join(folder, 'article.md')];
    writeFileSync(receiptPath, out);
    writeFileSync(articlePath, bytes);
    expect(await run('verify', receiptPath, articlePath)).toMatchObject({
      code: 0,
      out: expect.stringContaining(`translation  of ${articleId}, edition 1 (en): ${source.article.title}`),
    });
    writeFileSync(receiptPath, out.replace(source.sha256, '0'.repeat(source.sha256.length)));
    expect(await run('verify', receiptPath, articlePath)).toMatchObject({
      code: 1,
      out: expect.stringContaining('was changed'),
    });
  });

  it.each([
    [['show', 'nosucharticle123'], 1, 'There is no receipt of nosucharticle123'],
    [['verify', '/no/such/file', '/no/such/file'], 2, '/no/such/file: could not be read'],
    [['verify', 'one.json'], 2, 'verify with two files'],
    [[], 2, 'Say what is to be done'],
  ])('says of %j what is wrong', async (args, code, words) => {
    const { err, ...ended } = await run(...args);
    expect({ code: ended.code, err }).toEqual({ code, err: expect.stringContaining(words) });
  });
});
