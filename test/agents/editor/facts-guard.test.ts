import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsFault } from '../../../src/agents/editor/facts-guard.ts';

const edit = (text: string, title = 'T', summary = 'S'): { title: string; summary: string; text: string } => ({
  title,
  summary,
  text,
});

describe('the facts guard', () => {
  it.each<[string, string, string]>([
    ['the same text', 'It was 5 km.', 'It was 5 km.'],
    ['thousands grouped otherwise', 'In all 12,500 and 1 000 000 people.', 'In all 12 500 and 1,000,000 people.'],
    ['other words', 'They said "it is so", in 1999.', 'In 1999 they said: “It is so.”'],
    ['emphasis and dashes', '«Волны — это *ветер*», 3 м.', '3 м: «волны - это ветер».'],
    ['numbers of list items and sections', '## 1. One\n\n1. a\n2. b', '## One\n\n- a\n- b'],
    ['a number said once instead of twice', 'From 1999. Yes, 1999.', 'From 1999.'],
    ['an address in a link', 'See https://example.org/a.', 'See [there](https://example.org/a).'],
    ['words put in quotation marks', 'The so called spring tide.', 'The so called “spring tide”.'],
  ])('lets pass %s', (_name, draft, edited) => {
    expect(factsFault(draft, edit(edited))).toBeUndefined();
  });

  it.each<[string, string, string, string]>([
    ['a changed number', 'It was 5 km.', 'It was 6 km.', 'gone: 5. These numbers are not in the draft: 6'],
    ['a moved decimal point', 'It was 3.5 km.', 'It was 35 km.', '3.5'],
    ['a lost number', 'It was 5 km in 1999.', 'It was 5 km.', '1999'],
    ['an added number', 'It was long.', 'It was 7 km.', '7'],
    ['a lost address', 'See https://example.org/a and more.', 'See more.', 'https://example.org/a'],
    ['another address', 'See https://example.org/a.', 'See https://example.org/b.', 'https://example.org/b'],
    ['a changed quotation', 'He said “the sea is deep”.', 'He said “the sea is very deep”.', 'the sea is deep'],
    ['an invented quotation', 'He was glad.', 'He said: “I am very glad.”', 'i am very glad'],
    ['numerals of another script', 'العدد ١٢.', 'العدد ١٣.', '١٣'],
  ])('names %s', (_name, draft, edited, named) => {
    expect(factsFault(draft, edit(edited))).toContain(named);
  });

  it('looks at title and summary for what is added', () => {
    expect(factsFault('It was 5 km.', edit('It was 5 km.', '9 reasons'))).toContain('9');
    expect(factsFault('It was 5 km.', edit('It was 5 km.', 'T', 'All of 8 km.'))).toContain('8');
    expect(factsFault('It was 5 km.', edit('It was 5 km.', 'No number', 'None'))).toBeUndefined();
  });

  it('names an edit that leaves out much of a long draft', () => {
    const draft = 'The sea comes and the sea goes. '.repeat(40);
    expect(factsFault(draft, edit(draft.slice(0, draft.length / 2)))).toContain('50%');
    expect(factsFault(draft, edit(draft + draft))).toContain('200%');
  });

  const word = fc.stringMatching(/^[a-zа-я]{2,8}$/);
  const number = fc.oneof(
    fc.nat(99_999).map(String),
    fc.tuple(fc.nat(999), fc.integer({ min: 1, max: 99 })).map(([whole, part]) => `${whole}.${part}`),
  );
  const piece = fc.oneof(
    { weight: 4, arbitrary: word },
    number.map((value) => `${value} km`),
    word.map((value) => `“${value} said”`),
    word.map((value) => `https://example.org/${value}`),
  );
  const pieces = fc.array(piece, { minLength: 3, maxLength: 30 });

  it('lets any draft pass as its own edit, however its words are spaced', () => {
    fc.assert(
      fc.property(pieces, fc.constantFrom(' ', '\n', '\n\n'), (words, gap) => {
        expect(factsFault(words.join(' '), edit(words.join(gap)))).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });

  it('finds any number that is put in place of another', () => {
    fc.assert(
      fc.property(pieces, number, number, fc.nat(), (words, old, changed, at) => {
        fc.pre(Number(old) !== Number(changed));
        const place = at % words.length;
        const draft = words.toSpliced(place, 0, `(${old})`).join(' ');
        const edited = words.toSpliced(place, 0, `(${changed})`).join(' ');
        fc.pre(!words.some((value) => value.startsWith(old) || value.startsWith(changed)));
        expect(factsFault(draft, edit(edited))).toContain(old);
      }),
      { numRuns: 200 },
    );
  });
});
