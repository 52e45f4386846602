import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWebhookPublisher } from '../../src/publish/to-webhook.ts';
import { type PlaceServer, startPlaceServer } from '../emulators/places/place-server.ts';
import { publicationOf } from '../fixtures/publication.ts';
import { refusesAsPlacesDo } from './refusals.ts';

const never = new AbortController().signal;
const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes, ok').toString('base64')}`;
let server: PlaceServer;
/** By the id of the message, as whoever receives them is to keep them. */
const had = new Map<string, unknown>();
beforeEach(async () => {
  had.clear();
  server = await startPlaceServer(({ headers, bytes }) => {
    const message = new Webhook(SECRET).verify(bytes.toString('utf8'), headers as Record<string, string>);
    had.set(String(headers['webhook-id']), message);
    return { status: 200, body: { url: 'https://site.example/tides' } };
  });
});
afterEach(() => server.stop());

const open = (secret = SECRET, allowPrivateAddresses = true) =>
  createWebhookPublisher({ url: `${server.url}/articles?of=us`, mode: 'draft', allowPrivateAddresses }, secret);

describe('a webhook', () => {
  it('is posted the article with all that goes with it, signed, and says where it is read', async () => {
    expect(await open().publish(publicationOf(), never)).toEqual({
      made: 'message',
      address: 'https://site.example/tides',
      ref: { id: 'publish-4kx7m9q2bd8f3g5h' },
    });
    expect([...had]).toMatchObject([
      [
        'publish-4kx7m9q2bd8f3g5h',
        {
          type: 'article.published',
          timestamp: '2026-11-23T14:07:00.000Z',
          data: {
            mode: 'draft',
            article: {
              id: '4kx7m9q2bd8f3g5h',
              edition: 1,
              slug: 'how-tides-work',
              title: 'How tides work: a primer',
              seoTitle: 'How tides work',
              description: 'Why the sea rises twice a day.',
              summary: 'The moon pulls, the sea follows.',
              language: 'en',
            },
            template: 'how-to',
            requester: 'Ann',
            markdown: expect.stringMatching(/^Twice a day/) as string,
            html: expect.stringMatching(/^<p>Twice a day/) as string,
          },
        },
      ],
    ]);
    expect(server.requests[0]?.query.get('of')).toBe('us');
  });

  it('is told what a translation translates, and of what is none nothing', async () => {
    const translates = { articleId: '7k3m9x2c4p0qrstv', edition: 2, language: 'ru' };
    await open().publish(publicationOf({ translates }), never);
    await open().publish(publicationOf({ articleId: '9m2c7pz4kx0qrstv' }), never);
    const [translation, original] = [...had.values()] as readonly { readonly data: object }[];
    expect(translation?.data).toMatchObject({
      article: { id: '4kx7m9q2bd8f3g5h', language: 'en' },
      translationOf: { id: '7k3m9x2c4p0qrstv', edition: 2, language: 'ru' },
    });
    expect(original?.data).not.toHaveProperty('translationOf');
  });

  it('gets the same message under the same id again, when its answer is lost', async () => {
    server.meet('lost');
    await expect(open().publish(publicationOf(), never)).rejects.toMatchObject({ code: 'unavailable' });
    await open().publish(publicationOf(), never);
    expect(had.size).toBe(1);
    expect(server.requests).toHaveLength(2);
  });

  it('needs to answer nothing', async () => {
    server.always({ status: 204 });
    expect(await open().publish(publicationOf(), never)).toEqual({
      made: 'message',
      ref: { id: 'publish-4kx7m9q2bd8f3g5h' },
    });
    server.always({ status: 200, body: { url: 'javascript:alert(1)' } });
    expect(await open().publish(publicationOf(), never)).not.toHaveProperty('address');
  });

  it('is not asked where its address is private and nobody has allowed that', async () => {
    await expect(open(SECRET, false).publish(publicationOf(), never)).rejects.toMatchObject({
      code: 'private-address',
    });
    expect(server.requests).toEqual([]);
  });

  it('is not written to when it is only looked at', async () => {
    expect(await open().examine(never)).toContain('is asked when there is something to publish');
    expect(server.requests).toEqual([]);
  });

  refusesAsPlacesDo(
    () => server,
    () => open(),
    { isRead: false },
  );
});
