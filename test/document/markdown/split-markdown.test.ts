import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMarkdown, rangeOf } from '../../../src/document/markdown/parse.ts';
import { toPlainText } from '../../../src/document/markdown/plain-text.ts';
import { splitMarkdown } from '../../../src/document/markdown/split-markdown.ts';
import { HEADER_LETTER, markdownDocuments } from './markdown-documents.ts';

/** The same documents each time: what fails, fails for everyone. */
const SEED = 20_261_123;

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_line, index) => line(index + 1)).join('\n');

describe('splitMarkdown', () => {
  it('leaves a text that fits as it is', () => {
    expect(splitMarkdown('# Tides\n\nShort.', 100)).toEqual(['# Tides\n\nShort.']);
    expect(splitMarkdown('\n \n', 100)).toEqual([]);
  });

  it('cuts between blocks, and leaves no heading behind alone', () => {
    expect(splitMarkdown(`# Tides\n\n${'one '.repeat(12)}\n\n## Moon\n\n${'two '.repeat(12)}`, 80)).toEqual([
      `# Tides\n\n${'one '.repeat(12).trim()}`,
      `## Moon\n\n${'two '.repeat(12).trim()}`,
    ]);
  });

  it('cuts a paragraph that is too long between sentences', () => {
    expect(splitMarkdown('The moon pulls. The water follows. The shore waits. Then it turns.', 40)).toEqual([
      'The moon pulls. The water follows.',
      'The shore waits. Then it turns.',
    ]);
  });

  it('closes what is bold at a cut and opens it again', () => {
    expect(splitMarkdown('So **twice a day the water comes and goes and comes again** it is.', 40)).toEqual([
      'So **twice a day the water comes and**',
      '**goes and comes again** it is.',
    ]);
  });

  it('does not make a list of what stands after a cut', () => {
    const chunks = splitMarkdown(`${'twelve less '.repeat(3)}- ${'three or so '.repeat(3)}`, 36);
    expect(chunks[1]).toMatch(/^\\- three/);
  });

  it('cuts a list between items, which keep their numbers', () => {
    expect(
      splitMarkdown(
        lines(5, (index) => `1. item number ${index}`),
        54,
      ),
    ).toEqual(['1. item number 1\n1. item number 2\n1. item number 3', '4. item number 4\n1. item number 5']);
  });

  it('keeps the levels of a list apart where an item of it has to be cut', () => {
    const list = `- parent one\n${lines(4, (index) => `  - child number ${index}`)}\n- parent two`;
    expect(splitMarkdown(list, 60)).toEqual([
      '- parent one\n  - child number 1\n  - child number 2',
      '- child number 3\n- child number 4\n\n* parent two',
    ]);
  });

  it('cuts a table between rows and repeats its header', () => {
    const head = '| Port | Hours |\n|---|--:|\n';
    expect(splitMarkdown(head + lines(4, (index) => `| Port ${index} | ${index} |`), 60)).toEqual([
      `${head}| Port 1 | 1 |\n| Port 2 | 2 |`,
      `${head}| Port 3 | 3 |\n| Port 4 | 4 |`,
    ]);
  });

  it('closes a fence and opens it again with its language', () => {
    expect(splitMarkdown('````ts title\nlet tide = 1;\n```\nlet moon = 2;\nlet sun = 3;\n````', 50)).toEqual([
      '````ts title\nlet tide = 1;\n```\nlet moon = 2;\n````',
      '````ts title\nlet sun = 3;\n````',
    ]);
  });

  it('closes code that its writer left open', () => {
    expect(splitMarkdown('Text.\n\n```js\nlet tide = 1;', 100)).toEqual(['Text.\n\n```js\nlet tide = 1;\n```']);
  });

  it('closes code that ended where its list did', () => {
    const item = 'The sea comes in. The sea goes out.';
    expect(splitMarkdown(`1. ${item}\n\n   ~~~\n   let tide;\n2. The moon.`, 40)).toEqual([
      `1. ${item}`,
      '~~~\nlet tide;\n~~~\n\n2. The moon.',
    ]);
  });

  it('keeps a quote a quote', () => {
    expect(splitMarkdown(`> ${'The water rises. '.repeat(4)}`, 40)).toEqual([
      '> The water rises. The water rises.',
      '> The water rises. The water rises.',
    ]);
  });

  it.each([
    ['a paragraph of one word', 'x'.repeat(90)],
    ['a table', `| a | b |\n|---|---|\n| ${'tide '.repeat(15)}| 2 |`],
    ['a list', `- ${'tide '.repeat(15)}\n- two`],
    ['a fence', `\`\`\`\n${'x'.repeat(90)}\n\`\`\``],
  ])('leaves no heading alone above %s', (_what, text) => {
    const chunks = splitMarkdown(`Words.\n\n## The pull\n\n### Of the Moon\n\n${text}`, 60);
    expect(chunks.filter((chunk) => /^#{1,6} .*$/.test(chunk.split('\n').at(-1) ?? ''))).toEqual([]);
    expect(chunks.length).toBeGreaterThan(1);
  });

  it('lets link definitions go along to where they are used', () => {
    const text = `See [tides].\n\n${'More. '.repeat(10)}\n\nAnd [the moon][m].\n\n[tides]: https://t.example\n[m]: https://m.example`;
    expect(splitMarkdown(text, 60)).toEqual([
      'See [tides].\n\n[tides]: https://t.example',
      'More. '.repeat(10).trim(),
      'And [the moon][m].\n\n[m]: https://m.example',
    ]);
  });

  it('counts as it is told', () => {
    const escaped = (text: string): number => text.replaceAll('<', '&lt;').length;
    for (const chunk of splitMarkdown('a < b and b < c. '.repeat(20), 60, escaped)) {
      expect(escaped(chunk)).toBeLessThanOrEqual(60);
    }
  });

  it('gives way where there is no room, and never within a character', () => {
    expect(splitMarkdown('😀😀😀', 3)).toEqual(['😀', '😀', '😀']);
    expect(splitMarkdown('👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 12)).toEqual(['👩‍👩‍👧‍👦', '👩‍👩‍👧‍👦']);
    expect(splitMarkdown('```\n👩‍👩‍👧‍👦👩‍👩‍👧‍👦\n```', 24)).toEqual(['```\n👩‍👩‍👧‍👦\n```', '```\n👩‍👩‍👧‍👦\n```']);
  });

  it('takes hostile nesting for the text it is', () => {
    const text = '> - '.repeat(9_000);
    const chunks = splitMarkdown(text, 3_000);
    expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThanOrEqual(3_000);
    expect(chunks.join('').replaceAll(/[\s\\]/g, '')).toBe(text.replaceAll(' ', ''));
  });

  it('keeps the limit, every letter, every character and every fence of any document', () => {
    fc.assert(
      fc.property(markdownDocuments, fc.integer({ min: 200, max: 400 }), (text, limit) => {
        const chunks = splitMarkdown(text, limit);
        expect(chunks.filter((chunk) => chunk.length > limit)).toEqual([]);
        expect(chunks.filter((chunk) => !chunk.isWellFormed() || chunk.trim() === '')).toEqual([]);
        expect(chunks.filter((chunk) => /^(?:\u{200d}|\u{fe0f}|\p{M}|\p{EMod})|\u{200d}$/u.test(chunk))).toEqual([]);
        expect(chunks.flatMap(openFences)).toEqual([]);
        expect(essence(chunks.map(toPlainText).join(''))).toBe(essence(toPlainText(text)));
      }),
      { numRuns: 600, seed: SEED, endOnFailure: true },
    );
  }, 180_000);

  it('loses nothing even where there is no room for marks', () => {
    fc.assert(
      fc.property(markdownDocuments, fc.integer({ min: 12, max: 80 }), (document, limit) => {
        const text = document.slice(0, 300).toWellFormed();
        const chunks = splitMarkdown(text, limit);
        expect(chunks.filter((chunk) => chunk.length > limit || !chunk.isWellFormed())).toEqual([]);
        expect(firstMissing(essence(toPlainText(text)), essence(chunks.join('')))).toBe('');
      }),
      { numRuns: 100, seed: SEED, endOnFailure: true },
    );
  }, 180_000);
});

/** What there is to read, but for what a split adds or changes: numbers, marks, headers of tables. */
function essence(text: string): string {
  return text
    .replaceAll(HEADER_LETTER, '')
    .replaceAll(/[☐☑]/g, '')
    .replaceAll(/[^\p{L}\p{M}\p{Extended_Pictographic}\p{RI}]/gu, '');
}

/** From where on a text is not in another one, letter after letter. */
function firstMissing(part: string, whole: string): string {
  let at = 0;
  let read = 0;
  for (const character of part) {
    at = whole.indexOf(character, at) + 1;
    if (at === 0) return part.slice(read);
    read += character.length;
  }
  return '';
}

/** Code whose fence nothing closes: what is sent after it would be taken for code. */
function openFences(text: string): string[] {
  return parseMarkdown(text)
    .children.filter(({ type }) => type === 'code')
    .map((code) => text.slice(rangeOf(code).start, rangeOf(code).end))
    .filter((source) => {
      const [marks] = /^(?:`{3,}|~{3,})/.exec(source) ?? [];
      return marks !== undefined && !new RegExp(`\\n *${marks}[\`~]*$`).test(source);
    });
}
