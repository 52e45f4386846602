import { describe, expect, it } from 'vitest';
import type { Draft } from '../../../../../../bots/web/page/core/article.ts';
import { notesOf, stack, tonesOf } from '../../../../../../bots/web/page/views/article/notes.ts';
import { dictionary } from '../../../../../../bots/web/page/words/en.ts';

const DRAFT: Draft = {
  draftId: 'd1',
  version: 2,
  hash: '00000000',
  author: 'agent',
  authorName: 'model',
  createdAt: '2026-11-30T01:00:00Z',
  title: 'Tides',
  markdown: '',
  html: '',
  sections: [],
  sources: [],
  ledger: [
    {
      id: 'k1',
      kind: 'comment',
      saidBy: 'Ann',
      words: 'Shorter.',
      done: false,
      why: 'It is short.',
      passage: 'l1',
      at: { start: 5, end: 9 },
    },
    { id: 'k2', kind: 'comment', saidBy: 'Ben', words: 'Nowhere.' },
    { id: 'k3', kind: 'suggestion', saidBy: 'critic', words: 'Not beside the text.', passage: 'l2' },
  ],
  critique: {
    score: 8,
    criteria: [],
    strengths: [],
    weaknesses: [{ words: 'Weak here.', passage: 'w1', at: { start: 40, end: 50 } }, { words: 'Weak somewhere.' }],
    suggestions: [],
    unmet: [],
    differs: [],
    factsQuestionable: false,
  },
  factReport: {
    verified: false,
    claims: [
      { claim: 'No words make it.', verdict: 'not-found', why: '', provider: 'web', verified: true },
      {
        claim: 'Sixteen metres.',
        verdict: 'contradicted',
        why: 'It is 16.3.',
        provider: 'model',
        verified: false,
        passage: 'f1',
        at: { start: 40, end: 60 },
      },
    ],
  },
  citations: [
    {
      sentence: 'x',
      noteId: 'e1',
      number: 3,
      verdict: 'partly',
      quote: 'so it is',
      address: 'https://a.example/',
      passage: 'f1',
      at: { start: 0, end: 1 },
    },
  ],
};

describe('notes beside a text', () => {
  const notes = notesOf(DRAFT, dictionary);

  it('follow the text, and what is about no words comes last', () => {
    expect(notes.map(({ id }) => id)).toEqual(['citation-0', 'comment-k1', 'claim-1', 'critique-0', 'claim-0']);
  });

  it('say what was found, of whom and where', () => {
    const [citation, comment, claim] = notes;
    expect(citation).toMatchObject({
      label: 'Source 3 says so in part',
      quote: 'so it is',
      source: { title: 'https://a.example/' },
    });
    expect(comment).toMatchObject({ label: 'Ann: not done', text: 'Shorter.', why: 'It is short.', tone: 'doubtful' });
    expect(claim).toMatchObject({ label: 'Contradicted, from memory', why: 'It is 16.3.', tone: 'bad' });
  });

  it('mark words by the worst that is said of them', () => {
    expect(tonesOf(notes)).toEqual(
      new Map([
        ['f1', 'bad'],
        ['l1', 'doubtful'],
        ['w1', 'doubtful'],
      ]),
    );
  });

  it('stand beside their words, or below the note before', () => {
    const wanted = [
      { top: 10, height: 50 },
      { top: 20, height: 30 },
      { top: 300, height: 30 },
      { top: 0, height: 10 },
    ];
    expect(stack(wanted, 12)).toEqual([10, 72, 300, 342]);
  });
});
