import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTelegraphPublisher } from '../../src/publish/to-telegraph.ts';
import { startTelegraph, TELEGRAPH_TOKEN, type Telegraph } from '../emulators/places/telegraph.ts';
import { publicationOf } from '../fixtures/publication.ts';
import { refusesAsPlacesDo } from './refusals.ts';

const never = new AbortController().signal;
let telegraph: Telegraph;
beforeEach(async () => {
  telegraph = await startTelegraph();
});
afterEach(() => telegraph.stop());

const open = (token = TELEGRAPH_TOKEN) =>
  createTelegraphPublisher(
    {
      apiUrl: telegraph.url,
      authorName: 'The newsroom',
      authorUrl: 'https://example.com/',
      allowPrivateAddresses: true,
    },
    token,
  );

describe('Telegraph', () => {
  it('gets a page of its own nodes', async () => {
    expect(await open().publish(publicationOf(), never)).toEqual({
      made: 'page',
      address: 'https://telegra.ph/How-tides-work-a-primer-11-23',
      ref: { path: 'How-tides-work-a-primer-11-23' },
    });
    expect(telegraph.pages).toEqual([
      {
        path: 'How-tides-work-a-primer-11-23',
        title: 'How tides work: a primer',
        author_name: 'The newsroom',
        author_url: 'https://example.com/',
        content: [
          {
            tag: 'p',
            children: [
              'Twice a day the sea comes back',
              { tag: 'a', attrs: { href: 'https://example.com/tides' }, children: ['[1]'] },
              '.',
            ],
          },
          {
            tag: 'figure',
            children: [
              { tag: 'img', attrs: { src: 'https://example.com/moon.jpg' } },
              { tag: 'figcaption', children: ['The moon above a harbour at low tide'] },
            ],
          },
          { tag: 'h3', children: ['Twice'] },
          { tag: 'p', children: ['On the ', { tag: 'strong', children: ['far side'] }, ' it rises, too.'] },
        ],
      },
    ]);
  });

  it('sets a table, of which it knows nothing, in letters of one width', async () => {
    await open().publish(publicationOf({ text: '# T\n\n| a | b |\n|---|---|\n| 1 | **2** |\n\n- [x] done\n' }), never);
    expect(telegraph.pages[0]?.content).toEqual([
      { tag: 'pre', children: ['a | b\n1 | 2'] },
      { tag: 'ul', children: ['\n', { tag: 'li', children: ['☑ ', ' ', 'done'] }, '\n'] },
    ]);
  });

  it.each(['lost', 'silent'] as const)('makes one page, when its answer is %s', async (fault) => {
    telegraph.meet(fault);
    await expect(open().publish(publicationOf(), telegraph.silence)).rejects.toBeInstanceOf(Error);
    await open().publish(publicationOf(), never);
    expect(telegraph.pages).toHaveLength(1);
  });

  it('takes another page of the same name for what it is, and changes its own with a later edition', async () => {
    const { ref } = await open().publish(publicationOf({ text: '# T\n\nAnother.\n' }), never);
    const other = await open().publish(publicationOf(), never);
    expect(telegraph.pages).toHaveLength(2);
    await open().publish({ ...publicationOf({ edition: 2, title: 'Tides again' }), known: ref }, never);
    expect(telegraph.pages.map(({ title }) => title)).toEqual(['Tides again', 'How tides work: a primer']);
    expect(other.ref).toEqual({ path: 'How-tides-work-a-primer-11-23-2' });
  });

  it('tells what it answers with status 200 apart', async () => {
    await expect(open('wrong').publish(publicationOf(), never)).rejects.toMatchObject({ code: 'unauthorized' });
    await expect(open('wrong').examine(never)).rejects.toMatchObject({ code: 'unauthorized' });
    const answers = [
      ['FLOOD_WAIT_7', { code: 'rate-limited', retryAfterMs: 7000 }],
      ['PAGE_ACCESS_DENIED', { code: 'forbidden' }],
      ['PAGE_NOT_FOUND', { code: 'not-found' }],
      ['CONTENT_TOO_BIG', { code: 'too-large' }],
      ['TITLE_REQUIRED', { code: 'rejected', detail: 'TITLE_REQUIRED' }],
    ] as const;
    for (const [error, failure] of answers) {
      telegraph.meet({ status: 200, body: { ok: false, error } });
      await expect(open().publish(publicationOf(), never)).rejects.toMatchObject(failure);
    }
    expect(await open().examine(never)).toBe('the account Newsroom, with 0 pages');
  });

  it('does not ask for what is longer than it takes', async () => {
    const text = `# T\n\n${'tides '.repeat(12_000)}\n`;
    await expect(open().publish(publicationOf({ text }), never)).rejects.toMatchObject({ code: 'too-large' });
    expect(telegraph.requests).toEqual([]);
  });

  refusesAsPlacesDo(
    () => telegraph,
    () => open(),
  );
});
