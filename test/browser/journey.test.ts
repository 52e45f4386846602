import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorKey } from '../../src/protocol/actor.ts';
import { WEB_ANN, WEB_BEN } from '../support/web-desk.ts';
import { step } from '../support/scripted-model.ts';
import { expectNoViolations } from './expect-no-violations.ts';
import { openPageDesk, type PageDesk } from './page-desk.ts';

const CONTENT = step.practice({ score: 9, factsQuestionable: false, weaknesses: [], suggestions: [] });

let desk: PageDesk;
beforeAll(async () => {
  desk = await openPageDesk({
    config: (config) => ({
      ...config,
      article: {
        ...config.article,
        approval: { gate: 'final', outline: true, approvers: ['requester', actorKey(WEB_BEN)] },
      },
    }),
  });
});
afterAll(() => desk.close());

const see = (page: Page, text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor();

/** Orders it by the form. The critic is content with every draft. */
async function order(page: Page, topic: string): Promise<void> {
  desk.newsroom.script(topic, 'critique', ...Array.from({ length: 6 }, () => CONTENT));
  await page.getByLabel('What should it be about?').fill(topic);
  await page.getByRole('button', { name: 'Start writing' }).click();
  // Its outline may be there by then, which begins with it, too.
  await page.getByRole('heading', { level: 1, name: topic }).first().waitFor();
}

const decisionFor = (page: Page, what: RegExp) => page.locator('.decisions-what').filter({ hasText: what });

describe('an article on the page', () => {
  it('goes from an order to a file, through its outline, a comment and an edit, without a reload', async () => {
    const page = await desk.visit(WEB_ANN, '/new');
    await order(page, 'How bells ring');

    // The outline comes up by itself.
    await decisionFor(page, /outline 1/i).waitFor();
    await expectNoViolations(page);
    await page.getByRole('button', { name: 'Approve' }).click();

    await decisionFor(page, /draft 2/i).waitFor();
    await expectNoViolations(page);
    await page.getByRole('button', { name: 'Request changes' }).click();
    await page.getByLabel('What should change?').fill('Say something about frost');
    await page.keyboard.press('ControlOrMeta+Enter');

    await decisionFor(page, /draft 3/i).waitFor();
    await page.getByRole('link', { name: 'Comments' }).click();
    await see(page, 'Say something about frost');
    await expectNoViolations(page);
    await page.getByRole('link', { name: 'Changes', exact: true }).click();
    await page.locator('ins').first().waitFor();
    await expectNoViolations(page);
    await page.getByRole('link', { name: 'Thread' }).click();
    await page.locator('main').getByText('Outline 1').first().waitFor();
    await expectNoViolations(page);

    await page.getByRole('link', { name: 'Edit' }).click();
    const first = page.getByRole('textbox').first();
    await first.press('ControlOrMeta+End');
    await first.pressSequentially(' Rung by hand.');
    await expectNoViolations(page);
    await page.getByRole('button', { name: 'Save as a new draft' }).click();
    await decisionFor(page, /draft 4/i).waitFor();
    await see(page, /Rung by hand\./);

    await page.getByRole('button', { name: 'Approve' }).click();
    await page.locator('.stage-delivered').waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Markdown' }).click();
    expect((await download).suggestedFilename()).toMatch(/\.md$/);
    await expectNoViolations(page);
    await page.getByRole('link', { name: 'Receipt' }).click();
    await see(page, 'Whose words');
    await expectNoViolations(page);
  });
});
