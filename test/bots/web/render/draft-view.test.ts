import { describe, expect, it, onTestFinished } from 'vitest';
import { diffView } from '../../../../bots/web/render/diff-view.ts';
import { draftView } from '../../../../bots/web/render/draft-view.ts';
import { createTypesetter } from '../../../../src/document/html/typesetter.ts';
import { toRecords, toSections } from '../../../../src/document/sections/draft-sections.ts';
import { sha256 } from '../../../../src/storage/draft-store.ts';
import type { DraftPage } from '../../../../src/storage/draft-page-store.ts';
import type { StoredText } from '../../../../src/storage/work-store.ts';

const TEXT = '# Tides\n\nThe Moon pulls the sea [e1]. It rises.\n\n## The Sun\n\nThe Sun *pulls*, too[e2].\n';
const words = { notes: 'Notes', back: 'Back to' };

function stored(version: number, text: string, author: 'agent' | 'person' = 'agent'): StoredText {
  const sections = author === 'agent' ? toRecords(toSections(text, 'agent')) : null;
  return { draftId: `d${version}`, version, text, author, sections };
}

const PAGE: DraftPage = {
  topic: 'Tides',
  textLanguage: 'en',
  edition: 1,
  draftId: 'd1',
  version: 1,
  sha256: sha256(TEXT),
  author: 'agent',
  authorName: 'writer',
  createdAt: new Date(0),
  isOutline: false,
  text: TEXT,
  lineage: [stored(1, TEXT)],
  notes: [
    { id: 'e1', quote: 'The Moon pulls.', address: 'https://moon.example/', title: 'The Moon', sha256: 'a' },
    { id: 'e2', quote: 'The Sun pulls.', title: 'A file', date: '2026-01-02', sha256: 'b' },
  ],
  critique: {
    score: 7,
    strengths: ['clear'],
    weaknesses: ['Says nothing of how high.'],
    suggestions: [],
    places: { weaknesses: ['s1'], suggestions: [] },
    criteria: [
      {
        criterion: 'substance',
        quote: 'It rises.',
        judgement: 'Says nothing of how high.',
        score: 5,
        fix: 'Say how high.',
        section: 's1',
      },
    ],
    comments: [{ item: 'k1', done: true, section: 's2', quote: 'The Sun pulls, too' }],
    factsQuestionable: false,
  },
  factReports: [
    {
      provider: 'perplexity',
      verified: true,
      claims: [
        {
          claim: 'The sea is pulled by the Moon',
          verdict: 'supported',
          note: 'So it is.',
          quote: 'The Moon pulls.',
          sources: [{ title: 'Moon', url: 'https://moon.example/', date: '2025-01-01' }],
        },
      ],
    },
  ],
  citations: {
    sentences: [{ sentence: 'The Moon pulls the sea.', noteIds: ['e1'], support: 'supported', note: 'It says so.' }],
  },
  ledger: [
    { id: 'k1', kind: 'comment', byName: 'Ann', text: 'Name the Sun', done: false, why: 'no room' },
    { id: 'k2', kind: 'comment', byName: 'Ben', text: 'Shorter' },
  ],
  extras: [],
};

function typesetter() {
  const made = createTypesetter();
  onTestFinished(() => made.close());
  return made;
}

describe('a draft as a page shows it', () => {
  it('has its sections, its sources, and what is said beside the words that it is said of', async () => {
    const view = await draftView(PAGE, { typesetter: typesetter(), words });
    expect(view).toMatchObject({
      version: 1,
      hash: sha256(TEXT).slice(0, 8),
      title: 'Tides',
      language: 'en',
      markdown: TEXT,
    });
    expect(view.sections.map(({ id, heading, level }) => [id, heading, level])).toEqual([
      ['s1', 'Tides', 1],
      ['s2', 'The Sun', 2],
    ]);
    expect(view.sections.map(({ markdown }) => markdown).join('')).toBe(TEXT);
    expect(view.sources).toEqual([
      { number: 1, title: 'The Moon', address: 'https://moon.example/' },
      { number: 2, title: 'A file', date: '2026-01-02' },
    ]);
    const [moon, sun] = view.citations ?? [];
    expect(moon).toMatchObject({
      noteId: 'e1',
      number: 1,
      verdict: 'supported',
      quote: 'The Moon pulls.',
      address: 'https://moon.example/',
    });
    expect(TEXT.slice(moon?.at?.start, moon?.at?.end)).toBe('The Moon pulls the sea [e1].');
    expect(sun).toMatchObject({ noteId: 'e2', number: 2, title: 'A file' });
    expect(sun).not.toHaveProperty('verdict');
    expect(view.sections[0]?.html).toMatch(new RegExp(`data-passage="[^"]*${moon?.passage ?? '?'}`));
    expect(view.sections[1]?.html).toMatch(new RegExp(`data-passage="[^"]*${sun?.passage ?? '?'}`));
    expect(view.html).toContain('href="#source-2"');
    expect(view.critique?.weaknesses).toEqual([
      {
        words: 'Says nothing of how high.',
        section: 's1',
        quote: 'It rises.',
        at: { start: 38, end: 47 },
        passage: expect.stringMatching(/^w/),
      },
    ]);
    expect(view.factReport).toMatchObject({
      verified: true,
      claims: [
        {
          verdict: 'supported',
          sentence: 'The Moon pulls the sea.',
          address: 'https://moon.example/',
          date: '2025-01-01',
        },
      ],
    });
    expect(view.factReport?.claims[0]?.passage).toBeDefined();
    // What the critic says of a comment counts more than what the writer does.
    expect(view.ledger).toMatchObject([
      { id: 'k1', saidBy: 'Ann', done: true, quote: 'The Sun pulls, too', passage: expect.stringMatching(/^l/) },
      { id: 'k2', saidBy: 'Ben', words: 'Shorter' },
    ]);
    expect(view.ledger[1]).not.toHaveProperty('done');
  });

  it('is called by its topic where it has no title', async () => {
    const text = 'No heading.';
    const bare = {
      ...PAGE,
      text,
      lineage: [stored(1, text)],
      critique: null,
      factReports: [],
      citations: null,
      notes: [],
      ledger: [],
    };
    const view = await draftView(bare, { typesetter: typesetter(), words });
    expect(view).toMatchObject({ title: 'Tides', sections: [{ heading: '', level: 0 }], ledger: [] });
    expect(view).not.toHaveProperty('citations');
    expect(view).not.toHaveProperty('critique');
  });
});

describe('two drafts compared', () => {
  const first = '# A\n\nOne two.\n\n## B\n\nSame.\n\n## C\n\nGone.\n';

  it('says section by section what changed, and puts what is gone where it stood', async () => {
    const second = '# A\n\nOne three.\n\n## B\n\nSame.\n\n## D\n\nNew.\n';
    const lineage = [
      { ...stored(2, second), sections: toRecords(toSections(second, 'agent', toSections(first, 'agent'))) },
    ];
    const view = await diffView({ version: 1, lineage: [stored(1, first)] }, { version: 2, lineage }, typesetter());
    expect(view.sections.map(({ id, heading, kind }) => [id, heading, kind])).toEqual([
      ['s1', 'A', 'changed'],
      ['s2', 'B', 'same'],
      ['s3', 'C', 'removed'],
      ['s4', 'D', 'added'],
    ]);
    const [changed] = view.sections;
    expect(changed?.words.filter(({ kind }) => kind !== 'same')).toEqual([
      { kind: 'removed', text: 'two' },
      { kind: 'added', text: 'three' },
    ]);
    const newer = view.sections.flatMap(({ words: parts }) => parts.filter(({ kind }) => kind !== 'removed'));
    expect(newer.map(({ text }) => text).join('')).toBe(second);
  });

  it('knows the sections of a text that a person wrote over a draft', async () => {
    const edited = '# A\n\nOne two.\n\n## B\n\nOther.\n\n## C\n\nGone.\n';
    const to = { version: 2, lineage: [stored(2, edited, 'person'), stored(1, first)] };
    const view = await diffView({ version: 1, lineage: [stored(1, first)] }, to, typesetter());
    expect(view.sections.map(({ kind }) => kind)).toEqual(['same', 'changed', 'same']);
  });

  it('takes blank lines that moved for no change, and a new paragraph for one', async () => {
    const [before, after] = [
      '# A\n\nOne two.\n\nThree.\n\n## B\n\nOther. Words.\n## C\n\nGone.\n',
      '\n# A\n\nOne two.\n \n\n\nThree.\n## B\n\nOther.\n\nWords.\n\n\n## C\n\nGone away.\n\n',
    ];
    const lineage = [
      { ...stored(2, after), sections: toRecords(toSections(after, 'agent', toSections(before, 'agent'))) },
    ];
    const view = await diffView({ version: 1, lineage: [stored(1, before)] }, { version: 2, lineage }, typesetter());
    expect(view.sections.map(({ heading, kind, words: parts }) => [heading, kind, parts.length === 1])).toEqual([
      ['A', 'same', true],
      ['B', 'changed', false],
      ['C', 'changed', false],
    ]);
    expect(view.sections[2]?.words).toEqual([
      { kind: 'same', text: '## C\n\nGone' },
      { kind: 'added', text: ' away' },
      { kind: 'same', text: '.\n\n' },
    ]);
    const newer = view.sections.flatMap(({ words: parts }) => parts.filter(({ kind }) => kind !== 'removed'));
    expect(newer.map(({ text }) => text).join('')).toBe(after);
  });
});
