import { describe, expect, it } from 'vitest';
import { mergeSections } from '../../../../bots/web/listeners/merge-sections.ts';
import { toSections } from '../../../../src/document/sections/draft-sections.ts';

const TEXT = '# Tides\n\nThey rise.\n\n## Moon\n\nIt pulls.\n\n## Sun\n\nIt helps.\n';
const draft = (text: string) => ({
  lineage: [{ draftId: 'd', version: 1, text, author: 'agent' as const, sections: null }],
});
const [opening, moon, sun] = toSections(TEXT, 'agent');
const hashOf = (section: { readonly hash: string } | undefined): string => section?.hash ?? '';

describe('sections that a person changed', () => {
  it('stand in the draft, all others as they were to the byte', () => {
    const edited = [{ id: 's2', sha256: hashOf(moon), markdown: '## Moon\n\nIt pulls hard.' }];
    expect(mergeSections(draft(TEXT), edited)).toEqual({
      text: '# Tides\n\nThey rise.\n\n## Moon\n\nIt pulls hard.\n\n## Sun\n\nIt helps.\n',
    });
  });

  it('go when nothing is left of them', () => {
    const edited = [{ id: 's2', sha256: hashOf(moon), markdown: ' ' }];
    expect(mergeSections(draft(TEXT), edited)).toEqual({ text: '# Tides\n\nThey rise.\n\n## Sun\n\nIt helps.\n' });
  });

  it('come back with both texts when somebody else changed them', () => {
    const edited = [
      { id: 's1', sha256: hashOf(opening), markdown: '# Tides\n\nThey fall.' },
      { id: 's3', sha256: '0'.repeat(64), markdown: '## Sun\n\nIt shines.' },
      { id: 's9', sha256: '0'.repeat(64), markdown: '## Wind\n\nIt blows.' },
    ];
    expect(mergeSections(draft(TEXT), edited)).toEqual({
      conflicts: [
        {
          id: 's3',
          heading: 'Sun',
          yours: '## Sun\n\nIt shines.',
          theirs: '## Sun\n\nIt helps.\n',
          sha256: hashOf(sun),
        },
        { id: 's9', heading: '', yours: '## Wind\n\nIt blows.' },
      ],
    });
  });

  it('are no conflict when somebody else made the same of them', () => {
    const edited = [{ id: 's3', sha256: '0'.repeat(64), markdown: '## Sun\n\nIt helps.' }];
    expect(mergeSections(draft(TEXT), edited)).toEqual({ text: TEXT });
  });
});
