import { afterAll, beforeAll, expect, it } from 'vitest';
import { actorKey } from '../../src/protocol/actor.ts';
import { createEditionStore } from '../../src/storage/edition-store.ts';
import { createTranslationStore } from '../../src/storage/translation-store.ts';
import { reviseArticle } from '../support/revise-article.ts';
import { WEB_ANN, WEB_BEN } from '../support/web-desk.ts';
import { expectNoViolations } from './expect-no-violations.ts';
import { openPageDesk, type PageDesk } from './page-desk.ts';

let desk: PageDesk;
beforeAll(async () => {
  desk = await openPageDesk();
});
afterAll(() => desk.close());

it('asks for a translation, shows it beside its original, and says when it is stale', async () => {
  const article = await desk.newsroom.start(
    'How bells ring',
    { requester: WEB_ANN, thread: { platform: 'web', channel: actorKey(WEB_ANN) } },
    { approval: { gate: 'final', approvers: ['requester', actorKey(WEB_BEN)] } },
  );
  await article.until('waiting');
  await article.decide({ kind: 'approve', by: WEB_BEN });
  await article.outcome();

  const ann = await desk.visit(WEB_ANN, `/articles/${article.articleId}`);
  const languages = ann.getByRole('region', { name: 'In other languages' });
  await languages.getByRole('combobox').selectOption('ru');
  await expectNoViolations(ann);
  await languages.getByRole('button', { name: 'Translate' }).click();
  await ann.getByText('English → Russian').waitFor();
  const id = new URL(ann.url()).pathname.split('/').at(-1) ?? '';
  const translation = desk.newsroom.article(id);
  await translation.until('waiting');

  await ann.getByRole('link', { name: 'Original', exact: true }).click();
  const columns = ann.locator('.beside-row .text');
  await expect.poll(async () => (await columns.allInnerTexts())[1]).toMatch(/\p{Script=Cyrillic}/u);
  const texts = await columns.allInnerTexts();
  expect(texts.length).toBeGreaterThan(2);
  // Each section stands beside what it translates.
  expect(texts.filter((_, at) => at % 2 === 0).join(' ')).not.toMatch(/\p{Script=Cyrillic}/u);
  await expectNoViolations(ann);
  await ann.setViewportSize({ width: 390, height: 844 });
  expect(await ann.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  await expectNoViolations(ann);

  await desk.newsroom.pool.query(
    `update articles set input = input || jsonb_build_object('revises', jsonb_build_object('first', article_id, 'edition', 2)) where article_id = $1`,
    [article.articleId],
  );
  await ann.goto(new URL(`/articles/${id}`, ann.url()).href);
  await ann.getByText('Stale: edition 1 of the original is translated, edition 2 has been delivered.').waitFor();
  await expectNoViolations(ann);
});

it('offers in the thread of a translation to translate again, once it is delivered and its original has changed since', async () => {
  const approval = { gate: 'final', approvers: ['requester', actorKey(WEB_BEN)] } as const;
  const source = await desk.newsroom.start(
    'How tides turn',
    { requester: WEB_ANN, thread: { platform: 'web', channel: actorKey(WEB_ANN) } },
    { approval },
  );
  await source.until('waiting');
  await source.decide({ kind: 'approve', by: WEB_BEN });
  await source.outcome();
  const ann = await desk.visit(WEB_ANN, `/articles/${source.articleId}`);
  const languages = ann.getByRole('region', { name: 'In other languages' });
  await languages.getByRole('combobox').selectOption('ru');
  await languages.getByRole('button', { name: 'Translate' }).click();
  await ann.getByText('English → Russian').waitFor();
  const first = desk.newsroom.article(new URL(ann.url()).pathname.split('/').at(-1) ?? '');
  await first.until('waiting');
  // In the thread, too, it can be asked for no sooner than there is something to do again.
  await ann.getByRole('link', { name: 'Thread', exact: true }).click();
  const thread = ann.locator('ol.thread');
  const again = thread.getByRole('button', { name: 'Translate again' });
  await thread.getByText('English → Russian').first().waitFor();
  await first.decide({ kind: 'approve', by: WEB_BEN });
  await first.outcome();
  expect(await again.count()).toBe(0);

  const editions = await createEditionStore(desk.newsroom.pool).find(source.articleId, 'nobody');
  const [, second] = editions?.delivered?.sections ?? [];
  const gateway = desk.newsroom.openGateway({ settings: { approval } });
  const revision = await reviseArticle(
    desk.newsroom,
    source.articleId,
    `${second?.heading ?? ''}: name Newton`,
    gateway,
    WEB_ANN,
  );
  await revision.until('waiting');
  await revision.decide({ kind: 'approve', by: WEB_BEN });
  await revision.outcome();
  await again.waitFor();
  await expectNoViolations(ann);
  await again.click();
  await expect.poll(() => new URL(ann.url()).pathname).not.toContain(first.articleId);
  const next = desk.newsroom.article(new URL(ann.url()).pathname.split('/').at(-1) ?? '');
  await next.until('waiting');
  const known = await createTranslationStore(desk.newsroom.pool).find(source.articleId);
  expect(known?.translations).toMatchObject([{ newest: { articleId: next.articleId, of: 2 } }]);
});
