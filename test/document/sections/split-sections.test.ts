import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMarkdown, rangeOf } from '../../../src/document/markdown/parse.ts';
import { findHeadings } from '../../../src/document/sections/find-headings.ts';
import { joinSections, splitSections } from '../../../src/document/sections/split-sections.ts';
import { markdownDocuments } from '../markdown/markdown-documents.ts';
import { cpuMs } from '../../support/cpu-ms.ts';

const headingsIn = (text: string): readonly string[] => splitSections(text).map(({ heading }) => heading);

describe('splitting a text into sections', () => {
  it('gives every text back to the byte, whatever it is', () => {
    const line = fc.constantFrom(
      '# A',
      '## B ##',
      '### C',
      '```',
      '~~~~ md',
      '---',
      '===',
      '> q',
      '- item',
      '    code',
      '\tcode',
      '<!--',
      '-->',
      '<pre>',
      '</pre>',
      '<div>',
      '',
      ' ',
      'words',
    );
    const ending = fc.constantFrom('\n', '\r\n', '\r', '');
    const mixed = fc.array(fc.tuple(line, ending)).map((lines) => lines.flat().join(''));
    fc.assert(
      fc.property(fc.oneof(mixed, fc.string({ unit: 'binary' }), markdownDocuments), (text) => {
        const sections = splitSections(text);
        expect(joinSections(sections)).toBe(text);
        expect(sections.every((section) => section.text !== '')).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('finds the headings that a reader of Markdown finds', () => {
    fc.assert(
      fc.property(markdownDocuments, (text) => {
        const root = parseMarkdown(text);
        const known = root.children.flatMap((node) =>
          node.type === 'heading' ? [[rangeOf(node).start, node.depth]] : [],
        );
        const found = findHeadings(text).map(({ start, level }) => [
          start + (/^ */.exec(text.slice(start))?.[0].length ?? 0),
          level,
        ]);
        expect(found).toEqual(known);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['a title with its lead, and sections', '# T\n\nLead.\n\n## A\n\na\n\n## B\nb', ['T', 'A', 'B']],
    ['deeper headings belong to their section', '# T\n## A\n### a1\n#### x\n## B', ['T', 'A', 'B']],
    ['underlined ones', 'T\n=\n\nLead.\n\nA\nlong one\n---\n\na\n\nB\n-\nb', ['T', 'A long one', 'B']],
    ['a heading in a fence is code', '## A\n\n```md\n## no\n```\n\n~~~~\n## no\n~~~\n## no\n~~~~\n## B', ['A', 'B']],
    ['a fence that is never closed', '## A\n```\n## no', ['A']],
    [
      'a heading in a comment or in HTML is none',
      '## A\n<!--\n## no\n-->\n<pre>\n## no\n\n## no</pre>\n## B',
      ['A', 'B'],
    ],
    ['front matter belongs to what begins', '---\ntitle: x\n# y: 1\n---\n\n# T\n\nLead.\n\n## A', ['T', 'A']],
    ['front matter before sections alone', '---\ntitle: x\n---\n## A\n\na\n## B', ['A', 'B']],
    ['two rules are no front matter', '---\n\n## A\n\n---\n\n## B', ['', 'A', 'B']],
    ['no headings at all', 'Only words.\n\nAnd more.', ['']],
    ['words before the first heading', 'Words.\n\n## A\n\na', ['', 'A']],
    ['nothing but deep headings', '# T\n\n#### A\n\n##### a\n\n#### B', ['T', 'A', 'B']],
    ['several headings of the first level', '# T\n\nt\n\n# A\n\n## a\n\n# B', ['T', 'A', 'a', 'B']],
    ['headings of lists and quotations are theirs', '## A\n\n- one\n\n  ## no\n- two\n\n> ## no\n\n## B', ['A', 'B']],
    ['four columns are code', '## A\n\n    ## no\n\n\t## no\n', ['A']],
    ['marks without a space, and without words', '## A\n##no\n\n##\n', ['A', '']],
    ['a rule, a table and a list are not underlined', '## A\n\n- x\n---\n\n| a |\n|---|\n| b |\n\n***\n', ['A']],
    ['an empty text', '', []],
    ['only space', ' \n\n', ['']],
    ['line endings of Windows and of old', '# T\r\n\r\n## A\r\ra\r## B', ['T', 'A', 'B']],
    ['a byte order mark and emoji', '\uFEFFx\n\n## 🌊 A\n', ['', '🌊 A']],
  ])('%s', (_, text, headings) => {
    expect(headingsIn(text)).toEqual(headings);
    expect(joinSections(splitSections(text))).toBe(text);
  });

  it('keeps with each section its level and all that stands below it', () => {
    expect(splitSections('# T\n\nLead.\n\n## A\n\na\n\n### deeper\n\n\n## B')).toEqual([
      { heading: 'T', level: 1, text: '# T\n\nLead.\n\n' },
      { heading: 'A', level: 2, text: '## A\n\na\n\n### deeper\n\n\n' },
      { heading: 'B', level: 2, text: '## B' },
    ]);
  });

  it.each([
    ['paragraphs', 'word '.repeat(10)],
    ['headings', '## A\n\n'],
    ['openings of fences', '```\n'],
    ['openings of comments', '<!--\n'],
    ['dashes', '- - - - - x\n'],
    ['marks that close', `## ${'#'.repeat(200)} x\n`],
    ['spaces', ' '.repeat(100)],
    ['underlines', 'a\n-\n'],
  ])('takes time in proportion to a huge text of %s', (_, piece) => {
    const timeOf = (chars: number): number => {
      const text = piece.repeat(Math.ceil(chars / piece.length));
      const started = cpuMs();
      splitSections(text);
      return cpuMs() - started;
    };
    timeOf(200_000);
    const small = Math.min(timeOf(500_000), timeOf(500_000), timeOf(500_000));
    const large = Math.min(timeOf(4_000_000), timeOf(4_000_000));
    // Eight times as long; quadratic would be 64 times.
    expect(large).toBeLessThan(Math.max(small, 5) * 30);
  });
});
