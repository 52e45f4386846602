import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReadAddress } from '../../src/research/read-address.ts';
import { type FixtureWeb, page, startFixtureWeb } from '../support/fixture-web.ts';
import { openNewsroom, type Newsroom } from '../support/newsroom.ts';
import { type Step, step } from '../support/scripted-model.ts';

const TIDES = [
  'High water comes about 50 minutes later each day, because the Moon moves on in its orbit.',
  'The largest tides of the world are in the Bay of Fundy, where the range reaches 16 metres.',
  'The Sun pulls with 46 percent of the force of the Moon, and both pull together at new moon.',
];

let web: FixtureWeb;
let newsroom: Newsroom;

/** An agent of somebody else searches, over HTTP. */
beforeAll(async () => {
  web = await startFixtureWeb();
  web.serve('/tides', page('How tides come about', TIDES));
  newsroom = await openNewsroom({
    readAddress: createReadAddress(web.settings, web.guard),
    agents: (shipped, modelUrl) => ({
      ...shipped,
      external: { finder: { ...shipped.critic, kind: 'responses', baseUrl: modelUrl, model: 'sonar' } },
      research: { search: 'finder', maxFound: 9, maxNotes: 12, maxSourceChars: 60_000 },
    }),
  });
});
afterAll(async () => {
  await Promise.all([newsroom.close(), web.close()]);
});

const found = (...urls: readonly string[]): Step => ({
  kind: 'reply',
  reply: {
    kind: 'answer',
    content: { json: { pages: [] } },
    searchResults: urls.map((url) => ({ title: 'A page', url, date: '2025-01-02', snippet: '' })),
  },
});
const html = step.text('<!doctype html><html><body>Sign in to search</body></html>');
const SEARCHES = { research: { when: 'auto', hasSearch: true }, maxIterations: 1 } as const;

async function reportOf(topic: string, sources: readonly string[] = []) {
  const article = await newsroom.start(topic, { request: { topic, language: 'en', sources } }, SEARCHES);
  await article.until('waiting');
  const shown = article.message('sources');
  if (shown.kind !== 'sources') throw new Error('No sources were told.');
  return shown.report;
}

describe('what a search found', () => {
  it('is read like what people name, and nothing in a private network is asked, whatever the search says', async () => {
    const topic = 'How tides are found';
    const inward = [
      web.address('/secret', 'private'),
      `http://127.0.0.1:${web.port + 1}/admin`,
      'http://169.254.169.254/latest/meta-data/',
      'http://[::1]:5432/',
      'http://user:word@web.test/',
    ];
    newsroom.script(topic, 'search', found(web.address('/tides'), ...inward, 'file:///etc/passwd'));
    const { read, failed } = await reportOf(topic);
    expect(read).toEqual([{ address: web.address('/tides'), title: 'How tides come about', notes: 3, isFound: true }]);
    expect(failed.map(({ address }) => address)).toEqual(inward);
    for (const { fault } of failed)
      expect(['private-address', 'port-refused', 'not-an-address', 'credentials']).toContain(fault);
    expect(web.privateRequests).toEqual([]);
    expect(newsroom.asked(topic, 'search').map(({ path, model }) => [path, model])).toEqual([
      ['/v1/responses', 'sonar'],
    ]);
  });

  it('is waited for while who searches is away, and searched for once', async () => {
    const topic = 'How tides are found later';
    newsroom.script(topic, 'search', step.status(500), step.after(300, found(web.address('/tides'))));
    expect(await reportOf(topic)).toMatchObject({ read: [{ isFound: true }], failed: [] });
    expect(newsroom.asked(topic, 'search')).toHaveLength(2);
  });

  it('is done without, aloud, where a page of HTML is all that comes; what people named is read', async () => {
    const topic = 'How tides are not found';
    newsroom.script(topic, 'search', html, html, html);
    expect(await reportOf(topic, [web.address('/tides')])).toMatchObject({
      read: [{ address: web.address('/tides') }],
      failed: [{ fault: 'search-failed' }],
    });
    expect(newsroom.asked(topic, 'search')).toHaveLength(3);
  });
});
