import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assemble, withIds } from '../../../../src/agents/writer/revision/assemble.ts';
import { toSections } from '../../../../src/document/sections/draft-sections.ts';
import { joinSections } from '../../../../src/document/sections/split-sections.ts';
import { markdownDocuments } from '../../../document/markdown/markdown-documents.ts';

const DRAFT = toSections('# Tides\n\nLead.\n\n## Moon\n\nIt pulls.\n\n\n## Sun\n\nIt pulls, too.', 'agent');

describe('putting a revision together', () => {
  it('changes no byte outside the sections that are named, whatever the model wrote', () => {
    const documents = fc
      .array(markdownDocuments, { minLength: 1, maxLength: 3 })
      .map((all) => all.join('\n\n## Next\n\n'));
    const revisions = fc
      .tuple(documents, fc.string({ unit: 'grapheme' }), fc.nat(), fc.nat())
      .map(([text, written, some, other]) => {
        const draft = toSections(text, 'agent');
        return {
          draft,
          written,
          named: draft.filter((_, at) => at % (1 + (some % 3)) === other % 2).map(({ id }) => id),
        };
      });
    fc.assert(
      fc.property(revisions, ({ draft, written, named }) => {
        // The model answers for every section, named or not.
        const texts = new Map(draft.map(({ id }) => [id, `## ${id}\n\n${written}`]));
        const next = assemble(draft, { rewritten: named, added: [], removed: [] }, texts);
        expect(next.map(({ id }) => id)).toEqual(draft.map(({ id }) => id));
        for (const [at, section] of draft.entries()) if (!named.includes(section.id)) expect(next[at]).toBe(section);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the empty lines around a section, its id, and says who wrote it', () => {
    const byPerson = DRAFT.map((section) => ({ ...section, author: 'person' as const }));
    const next = assemble(
      byPerson,
      { rewritten: ['s2'], added: [], removed: [] },
      new Map([['s2', '\n## Moon\n\nHarder.\n']]),
    );
    expect(joinSections(next)).toBe('# Tides\n\nLead.\n\n## Moon\n\nHarder.\n\n\n## Sun\n\nIt pulls, too.');
    expect(next.map(({ id, author }) => [id, author])).toEqual([
      ['s1', 'person'],
      ['s2', 'agent'],
      ['s3', 'person'],
    ]);
  });

  it('leaves a section as it was when the model wrote nothing else, or nothing', () => {
    const changes = { rewritten: ['s1', 's2', 's3'], added: [], removed: [] };
    const next = assemble(DRAFT, changes, new Map([['s2', '## Moon\n\nIt pulls.']]));
    for (const [at, section] of DRAFT.entries()) expect(next[at]).toBe(section);
  });

  it('puts new sections where they were planned, and takes away what was planned to go', () => {
    const added = withIds(DRAFT, [
      { heading: 'Wind', after: 's2' },
      { heading: 'End', after: 's3' },
      { heading: 'Unwritten', after: 's1' },
    ]);
    expect(added.map(({ id }) => id)).toEqual(['s4', 's5', 's6']);
    const texts = new Map([
      ['s4', '## Wind\n\nIt blows.'],
      ['s5', '## End\n\nDone.'],
    ]);
    const next = assemble(DRAFT, { rewritten: [], added, removed: ['s2'] }, texts);
    expect(joinSections(next)).toBe(
      '# Tides\n\nLead.\n\n## Wind\n\nIt blows.\n\n## Sun\n\nIt pulls, too.\n\n## End\n\nDone.\n',
    );
    expect(next.map(({ id }) => id)).toEqual(['s1', 's4', 's3', 's5']);
  });
});
