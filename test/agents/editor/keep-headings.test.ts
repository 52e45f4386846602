import { describe, expect, it } from 'vitest';
import { keepHeadings } from '../../../src/agents/editor/keep-headings.ts';

const DRAFT = '# Tides\n\nA lead.\n\nThe Moon\n--------\n\nIt pulls.\n\n## The Sun\n\nIt helps.\n';

describe('headings that people have approved', () => {
  it('stand in an edited text to the letter, around what was edited', () => {
    const edited = '# The Tides\n\nThe lead.\n\n## Moon!\n\nIt pulls hard.\n\n## Sun\n\nIt helps.\n';
    expect(keepHeadings(DRAFT, edited)).toBe(
      '# Tides\n\nThe lead.\n\nThe Moon\n--------\n\nIt pulls hard.\n\n## The Sun\n\nIt helps.\n',
    );
    expect(keepHeadings(DRAFT, DRAFT)).toBe(DRAFT);
  });

  it('let no edit pass that has more of them, or fewer', () => {
    expect(keepHeadings(DRAFT, '# Tides\n\nA lead.\n\n## The Sun\n')).toBe(DRAFT);
    expect(keepHeadings(DRAFT, `${DRAFT}\n## More\n`)).toBe(DRAFT);
  });
});
