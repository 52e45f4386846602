import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorKey } from '../../src/protocol/actor.ts';
import { step } from '../support/scripted-model.ts';
import { WEB_ANN, type WebCaller } from '../support/web-desk.ts';
import { holdWrites } from '../support/write-hold.ts';
import { expectNoViolations } from './expect-no-violations.ts';
import { openPageDesk, type PageDesk } from './page-desk.ts';

const CONTENT = step.practice({ score: 9, factsQuestionable: false, weaknesses: [], suggestions: [] });
const AWAY = 'Copydesk does not answer right now.';

let desk: PageDesk;
let ann: WebCaller;
beforeAll(async () => {
  desk = await openPageDesk({ isKilled: true, newsroom: { wordsEveryMs: 100 } });
  ann = await desk.as(WEB_ANN);
});
afterAll(() => desk.close());

async function start(topic: string) {
  desk.newsroom.script(topic, 'critique', CONTENT, CONTENT);
  return await desk.newsroom.start(
    topic,
    { requester: WEB_ANN, thread: { platform: 'web', channel: actorKey(WEB_ANN) } },
    { approval: { gate: 'final', approvers: ['requester'] } },
  );
}

/** @returns whether the page is still the one that was visited, and was not loaded again. */
async function marked(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate('window.isAsVisited = true');
  return async () => await page.evaluate<boolean>('window.isAsVisited === true');
}

/** The titles of its cards on the page, which are those that it has said, each once and in their order. */
async function expectEachCardOnce(page: Page, articleId: string): Promise<void> {
  const { body } = await ann.get<{ readonly entries: readonly { readonly card: { readonly title: string } }[] }>(
    `/articles/${articleId}/feed`,
  );
  await page.getByRole('link', { name: 'Thread' }).click();
  const titles = body.entries.map(({ card }) => card.title);
  expect(titles.length).toBeGreaterThan(0);
  const shown = page.locator('.thread > li');
  await expect.poll(() => shown.count()).toBe(titles.length);
  for (const [at, title] of titles.entries()) expect(await shown.nth(at).innerText()).toContain(title);
}

describe('a page whose server is killed', () => {
  it('keeps the text that was being written, and shows the rest of it once it is back, without a reload', async () => {
    const topic = 'How moss grows';
    desk.newsroom.script(topic, 'draft', step.halt());
    const article = await start(topic);
    const page = await desk.visit(WEB_ANN, `/articles/${article.articleId}`);
    const isAsVisited = await marked(page);
    const writing = page.locator('.writing');
    await writing.getByRole('heading').first().waitFor();
    const begun = await writing.innerText();

    await desk.stopServer();
    await page.getByText(AWAY).waitFor();
    expect(await writing.innerText()).toBe(begun);
    await desk.startServer();
    await expect.poll(() => page.getByText(AWAY).count()).toBe(0);
    expect(await writing.innerText()).toBe(begun);

    desk.newsroom.model.release('draft');
    await page.getByRole('button', { name: 'Approve' }).waitFor();
    const words = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
    await expect.poll(async () => words(await page.locator('.text').first().innerText())).toContain(words(begun));
    await expectEachCardOnce(page, article.articleId);
    expect(await isAsVisited()).toBe(true);
  });

  it('shows what was decided elsewhere while it was gone', async () => {
    const article = await start('How kites fly');
    await article.until('waiting');
    const page = await desk.visit(WEB_ANN, `/articles/${article.articleId}`);
    const isAsVisited = await marked(page);
    await page.getByRole('button', { name: 'Approve' }).waitFor();
    await desk.stopServer();
    await page.getByText(AWAY).waitFor();
    await expectNoViolations(page);
    // It arrives when there is somebody to deliver it.
    await article.decide({ kind: 'approve', by: WEB_ANN });
    await article.until('finishing');
    await desk.startServer();
    await page.locator('.stage-delivered').waitFor();
    await expect.poll(() => page.getByText(AWAY).count()).toBe(0);
    await expectEachCardOnce(page, article.articleId);
    expect(await isAsVisited()).toBe(true);
  });

  it('loses nothing that somebody has typed, and saves it once, though it died while it was saving', async () => {
    const article = await start('How paper is made');
    await article.until('waiting');
    const page = await desk.visit(WEB_ANN, `/articles/${article.articleId}/edit`);
    const isAsVisited = await marked(page);
    const section = page.getByRole('textbox').first();
    const save = page.getByRole('button', { name: 'Save as a new draft' });
    await section.press('ControlOrMeta+End');
    await section.pressSequentially(' By hand.');
    const hold = await holdWrites(desk.newsroom.place.databaseUrl, 'drafts');
    await save.click();
    await hold.reached;
    await desk.stopServer();
    await hold.release();
    await page.getByText('Nothing that you typed is lost').waitFor();
    await section.pressSequentially(' With water.');

    await desk.startServer();
    await expect.poll(() => page.getByText(AWAY).count()).toBe(0);
    expect(await section.inputValue()).toContain(' By hand. With water.');
    await save.click();
    await page.locator('.decisions-what').filter({ hasText: 'draft 2' }).waitFor();
    await page.locator('.text').getByText('By hand. With water.').waitFor();

    // It dies once more: when it has saved, and before anybody has heard of it.
    await page.getByRole('link', { name: 'Edit' }).click();
    await section.press('ControlOrMeta+End');
    await section.pressSequentially(' And time.');
    const saved = Promise.withResolvers<number>();
    await page.route('**/decisions', async (route) => {
      const answer = await route.fetch();
      await desk.stopServer();
      await route.abort();
      saved.resolve(answer.status());
    });
    await save.click();
    expect(await saved.promise).toBe(200);
    await page.getByText(AWAY).waitFor();
    await desk.startServer();
    // What it saved is the draft now.
    await page.getByText('Nothing is changed yet.').waitFor();
    expect(await section.inputValue()).toContain(' By hand. With water. And time.');
    expect(await page.getByText('Somebody else has changed this section').count()).toBe(0);
    await expectEachCardOnce(page, article.articleId);
    const { drafts } = await article.until('waiting');
    expect(drafts.map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(await isAsVisited()).toBe(true);
  });
});
