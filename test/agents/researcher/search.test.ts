import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AgentSettings } from '../../../src/agents/settings.ts';
import { AGENTS, agentsAt } from '../agents.ts';
import { answer, type ModelServer, type Reply, startModelServer } from '../model-server.ts';
import { memoryRun, REQUEST, SETTINGS } from '../run.ts';

const [TIDES, MOON, SUN] = ['https://a.example/tides', 'https://b.example/moon', 'https://c.example/sun'];
let server: ModelServer;
beforeEach(async () => {
  server = await startModelServer();
});
afterEach(() => server.close());

/** As `POST /responses` of Perplexity answers: what the model says, and what its search returned. */
function searched(said: object | string, ...returned: readonly string[]): Reply {
  const text = typeof said === 'string' ? said : JSON.stringify(said);
  const results = returned.map((url) => ({ title: `Page at ${url}`, url }));
  return (response) =>
    answer(response, 200, {
      id: 'resp_1',
      object: 'response',
      status: 'completed',
      model: 'sonar',
      output: [
        ...(results.length === 0 ? [] : [{ type: 'search_results', results }]),
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text, annotations: [] }] },
      ],
      usage: { input_tokens: 30, output_tokens: 20, total_tokens: 50 },
    });
}

async function searcher(settings: Partial<AgentSettings> = {}, maxFound = 5) {
  const external = { ...SETTINGS, kind: 'responses' as const, baseUrl: server.baseUrl, model: 'sonar', ...settings };
  const research = { search: 'finder', maxFound, maxNotes: 12, maxSourceChars: 60_000 };
  const { researcher } = await agentsAt(server, { ...AGENTS, external: { finder: external }, research });
  return researcher;
}
const pages = (...urls: readonly string[]) => ({ pages: urls.map((url) => ({ title: 'A page', url })) });
const find = async (researcher: Awaited<ReturnType<typeof searcher>>) =>
  await researcher.search({ request: REQUEST }, memoryRun());

describe('a search by an external agent', () => {
  it('is asked over /responses like every agent: with the date, and tags that nobody can imitate', async () => {
    server.script(searched(pages(MOON), TIDES, MOON, SUN));
    expect(await find(await searcher())).toEqual([MOON, TIDES, SUN]);
    const [{ path, body } = { path: '', body: {} }] = server.requests;
    expect([path, body.model]).toEqual(['/v1/responses', 'sonar']);
    const asked = JSON.stringify(body);
    expect(asked).toContain('Today is 2026-11-29.');
    expect(asked).toMatch(/<topic-[0-9a-f]{16}>How tides work<\/topic-[0-9a-f]{16}>/);
    expect(asked).not.toContain('\uE0C5');
  });

  it('brings no address that the search did not return, and each one once', async () => {
    server.script(searched(pages('https://invented.example', MOON, MOON), TIDES, MOON, TIDES));
    expect(await find(await searcher())).toEqual([MOON, TIDES]);
  });

  it('brings as many as the settings allow', async () => {
    server.script(searched(pages(SUN), TIDES, MOON, SUN));
    expect(await find(await searcher({}, 2))).toEqual([SUN, TIDES]);
  });

  it.each<[string, string]>([
    ['in words', 'I found three pages for you, enjoy!'],
    ['as a page of HTML', '<!doctype html><html><body><h1>Results</h1></body></html>'],
    ['of another shape', '{"results": [1, 2]}'],
  ])('counts by what it returned where the model answers %s, and is not paid for twice', async (_how, said) => {
    server.script(searched(said, TIDES, MOON));
    expect(await find(await searcher())).toEqual([TIDES, MOON]);
    expect(server.requests).toHaveLength(1);
  });

  it('that returned nothing is told what is wrong with its answer, and gives up as often as all do', async () => {
    const html = searched('<html><body>Sign in to search</body></html>');
    server.script(html, html, html);
    await expect(find(await searcher())).rejects.toMatchObject({ code: 'model-answer-unusable' });
    expect(server.requests).toHaveLength(3);
    server.script(html, searched(pages(), TIDES));
    expect(await find(await searcher())).toEqual([TIDES]);
  });

  it('that finds nothing is no fault', async () => {
    server.script(searched(pages()));
    expect(await find(await searcher())).toEqual([]);
  });

  it.each<[string, Reply, string]>([
    ['answers 500', (response) => answer(response, 500, { error: { message: 'oops' } }), 'model-unavailable'],
    [
      'answers a page of HTML at the door',
      (response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Welcome to the Wi-Fi</body></html>');
      },
      'model-unavailable',
    ],
    [
      'asks to wait',
      (response) => answer(response, 429, { error: { message: 'Slow down' } }, { 'retry-after': '30' }),
      'model-rate-limited',
    ],
    ['refuses the key', (response) => answer(response, 401, { error: { message: 'No' } }), 'model-unauthorized'],
    ['breaks off', (response) => void response.destroy(), 'model-unavailable'],
    ['is silent', () => undefined, 'model-unavailable'],
  ])('whose server %s fails as that of any model', async (_what, reply, code) => {
    server.script(reply);
    await expect(find(await searcher({ timeoutSeconds: 1, idleTimeoutSeconds: 0.5 }))).rejects.toMatchObject({ code });
    expect(server.requests).toHaveLength(1);
  });

  it('ends at once when it is cancelled', async () => {
    server.script(() => undefined);
    const cancelled = new AbortController();
    const searching = (await searcher()).search({ request: REQUEST }, memoryRun({ signal: cancelled.signal }));
    await expect.poll(() => server.requests.length).toBe(1);
    cancelled.abort(new Error('Somebody decided otherwise.'));
    await expect(searching).rejects.toThrow('Somebody decided otherwise.');
  });

  it('is nothing where nobody is named, and nobody is asked', async () => {
    const { researcher } = await agentsAt(server);
    expect(await researcher.search({ request: REQUEST }, memoryRun())).toEqual([]);
    expect(server.requests).toEqual([]);
  });
});
