import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Actor, actorKey } from '../../src/protocol/actor.ts';
import { step } from '../support/scripted-model.ts';
import { WEB_ANN, WEB_BEN, WEB_EVE } from '../support/web-desk.ts';
import { expectNoViolations } from './expect-no-violations.ts';
import { openPageDesk, type PageDesk } from './page-desk.ts';

const CONTENT = step.practice({ score: 9, factsQuestionable: false, weaknesses: [], suggestions: [] });
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const;
/** So much that each answer of the model is seen in a sum. */
const ANSWER_USD = 0.25;

let desk: PageDesk;
beforeAll(async () => {
  desk = await openPageDesk({
    newsroom: { costUsd: ANSWER_USD },
    config: (config) => ({ ...config, operators: [actorKey(WEB_BEN)] }),
  });
});
afterAll(() => desk.close());

/** An article at its gate, where whoever asked for it decides. */
async function waiting(topic: string, requester: Actor) {
  desk.newsroom.script(topic, 'critique', CONTENT, CONTENT);
  const article = await desk.newsroom.start(
    topic,
    { requester, thread: { platform: 'web', channel: actorKey(requester) } },
    { approval: { gate: 'final', approvers: ['requester'] } },
  );
  await article.until('waiting');
  return article;
}

/** What all answers about these topics cost, as the page writes it. */
function costOf(topics: readonly string[]): string {
  const answers = desk.newsroom.model.requests.filter(({ body }) =>
    topics.some((topic) => JSON.stringify(body).includes(`>${topic}</topic-`)),
  );
  return new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' }).format(answers.length * ANSWER_USD);
}

const tiles = (page: Page): Promise<readonly string[]> => page.locator('.tile').allInnerTexts();
const chart = (page: Page, title: string | RegExp) => page.getByRole('figure', { name: title });

describe('the dashboard', () => {
  it('has the figures of the articles that there are: those of whoever looks, and everybody’s for whom they are', async () => {
    const [delivered, edited, waits, bens] = [
      'How tides work',
      'How glass is made',
      'How bells ring',
      'How kites fly',
    ] as const;
    const one = await waiting(delivered, WEB_ANN);
    await one.decide({ kind: 'approve', by: WEB_ANN });
    const other = await waiting(edited, WEB_ANN);
    const { current } = await other.until('waiting');
    const ann = await desk.as(WEB_ANN);
    const { status } = await ann.post(`/articles/${other.articleId}/decisions`, {
      kind: 'edit',
      version: current?.version,
      hash: current?.hash,
      text: '# Glass\n\nIt is made of sand.',
    });
    expect(status).toBe(200);
    await other.until(({ stage, drafts }) => stage === 'waiting' && drafts.length > 1);
    await other.decide({ kind: 'approve', by: WEB_ANN });
    await Promise.all([waiting(waits, WEB_ANN), waiting(bens, WEB_BEN), one.outcome(), other.outcome()]);

    const page = await desk.visit(WEB_ANN, '/');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor();
    expect(await tiles(page)).toEqual(['Waiting for a decision\n1', 'Begun in 30 days\n3', 'Delivered in 30 days\n2']);
    expect(await chart(page, 'Median time in each stage').getByRole('rowheader').allInnerTexts()).toEqual([
      'Being written',
      'Waiting for a decision',
      'Approved, being finished',
    ]);
    const annsCost = costOf([delivered, edited, waits]);
    const persons = chart(page, /Cost by person/);
    expect(await persons.getByRole('rowheader').allInnerTexts()).toEqual(['Ann']);
    expect(await persons.getByRole('cell').allTextContents()).toEqual([`${annsCost} · 3 articles`]);
    await chart(page, 'Cost by day').getByText('As a table').click();
    await chart(page, 'Cost by day').getByRole('cell', { name: annsCost }).waitFor();
    expect(await chart(page, 'How delivered texts came about').getByRole('cell').allTextContents()).toEqual([
      '50%',
      '50%',
    ]);
    // It is nothing of hers what the others cost.
    expect(await page.getByRole('button', { name: 'All' }).count()).toBe(0);
    await expectNoViolations(page);

    const ben = await desk.visit(WEB_BEN, '/dashboard', PHONE);
    await ben.getByRole('button', { name: 'All' }).click();
    await expect.poll(() => tiles(ben)).toContain('Begun in 30 days\n4');
    const people = chart(ben, /Cost by person/).getByRole('rowheader');
    await expect.poll(() => people.allInnerTexts()).toEqual(['Ann', 'Ben']);
    await expectNoViolations(ben);
    expect(await ben.evaluate<number>('document.documentElement.scrollWidth')).toBe(PHONE.viewport.width);
  });

  it('says that nothing was delivered where nothing was', async () => {
    const page = await desk.visit(WEB_EVE, '/dashboard');
    await chart(page, 'How delivered texts came about').getByText('Nothing was delivered in these days.').waitFor();
    await expectNoViolations(page);
  });
});
