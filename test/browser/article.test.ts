import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorKey } from '../../src/protocol/actor.ts';
import { step } from '../support/scripted-model.ts';
import { WEB_ANN, WEB_BEN } from '../support/web-desk.ts';
import { expectNoViolations } from './expect-no-violations.ts';
import { openPageDesk, type PageDesk } from './page-desk.ts';

const CONTENT = step.practice({ score: 9, factsQuestionable: false, weaknesses: [], suggestions: [] });

let desk: PageDesk;
beforeAll(async () => {
  desk = await openPageDesk();
});
afterAll(() => desk.close());

/** An article of Ann's, which she or Ben decides about, at its gate. @returns where it is */
async function waiting(topic: string): Promise<string> {
  desk.newsroom.script(topic, 'critique', ...Array.from({ length: 6 }, () => CONTENT));
  const article = await desk.newsroom.start(
    topic,
    { requester: WEB_ANN, thread: { platform: 'web', channel: actorKey(WEB_ANN) } },
    { approval: { gate: 'final', approvers: ['requester', actorKey(WEB_BEN)] } },
  );
  await article.until('waiting');
  return `/articles/${article.articleId}`;
}

/** Marks the first paragraph, as a hand would. */
async function markWords(page: Page): Promise<void> {
  await page.locator('.text p').first().waitFor();
  await page.evaluate(`(() => {
    const range = document.createRange();
    range.selectNodeContents(document.querySelector('.text p'));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  })()`);
}

const decisionFor = (page: Page, what: RegExp) => page.locator('.decisions-what').filter({ hasText: what });

describe('words of a draft', () => {
  it('are commented on, talked over, and what was said goes with the next request for changes', async () => {
    const path = await waiting('How bells ring');
    const ann = await desk.visit(WEB_ANN, path);
    await markWords(ann);
    await ann.getByRole('button', { name: 'Comment', exact: true }).click();
    await ann.getByLabel('Your comment').fill('Which bells?');
    // What is typed outlives a reload.
    await ann.reload();
    await markWords(ann);
    await ann.getByRole('button', { name: 'Comment', exact: true }).click();
    expect(await ann.getByLabel('Your comment').inputValue()).toBe('Which bells?');
    await ann.keyboard.press('ControlOrMeta+Enter');
    await ann.locator('.margin').getByText('Which bells?').waitFor();
    await expectNoViolations(ann);

    const ben = await desk.visit(WEB_BEN, path);
    const said = ben.locator('.margin');
    await said.getByRole('button', { name: 'Reply' }).click();
    await ben.getByLabel('Your reply').fill('Those of ships.');
    await ben.getByRole('dialog').getByRole('button', { name: 'Reply' }).click();
    await said.getByText('Those of ships.').waitFor();
    await said.getByRole('button', { name: 'Resolve' }).click();
    await said.getByText('Which bells?').waitFor({ state: 'detached' });
    await ben.getByRole('link', { name: 'Comments' }).click();
    await ben.getByText('Resolved by Ben').waitFor();
    await ben.getByRole('button', { name: 'Open again' }).click();
    await ben.getByRole('button', { name: 'Resolve' }).waitFor();
    await expectNoViolations(ben);

    await ben.keyboard.press('c');
    await ben.getByRole('dialog').getByText('Which bells?').waitFor();
    // What is open says enough.
    await ben.getByRole('dialog').getByRole('button', { name: 'Request changes' }).click();
    await decisionFor(ben, /draft 2/i).waitFor();
  });
});

describe('an edit', () => {
  it('loses nothing where somebody else was quicker with the same section, and one of both is chosen', async () => {
    const path = `${await waiting('How glass is made')}/edit`;
    const [ann, ben] = await Promise.all([desk.visit(WEB_ANN, path), desk.visit(WEB_BEN, path)]);
    const first = (page: Page) => page.getByRole('textbox').first();
    for (const [page, words] of [
      [ann, ' Ann was here.'],
      [ben, ' Ben was here.'],
    ] as const) {
      await first(page).press('ControlOrMeta+End');
      await first(page).pressSequentially(words);
    }
    await ann.getByRole('button', { name: 'Save as a new draft' }).click();
    await decisionFor(ann, /draft 2/i).waitFor();

    // Ben learns of it while he types, without a reload.
    await ben.getByText('Somebody else has changed this section meanwhile.').waitFor();
    await ben.getByText('Ann was here.').first().waitFor();
    expect(await first(ben).inputValue()).toContain('Ben was here.');
    expect(await ben.getByRole('button', { name: 'Save as a new draft' }).isDisabled()).toBe(true);
    await expectNoViolations(ben);
    await ben.getByRole('button', { name: 'Keep mine' }).click();
    await ben.getByRole('button', { name: 'Save as a new draft' }).click();
    await decisionFor(ben, /draft 3/i).waitFor();
    await ben.locator('.text').getByText('Ben was here.').waitFor();
    expect(await ben.locator('.text').getByText('Ann was here.').count()).toBe(0);
  });

  it('is kept while the server is away', async () => {
    const path = `${await waiting('How paper is made')}/edit`;
    const page = await desk.visit(WEB_ANN, path);
    await page.getByRole('textbox').first().press('ControlOrMeta+End');
    await page.getByRole('textbox').first().pressSequentially(' By hand.');
    await desk.stopServer();
    await page.getByRole('button', { name: 'Save as a new draft' }).click();
    await page.getByText('Nothing that you typed is lost').waitFor();
    await desk.startServer();
    await page.reload();
    expect(await page.getByRole('textbox').first().inputValue()).toContain('By hand.');
    await page.getByRole('button', { name: 'Save as a new draft' }).click();
    await decisionFor(page, /draft 2/i).waitFor();
    await page.locator('.text').getByText('By hand.').waitFor();
  });
});
