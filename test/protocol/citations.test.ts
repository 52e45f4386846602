import { describe, expect, it } from 'vitest';
import { citedIds, citedSentences, citesAlike, plainCitations, withFootnotes } from '../../src/protocol/citations.ts';

const NOTES = [
  { id: 'e1', title: 'Tides [1]', address: 'https://a.example/x_(y)', date: '2025-01-02', sha256: 'a' },
  { id: 'e2', title: 'Tides [1]', address: 'https://a.example/x_(y)', date: '2025-01-02', sha256: 'a' },
  { id: 'e3', title: 'What Ann wrote', sha256: 'b' },
];

describe('plainCitations', () => {
  it.each([
    ['The sea [e1, e2].', 'The sea [e1][e2].'],
    ['The sea [E1; e2 ,e3].', 'The sea [e1][e2][e3].'],
    ['The sea 【e1】.', 'The sea [e1].'],
    ['[e1](https://a.example)', '[e1](https://a.example)'],
    ['[echo] [e] [1]', '[echo] [e] [1]'],
  ])('%s → %s', (text, expected) => {
    expect(plainCitations(text)).toBe(expected);
  });
});

describe('citedIds', () => {
  it('names each note once, in order', () => {
    expect(citedIds('A [e2][e1]. B [e2]. [e3](x)')).toEqual(['e2', 'e1']);
  });
});

describe('citesAlike', () => {
  it.each([
    ['A [e1]. B [e2].', 'A, [e1]. C [e2]!', true],
    ['A [e1]. B [e2].', 'A [e2]. B [e1].', false],
    ['A [e1]. B [e1].', 'A. B [e1].', false],
    ['A.', 'B.', true],
  ])('%s and %s: %s', (one, other, expected) => {
    expect(citesAlike(one, other)).toBe(expected);
  });
});

describe('withFootnotes', () => {
  it('makes numbers that lead to pages of the citations, and lists the pages', () => {
    expect(withFootnotes('# T\n\nThe sea [e2][e1] rises [e3]. Again [e1].\n', NOTES)).toBe(
      [
        '# T',
        '',
        'The sea [\\[1\\]](https://a.example/x_%28y%29) rises \\[2\\]. Again [\\[1\\]](https://a.example/x_%28y%29).',
        '',
        '---',
        '',
        '1. [Tides \\[1\\]](https://a.example/x_%28y%29), 2025-01-02',
        '2. What Ann wrote',
        '',
      ].join('\n'),
    );
  });

  it('leaves a text alone that cites nothing', () => {
    expect(withFootnotes('# T\n\nNothing.\n', NOTES)).toBe('# T\n\nNothing.\n');
  });

  it('makes no link of an id that nobody knows', () => {
    expect(withFootnotes('A [e9]. B [e3].', NOTES)).toBe('A [e9]. B \\[1\\].\n\n---\n\n1. What Ann wrote\n');
  });
});

describe('citedSentences', () => {
  it('finds them, with marks before and behind the full stop', () => {
    expect(citedSentences('One. Two [e1]. Three.[e2][e3] Four.\n- Five [e1]\n')).toEqual([
      { sentence: 'Two.', noteIds: ['e1'] },
      { sentence: 'Three.', noteIds: ['e2', 'e3'] },
      { sentence: '- Five', noteIds: ['e1'] },
    ]);
  });
});
