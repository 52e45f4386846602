import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Actor, actorKey } from '../../src/protocol/actor.ts';
import { step } from '../support/scripted-model.ts';
import { WEB_ANN, WEB_BEN } from '../support/web-desk.ts';
import { expectNoViolations } from './expect-no-violations.ts';
import { openPageDesk, type PageDesk } from './page-desk.ts';

const CONTENT = step.practice({ score: 9, factsQuestionable: false, weaknesses: [], suggestions: [] });
const ROOT: Actor = { platform: 'web', userId: 'root', displayName: 'Root', groups: [] };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const;
const DARK_RUSSIAN = { locale: 'ru-RU', colorScheme: 'dark' } as const;

let desk: PageDesk;
beforeAll(async () => {
  desk = await openPageDesk({
    config: (config) => ({ ...config, access: { ...config.access, administrators: [actorKey(ROOT)] } }),
  });
});
afterAll(() => desk.close());

/** An article of Ann's at its gate, which takes her and Ben. */
async function waiting(topic: string) {
  desk.newsroom.script(topic, 'critique', ...Array.from({ length: 6 }, () => CONTENT));
  const approval = {
    gate: 'final',
    approvers: ['requester', actorKey(WEB_BEN)],
    voting: { approvals: 2, rejections: 1 },
  } as const;
  const thread = { platform: 'web', channel: actorKey(WEB_ANN) };
  const article = await desk.newsroom.start(topic, { requester: WEB_ANN, thread }, { approval });
  await article.until('waiting');
  return article;
}

const widerThanIt = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

async function openMore(page: Page): Promise<void> {
  await page.locator('details.more > summary').click();
}

describe('an article on the page', () => {
  it('lets somebody be asked to decide, says at the field who cannot be, and shows whom', async () => {
    const article = await waiting('How tides work');
    const page = await desk.visit(WEB_ANN, `/articles/${article.articleId}`, PHONE);
    await openMore(page);
    await page.getByRole('button', { name: 'Ask somebody to decide' }).click();
    const dialog = page.getByRole('dialog', { name: 'Ask somebody to decide' });
    const whom = dialog.getByLabel('Who is to decide?');
    await dialog.getByRole('button', { name: 'Ask them' }).click();
    await dialog.getByText('Please say who.').waitFor();
    await whom.fill('web:eve');
    await dialog.getByRole('button', { name: 'Ask them' }).click();
    await expect.poll(() => whom.getAttribute('aria-invalid')).toBe('true');
    await expectNoViolations(page);
    expect(await widerThanIt(page)).toBe(0);
    expect(await dialog.locator('datalist option').getAttribute('value')).toBe(actorKey(WEB_BEN));
    await whom.fill(actorKey(WEB_BEN));
    await dialog.getByRole('button', { name: 'Ask them' }).click();
    await dialog.waitFor({ state: 'detached' });
    await article.until(({ assigned }) => assigned?.key === actorKey(WEB_BEN));
  });

  it('lets an administrator, and nobody else, take the decision over for a reason that everybody reads', async () => {
    const article = await waiting('Why clocks run clockwise');
    const at = `/articles/${article.articleId}`;
    const anns = await desk.visit(WEB_ANN, at);
    await openMore(anns);
    expect(await anns.getByRole('button', { name: 'Take the decision over' }).count()).toBe(0);
    const page = await desk.visit(ROOT, at, DARK_RUSSIAN);
    await openMore(page);
    await page.getByRole('button', { name: 'Взять решение на себя' }).click();
    const dialog = page.getByRole('dialog', { name: 'Взять решение на себя' });
    await expectNoViolations(page);
    await dialog.getByLabel('Почему вы берёте решение на себя?').fill('Ben is ill');
    await dialog.getByRole('button', { name: 'Взять решение на себя' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Одобрить' }).click();
    await article.until('delivered');
  });
});

describe('whoever is away', () => {
  it('says who decides for them, and ends it, from the menu of every view', async () => {
    const page = await desk.visit(WEB_ANN, '/', PHONE);
    const open = async (): Promise<void> => {
      await page.getByRole('button', { name: 'Ann' }).click();
      await page.getByRole('button', { name: 'When I am away' }).click();
    };
    await open();
    const dialog = page.getByRole('dialog', { name: 'When I am away' });
    await dialog.getByRole('button', { name: 'Have them decide' }).click();
    await dialog.getByText('Please say until when.').waitFor();
    await dialog.getByText('Please say who.').waitFor();
    await expectNoViolations(page);
    expect(await widerThanIt(page)).toBe(0);
    await dialog.getByLabel('Last day').fill('2020-01-01');
    await dialog.getByLabel('Who decides for you?').fill(actorKey(WEB_BEN));
    await dialog.getByRole('button', { name: 'Have them decide' }).click();
    await dialog.getByText('The last day is today or later').waitFor();
    const inAWeek = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
    await dialog.getByLabel('Last day').fill(inAWeek);
    await dialog.getByLabel('Who decides for you?').fill(actorKey(WEB_ANN));
    await dialog.getByRole('button', { name: 'Have them decide' }).click();
    await dialog.getByText('You cannot stand in for yourself.').waitFor();
    await dialog.getByLabel('Who decides for you?').fill(actorKey(WEB_BEN));
    await dialog.getByRole('button', { name: 'Have them decide' }).click();
    await dialog.waitFor({ state: 'detached' });
    const { rows } = await desk.newsroom.pool.query('select substitute_key from delegations');
    expect(rows).toEqual([{ substitute_key: actorKey(WEB_BEN) }]);
    await open();
    await dialog.getByText('decides for you.').waitFor();
    await expectNoViolations(page);
    await dialog.getByRole('button', { name: 'I decide myself again' }).click();
    await dialog.waitFor({ state: 'detached' });
    await open();
    await dialog.getByRole('button', { name: 'Have them decide' }).waitFor();
  });
});
