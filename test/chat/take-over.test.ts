import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takeOver } from '../../src/chat/take-over.ts';
import { readSections, toRecords, toSections } from '../../src/document/sections/draft-sections.ts';
import type { EditProposal } from '../../src/protocol/edit-record.ts';

const TEXT = `# Tides\n\nTwice a day the sea comes back.\n\n## Moon\n\nIt does not pull [e1]. Nobody asked.\n\n## Sun\n\nNobody asked.\n`;
const sectioned = (text: string) => ({ text, sections: toRecords(toSections(text, 'person')) });
const proposal = (approved: string, wanted: string): EditProposal => ({ approved, wanted, reason: 'words' });

describe('a proposal that is taken over', () => {
  it('replaces its sentence where it stands, and not a byte beside it', () => {
    const taken = takeOver(sectioned(TEXT), proposal('It does not pull [e1].', 'It hardly pulls [e1].'));
    expect(taken?.text).toBe(TEXT.replace('It does not pull [e1].', 'It hardly pulls [e1].'));
    const sections = readSections(taken?.text ?? '', taken?.sections ?? [], 'person');
    expect(sections.map(({ id, heading, author, approved }) => [id, heading, author, approved])).toEqual([
      ['s1', 'Tides', 'person', true],
      ['s2', 'Moon', 'agent', undefined],
      ['s3', 'Sun', 'person', true],
    ]);
    expect(sections.map(({ text }) => text).join('')).toBe(taken?.text);
  });

  it('gives its section another heading where that is what was proposed', () => {
    const taken = takeOver(sectioned(TEXT), proposal('Moon', 'The Moon'));
    expect(taken?.sections.map(({ heading }) => heading)).toEqual(['Tides', 'The Moon', 'Sun']);
  });

  it.each([
    ['is gone', 'It does pull.', 'x'],
    ['stands twice', 'Nobody asked.', 'x'],
    ['is none', '', 'One more.'],
    ['is to go', 'It does not pull [e1].', ''],
    ['goes over the end of a section', 'asked.\n\n## Sun', 'x'],
  ])('is refused where its sentence %s', (_, approved, wanted) => {
    expect(takeOver(sectioned(TEXT), proposal(approved, wanted))).toBeUndefined();
  });

  it('never changes what stands before and behind it', () => {
    const piece = fc.stringMatching(/^[a-c #\n]{0,12}$/);
    fc.assert(
      fc.property(piece, piece, piece, piece, (before, approved, after, wanted) => {
        const text = `${before}${approved}${after}`;
        const taken = takeOver(sectioned(text), proposal(approved, wanted));
        if (taken === undefined) return;
        expect(taken.text).toBe(`${before}${wanted}${after}`);
        expect(taken.sections.reduce((sum, { chars }) => sum + chars, 0)).toBe(taken.text.length);
      }),
    );
  });
});
