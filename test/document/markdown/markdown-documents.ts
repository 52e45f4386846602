import fc from 'fast-check';

/** Stands in headers of tables only, which a split repeats. */
export const HEADER_LETTER = 'ʘ';

const letters = [...'abcdefgzйцукеñéßאבגשلمنこ字漢ไก'];
const word = fc.oneof(
  { weight: 8, arbitrary: fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 9 }) },
  { weight: 1, arbitrary: fc.constantFrom('👩‍👩‍👧‍👦', '🏳️‍🌈', '👍🏽', '🇩🇪', 'é', 'q̃̂', 'नमस्ते', '😀😀😀') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '-',
      '+',
      '#',
      '>',
      '*',
      '|',
      '=',
      '1.',
      '2)',
      '[',
      '<',
      '&amp;',
      '\\*',
      '\\',
      '~',
      '[x]',
      '$5',
      'x_y_z',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom(...letters), minLength: 30, maxLength: 60 }) },
);
const words = (most: number): fc.Arbitrary<string> =>
  fc.array(word, { minLength: 1, maxLength: most }).map((all) => all.join(' '));
const label = fc.constantFrom('tides', 'moon', 'unknown');
const span = fc.oneof(
  { weight: 6, arbitrary: words(8) },
  { weight: 1, arbitrary: words(12).map((text) => `**${text}**`) },
  { weight: 1, arbitrary: words(6).map((text) => `*${text}*`) },
  { weight: 1, arbitrary: words(6).map((text) => `***${text}*** and __${text}__`) },
  { weight: 1, arbitrary: words(4).map((text) => `~~a ${text}~~`) },
  { weight: 1, arbitrary: words(6).map((text) => `\`\`${text}\`\``) },
  { weight: 1, arbitrary: words(4).map((text) => `[${text}](https://example.com/a_(b) "title")`) },
  { weight: 1, arbitrary: fc.tuple(words(2), label).map(([text, to]) => `[${text}][${to}] and [${to}]`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '<https://example.com/auto>',
      'https://example.org/bare',
      '<b>bold</b>',
      '![picture](p.png)',
      '[^1]',
      'see <!here>',
    ),
  },
);
const sentence = fc
  .tuple(span, fc.constantFrom('. ', '! ', '? ', '。', ' ', '\n', '  \n', '\\\n', ', '))
  .map(([text, end]) => text + end);
const paragraph = fc.array(sentence, { minLength: 1, maxLength: 5 }).map((all) => all.join('').trim());
const heading = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 4 }), words(6)).map(([depth, text]) => `${'#'.repeat(depth)} ${text}`),
  words(4).map((text) => `a ${text}\n---`),
);
const codeLines = fc.array(fc.oneof(words(6), fc.constantFrom('', '```', '    indented', '- item', '| a |')), {
  maxLength: 12,
});
const fence = fc.oneof(
  codeLines.map((lines) => ['````markdown', ...lines, '````'].join('\n')),
  codeLines.map((lines) => ['~~~', ...lines, '~~~'].join('\n')),
  fc.array(words(5), { minLength: 1, maxLength: 12 }).map((lines) => ['```ts title="x"', ...lines, '```'].join('\n')),
);
const indentedCode = fc
  .array(words(5), { minLength: 1, maxLength: 5 })
  // Right after it the parser takes `8)` for text.
  .map((lines) => [...lines.map((line) => `    ${line}`), 'after'].join('\n'));
const cell = words(3).map((text) => text.replaceAll(/[|\n\\]/g, ''));
const table = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 8 }))
  .chain(([columns, rows]) =>
    fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
  )
  .map((rows) => {
    const columns = rows[0]?.length ?? 2;
    const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
    return [
      line(Array.from({ length: columns }, () => HEADER_LETTER)),
      line(Array.from({ length: columns }, () => ':-:')),
      ...rows.map(line),
    ].join('\n');
  });
const { block } = fc.letrec<{ block: string; list: string; quote: string }>((tie) => ({
  list: fc
    .tuple(
      fc.constantFrom('-', '*', '1.', '8)', '- [ ]'),
      fc.array(
        fc.array(fc.oneof({ weight: 3, arbitrary: paragraph }, { weight: 1, arbitrary: tie('block') }), {
          minLength: 1,
          maxLength: 2,
        }),
        { minLength: 1, maxLength: 3 },
      ),
      fc.boolean(),
    )
    .map(([mark, items, isLoose]) =>
      items.map((blocks) => itemOf(mark, blocks.join('\n\n'))).join(isLoose ? '\n\n' : '\n'),
    ),
  quote: fc
    .array(fc.oneof(paragraph, tie('block')), { minLength: 1, maxLength: 3 })
    .map((blocks) => blocks.join('\n\n').replaceAll(/^/gm, '> ')),
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 6, arbitrary: paragraph },
    { weight: 3, arbitrary: heading },
    { weight: 2, arbitrary: fence },
    { weight: 2, arbitrary: table },
    { weight: 1, arbitrary: indentedCode },
    {
      weight: 1,
      arbitrary: fc.constantFrom('---', '<div>\nsome html\n</div>', '[^1]: the note\n    goes on', '<!-- comment -->'),
    },
    { weight: 3, arbitrary: tie('list') },
    { weight: 2, arbitrary: tie('quote') },
  ),
}));

function itemOf(mark: string, text: string): string {
  const lead = `${mark} `;
  const width = mark.startsWith('-') ? 2 : lead.length;
  return lead + text.replaceAll(/\n(?=.)/g, `\n${' '.repeat(width)}`);
}

/** Markdown of every kind, with definitions of `[tides]` and `[moon]` at its end. */
export const markdownDocuments = fc
  .array(block, { minLength: 1, maxLength: 3 })
  .map((blocks) =>
    [...blocks, '[tides]: https://example.com/tides\n[moon]: <https://example.com/moon> "Moon"'].join('\n\n'),
  );
