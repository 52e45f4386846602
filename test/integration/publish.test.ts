import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatContent } from '../../src/delivery/chat-content.ts';
import { endLostPublications } from '../../src/gateway/end-lost-publications.ts';
import { PUBLISH_WORKFLOW_TYPE, publishWorkflowIdOf } from '../../src/protocol/names.ts';
import type { PublishTarget } from '../../src/protocol/publication.ts';
import { createFolderPublisher } from '../../src/publish/to-folder.ts';
import { PublishError } from '../../src/publish/publisher.ts';
import { createPublicationStore } from '../../src/storage/publication-store.ts';
import { ANN, type Newsroom, openNewsroom, type TestArticle } from '../support/newsroom.ts';
import { reviseArticle } from '../support/revise-article.ts';
import { createScriptedPlace } from '../support/scripted-place.ts';
import { step } from '../support/scripted-model.ts';

const blog = createScriptedPlace();
const wiki = createScriptedPlace();
let newsroom: Newsroom;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'copydesk-publish-'));
  newsroom = await openNewsroom({
    publishers: new Map([
      ['blog', blog],
      ['wiki', wiki],
      ['site', createFolderPublisher({ kind: 'folder', folder, mode: 'draft' })],
    ]),
  });
});
afterAll(() => newsroom.close());

const target = (name: string, rest: Partial<PublishTarget> = {}): PublishTarget => ({
  name,
  timeoutSeconds: 20,
  retry: { firstSeconds: 0.1, mostSeconds: 0.2, forMinutes: 1 },
  ...rest,
});
const draft = (topic: string): string =>
  `# ${topic}\n\nThe sea rises twice a day, and the moon is to blame for most of it.\n\n## Twice\n\nOn the far side it rises, too.\n`;

async function delivered(topic: string, publish: readonly PublishTarget[]): Promise<TestArticle> {
  newsroom.script(topic, 'draft', step.text(draft(topic)));
  newsroom.script(topic, 'critique', step.practice({ score: 9, factsQuestionable: false }));
  const article = await newsroom.start(topic, {}, { publish });
  await article.until('waiting');
  await article.decide({ kind: 'approve' });
  expect(await article.outcome()).toMatchObject({ stage: 'delivered' });
  return article;
}

type Shown = Extract<ChatContent, { readonly kind: 'publication' }>;
const cardOf = ({ articleId }: TestArticle, name: string): Shown | undefined =>
  newsroom.messenger.messages
    .filter(({ key }) => key.startsWith(`${articleId}/`))
    .map(({ content }) => content)
    .findLast((content): content is Shown => content.kind === 'publication' && content.target === name);
const stands = async (article: TestArticle, name: string, state: object): Promise<void> =>
  await expect.poll(() => cardOf(article, name)?.state).toMatchObject(state);
const again = (article: TestArticle, of: PublishTarget): Promise<void> =>
  newsroom.gateway.publish({ articleId: article.articleId, target: of, by: ANN });

describe('publish', () => {
  it('brings a delivered article to each of its targets, each with a card of its own below the article', async () => {
    const article = await delivered('How tides are published', [
      target('blog', { title: 'Our blog' }),
      target('site'),
      target('wiki', { templates: ['how-to'] }),
    ]);
    await stands(article, 'blog', { status: 'published', made: 'draft' });
    await stands(article, 'site', { status: 'published', place: join(folder, 'how-tides-are-published.md') });
    expect(article.kinds().slice(-3)).toEqual(['final', 'publication', 'publication']);
    expect(article.message('final')).toMatchObject({ targets: ['blog', 'site'] });
    expect(cardOf(article, 'blog')).toMatchObject({ title: 'Our blog', buttons: false });
    expect(wiki.posts).toEqual([]);
    expect(await readdir(folder)).toEqual(['how-tides-are-published.md']);
    const text = await readFile(join(folder, 'how-tides-are-published.md'), 'utf8');
    expect(text).toMatch(/^---\ntitle: How tides are published\n/);
    expect(text).toContain('draft: true\n');
    expect(text).toContain(
      `copydesk:\n  article: ${article.articleId}\n  edition: 1\n---\n\nThe sea rises twice a day`,
    );
  });

  it('makes one post, when the answer to the request that made it got lost', async () => {
    blog.meet('lost');
    const article = await delivered('How answers get lost', [target('blog')]);
    await stands(article, 'blog', { status: 'published' });
    expect(blog.posts.filter(({ article: id }) => id === article.articleId)).toHaveLength(1);
    expect(blog.attempts.filter(({ articleId }) => articleId === article.articleId)).toHaveLength(2);
  });

  it('says what is tried again by itself, and tries again', async () => {
    const back = Promise.withResolvers<void>();
    const away = new PublishError('rate-limited', 'Slow down', { detail: 'Slow  down', retryAfterMs: 2000 });
    blog.meet(away, back.promise);
    const article = await delivered('How blogs ask to wait', [target('blog')]);
    await stands(article, 'blog', {
      status: 'publishing',
      trouble: { code: 'rate-limited', detail: 'Slow down', next: expect.any(String) },
    });
    expect(cardOf(article, 'blog')?.buttons).toBe(false);
    back.resolve();
    await stands(article, 'blog', { status: 'published' });
  });

  it('leaves a refusal to people: the article is delivered, and is published once somebody has it tried again', async () => {
    blog.meet(new PublishError('unauthorized', 'Refused', { detail: 'Unknown Admin API Key' }));
    const rule = target('blog');
    const article = await delivered('How keys run out', [rule]);
    await stands(article, 'blog', { status: 'failed', code: 'unauthorized', detail: 'Unknown Admin API Key' });
    expect(cardOf(article, 'blog')).toMatchObject({ buttons: true, waitingFor: ['requester'] });
    expect(article.count('decided')).toBe(1);
    await Promise.all([again(article, rule), again(article, rule)]);
    await stands(article, 'blog', { status: 'published' });
    expect(cardOf(article, 'blog')?.buttons).toBe(false);
    await again(article, rule);
    await newsroom.client.workflow.getHandle(publishWorkflowIdOf(article.articleId, 'blog')).result();
    expect(blog.attempts.filter(({ articleId }) => articleId === article.articleId)).toHaveLength(2);
    const { rows } = await newsroom.pool.query(`select kind from decisions where article_id = $1`, [article.articleId]);
    expect(rows).toEqual([{ kind: 'approve' }]);
  });

  it('gives up on what is away for longer than the settings say', async () => {
    const away = new PublishError('unavailable', 'Away');
    blog.meet(away, away, away, away);
    const article = await delivered('How blogs go away', [
      target('blog', { retry: { firstSeconds: 0.1, mostSeconds: 0.1, forMinutes: 0.001 } }),
    ]);
    await stands(article, 'blog', { status: 'failed', code: 'unavailable' });
    expect(cardOf(article, 'blog')?.buttons).toBe(true);
  });

  it('cuts off an attempt that takes too long, and begins another one when nothing of it can be under way', async () => {
    blog.meet('silent');
    const article = await delivered('How blogs fall silent', [target('blog', { timeoutSeconds: 1 })]);
    await stands(article, 'blog', { status: 'published' });
    expect(blog.posts.filter(({ article: id }) => id === article.articleId)).toHaveLength(1);
  });

  it('says that the settings name no such target any more', async () => {
    const article = await delivered('How targets go', [target('gone')]);
    await stands(article, 'gone', { status: 'failed', code: 'no-such-target' });
    expect(cardOf(article, 'gone')).toMatchObject({ title: 'gone', buttons: true });
  });

  it('changes with a new edition what the first one made, and lets no earlier edition come after it', async () => {
    const rule = target('blog');
    blog.meet(new PublishError('forbidden', 'No'));
    const topic = 'How editions follow';
    const first = await delivered(topic, [rule, target('site')]);
    await stands(first, 'blog', { status: 'failed' });
    await stands(first, 'site', { status: 'published' });
    newsroom.script(topic, 'draft', step.text('On the far side it rises, too, and that is the odd part.'));
    newsroom.script(topic, 'critique', step.practice({ score: 9, factsQuestionable: false }));
    const gateway = newsroom.openGateway({ settings: { publish: [rule, target('site')] } });
    const second = await reviseArticle(newsroom, first.articleId, 'Twice: longer', gateway);
    await second.until('waiting');
    await second.decide({ kind: 'approve' });
    await second.outcome();
    await stands(second, 'blog', { status: 'published' });
    await stands(second, 'site', { status: 'published', isUpdate: true });
    const [one, two] = [first, second].map((article) => cardOf(article, 'site')?.state);
    const place = two?.status === 'published' ? (two.place ?? '') : '';
    expect(one).toMatchObject({ place });
    expect(await readFile(place, 'utf8')).toContain(`  article: ${first.articleId}\n  edition: 2\n`);
    await again(first, rule);
    await stands(first, 'blog', { status: 'failed', code: 'newer-edition' });
    expect(cardOf(first, 'blog')?.buttons).toBe(false);
    expect(blog.posts.filter(({ article }) => article === first.articleId)).toMatchObject([{ edition: 2 }]);
  });

  it('is ended by an operator, and says so', async () => {
    const never = Promise.withResolvers<void>();
    blog.meet(never.promise);
    const article = await delivered('How operators stop it', [target('blog')]);
    await expect.poll(() => blog.attempts.at(-1)?.articleId).toBe(article.articleId);
    await newsroom.client.workflow.getHandle(publishWorkflowIdOf(article.articleId, 'blog')).cancel();
    await stands(article, 'blog', { status: 'failed', code: 'cancelled' });
    never.resolve();
  });

  const AWAY = new PublishError('unavailable', 'It is away');
  /** It waits for its next attempt for longer than any test lasts. */
  const patient = target('blog', { retry: { firstSeconds: 600, mostSeconds: 600, forMinutes: 600 } });
  const handleOf = ({ articleId }: TestArticle) =>
    newsroom.client.workflow.getHandle(publishWorkflowIdOf(articleId, 'blog'));
  /** As every process that speaks for a platform does. */
  const look = async (): Promise<void> => {
    const { client, pool } = newsroom;
    await endLostPublications({ client, publications: createPublicationStore(pool), unattendedSeconds: 0 });
  };
  const looked = async (article: TestArticle): Promise<Shown | undefined> => {
    await look();
    return cardOf(article, 'blog');
  };

  it('is terminated by an operator, which its card says, with the button that has it tried again', async () => {
    blog.meet(AWAY);
    const article = await delivered('How operators end it', [patient]);
    await stands(article, 'blog', { status: 'publishing', trouble: { code: 'unavailable' } });
    await handleOf(article).terminate();
    await expect
      .poll(() => looked(article))
      .toMatchObject({ buttons: true, state: { status: 'failed', code: 'cancelled' } });
    await again(article, patient);
    await stands(article, 'blog', { status: 'published' });
    await look();
    expect(cardOf(article, 'blog')?.state).toMatchObject({ status: 'published' });
    expect(blog.posts.filter(({ article: of }) => of === article.articleId)).toHaveLength(1);
  });

  it('says that it broke off, when its history is gone', async () => {
    blog.meet(AWAY);
    const article = await delivered('How histories go', [patient]);
    await stands(article, 'blog', { status: 'publishing', trouble: { code: 'unavailable' } });
    const { client } = newsroom;
    const { namespace } = client.options;
    const { workflowId } = handleOf(article);
    await client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution: { workflowId } });
    await expect
      .poll(() => looked(article))
      .toMatchObject({ buttons: true, state: { status: 'failed', code: 'lost' } });
  });

  it('is left alone while somebody is at it', async () => {
    const soon = Promise.withResolvers<void>();
    blog.meet(AWAY);
    const waiting = await delivered('How it waits', [patient]);
    await stands(waiting, 'blog', { status: 'publishing', trouble: { code: 'unavailable' } });
    blog.meet(soon.promise);
    const article = await delivered('How it takes long', [target('blog')]);
    await expect.poll(() => blog.attempts.at(-1)?.articleId).toBe(article.articleId);
    // What is on its way cannot be called back.
    await handleOf(article).terminate();
    await look();
    const publications = createPublicationStore(newsroom.pool);
    for (const { articleId } of [article, waiting])
      expect(await publications.find(articleId, 'blog')).toMatchObject({ state: { status: 'publishing' } });
    soon.resolve();
    await stands(article, 'blog', { status: 'published' });
  });

  it('refuses an input that is none', async () => {
    const handle = await newsroom.client.workflow.start(PUBLISH_WORKFLOW_TYPE, {
      workflowId: 'publish-nothing',
      taskQueue: 'copydesk',
      args: [{ articleId: 'x' }],
    });
    await expect(handle.result()).rejects.toMatchObject({ cause: { type: 'Malformed' } });
  });
});
