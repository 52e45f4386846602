import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSeal, deriveSecret } from '../../src/lib/seal.ts';
import { actorKey } from '../../src/protocol/actor.ts';
import { startWebhooks, type TestWebhooks } from '../support/run-webhooks.ts';
import { WEB_ANN, WEB_BEN } from '../support/web-desk.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';
import { expectNoViolations } from './expect-no-violations.ts';
import { openPageDesk, type PageDesk } from './page-desk.ts';

/** What a receiver is told, and the next look of the page, come in between. */
const LATER = { timeout: 60_000 };

let desk: PageDesk;
let receiver: WebhookReceiver;
let webhooks: TestWebhooks;
beforeAll(async () => {
  receiver = await startWebhookReceiver();
  desk = await openPageDesk({
    config: (config) => ({
      ...config,
      webhooks: { ...config.webhooks, settings: { ...config.webhooks.settings, allowPrivateByApi: true } },
    }),
  });
  webhooks = await startWebhooks(desk.newsroom, {
    endpoints: [],
    secrets: new Map(),
    // As a worker makes it of COPYDESK_SECRET, where no COPYDESK_ENCRYPTION_KEY is set.
    seal: createSeal([deriveSecret(desk.variables['COPYDESK_SECRET'] ?? '', 'webhooks')]),
  });
});
afterAll(async () => {
  await webhooks.stop();
  await desk.close();
  await receiver.close();
});

const start = (topic: string) =>
  desk.newsroom.start(topic, { requester: WEB_ANN, thread: { platform: 'web', channel: actorKey(WEB_ANN) } });

describe('webhooks on the page', () => {
  it('are made, with a secret that is shown once, looked at, sent again, enabled and deleted', async () => {
    const page = await desk.visit(WEB_ANN, '/');
    await page.getByRole('button', { name: 'Ann' }).click();
    await page.getByRole('button', { name: 'Webhooks' }).click();
    await page.getByText('Nobody is told yet.').waitFor();
    await page.getByRole('button', { name: 'New webhook' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Where to?').fill('the newsroom');
    for (const event of ['a draft', 'waits for people', 'decided on', 'stuck', 'delivered', 'cancelled'])
      await dialog.getByLabel(event, { exact: true }).uncheck();
    await dialog.getByRole('button', { name: 'Make webhook' }).click();
    await expect.poll(() => dialog.getByLabel('Where to?').getAttribute('aria-invalid')).toBe('true');
    await expectNoViolations(page);
    await dialog.getByLabel('Where to?').fill(receiver.url);
    await dialog.getByRole('button', { name: 'Make webhook' }).click();
    const secret = await dialog.getByLabel('Give it to whoever receives').inputValue();
    receiver.trust(secret);
    await expectNoViolations(page);
    await page.keyboard.press('Escape');
    expect(await page.getByText(secret).count()).toBe(0);

    const { articleId } = await start('How tides work');
    await receiver.untilAccepted(1, articleId);
    await page.getByText('1 delivered').waitFor(LATER);
    await page.keyboard.press('j');
    await page.keyboard.press('o');
    const sent = page.getByRole('list', { name: 'What was sent' }).getByRole('listitem');
    await sent.getByRole('link', { name: 'started' }).waitFor();
    await expectNoViolations(page);
    await sent.getByRole('button', { name: 'Send again' }).click();
    await receiver.until(() => receiver.received.length === 2);

    // It says that it is gone, and comes back.
    receiver.answer(() => 410);
    await start('How bells ring');
    await page.getByText('It answered that it is gone').waitFor(LATER);
    await expectNoViolations(page);
    receiver.answer(() => 204);
    await page.getByRole('button', { name: 'Tell it again' }).click();
    await expect.poll(() => page.getByText('It answered that it is gone').count()).toBe(0);
    await page.getByRole('button', { name: 'Send again all that was given up' }).click();
    await page.getByText('2 delivered').waitFor(LATER);

    await page.getByRole('button', { name: 'New secret' }).click();
    await dialog.getByRole('button', { name: 'New secret' }).click();
    expect(await dialog.getByLabel('Give it to whoever receives').inputValue()).not.toBe(secret);
    await page.keyboard.press('Escape');
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('combobox').and(page.locator(':focus')).waitFor();
    await page.keyboard.type('delete');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Nobody is told yet.').waitFor();
  });

  it('are shown to whoever made them', async () => {
    const ann = await desk.as(WEB_ANN);
    expect(await ann.post('/webhooks', { url: receiver.url })).toMatchObject({ status: 201 });
    const page = await desk.visit(WEB_BEN, '/webhooks', { viewport: { width: 390, height: 844 } });
    await page.getByText('Nobody is told yet.').waitFor();
    const hers = await desk.visit(WEB_ANN, '/webhooks', { viewport: { width: 390, height: 844 } });
    await hers.getByRole('heading', { name: receiver.url }).waitFor();
    await expectNoViolations(hers);
    expect(await hers.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
  });
});
