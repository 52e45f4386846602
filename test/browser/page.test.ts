import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectNoViolations } from './expect-no-violations.ts';
import { openPageDesk, type PageDesk } from './page-desk.ts';

let desk: PageDesk;
beforeAll(async () => {
  desk = await openPageDesk();
});
afterAll(() => desk.close());

describe('the page', () => {
  it('is in the language of the browser, and loads nothing from anybody else', async () => {
    const page = await desk.visit('/', { locale: 'ru-RU' });
    expect(await page.locator('html').getAttribute('lang')).toBe('ru');
    const addresses = await page.evaluate<string[]>(
      `performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin)`,
    );
    expect(new Set(addresses)).toEqual(new Set([desk.url]));
  });

  it('would not hide a picture without words from the tests', async () => {
    const page = await desk.visit('/');
    await page.evaluate(`document.body.innerHTML = '<main><h1>Tides</h1><img src="data:,"></main>'`);
    await expect(expectNoViolations(page)).rejects.toThrow('image-alt');
    await page.evaluate(`document.querySelector('img').alt = 'The sea at noon'`);
    await expectNoViolations(page);
  });
});
