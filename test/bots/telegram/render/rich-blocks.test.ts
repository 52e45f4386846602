import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finalCard } from '../../../../src/cards/final-card.ts';
import { renderRichText } from '../../../../bots/telegram/render/rich-blocks.ts';
import { chatContents } from '../../../fixtures/chat-contents.ts';
import { randomDocument } from './random-document.ts';

const { final } = chatContents('en');
const HEAD = 3;

function render(text: string) {
  return renderRichText(finalCard({ ...final, article: { ...final.article, text } }));
}

/** Every string of a value, in order. */
function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => (name === 'type' || name === 'align' ? [] : stringsIn(part)));
}

describe('renderRichText', () => {
  it('builds what a rich message knows: headings, lists with boxes, tables, quotes, code, links', () => {
    expect(
      render(
        '## Two\n\n3. three\n\n- [x] done\n\n> quoted\n\n```js\nx\n```\n\n| A | B |\n|--:|---|\n| 1 | |\n\n---\n\n[a](https://example.org/)',
      )?.slice(HEAD),
    ).toEqual([
      { type: 'heading', text: ['Two'], size: 2 },
      { type: 'list', items: [{ blocks: [{ type: 'paragraph', text: ['three'] }], value: 3, type: '1' }] },
      {
        type: 'list',
        items: [{ blocks: [{ type: 'paragraph', text: ['done'] }], has_checkbox: true, is_checked: true }],
      },
      { type: 'blockquote', blocks: [{ type: 'paragraph', text: ['quoted'] }] },
      { type: 'pre', text: 'x', language: 'js' },
      {
        type: 'table',
        is_bordered: true,
        cells: [
          [
            { text: ['A'], align: 'right', valign: 'top', is_header: true },
            { text: ['B'], align: 'left', valign: 'top', is_header: true },
          ],
          [
            { text: ['1'], align: 'right', valign: 'top' },
            { text: ' ', align: 'left', valign: 'top' },
          ],
        ],
      },
      { type: 'divider' },
      { type: 'paragraph', text: [{ type: 'url', text: ['a'], url: 'https://example.org/' }] },
    ]);
  });

  it('loads no picture, mentions nobody, and lets no link lie', () => {
    const blocks = render(
      '![Moon](https://evil.example/pixel.png) [Ann](tg://user?id=1) [bank.example](https://evil.example/)',
    );
    expect(blocks?.[HEAD]).toEqual({
      type: 'paragraph',
      text: [
        '🖼 ',
        { type: 'url', text: ['Moon'], url: 'https://evil.example/pixel.png' },
        ' ',
        'Ann',
        ' (tg://user?id=1)',
        ' ',
        { type: 'url', text: ['bank.example'], url: 'https://evil.example/' },
        ' (https://evil.example/)',
      ],
    });
  });

  it('loses no word of any document that it takes', () => {
    let taken = 0;
    fc.assert(
      fc.property(randomDocument, ({ markdown, words }) => {
        const blocks = render(markdown);
        if (blocks === undefined) return;
        taken += 1;
        const text = stringsIn(blocks).join('').replaceAll(/\s/g, '').normalize();
        expect(words.filter((word) => !text.includes(word.normalize()))).toEqual([]);
      }),
      { numRuns: 30 },
    );
    expect(taken).toBeGreaterThan(5);
  });

  it.each([
    ['too long', 'The sea rises. '.repeat(2300)],
    ['of too many blocks', 'The sea rises.\n\n'.repeat(500)],
    ['of too many columns', `|${' a |'.repeat(21)}\n|${'---|'.repeat(21)}`],
    ['nested too deep', `${'> '.repeat(17)}deep`],
  ])('leaves to pages what is %s', (_, text) => {
    expect(render(text)).toBeUndefined();
  });
});
