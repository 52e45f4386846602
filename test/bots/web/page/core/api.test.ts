import { describe, expect, it } from 'vitest';
import { type ApiOptions, createApi, newKey } from '../../../../../bots/web/page/core/api.ts';

interface Sent {
  readonly path: string;
  readonly init: RequestInit;
}

function apiOver(answer: () => Promise<Response>, options: Partial<ApiOptions> = {}) {
  const sent: Sent[] = [];
  const signedOut: string[] = [];
  const api = createApi({
    fetch: async (path, init) => {
      sent.push({ path, init });
      return await answer();
    },
    csrfToken: () => 'csrf-1',
    sentences: () => ({ offline: 'No answer.', unsaid: (status) => `Error ${status}.` }),
    onSignedOut: () => signedOut.push('out'),
    ...options,
  });
  return { api, sent, signedOut };
}

const json = (body: unknown, status = 200, type = 'application/json'): Promise<Response> =>
  Promise.resolve(new Response(JSON.stringify(body), { status, headers: { 'content-type': type } }));

describe('what the page asks the server', () => {
  it('brings what was answered', async () => {
    const { api, sent } = apiOver(() => json({ a: 1 }));
    expect(await api.get('/articles')).toEqual({ ok: true, status: 200, value: { a: 1 } });
    // What the browser has fetched ahead is taken only for a request that looks the same.
    expect(sent[0]?.init.headers).toBeUndefined();
  });

  it('says of whom a change is, and what makes it count once', async () => {
    const { api, sent } = apiOver(() => json({ outcome: 'counted' }));
    await api.post('/articles/a/decisions', { kind: 'approve' }, { key: 'k1' });
    expect(sent[0]?.init).toMatchObject({
      method: 'POST',
      body: '{"kind":"approve"}',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json', 'x-csrf-token': 'csrf-1', 'idempotency-key': 'k1' },
    });
  });

  it('brings a problem as a sentence, with what belongs to it', async () => {
    const body = {
      type: 'urn:x',
      status: 409,
      code: 'already-decided',
      detail: 'Ann already approved.',
      byName: 'Ann',
    };
    const { api } = apiOver(() => json(body, 409, 'application/problem+json'));
    const answer = await api.post('/x', {});
    expect(answer).toMatchObject({
      ok: false,
      problem: { status: 409, code: 'already-decided', detail: 'Ann already approved.', more: { byName: 'Ann' } },
    });
  });

  it('has a sentence where the server has none, or did not answer', async () => {
    const proxy = apiOver(() => Promise.resolve(new Response('<h1>Bad gateway</h1>', { status: 502 })));
    expect(await proxy.api.get('/x')).toMatchObject({ problem: { code: 'broken', detail: 'Error 502.' } });
    const away = apiOver(() => Promise.reject(new TypeError('fetch failed')));
    expect(await away.api.get('/x')).toMatchObject({ problem: { status: 0, code: 'offline', detail: 'No answer.' } });
    const torn = apiOver(() =>
      Promise.resolve(new Response('{"a":', { headers: { 'content-type': 'application/json' } })),
    );
    expect(await torn.api.get('/x')).toMatchObject({ problem: { code: 'offline' } });
    const silent = apiOver(async () => await new Promise<Response>(() => {}), {
      fetch: async (_, { signal }) =>
        await new Promise<Response>((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(new Error('aborted')));
        }),
      timeoutMs: 10,
    });
    expect(await silent.api.get('/x')).toMatchObject({ problem: { code: 'offline' } });
  });

  it('tells when nobody is known any more', async () => {
    const { api, signedOut } = apiOver(() => json({ code: 'not-signed-in', detail: 'Who?' }, 401));
    await api.get('/x');
    expect(signedOut).toEqual(['out']);
  });

  it('makes keys that nobody makes twice', () => {
    expect(newKey()).toMatch(/^[0-9a-f]{32}$/);
    expect(newKey()).not.toBe(newKey());
  });
});
