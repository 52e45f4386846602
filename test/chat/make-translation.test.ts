import { describe, expect, it } from 'vitest';
import { makeTranslation } from '../../src/chat/make-translation.ts';
import type { Editions } from '../../src/storage/edition-store.ts';
import type { Translation, Translations } from '../../src/storage/translation-store.ts';
import { memoryLogger } from '../agents/run.ts';

const ANN = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [] };
const ID = '7k3m9x2c4p01q2w3';
const THREAD = { platform: 'slack', workspace: 'T1', channel: 'C7' };
const EDITIONS: Editions = {
  count: 2,
  newest: { articleId: ID, edition: 2, stage: 'delivered' },
  proposals: [],
  editor: 'editor',
  delivered: {
    articleId: ID,
    first: 'q2w3e4r5t60y7h8j',
    edition: 2,
    request: {
      topic: 'Tides',
      language: 'en',
      template: 'how-to',
      purpose: 'teach',
      audience: 'children',
      tone: 'warm',
      lengthWords: 400,
      mustMention: ['spring tide'],
      languageAssumed: true,
      sources: ['https://example.org'],
      approval: { approvals: 2 },
    },
    requester: { ...ANN, userId: 'U2', displayName: 'Ben' },
    language: 'en',
    thread: { ...THREAD, channel: 'C1' },
    text: '## Moon\n\nIt pulls.\n',
    sha256: 'a'.repeat(64),
    author: 'agent',
    sections: [{ id: 's1', heading: 'Moon', hash: 'b', author: 'agent', chars: 19 }],
    sources: { read: 1, failed: 0 },
  },
};
const KNOWN: Translations = { first: 'q2w3e4r5t60y7h8j', topic: 'Tides', language: 'en', translations: [] };
const RUSSIAN: Translation = {
  language: 'ru',
  newest: { articleId: 'ru1', stage: 'delivered', of: 2, byName: 'Ben', asked: 'w1' },
  delivered: {
    articleId: 'ru1',
    first: 'ru0',
    edition: 1,
    of: 2,
    title: 'Приливы',
    thread: { ...THREAD, channel: 'C9' },
  },
  isStale: false,
  failed: 1,
};
const ask = { articleId: ID, eventKey: 'e1', into: 'Russian', thread: THREAD, language: 'en' } as const;
const make = (
  {
    translations = [],
    into = ask.into,
  }: { readonly translations?: readonly Translation[]; readonly into?: string } = {},
  editions: Editions | undefined = EDITIONS,
) =>
  makeTranslation(
    ANN,
    { ...ask, into },
    {
      translations: { find: async () => ({ ...KNOWN, translations }) },
      editions: { find: async () => editions },
      logger: memoryLogger(),
      storeBudgetMs: 50,
    },
  );

describe('the order for a translation', () => {
  it('is of the latest edition, for what it was to be, by who asks now and where they ask', async () => {
    const made = await make();
    expect(made).toEqual({
      kind: 'made',
      order: {
        original: {
          first: 'q2w3e4r5t60y7h8j',
          articleId: ID,
          edition: 2,
          sha256: 'a'.repeat(64),
          language: 'en',
          asked: expect.stringMatching(/./),
        },
        sources: { read: 1, failed: 0 },
        failed: 0,
        request: {
          topic: 'Tides',
          template: 'how-to',
          purpose: 'teach',
          audience: 'children',
          tone: 'warm',
          language: 'ru',
        },
        requester: ANN,
        thread: THREAD,
        language: 'en',
      },
    });
    expect(await make()).toEqual(made);
  });

  it('finds what the same wish has begun, whatever has become of it', async () => {
    const made = await make();
    const asked = made.kind === 'made' ? made.order.original.asked : '';
    const begun = { ...RUSSIAN, newest: { ...RUSSIAN.newest, asked } };
    expect(await make({ translations: [begun] })).toEqual({
      kind: 'translating',
      articleId: 'ru1',
      topic: 'Tides',
      language: 'ru',
    });
  });

  it('carries nothing over from a translation whose text is deleted', async () => {
    const { delivered } = RUSSIAN;
    if (delivered === undefined) throw new Error('It was delivered');
    const gone = { ...RUSSIAN, isStale: true, delivered: { ...delivered, isGone: true as const } };
    const made = await make({ translations: [gone] });
    expect(made).toMatchObject({ kind: 'made', order: { thread: { channel: 'C9' } } });
    if (made.kind === 'made') expect(made.order.original).not.toHaveProperty('again');
  });

  it('is none when the texts of its original are deleted, and says since when', async () => {
    const { delivered: _, ...editions } = EDITIONS;
    expect(await make({}, { ...editions, goneAt: new Date('2026-11-30T12:00:00Z') })).toEqual({
      kind: 'refused',
      refusal: { code: 'texts-gone', at: '2026-11-30T12:00:00.000Z' },
    });
  });

  it('is one more where what there was came to nothing, or has become stale', async () => {
    const { delivered: _, ...rejected } = { ...RUSSIAN, newest: { ...RUSSIAN.newest, stage: 'rejected' as const } };
    expect(await make({ translations: [rejected] })).toMatchObject({ kind: 'made', order: { failed: 1 } });
    const stale = { ...RUSSIAN, isStale: true, failed: 0 };
    // It goes on where it was, from what stands.
    expect(await make({ translations: [stale] })).toMatchObject({
      kind: 'made',
      order: {
        failed: 0,
        thread: { channel: 'C9' },
        original: { again: { first: 'ru0', articleId: 'ru1', edition: 1 } },
      },
    });
  });

  it.each<readonly [string, Parameters<typeof make>, object]>([
    ['a language that nobody knows', [{ into: 'klingonese' }], { code: 'unknown-tongue', typed: 'klingonese' }],
    ['its own language', [{ into: 'en' }], { code: 'own-tongue', language: 'en' }],
    [
      'a translation that is made',
      [{ translations: [{ ...RUSSIAN, newest: { ...RUSSIAN.newest, stage: 'waiting' } }] }],
      { code: 'translation-under-way', language: 'ru', articleId: 'ru1', byName: 'Ben' },
    ],
    [
      'one that is there',
      [{ translations: [RUSSIAN] }],
      { code: 'translation-there', language: 'ru', articleId: 'ru1', title: 'Приливы' },
    ],
    [
      'what is not delivered',
      [{}, { ...EDITIONS, newest: { ...EDITIONS.newest, stage: 'waiting' }, delivered: undefined } as never],
      { code: 'not-translatable', stage: 'waiting' },
    ],
  ])('is not made of %s', async (_, asked, refusal) => {
    expect(await make(...asked)).toEqual({ kind: 'refused', refusal });
  });

  it('is not made while the database is away', async () => {
    const late = () => new Promise<never>(() => undefined);
    const options = { logger: memoryLogger(), storeBudgetMs: 20 };
    expect(
      await makeTranslation(ANN, ask, { ...options, translations: { find: late }, editions: { find: late } }),
    ).toEqual({ kind: 'away', what: 'desk' });
  });
});
