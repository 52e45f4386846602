import { expect, it } from 'vitest';
import type { Publisher } from '../../src/publish/publisher.ts';
import type { PlaceAnswer, PlaceServer } from '../emulators/places/place-server.ts';
import { publicationOf } from '../fixtures/publication.ts';

const REFUSALS: readonly (readonly [PlaceAnswer, object])[] = [
  [
    { status: 401, body: { message: 'Bad credentials' } },
    { code: 'unauthorized', detail: 'Bad credentials' },
  ],
  [
    { status: 403, body: { message: 'No right' } },
    { code: 'forbidden', detail: 'No right' },
  ],
  [
    { status: 404, body: '<h1>Not here</h1>' },
    { code: 'not-found', detail: undefined },
  ],
  [{ status: 409 }, { code: 'conflict' }],
  [{ status: 413 }, { code: 'too-large' }],
  [
    { status: 422, body: { errors: [{ message: 'Wrong', context: 'too odd' }] } },
    { code: 'rejected', detail: 'Wrong · too odd' },
  ],
  [
    { status: 429, headers: { 'retry-after': '7' } },
    { code: 'rate-limited', retryAfterMs: 7000 },
  ],
  [
    { status: 403, headers: { 'retry-after': '3' } },
    { code: 'rate-limited', retryAfterMs: 3000 },
  ],
  [{ status: 500 }, { code: 'unavailable' }],
  [
    { status: 503, headers: { 'retry-after': '60' } },
    { code: 'unavailable', retryAfterMs: 60_000 },
  ],
  [{ status: 301, headers: { location: 'https://elsewhere.example/' } }, { code: 'moved' }],
];

/** What every place over HTTP has in common. @param of.isRead something is read of its answers @param of.known what it has of the article */
export function refusesAsPlacesDo(
  server: () => PlaceServer,
  open: () => Publisher,
  { isRead = true, known }: { readonly isRead?: boolean; readonly known?: unknown } = {},
): void {
  const never = new AbortController().signal;
  const publication = publicationOf({ known });
  it.each(REFUSALS)('tells %j apart', async (answer, failure) => {
    server().always(answer);
    await expect(open().publish(publication, never)).rejects.toMatchObject({ name: 'PublishError', ...failure });
    server().always(undefined);
  });

  it.runIf(isRead)('does not take the page of a proxy for an answer', async () => {
    server().always({ status: 200, body: '<html>Sign in to the wireless network</html>' });
    await expect(open().publish(publication, never)).rejects.toMatchObject({ code: 'unusable-answer' });
    server().always(undefined);
  });

  it('says when nobody is there', async () => {
    server().always('lost');
    await expect(open().publish(publication, never)).rejects.toMatchObject({ code: 'unavailable' });
    server().always(undefined);
  });

  it('ends with its signal', async () => {
    server().always('silent');
    const reason = new Error('Enough');
    await expect(open().publish(publication, AbortSignal.any([aborting(reason)]))).rejects.toBe(reason);
    server().always(undefined);
  });
}

function aborting(reason: Error): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), 100);
  return controller.signal;
}
