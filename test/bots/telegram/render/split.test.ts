import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../../../bots/telegram/render/markdown.ts';
import { type FormattedText, block, span } from '../../../../bots/telegram/render/rich-text.ts';
import { type Limits, MESSAGE, splitBlocks } from '../../../../bots/telegram/render/split.ts';
import { FAMILIES, randomDocument } from './random-document.ts';
import { HAS_TDLIB } from '../../../support/tdlib.ts';
import { judge, livesIn, looksOfText } from './telegram-library.ts';

const SMALL: Limits = { chars: 150, entities: 6 };

/** What is wrong with a message. */
function faultsOf({ text, entities }: FormattedText, limits: Limits): readonly string[] {
  const faults = [
    text.length > limits.chars && `${text.length} characters`,
    entities.length > limits.entities && `${entities.length} entities`,
    !text.isWellFormed() && 'half a character',
    text.trimEnd() !== text && 'space at the end',
    text.trim() === '' && 'nothing to see',
    ...entities.map(
      ({ type, offset, length }) =>
        (offset < 0 ||
          length <= 0 ||
          offset + length > text.length ||
          !text.slice(offset, offset + length).isWellFormed()) &&
        `${type} at ${offset}, ${length} long`,
    ),
  ];
  return faults.filter((fault) => fault !== false);
}

function readable(pages: readonly FormattedText[]): string {
  return pages.map(({ text }) => text.replaceAll(/[\s\u2060]/g, '')).join('');
}

function countOf(text: string, part: string): number {
  return text.split(part).length - 1;
}

/** Words that were written more often than they can be read. */
function lostFrom(pages: readonly FormattedText[], words: readonly string[]): readonly string[] {
  const text = readable(pages).normalize();
  const written = new Map<string, number>();
  for (const word of words.map((one) => one.normalize())) written.set(word, (written.get(word) ?? 0) + 1);
  return [...written].filter(([word, times]) => countOf(text, word) < times).map(([word]) => word);
}

describe('splitBlocks', () => {
  it.each([
    ['a message', MESSAGE, 300],
    ['very small messages', SMALL, 250],
  ] as const)('keeps every word of any document within the limits of %s', (_, limits, runs) => {
    fc.assert(
      fc.property(randomDocument, ({ markdown, words }) => {
        const pages = splitBlocks(renderMarkdown(markdown), limits);
        expect(pages.flatMap((page) => faultsOf(page, limits))).toEqual([]);
        expect(lostFrom(pages, words)).toEqual([]);
      }),
      { numRuns: runs },
    );
  });

  it.each([
    ['tags', '#moon'],
    ['hosts', 'noaa.gov'],
    ['addresses of people', 'ann@example.org'],
    ['numbers', '+49 30 1234567'],
  ])('leaves room for the entities that Telegram makes of %s', (_, found) => {
    const text = Array.from({ length: 80 }, (_one, at) => `${found} **tide ${at}**`).join(', ');
    const pages = splitBlocks(renderMarkdown(text));
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) {
      const all = page.entities.length + countOf(page.text, found);
      expect(all).toBeLessThanOrEqual(MESSAGE.entities);
    }
    // In code it looks for nothing.
    const inCode = Array.from({ length: 90 }, (_one, at) => `\`${found} ${at}\``).join(', ');
    expect(splitBlocks(renderMarkdown(inCode))).toHaveLength(1);
  });

  it('keeps the entities of a message within what Telegram takes, and gets on', () => {
    const links = readFileSync(new URL('../../../fixtures/articles/many-long-links.md', import.meta.url), 'utf8');
    const inOneLine = links.replaceAll('\n- ', ' ');
    for (const text of [links, inOneLine, `| a |\n|---|\n${links.replaceAll('- [', '| [')}`]) {
      const pages = splitBlocks(renderMarkdown(text));
      const bytes = pages.map(({ entities }) =>
        entities.reduce((sum, entity) => sum + 12 + ('url' in entity ? entity.url.length + 4 : 0), 0),
      );
      expect(pages.length).toBeGreaterThan(1);
      expect(Math.max(...bytes)).toBeLessThan(9500);
      expect(readable(pages)).toContain('Source60');
    }
  });

  it.each([
    ['a paragraph', 'The tide comes in. '.repeat(20)],
    ['one word', 'x'.repeat(400)],
    ['code', `\`\`\`\n${'rise();\n'.repeat(40)}\`\`\``],
    ['links', '[a](https://example.com/a) '.repeat(20)],
  ])('leaves no heading alone above %s', (_what, text) => {
    for (const words of ['', 'Words before it.\n\n']) {
      const pages = splitBlocks(renderMarkdown(`${words}## The pull\n\n### Of the Moon\n\n${text}`), SMALL);
      expect(pages.filter((page) => /(?:The pull|Of the Moon)$/.test(page.text))).toEqual([]);
      expect(pages.length).toBeGreaterThan(1);
    }
  });

  it('keeps every word of a document that is quoted as a whole', () => {
    fc.assert(
      fc.property(randomDocument, ({ markdown, words }) => {
        const pages = splitBlocks(renderMarkdown(markdown, 'collapsed'));
        for (const page of pages) {
          expect(faultsOf(page, MESSAGE)).toEqual([]);
          expect(page.entities.filter(({ type }) => type === 'expandable_blockquote')).toEqual([
            { type: 'expandable_blockquote', offset: 0, length: page.text.length },
          ]);
        }
        expect(lostFrom(pages, words)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('never cuts a character that a reader sees as one', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...FAMILIES, 'ab', ' '), { minLength: 40, maxLength: 200 }), (parts) => {
        const pages = splitBlocks([block(parts.join(''))], SMALL);
        for (const family of FAMILIES)
          expect(
            pages.reduce((sum, { text }) => sum + countOf(text, family), 0),
            family,
          ).toBe(countOf(parts.join(''), family));
      }),
      { numRuns: 100 },
    );
  });

  it.skipIf(!HAS_TDLIB)('makes what Telegram itself takes as it is, and brings nothing in it to life', () => {
    fc.assert(
      fc.property(randomDocument, fc.constantFrom(MESSAGE, SMALL), ({ markdown }, limits) => {
        for (const page of splitBlocks(renderMarkdown(markdown), limits)) {
          const verdict = judge(page);
          expect(verdict.error).toBeUndefined();
          expect(livesIn(page)).toEqual([]);
          // Telegram’s library offers its check only together with a reading of marks.
          if (/[*_~`|[\]]/.test(page.text)) continue;
          expect(verdict.text).toBe(page.text);
          expect(verdict.looks).toEqual(looksOfText(page));
        }
      }),
      { numRuns: 150 },
    );
  });

  it.skipIf(!HAS_TDLIB)('is judged by a library that refuses what is wrong', () => {
    expect(judge({ text: 'abc', entities: [{ type: 'bold', offset: 2, length: 5 }] }).error).toMatch(
      /ends after the end/,
    );
    expect(judge({ text: 'a😀', entities: [{ type: 'bold', offset: 2, length: 1 }] }).error).toMatch(
      /middle of a UTF-16/,
    );
    expect(livesIn({ text: 'hi @channel /cancel', entities: [] })).toEqual(['@channel', '/cancel']);
  });

  it('opens code anew on every page, in its language', () => {
    const code = Array.from({ length: 400 }, (_, index) => `  const line${index} = ${index};`).join('\n');
    const pages = splitBlocks(renderMarkdown(`\`\`\`ts\n${code}\n\`\`\``));
    expect(pages.length).toBeGreaterThan(2);
    for (const { text, entities } of pages)
      expect(entities).toEqual([{ type: 'pre', language: 'ts', offset: 0, length: text.length }]);
    expect(pages.map(({ text }) => text).join('\n')).toBe(code);
  });

  it('cuts between paragraphs, and takes a heading along with what it announces', () => {
    const filler = 'The sea rises. '.repeat(240).trim();
    const [first, second] = splitBlocks(renderMarkdown(`${filler}\n\n## The Moon\n\n${filler}`));
    expect(first?.text).toBe(filler);
    expect(second?.text.startsWith('The Moon\nThe sea')).toBe(true);
  });

  it('cuts a long paragraph after a sentence, and marks go on', () => {
    const [first, second] = splitBlocks([block(span('The sea rises. '.repeat(400), { bold: true }))]);
    expect(first?.text).toMatch(/rises\.$/);
    expect(second?.text).toMatch(/^The sea/);
    expect(second?.entities).toEqual([{ type: 'bold', offset: 0, length: second?.text.length }]);
  });

  it('counts marks as Telegram does, and starts a new message before there are too many', () => {
    const pages = splitBlocks(
      renderMarkdown(Array.from({ length: 250 }, (_, index) => `**word${index}** and`).join('\n')),
    );
    expect(pages.map(({ entities }) => entities.length)).toEqual([100, 100, 50]);
  });

  it('cuts a single character that is longer than a message', () => {
    const pages = splitBlocks([block(`q${'\u0323'.repeat(9000)}`)]);
    expect(pages.flatMap((page) => faultsOf(page, MESSAGE))).toEqual([]);
    expect(readable(pages)).toHaveLength(9001);
  });

  it('makes no message of nothing', () => {
    expect(splitBlocks(renderMarkdown('<!-- note -->\n\n\u200b\n\n[ref]: https://example.org'))).toEqual([]);
  });
});
