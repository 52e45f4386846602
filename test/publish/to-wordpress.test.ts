import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PublishMode } from '../../src/publish/publisher.ts';
import { createWordPressPublisher } from '../../src/publish/to-wordpress.ts';
import { startWordPress, WORDPRESS_PASSWORD, WORDPRESS_USER, type WordPress } from '../emulators/places/wordpress.ts';
import { publicationOf } from '../fixtures/publication.ts';
import { refusesAsPlacesDo } from './refusals.ts';

const never = new AbortController().signal;
let wordpress: WordPress;
beforeEach(async () => {
  wordpress = await startWordPress();
});
afterEach(() => wordpress.stop());

const open = (mode: PublishMode = 'draft', password = WORDPRESS_PASSWORD, rest: object = {}) =>
  createWordPressPublisher(
    { url: wordpress.url, user: WORDPRESS_USER, mode, categories: [3], meta: {}, allowPrivateAddresses: true, ...rest },
    password,
  );

describe('WordPress', () => {
  it('gets a draft whose HTML says in a comment whose it is', async () => {
    expect(await open().publish(publicationOf(), never)).toEqual({
      made: 'draft',
      address: `${wordpress.url}/wp-admin/post.php?post=41&action=edit`,
      ref: { id: '41' },
    });
    expect(wordpress.posts).toEqual([
      {
        id: 41,
        title: 'How tides work: a primer',
        slug: 'how-tides-work',
        status: 'draft',
        excerpt: 'The moon pulls, the sea follows.',
        categories: [3],
        meta: {},
        content: `<p>Twice a day the sea comes back<a href="https://example.com/tides">[1]</a>.</p>
<p><img src="https://example.com/moon.jpg" alt="The moon above a harbour at low tide"></p>
<h2>Twice</h2>
<p>On the <strong>far side</strong> it rises, too.</p>
<!-- copydesk-4kx7m9q2bd8f3g5h -->`,
      },
    ]);
  });

  it('gets what is for search engines where the site has fields for it', async () => {
    const meta = { article: 'copydesk_article', seoTitle: 'seo_title', description: 'seo_description' };
    await open('publish', WORDPRESS_PASSWORD, { meta }).publish(publicationOf(), never);
    expect(wordpress.posts[0]).toMatchObject({
      status: 'publish',
      meta: {
        copydesk_article: '4kx7m9q2bd8f3g5h',
        seo_title: 'How tides work',
        seo_description: 'Why the sea rises twice a day.',
      },
    });
  });

  it.each(['lost', 'silent'] as const)('makes one post, when its answer is %s', async (fault) => {
    wordpress.meet(fault);
    await expect(open().publish(publicationOf(), wordpress.silence)).rejects.toBeInstanceOf(Error);
    expect(await open().publish(publicationOf(), never)).toMatchObject({ ref: { id: '41' } });
    expect(wordpress.posts).toHaveLength(1);
  });

  it('takes nobody else’s post for its own, whatever that says', async () => {
    wordpress.posts.push({
      id: 9,
      title: 'copydesk-4kx7m9q2bd8f3g5h',
      content: 'About copydesk-4kx7m9q2bd8f3g5h',
      excerpt: '',
      slug: 'how-tides-work',
      status: 'publish',
      categories: [1],
      meta: {},
    });
    await open().publish(publicationOf(), never);
    expect(wordpress.posts.map(({ slug, content }) => [slug, content.slice(0, 5)])).toEqual([
      ['how-tides-work', 'About'],
      ['how-tides-work-2', '<p>Tw'],
    ]);
  });

  it('changes its post with a later edition, and leaves where people have put it', async () => {
    const { ref } = await open().publish(publicationOf(), never);
    const [post] = wordpress.posts;
    if (post === undefined) throw new Error('There is no post');
    Object.assign(post, { status: 'publish', categories: [5], slug: 'tides' });
    const second = publicationOf({ articleId: '2222222222222222', edition: 2, title: 'Tides again', known: ref });
    expect(await open().publish(second, never)).toEqual({ made: 'post', address: 'https://site.example/tides/', ref });
    expect(wordpress.posts).toMatchObject([
      { title: 'Tides again', status: 'publish', categories: [5], slug: 'tides' },
    ]);
  });

  it('makes another post where somebody has thrown away the one that there was', async () => {
    const { ref } = await open().publish(publicationOf(), never);
    const [post] = wordpress.posts;
    if (post !== undefined) post.status = 'trash';
    expect(await open().publish({ ...publicationOf(), known: ref }, never)).toMatchObject({ ref: { id: '42' } });
  });

  it('says what is wrong with a password or a right', async () => {
    await expect(open('draft', 'wrong').examine(never)).rejects.toMatchObject({
      code: 'unauthorized',
      detail: 'The provided password is an invalid application password.',
    });
    expect(await open('publish').examine(never)).toBe(`${new URL(wordpress.url).host}, as Copydesk`);
    wordpress.capabilities = { edit_posts: true };
    expect(await open().examine(never)).toContain('as Copydesk');
    await expect(open('publish').examine(never)).rejects.toMatchObject({ code: 'forbidden', detail: 'publish_posts' });
    await expect(open('publish').publish(publicationOf(), never)).rejects.toMatchObject({ code: 'forbidden' });
    expect(wordpress.posts).toEqual([]);
  });

  refusesAsPlacesDo(
    () => wordpress,
    () => open(),
  );
});
