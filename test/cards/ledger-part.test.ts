import { describe, expect, it } from 'vitest';
import type { Part } from '../../src/cards/card.ts';
import { ledgerParts } from '../../src/cards/ledger-part.ts';
import { messages } from '../../src/messages/messages.ts';
import type { ShownItem } from '../../src/protocol/ledger.ts';

const item = (id: number, more: Partial<ShownItem> = {}): ShownItem => ({
  id: `d${id}`,
  kind: 'comment',
  byName: 'Ann',
  text: `Comment ${id}`,
  done: true,
  ...more,
});
const said = (items: readonly ShownItem[], language: 'en' | 'ru' = 'en'): readonly string[] =>
  ledgerParts(items, messages(language)).flatMap((part: Part) =>
    part.kind === 'rows' ? part.rows.map(({ spans }) => spans.map(String).join('')) : [],
  );

describe('what a draft has made of comments', () => {
  it('is nothing where there were none', () => {
    expect(said([])).toEqual([]);
  });

  it('is told in a number, what is open by its words and its reason', () => {
    const items = [1, 2, 3, 4, 5].map((id) => item(id));
    expect(said([...items, item(6, { done: false, why: 'No source was found.' })])).toEqual([
      '5 of 6 comments done; 1 open:',
      '“Comment 6” (Ann): No source was found.',
    ]);
    expect(said([item(1)])).toEqual(['1 of 1 comment done']);
    expect(said([item(1), item(2, { done: false })], 'ru')).toEqual([
      'Замечания: учтено 1 из 2; пока нет:',
      '«Comment 2» (Ann)',
    ]);
  });

  it('tells which comment no longer holds, and counts it no more', () => {
    const { done: _, ...gone } = item(1);
    const later = { byName: 'Ben', text: 'Warmer' };
    expect(said([{ ...gone, later }, item(2)])).toEqual([
      '1 of 1 comment done',
      '“Comment 1” (Ann) no longer applies: “Warmer” (Ben) came later',
    ]);
  });

  it('stays short, whatever people wrote', () => {
    const many = Array.from({ length: 40 }, (_, id) =>
      item(id, { done: false, text: 'word '.repeat(600), why: 'x'.repeat(3000) }),
    );
    const lines = said([...many, item(99, { kind: 'suggestion' })]);
    expect(lines).toHaveLength(6);
    expect(lines.at(-2)).toBe('… and 37 more open');
    expect(lines.at(-1)).toBe('1 of 1 suggestion by the critic followed');
    expect(lines.join('').length).toBeLessThan(1000);
  });
});
