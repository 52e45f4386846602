import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  nextSectionId,
  readSections,
  rewritten,
  toRecords,
  toSections,
} from '../../../src/document/sections/draft-sections.ts';
import { joinSections } from '../../../src/document/sections/split-sections.ts';
import { markdownDocuments } from '../markdown/markdown-documents.ts';
import { cpuMs } from '../../support/cpu-ms.ts';

const TEXT = '# Tides\n\nLead.\n\n## Moon\n\nIt pulls.\n\n## Sun\n\nIt pulls, too.\n';

describe('the sections of a draft', () => {
  it('are numbered, each with its hash and author', () => {
    const sections = toSections(TEXT, 'agent');
    expect(sections.map(({ id, heading, author }) => [id, heading, author])).toEqual([
      ['s1', 'Tides', 'agent'],
      ['s2', 'Moon', 'agent'],
      ['s3', 'Sun', 'agent'],
    ]);
    expect(sections.map(({ hash }) => hash)).toEqual(sections.map(() => expect.stringMatching(/^[0-9a-f]{64}$/)));
  });

  it('keep their ids over an edit, and their authors where not a byte was changed', () => {
    const earlier = toSections(TEXT, 'agent');
    const edited = TEXT.replace('It pulls.\n', 'It pulls harder.\n').replace('## Sun', '## Wind\n\nNew.\n\n## Sun');
    expect(toSections(edited, 'person', earlier).map(({ id, heading, author }) => [id, heading, author])).toEqual([
      ['s1', 'Tides', 'agent'],
      ['s2', 'Moon', 'person'],
      ['s4', 'Wind', 'person'],
      ['s3', 'Sun', 'agent'],
    ]);
  });

  it('know a section that moved, the opening with another title, and of two with one name both', () => {
    const earlier = toSections('# A\n\na\n\n## X\n\n1\n\n## X\n\n2\n\n', 'agent');
    const later = toSections('# B\n\na\n\n## X\n\n2\n\n## X\n\n1\n\n', 'person', earlier);
    expect(later.map(({ id, author }) => [id, author])).toEqual([
      ['s1', 'person'],
      ['s3', 'agent'],
      ['s2', 'agent'],
    ]);
  });

  it('lie with the draft without their texts and come back to the byte', () => {
    fc.assert(
      fc.property(markdownDocuments, (text) => {
        const sections = toSections(text, 'person');
        const back = readSections(text, toRecords(sections), 'agent');
        expect(back).toEqual(sections);
        expect(joinSections(back)).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  it('are cut anew where what lies there does not fit the text', () => {
    const records = toRecords(toSections(TEXT, 'person'));
    expect(readSections(`${TEXT}x`, records, 'agent')).toEqual(toSections(`${TEXT}x`, 'agent'));
    expect(readSections(TEXT.replace('Moon', 'Noon'), records, 'agent')[1]?.author).toBe('agent');
  });

  it('of a text of nothing but headings are found in a moment', () => {
    const many = Array.from({ length: 25_000 }, (_, at) => `## ${at % 7}\n${at}\n`).join('');
    const earlier = toSections(many, 'agent');
    const started = cpuMs();
    expect(
      toSections(many.replace('\n7\n', '\nseven\n'), 'person', earlier).filter(({ author }) => author === 'person'),
    ).toHaveLength(1);
    expect(cpuMs() - started).toBeLessThan(5000);
  });

  it('get another text, heading and author under the same id', () => {
    expect(rewritten({ id: 's2' }, '## The Moon\n\nIt pulls.\n\n', 'agent')).toMatchObject({
      id: 's2',
      heading: 'The Moon',
      text: '## The Moon\n\nIt pulls.\n\n',
      author: 'agent',
    });
    expect(nextSectionId([{ id: 's9' }, { id: 's2' }])).toBe('s10');
    expect(nextSectionId([])).toBe('s1');
  });
});
