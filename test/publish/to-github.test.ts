import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PublishMode } from '../../src/publish/publisher.ts';
import { createGitHubPublisher } from '../../src/publish/to-github.ts';
import { GITHUB_TOKEN, type GitHub, startGitHub } from '../emulators/places/github.ts';
import { publicationOf } from '../fixtures/publication.ts';
import { refusesAsPlacesDo } from './refusals.ts';

const never = new AbortController().signal;
const BRANCH = 'copydesk/4kx7m9q2bd8f3g5h-1';
const PATH = 'content/posts/how-tides-work.md';
let github: GitHub;
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.stop());

const open = (mode: PublishMode = 'draft', token = GITHUB_TOKEN, base?: string) =>
  createGitHubPublisher(
    {
      apiUrl: github.url,
      repository: 'newsroom/site',
      folder: 'content/posts/',
      mode,
      allowPrivateAddresses: true,
      ...(base !== undefined && { base }),
    },
    token,
  );

describe('GitHub', () => {
  it('gets a pull request with the article as one file, in one commit on a branch of its own', async () => {
    expect(await open().publish(publicationOf(), never)).toEqual({
      made: 'pull-request',
      address: 'https://github.com/newsroom/site/pull/12',
      ref: { path: PATH, number: '12' },
    });
    expect(github.pulls).toMatchObject([
      { title: 'How tides work: a primer', body: 'Tides, explained.', head: BRANCH, base: 'main', draft: true },
    ]);
    expect(await github.files(BRANCH)).toEqual([PATH]);
    expect(await github.git('rev-list', '--count', `main..${BRANCH}`)).toBe('1');
    const text = await github.git('show', `${BRANCH}:${PATH}`);
    expect(text).toMatch(/^---\ntitle: "How tides work: a primer"\n/);
    expect(text).toContain('draft: true\n');
    expect(await github.files('main')).toEqual([]);
  });

  it('is asked for review at once where the settings say so, or where it has no drafts', async () => {
    await open('publish').publish(publicationOf(), never);
    github.hasDrafts = false;
    await open().publish(publicationOf({ first: '2222222222222222', fileName: 'moon.md' }), never);
    expect(github.pulls.map(({ draft }) => draft)).toEqual([false, false]);
  });

  // Every request that writes, of the four, and every way in which its answer may be missed.
  it.each([0, 1, 2, 3].flatMap((before) => [[before, 'lost'] as const, [before, 'silent'] as const]))(
    'opens one pull request of one commit, when after %i answers the next one is %s',
    async (before, fault) => {
      const publisher = open();
      github.meet(...Array.from({ length: before }, () => 'done' as const), fault);
      await expect(publisher.publish(publicationOf(), github.silence)).rejects.toBeInstanceOf(Error);
      expect(await publisher.publish(publicationOf(), never)).toMatchObject({ ref: { number: '12' } });
      expect(github.pulls).toHaveLength(1);
      expect(await github.git('rev-list', '--count', `main..${BRANCH}`)).toBe('1');
      expect(await github.git('for-each-ref', '--format=%(refname)', 'refs/heads/copydesk')).toBe(
        `refs/heads/${BRANCH}`,
      );
    },
  );

  it('opens one pull request for two workers at the same moment', async () => {
    const [one, other] = await Promise.all([
      open().publish(publicationOf(), never),
      open().publish(publicationOf(), never),
    ]);
    expect(one).toEqual(other);
    expect(await open().publish(publicationOf(), never)).toEqual(one);
    expect(github.pulls).toHaveLength(1);
  });

  it('finds its pull request again after it was merged or closed', async () => {
    const first = await open().publish(publicationOf(), never);
    await github.merge(12);
    expect(await open().publish(publicationOf(), never)).toEqual(first);
    expect(github.pulls).toHaveLength(1);
  });

  it('changes with a later edition the file that the first one made, whatever it is called', async () => {
    const { ref } = await open('publish').publish(publicationOf(), never);
    await github.merge(12);
    const second = publicationOf({
      edition: 2,
      title: 'Tides again',
      fileName: 'tides-again-edition-2.md',
      known: ref,
    });
    expect(await open('publish').publish(second, never)).toMatchObject({ ref: { path: PATH, number: '13' } });
    expect(await github.files('copydesk/4kx7m9q2bd8f3g5h-2')).toEqual([PATH]);
    expect(github.pulls[1]).toMatchObject({ title: 'Tides again (edition 2)', body: 'Tides, explained.\n\n#12' });
  });

  it('leaves alone what is not its own', async () => {
    await open('publish').publish(publicationOf({ first: '2222222222222222' }), never);
    await github.merge(12);
    expect(await open().publish(publicationOf(), never)).toMatchObject({
      ref: { path: 'content/posts/how-tides-work-4kx7m9.md' },
    });
    expect(await github.files(BRANCH)).toEqual(['content/posts/how-tides-work-4kx7m9.md', PATH]);
  });

  it('says what is wrong with a token, a right, a repository or a branch', async () => {
    await expect(open('draft', 'wrong').examine(never)).rejects.toMatchObject({
      code: 'unauthorized',
      detail: 'Bad credentials',
    });
    await expect(open('draft', GITHUB_TOKEN, 'gone').examine(never)).rejects.toMatchObject({
      code: 'not-found',
      detail: 'gone',
    });
    await expect(open('draft', GITHUB_TOKEN, 'gone').publish(publicationOf(), never)).rejects.toMatchObject({
      code: 'not-found',
    });
    github.mayPush = false;
    await expect(open().examine(never)).rejects.toMatchObject({ code: 'forbidden' });
    github.mayPush = true;
    expect(await open().examine(never)).toBe('newsroom/site, pull requests into main');
    expect(github.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('tells a limit from a lack of rights', async () => {
    const reset = String(Math.floor(Date.now() / 1000) + 60);
    github.always({
      status: 403,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset },
      body: { message: 'API rate limit exceeded' },
    });
    const failure = await open()
      .publish(publicationOf(), never)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'rate-limited', detail: 'API rate limit exceeded' });
    expect(Number(Reflect.get(failure as object, 'retryAfterMs'))).toBeGreaterThan(50_000);
  });

  refusesAsPlacesDo(
    () => github,
    () => open(),
  );
});
