import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGhostPublisher } from '../../src/publish/to-ghost.ts';
import type { PublishMode } from '../../src/publish/publisher.ts';
import { GHOST_ADMIN_KEY, GHOST_ID, type Ghost, startGhost } from '../emulators/places/ghost.ts';
import { publicationOf } from '../fixtures/publication.ts';
import { refusesAsPlacesDo } from './refusals.ts';

const never = new AbortController().signal;
let ghost: Ghost;
beforeEach(async () => {
  ghost = await startGhost();
});
afterEach(() => ghost.stop());

const open = (mode: PublishMode = 'draft', key = GHOST_ADMIN_KEY) =>
  createGhostPublisher({ url: ghost.url, mode, tags: ['Science'], allowPrivateAddresses: true }, key);

describe('Ghost', () => {
  it('gets a draft with what goes with the article in its own fields, and a tag that only editors see', async () => {
    expect(await open().publish(publicationOf(), never)).toEqual({
      made: 'draft',
      address: `${ghost.url}/ghost/#/editor/post/${ghost.posts[0]?.id}`,
      ref: { id: ghost.posts[0]?.id },
    });
    expect(ghost.posts).toMatchObject([
      {
        title: 'How tides work: a primer',
        slug: 'how-tides-work',
        status: 'draft',
        custom_excerpt: 'The moon pulls, the sea follows.',
        meta_title: 'How tides work',
        meta_description: 'Why the sea rises twice a day.',
        tags: [{ name: 'Science' }, { name: '#copydesk-4kx7m9q2bd8f3g5h' }],
      },
    ]);
    expect(ghost.posts[0]?.html).toBe(
      `<p>Twice a day the sea comes back<a href="https://example.com/tides">[1]</a>.</p>
<p><img src="https://example.com/moon.jpg" alt="The moon above a harbour at low tide"></p>
<h2>Twice</h2>
<p>On the <strong>far side</strong> it rises, too.</p>`,
    );
  });

  it('shows it to the world where the settings say so', async () => {
    expect(await open('publish').publish(publicationOf(), never)).toMatchObject({
      made: 'post',
      address: 'https://blog.example/how-tides-work/',
    });
  });

  it.each(['lost', 'silent'] as const)('makes one post, when its answer is %s', async (fault) => {
    ghost.meet(fault);
    await expect(open().publish(publicationOf(), ghost.silence)).rejects.toBeInstanceOf(Error);
    expect(await open().publish(publicationOf(), never)).toMatchObject({ made: 'draft' });
    expect(ghost.posts).toHaveLength(1);
  });

  it('changes its post with a later edition, and leaves what people did there: tags, and that it is published', async () => {
    const { ref } = await open().publish(publicationOf(), never);
    const [post] = ghost.posts;
    if (post === undefined) throw new Error('There is no post');
    post.status = 'published';
    post.tags.push({ id: 'b'.repeat(24), name: 'Featured', slug: 'featured' });
    const second = publicationOf({
      articleId: '2222222222222222',
      edition: 2,
      title: 'How tides really work',
      known: ref,
    });
    expect(await open().publish(second, never)).toEqual({
      made: 'post',
      address: 'https://blog.example/how-tides-work/',
      ref,
    });
    expect(ghost.posts).toMatchObject([
      {
        title: 'How tides really work',
        status: 'published',
        slug: 'how-tides-work',
        tags: [{ name: 'Science' }, { name: '#copydesk-4kx7m9q2bd8f3g5h' }, { name: 'Featured' }],
      },
    ]);
  });

  it('makes another post where somebody has deleted the one that there was', async () => {
    const { ref } = await open().publish(publicationOf(), never);
    ghost.posts.splice(0);
    expect(await open().publish({ ...publicationOf(), known: ref }, never)).toMatchObject({ made: 'draft' });
    expect(ghost.posts).toHaveLength(1);
  });

  it('does not write over what somebody else saves at the same moment', async () => {
    await open().publish(publicationOf(), never);
    ghost.touchBeforeSave();
    await expect(open().publish(publicationOf({ edition: 2 }), never)).rejects.toMatchObject({ code: 'conflict' });
    await open().publish(publicationOf({ edition: 2 }), never);
    expect(ghost.posts).toHaveLength(1);
  });

  it('says what is wrong with a key', async () => {
    const unknown = open('draft', GHOST_ADMIN_KEY.replace(GHOST_ID, 'f'.repeat(24)));
    const refusal = { code: 'unauthorized', detail: 'Authorization failed · Unknown Admin API Key' };
    await expect(unknown.publish(publicationOf(), never)).rejects.toMatchObject(refusal);
    await expect(unknown.examine(never)).rejects.toMatchObject(refusal);
  });

  it('shortens what its fields have no room for', async () => {
    await open().publish(
      publicationOf({ title: 'Tides '.repeat(60), summary: 'Long. '.repeat(200), extras: [] }),
      never,
    );
    expect(ghost.posts[0]?.title).toMatch(/…$/);
    expect(ghost.posts[0]?.custom_excerpt).toMatch(/^Long\. .*…$/);
  });

  it('is looked at without being changed', async () => {
    expect(await open().examine(never)).toBe('Our blog (Ghost 5.130)');
    expect(ghost.requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
  });

  refusesAsPlacesDo(
    () => ghost,
    () => open(),
  );
});
