import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWebLinkStore } from '../../src/storage/web-link-store.ts';
import { WEB_ANN, WEB_BEN } from '../support/web-desk.ts';
import { expectNoViolations } from './expect-no-violations.ts';
import { openPageDesk, type PageDesk } from './page-desk.ts';

let desk: PageDesk;
beforeAll(async () => {
  desk = await openPageDesk();
});
afterAll(() => desk.close());

describe('the page', () => {
  it('lets somebody in by a link, once, and out again', async () => {
    const code = await createWebLinkStore(desk.newsroom.pool).offer({ person: WEB_ANN, cameBy: 'chat' }, 10);
    const page = await desk.visit(undefined, `/sign-in#${code}`);
    await page.getByRole('heading', { name: 'Welcome to your newsroom' }).waitFor();
    await expectNoViolations(page);
    await page.getByRole('button', { name: 'Ann' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
    const again = await desk.visit(undefined, `/sign-in#${code}`);
    await again.locator('.fault').waitFor();
    await expectNoViolations(again);
    expect(new URL(again.url()).pathname).toBe('/sign-in');
  });

  it('lists the browsers in which somebody is signed in, and signs them out from another', async () => {
    const phone = await desk.visit(WEB_BEN, '/');
    await phone.getByRole('heading', { level: 1 }).waitFor();
    const page = await desk.visit(WEB_BEN, '/');
    await page.getByRole('button', { name: 'Ben' }).click();
    await page.getByRole('button', { name: 'Where you are signed in' }).click();
    const rows = page.getByRole('list', { name: 'Where you are signed in' }).getByRole('listitem');
    await expect.poll(() => rows.count()).toBe(2);
    await rows.filter({ hasText: 'this browser' }).getByText('Last seen').waitFor();
    await expectNoViolations(page);
    const other = rows.filter({ hasNotText: 'this browser' }).getByRole('heading');
    // Whichever of the two comes first.
    const goDown = async (): Promise<number> => {
      await page.keyboard.press('j');
      return await other.and(page.locator(':focus')).count();
    };
    await expect.poll(goDown).toBe(1);
    await page.keyboard.press('x');
    await expect.poll(() => rows.count()).toBe(1);
    await phone.reload();
    await phone.getByRole('heading', { name: 'Sign in to Copydesk' }).waitFor();
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
    await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
  });

  it('is in the language of the browser until another is chosen, and loads nothing from anybody else', async () => {
    const page = await desk.visit(WEB_ANN, '/', { locale: 'ru-RU' });
    await page.getByRole('heading', { name: 'Добро пожаловать в редакцию' }).waitFor();
    await page.getByRole('button', { name: 'Ann' }).click();
    const kept = page.waitForResponse((answer) => answer.request().method() === 'PATCH');
    await page.getByLabel('Язык страницы').selectOption('English');
    expect((await kept).status()).toBe(200);
    await page.getByRole('heading', { name: 'Welcome to your newsroom' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Welcome to your newsroom' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    // Also on another device of theirs.
    const elsewhere = await desk.visit(WEB_ANN, '/', { locale: 'ru-RU' });
    await elsewhere.getByRole('heading', { name: 'Welcome to your newsroom' }).waitFor();
    const addresses = await page.evaluate<string[]>(
      `performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin)`,
    );
    expect(new Set(addresses)).toEqual(new Set([desk.url]));
  });

  it('is as dark as the system until another theme is chosen', async () => {
    const page = await desk.visit(WEB_ANN, '/', { colorScheme: 'dark' });
    await page.getByRole('heading', { name: 'Welcome to your newsroom' }).waitFor();
    const paper = (): Promise<string> => page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    const dark = await paper();
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('combobox').and(page.locator(':focus')).waitFor();
    await page.keyboard.type('colours light');
    await page.keyboard.press('Enter');
    await expect.poll(paper).not.toBe(dark);
    const light = await paper();
    await page.reload();
    expect(await paper()).toBe(light);
  });

  it('would not hide a picture without words from the tests', async () => {
    const page = await desk.visit(WEB_ANN, '/');
    await page.evaluate(`document.body.innerHTML = '<main><h1>Tides</h1><img src="data:,"></main>'`);
    await expect(expectNoViolations(page)).rejects.toThrow('image-alt');
    await page.evaluate(`document.querySelector('img').alt = 'The sea at noon'`);
    await expectNoViolations(page);
  });

  it('would not hide words from them that nobody can read in the dark', async () => {
    const page = await desk.visit(WEB_ANN, '/');
    await page.evaluate(`document.body.innerHTML = '<main><h1>Tides</h1><p>Twice a day.</p></main>'`);
    await page.evaluate(`document.querySelector('p').style.color = '#222'`);
    await expect(expectNoViolations(page)).rejects.toThrow('color-contrast, in dark');
    await page.evaluate(`document.querySelector('p').removeAttribute('style')`);
    await expectNoViolations(page);
  });
});
