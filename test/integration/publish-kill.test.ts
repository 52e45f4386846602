import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatContent } from '../../src/delivery/chat-content.ts';
import { GHOST_ADMIN_KEY, type Ghost, startGhost } from '../emulators/places/ghost.ts';
import { makeTestFolder } from '../support/test-folder.ts';
import { step } from '../support/scripted-model.ts';
import { openSplitNewsroom, type SplitArticle, type SplitNewsroom } from '../support/split-newsroom.ts';

let ghost: Ghost;
let newsroom: SplitNewsroom;
beforeAll(async () => {
  ghost = await startGhost();
  const config = await makeTestFolder();
  cpSync('config', config, { recursive: true });
  writeFileSync(
    join(config, 'publish.yaml'),
    `targets:\n  blog: { kind: ghost, url: "${ghost.url}", key_env: GHOST_ADMIN_KEY, allow_private_addresses: true }\n`,
  );
  newsroom = await openSplitNewsroom({
    workerEnv: { COPYDESK_CONFIG: config, GHOST_ADMIN_KEY },
    publish: [{ name: 'blog', timeoutSeconds: 2, retry: { firstSeconds: 0.2, mostSeconds: 1, forMinutes: 10 } }],
  });
});
afterAll(async () => {
  await newsroom.close();
  await ghost.stop();
});

type Shown = Extract<ChatContent, { readonly kind: 'publication' }>;
const shown = (article: SplitArticle): readonly Shown[] =>
  article.thread().flatMap(({ content }) => (content.kind === 'publication' ? [content] : []));

describe('an article whose worker is killed', () => {
  it('is one post, when that was between the request and its answer', async () => {
    newsroom.script('How workers die', 'critique', step.practice({ score: 9, factsQuestionable: false }));
    ghost.meet('silent');
    const article = await newsroom.start('How workers die');
    await article.approve();
    await expect.poll(() => ghost.posts.length).toBe(1);
    await newsroom.worker.kill();
    expect(shown(article)).toMatchObject([{ state: { status: 'publishing' } }]);
    await newsroom.worker.start();
    await expect
      .poll(() => shown(article).at(-1)?.state, { timeout: 50_000 })
      .toMatchObject({ status: 'published', made: 'draft' });
    expect(ghost.posts).toHaveLength(1);
    expect(shown(article)).toHaveLength(1);
    expect(await article.outcome()).toMatchObject({ stage: 'delivered' });
  });
});
