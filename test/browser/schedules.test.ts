import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorKey } from '../../src/protocol/actor.ts';
import { WEB_ANN, WEB_BEN } from '../support/web-desk.ts';
import { expectNoViolations } from './expect-no-violations.ts';
import { openPageDesk, type PageDesk } from './page-desk.ts';

const BERLIN = { timezoneId: 'Europe/Berlin' };

let desk: PageDesk;
beforeAll(async () => {
  desk = await openPageDesk({
    config: (config) => ({ ...config, access: { ...config.access, administrators: [actorKey(WEB_BEN)] } }),
  });
});
afterAll(() => desk.close());

const row = (page: Page, topic: string) => page.getByRole('listitem').filter({ hasText: topic });
const isFocused = (page: Page, topic: string): Promise<boolean> =>
  page.evaluate<boolean>(`document.activeElement?.textContent === ${JSON.stringify(topic)}`);

describe('schedules on the page', () => {
  it('are made in the form for an article, paused, skipped, run and deleted, by keys alone', async () => {
    const page = await desk.visit(WEB_ANN, '/', BERLIN);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('n');
    await page.getByLabel('What should it be about?').fill('Market news');
    await page.getByRole('button', { name: 'Again and again' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'New schedule' }).waitFor();
    await page.getByLabel('On which days?').selectOption('Every Monday');
    await page.getByLabel('At what time?').fill('08:30');
    await page.getByText(/^The first article begins: Mon .* 08:30\.$/).waitFor();
    expect(await page.getByLabel('By the clock of which time zone?').inputValue()).toBe('Europe/Berlin');
    await expectNoViolations(page);
    await page.getByRole('button', { name: 'Schedule it' }).press('Enter');

    await page.getByRole('heading', { level: 1, name: 'Schedules' }).waitFor();
    const made = row(page, 'Market news');
    await made.getByText('every Monday at 8:30 (Europe/Berlin)').waitFor();
    await expectNoViolations(page);
    const next = made.getByText(/^Next: /);
    const before = await next.innerText();

    await page.keyboard.press('j');
    await expect.poll(() => isFocused(page, 'Market news')).toBe(true);
    await page.keyboard.press('p');
    await made.getByText('Paused', { exact: true }).waitFor();
    expect(await next.count()).toBe(0);
    await page.keyboard.press('p');
    await next.waitFor();
    expect(await next.innerText()).toBe(before);
    await page.keyboard.press('s');
    await expect.poll(() => next.innerText()).not.toBe(before);
    // The second of those that there were.
    expect((await next.innerText()).split(' · ')[0]).toBe(`Next: ${before.split(' · ')[1] ?? ''}`);

    await page.keyboard.press('r');
    await page.getByRole('dialog').getByText('Begin “Market news” now?').waitFor();
    await page.keyboard.press('Enter');
    // A worker, and the next look of the page, come in between.
    await made.getByText('Last: began').waitFor({ timeout: 60_000 });
    await made.getByRole('link', { name: 'Open the article' }).click();
    await page.getByRole('heading', { level: 1, name: 'Market news' }).waitFor();

    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await made.waitFor();
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('combobox').and(page.locator(':focus')).waitFor();
    await page.keyboard.type('delete market');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('Articles that it has begun go on.').waitFor();
    await expectNoViolations(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).press('Enter');
    await page.getByText('Nothing is scheduled yet.').waitFor();
    await expectNoViolations(page);
  });

  it('are written as in the chats, in Russian too, and what is wrong is told beside its field', async () => {
    const page = await desk.visit(WEB_ANN, '/new?again', { ...BERLIN, locale: 'ru-RU' });
    await page.getByLabel('О чём статья?').fill('Новости рынка');
    await page.getByLabel('По каким дням?').selectOption('Иначе, своими словами');
    await page.getByRole('button', { name: 'Создать расписание' }).click();
    await page.getByText('Напишите когда, например').waitFor();
    const when = page.getByLabel('Когда, своими словами?');
    await when.fill('каждые пять минут');
    await page.getByRole('button', { name: 'Создать расписание' }).click();
    await expect.poll(() => when.getAttribute('aria-invalid')).toBe('true');
    await page.getByText('«каждые пять минут»').waitFor();
    await expectNoViolations(page);
    // What was typed is there after a reload, and so is what it is for.
    await page.reload();
    await when.fill('раз в две недели по пятницам в 16:00 по Москве');
    await page.getByRole('button', { name: 'Создать расписание' }).click();
    await row(page, 'Новости рынка').getByText('раз в 2 недели по пятницам в 16:00 (Europe/Moscow)').waitFor();

    // Somebody who may see everybody's.
    const ben = await desk.visit(WEB_BEN, '/schedules');
    await ben.getByText('Nothing is scheduled yet.').waitFor();
    await ben.getByRole('button', { name: 'Everybody’s' }).click();
    await row(ben, 'Новости рынка').getByText('by Ann').waitFor();
    await row(ben, 'Новости рынка').getByRole('button', { name: 'Pause' }).click();
    await row(page, 'Новости рынка').getByText('На паузе', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Все', exact: true }).count()).toBe(0);
  });
});
