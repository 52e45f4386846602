import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editPieces, joinPieces } from '../../../../../bots/slack/listeners/modals/edit-pieces.ts';

const block = fc.oneof(
  fc.constantFrom(
    '# Title',
    '## Part',
    '### Below',
    '- a\n- b\n\n- c',
    '```\ncode\n\nmore\n```',
    '> quoted',
    '| a |\n|---|\n| 1 |',
    '',
  ),
  fc.lorem({ mode: 'sentences', maxCount: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 3000, size: 'max' }),
);
const draft = fc
  .tuple(fc.array(block, { maxLength: 40 }), fc.constantFrom('\n\n', '\n', '\n \n\n'))
  .map(([blocks, between]) => blocks.join(between).slice(0, 30_000).toWellFormed());

describe('editPieces', () => {
  it('are the text to the byte, each within an input, and no more than a form takes', () => {
    fc.assert(
      fc.property(draft, (text) => {
        const pieces = editPieces(text);
        expect(pieces.map((piece) => piece.text + piece.after).join('')).toBe(text);
        expect(pieces.length).toBeLessThanOrEqual(95);
        for (const { text: own, after } of pieces) {
          expect(own.length).toBeLessThanOrEqual(2000);
          expect(after.trim()).toBe('');
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are a piece for each section, and for each part of a long one', () => {
    const text = `Before all.\n\n## The Moon\n\n${'It pulls at the water. '.repeat(150)}\n\n## The Sun\n\nIt helps.\n`;
    expect(editPieces(text).map(({ heading, part }) => [heading, part])).toEqual([
      ['', 1],
      ['The Moon', 1],
      ['The Moon', 2],
      ['The Sun', 1],
    ]);
    for (const { text: own } of editPieces(text).slice(0, 2)) expect(own).toMatch(/[.]$/);
  });

  it('are joined where there are more sections than inputs', () => {
    const text = Array.from({ length: 300 }, (_, at) => `## ${at}\n\nShort.`).join('\n\n');
    const pieces = editPieces(text);
    expect(pieces.length).toBeLessThan(90);
    expect(pieces.map((piece) => piece.text + piece.after).join('')).toBe(text);
  });
});

describe('joinPieces', () => {
  it('gives back what nobody changed, to the byte, whatever a form does to white space at the ends', () => {
    fc.assert(
      fc.property(draft, (text) => {
        const pieces = editPieces(text);
        for (const as of [(own: string) => own, (own: string) => own.trim(), (own: string) => `${own}\n`])
          expect(
            joinPieces(
              pieces,
              pieces.map((piece) => as(piece.text)),
            ),
          ).toBe(text);
      }),
      { numRuns: 100 },
    );
  });

  it('changes only what was changed, and takes out what was emptied', () => {
    const pieces = editPieces(
      '# Tides\n\n## The Moon\n\nIt pulls.\n\n\n## The Sun\n\nIt helps.\n\n## The end\n\nDone.\n',
    );
    const typed = pieces.map(({ text, heading }) =>
      heading === 'The Moon' ? '## The Moon\r\n\r\nIt pulls harder.' : heading === 'The Sun' ? ' ' : text,
    );
    expect(joinPieces(pieces, typed)).toBe('# Tides\n\n## The Moon\n\nIt pulls harder.\n\n\n## The end\n\nDone.\n');
  });
});
