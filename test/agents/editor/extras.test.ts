import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wantedFor } from '../../../src/agents/editor/extras/wanted-for.ts';
import { startModelServer, type ModelServer } from '../model-server.ts';
import { agentsAt, promptOf } from '../agents.ts';
import { memoryRun, REQUEST } from '../run.ts';
import { cpuMs } from '../../support/cpu-ms.ts';

const DRAFT = '# Tides\n\nThe sea rises twice a day [e1], says the almanac: https://example.org/almanac.\n';
const WANTED = [
  { name: 'seo_title', maxChars: 20 },
  { name: 'x', maxChars: 280 },
];
const answer = (title: string, post: string) => ({
  extras: [
    { name: 'x', text: post },
    { name: 'seo_title', text: title },
    { name: 'unasked', text: 'Nobody wanted this.' },
  ],
});
let server: ModelServer;

beforeEach(async () => {
  server = await startModelServer();
});
afterEach(() => server.close());

async function extrasOf(...answers: readonly ReturnType<typeof answer>[]) {
  const { editor } = await agentsAt(server);
  server.script(...answers);
  return await editor.extras({ request: REQUEST, draft: DRAFT, wanted: WANTED }, memoryRun());
}
const textsOf = (extras: readonly { readonly text: string }[]): readonly string[] => extras.map(({ text }) => text);

describe('what goes with an article', () => {
  it('comes in the order in which it is wanted, each on one line, and nothing else', async () => {
    const written = await extrasOf(answer(' The sea\n breathes ', 'Twice a day [e1]. https://example.org/almanac'));
    expect(written).toEqual([
      { name: 'seo_title', maxChars: 20, text: 'The sea breathes' },
      { name: 'x', maxChars: 280, text: 'Twice a day. https://example.org/almanac' },
    ]);
    const { tags, user } = promptOf(server, 0);
    expect(tags).toEqual(['task', 'topic', 'language', 'draft', 'extras']);
    expect(user).toContain('name="seo_title" max="20"');
    expect(user).not.toContain('[e1]');
  });

  it.each<[string, ReturnType<typeof answer>, string]>([
    ['has an address that the draft has not', answer('Tides', 'See https://evil.example'), 'invented-address'],
    ['is not there', answer('', 'Twice a day.'), 'missing'],
    ['is in another language', answer('Приливы', 'Море поднимается дважды в сутки.'), 'wrong-language'],
    ['is too long', answer('Tides: how the sea breathes', 'Twice a day.'), 'too-long'],
  ])('is sent back where one %s', async (_, faulty, code) => {
    const written = await extrasOf(faulty, answer('Tides', 'Twice a day.'));
    expect(textsOf(written)).toEqual(['Tides', 'Twice a day.']);
    expect(JSON.stringify(server.requests[1]?.body)).toContain(`[${code}]`);
  });

  it('is never longer than it may be, however often a model is too long', async () => {
    const long = answer('Tides: how the sea breathes', 'Twice a day.');
    expect(textsOf(await extrasOf(long, long, long, long))).toEqual(['Tides: how the sea…', 'Twice a day.']);
  });

  it('is not asked for where nothing is wanted', async () => {
    const { editor } = await agentsAt(server);
    expect(await editor.extras({ request: REQUEST, draft: DRAFT, wanted: [] }, memoryRun())).toEqual([]);
    expect(server.requests).toEqual([]);
  });
});

describe('wantedFor', () => {
  const ALT = [{ name: 'alt_texts', maxChars: 120 }];

  it('wants a text for each image of the draft, once, and none for what is code', () => {
    const draft = '![one](a.jpg) ![](<b.jpg> "t")\n\n![again](a.jpg)\n\n```\n![code](c.jpg)\n```\n';
    expect(wantedFor(ALT, draft)).toEqual([
      { name: 'alt_1', maxChars: 120, image: 'a.jpg', alt: 'one' },
      { name: 'alt_2', maxChars: 120, image: 'b.jpg', alt: '' },
    ]);
    expect(wantedFor(ALT, DRAFT)).toEqual([]);
  });

  it('takes no time for a text that is made to take it, and wants at most six', () => {
    const begun = cpuMs();
    wantedFor(ALT, '!['.repeat(200_000));
    wantedFor(ALT, `![a](${' '.repeat(400_000)}`);
    expect(cpuMs() - begun).toBeLessThan(2000);
    expect(wantedFor(ALT, Array.from({ length: 9 }, (_, at) => `![x](${at}.jpg)`).join('\n'))).toHaveLength(6);
  });
});
