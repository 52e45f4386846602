import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorKey } from '../../src/protocol/actor.ts';
import { step } from '../support/scripted-model.ts';
import { WEB_ANN, WEB_BEN } from '../support/web-desk.ts';
import { expectNoViolations } from './expect-no-violations.ts';
import { openPageDesk, type PageDesk } from './page-desk.ts';

const CONTENT = step.practice({ score: 9, factsQuestionable: false, weaknesses: [], suggestions: [] });
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const;

let desk: PageDesk;
beforeAll(async () => {
  desk = await openPageDesk();
});
afterAll(() => desk.close());

/** An article of Ann's, which she or Ben decides about, at its gate. */
async function waiting(topic: string) {
  desk.newsroom.script(topic, 'critique', ...Array.from({ length: 6 }, () => CONTENT));
  const article = await desk.newsroom.start(
    topic,
    { requester: WEB_ANN, thread: { platform: 'web', channel: actorKey(WEB_ANN) } },
    { approval: { gate: 'final', approvers: ['requester', actorKey(WEB_BEN)] } },
  );
  await article.until('waiting');
  return article;
}

const row = (page: Page, topic: string) => page.locator('.row').filter({ hasText: topic });
const isFocused = (page: Page, topic: string): Promise<boolean> =>
  page.evaluate<boolean>(`document.activeElement?.textContent?.includes(${JSON.stringify(topic)}) ?? false`);

describe('the inbox', () => {
  it('is worked through by keys alone: up and down, comments, approvals', async () => {
    const tides = await waiting('How tides work');
    const clocks = await waiting('Why clocks run clockwise');
    const page = await desk.visit(WEB_ANN, '/');
    await page.getByRole('heading', { name: '2 articles wait for you' }).waitFor();
    // The oldest comes first.
    expect(await page.locator('.row-title').allTextContents()).toEqual(['How tides work', 'Why clocks run clockwise']);
    await expectNoViolations(page);

    await page.keyboard.press('j');
    await expect.poll(() => isFocused(page, 'How tides work')).toBe(true);
    await page.keyboard.press('j');
    await expect.poll(() => isFocused(page, 'Why clocks run clockwise')).toBe(true);
    await page.keyboard.press('c');
    await page.keyboard.type('Mention sundials');
    await page.keyboard.press('ControlOrMeta+Enter');
    await clocks.until((status) => status.drafts.length > 1);

    await page.keyboard.press('k');
    await expect.poll(() => isFocused(page, 'How tides work')).toBe(true);
    await page.keyboard.press('a');
    await page.getByRole('dialog').getByText('Approve “How tides work”?').waitFor();
    await expectNoViolations(page);
    await page.keyboard.press('Enter');
    await tides.until('delivered');

    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Request changes').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.getByRole('heading', { level: 1, name: 'Articles' }).waitFor();
    await row(page, 'How tides work').getByText('Delivered').waitFor();
    await expectNoViolations(page);
    await page.keyboard.press('/');
    await page.keyboard.type('clocks');
    await expect.poll(() => page.locator('.row-title').allTextContents()).toEqual(['Why clocks run clockwise']);
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('combobox').and(page.locator(':focus')).waitFor();
    await page.keyboard.type('tides');
    await page.getByRole('option', { name: 'How tides work' }).waitFor();
    await expectNoViolations(page);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'How tides work', exact: true }).waitFor();
  });

  it('answers to the same keys in a Cyrillic layout, and to none that were switched off', async () => {
    await waiting('Почему небо голубое');
    const page = await desk.visit(WEB_ANN, '/', { locale: 'ru-RU', colorScheme: 'dark' });
    await row(page, 'Почему небо голубое').waitFor();
    await expectNoViolations(page);
    await page.keyboard.press('?');
    await page.getByLabel('Включить одиночные клавиши').uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    expect(new URL(page.url()).pathname).toBe('/');
    await page.reload();
    await row(page, 'Почему небо голубое').waitFor();
    await page.getByRole('button', { name: 'Ann' }).click();
    await page.getByRole('button', { name: 'Сочетания клавиш' }).click();
    await page.getByLabel('Включить одиночные клавиши').check();
    await page.keyboard.press('Escape');
    await page.evaluate(
      `document.dispatchEvent(new KeyboardEvent('keydown', { key: 'т', code: 'KeyN', bubbles: true }))`,
    );
    await page.getByRole('heading', { level: 1, name: 'Новая статья' }).waitFor();
    await expectNoViolations(page);
  });
});

describe('two people at one article', () => {
  it('each see what the other has done, and whoever was slower is told who was quicker', async () => {
    const article = await waiting('How bridges stand');
    const [ann, ben] = await Promise.all(
      [WEB_ANN, WEB_BEN].map((person) => desk.visit(person, `/articles/${article.articleId}`)),
    );
    if (ann === undefined || ben === undefined) throw new Error('Both are there');
    await ben.getByRole('button', { name: 'Request changes' }).click();
    await ben.getByLabel('What should change?').fill('More about cables');
    await ann.getByRole('button', { name: 'Approve' }).click();
    await article.until((status) => status.stage !== 'waiting');
    await ben.keyboard.press('ControlOrMeta+Enter');
    await ben.locator('.toast').getByText('Ann').waitFor();
    // What was typed is not lost.
    expect(await ben.getByLabel('What should change?').inputValue()).toBe('More about cables');
    await ben.keyboard.press('Escape');
    await ben.locator('.stage-delivered').waitFor();
  });
});

describe('the places of an article', () => {
  it('are listed, added and taken away, on a phone, too', async () => {
    // Whoever starts Copydesk is in the terminal, too.
    const ann = { platform: 'terminal', userId: 'ann', displayName: 'Ann', groups: [] };
    const topic = 'How echoes fade';
    desk.newsroom.script(topic, 'critique', CONTENT);
    const article = await desk.newsroom.start(
      topic,
      { requester: ann, thread: { platform: 'web', channel: actorKey(ann) } },
      { approval: { gate: 'final', approvers: ['requester'] } },
    );
    await article.until('waiting');
    const page = await desk.visit(ann, `/articles/${article.articleId}`, PHONE);
    await page.getByText('What else can be done').click();
    await page.getByLabel('What for').selectOption('decides');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByText('From now on the article is shown in this place, too.').waitFor();
    const places = page.getByRole('region', { name: 'Also shown' });
    await places.getByText('in the terminal (ann)').waitFor();
    await places.getByText('to decide · by Ann').waitFor();
    // There is no other place of hers.
    expect(await page.getByLabel('What for').count()).toBe(0);
    await expectNoViolations(page);
    expect(await page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')).toBe(true);

    await places.getByRole('button', { name: 'Show it there no more: in the terminal (ann)' }).click();
    await page.getByText('The article is shown in this place no more.').waitFor();
    await places.waitFor({ state: 'detached' });
    await page.getByLabel('What for').waitFor();
  });
});

describe('the page on a phone', () => {
  it('shows every view in its width', async () => {
    const article = await waiting('A short history of the paper clip');
    const one = `/articles/${article.articleId}`;
    const views = [
      '/',
      '/articles',
      '/new',
      '/new?again',
      '/schedules',
      '/dashboard',
      '/sessions',
      '/webhooks',
      '/nothing-here',
      one,
      `${one}/drafts/1`,
      `${one}/diff`,
      `${one}/edit`,
      `${one}/ledger`,
      `${one}/feed`,
    ];
    const page = await desk.visit(WEB_ANN, '/', PHONE);
    for (const path of views) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await expectNoViolations(page);
      const [width, shown] = await page.evaluate<[number, number]>(
        '[document.documentElement.scrollWidth, innerWidth]',
      );
      expect(width, path).toBeLessThanOrEqual(shown);
    }
  });
});
