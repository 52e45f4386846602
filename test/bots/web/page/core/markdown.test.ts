import { describe, expect, it } from 'vitest';
import { type Block, type Inline, readMarkdown } from '../../../../../bots/web/page/core/markdown.ts';

function plain(spans: readonly Inline[]): string {
  return spans
    .map((span) => (typeof span === 'string' ? span : span.kind === 'code' ? span.text : plain(span.spans)))
    .join('');
}

const kinds = (blocks: readonly Block[]): readonly string[] => blocks.map(({ kind }) => kind);

describe('Markdown that is being written', () => {
  it('is made of what articles are made of', () => {
    const text =
      '# Tides\n\nOne\nline.\n\n- a\n- b\n  more\n\n1. c\n\n> said\n> twice\n\n```js\n# no heading\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n---\nEnd';
    const blocks = readMarkdown(text);
    expect(kinds(blocks)).toEqual([
      'heading',
      'paragraph',
      'list',
      'list',
      'quote',
      'code',
      'table',
      'rule',
      'paragraph',
    ]);
    expect(blocks[2]).toEqual({ kind: 'list', isNumbered: false, items: [['a'], ['b\nmore']] });
    expect(blocks[5]).toEqual({ kind: 'code', text: '# no heading' });
    expect(blocks[6]).toEqual({
      kind: 'table',
      rows: [
        [['a'], ['b']],
        [['1'], ['2']],
      ],
    });
  });

  it('has emphasis, code and links within its lines', () => {
    const [paragraph] = readMarkdown(
      'It **pulls _hard_** on `x*y*` [the *sea*](https://a.example/b) \\*so\\*, snake_case_name.',
    );
    expect(paragraph).toEqual({
      kind: 'paragraph',
      spans: [
        'It ',
        { kind: 'strong', spans: ['pulls ', { kind: 'em', spans: ['hard'] }] },
        ' on ',
        { kind: 'code', text: 'x*y*' },
        ' ',
        { kind: 'link', address: 'https://a.example/b', spans: ['the ', { kind: 'em', spans: ['sea'] }] },
        ' ',
        '*',
        'so',
        '*',
        ', snake_case_name.',
      ],
    });
  });

  it.each([
    '**open',
    '`',
    '[a](',
    '- ',
    '#',
    '>',
    '|',
    '```',
    '<script>alert(1)</script>',
    '',
    '\n\n',
    '* * *',
    '  - x',
  ])('loses no word of what is not finished or no Markdown: %j', (text) => {
    const words = (blocks: readonly Block[]): string =>
      blocks
        .map((block) => {
          if ('spans' in block) return plain(block.spans);
          if (block.kind === 'list') return block.items.map(plain).join('');
          if (block.kind === 'quote') return words(block.blocks);
          return block.kind === 'code' ? block.text : '';
        })
        .join('');
    const letters = (one: string): string => one.replaceAll(/[^\p{L}]/gu, '');
    expect(letters(words(readMarkdown(text)))).toBe(letters(text));
  });

  it('takes no time over what was made to take time', () => {
    for (const evil of [
      '*'.repeat(20_000),
      '['.repeat(20_000),
      '**a'.repeat(10_000),
      '_a '.repeat(10_000),
      '`'.repeat(20_000),
    ])
      expect(readMarkdown(evil).length).toBeGreaterThan(0);
  });
});
