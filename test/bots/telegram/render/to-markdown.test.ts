import fc from 'fast-check';
import type { MessageEntity } from 'telegraf/types';
import { describe, expect, it } from 'vitest';
import { toMarkdown } from '../../../../bots/telegram/render/to-markdown.ts';

/** Entities for the words that are named, as an app sends them. */
function entities(text: string, marks: readonly (readonly [string, object])[]): MessageEntity[] {
  return marks.map(
    ([words, look]) => ({ offset: text.indexOf(words), length: words.length, ...look }) as MessageEntity,
  );
}

describe('toMarkdown', () => {
  it('leaves text alone that a person typed as Markdown', () => {
    const typed = '# Tides\n\n- *one*\n- [two](https://example.com)\n';
    expect(toMarkdown(typed)).toBe(typed);
  });

  it('turns formatting back that an app made of Markdown', () => {
    const text = 'Tides 😀 rise and fall, says NASA. run() it\nlet x\nOld';
    expect(
      toMarkdown(
        text,
        entities(text, [
          ['rise and fall', { type: 'bold' }],
          ['and ', { type: 'italic' }],
          ['NASA', { type: 'text_link', url: 'https://nasa.gov' }],
          ['run()', { type: 'code' }],
          ['let x', { type: 'pre', language: 'js' }],
          ['Old', { type: 'strikethrough' }],
        ]),
      ),
    ).toBe('Tides 😀 **rise _and_ fall**, says [NASA](https://nasa.gov). `run()` it\n```js\nlet x\n```\n~~Old~~');
  });

  it('begins the lines of a quote with its mark', () => {
    const text = 'She said:\nIt moves\ntwice\nThat is all';
    expect(toMarkdown(text, entities(text, [['It moves\ntwice', { type: 'blockquote' }]]))).toBe(
      'She said:\n> It moves\n> twice\nThat is all',
    );
  });

  it('loses no word, wherever the entities are', () => {
    const type = fc.constantFrom('bold', 'italic', 'strikethrough', 'code', 'mention', 'blockquote');
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '😀') }),
        fc.array(fc.tuple(fc.nat(), fc.nat(), type)),
        (text, places) => {
          const marks = places.map(([at, length, kind]) => {
            const offset = at % (text.length + 1);
            return { type: kind, offset, length: length % (text.length - offset + 1) };
          });
          const words = (markdown: string): string => markdown.replaceAll(/[^ab]/g, '');
          expect(words(toMarkdown(text, marks))).toBe(words(text));
        },
      ),
    );
  });
});
