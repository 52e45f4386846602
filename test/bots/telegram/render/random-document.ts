import fc from 'fast-check';

/** A Markdown document with the words that a reader must find in it. */
export interface RandomDocument {
  readonly markdown: string;
  readonly words: readonly string[];
}

/** Emoji of several code points, halves of which are other emoji or nothing at all. */
export const FAMILIES = ['👨‍👩‍👧‍👦', '🏳️‍🌈', '👩🏽‍🚀', '🇩🇪', '1️⃣', '🧑🏿‍❤️‍💋‍🧑🏻'];

const word = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[a-zA-Z]{1,12}$/) },
  { weight: 2, arbitrary: fc.constantFrom('море', 'приливы', 'Луна', 'ещё') },
  { weight: 2, arbitrary: fc.constantFrom('שלום', 'مرحبا', 'עולם', 'القمر') },
  { weight: 2, arbitrary: fc.constantFrom('潮汐', '月亮', '바다', 'うみ', '𠮷野家') },
  { weight: 2, arbitrary: fc.constantFrom(...FAMILIES) },
  { weight: 1, arbitrary: fc.constantFrom('𝒳𝒴', '😀😀', 'é', 'ใต้', 'Z͑ͫalgo') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('@channel', '/cancel', '@ab', '/help@copydesk_bot', '.@everyone', '(/stop)'),
  },
);

/** Does not fit a line of any table. */
const longWord = fc.stringMatching(/^[a-z]{60,400}$/);

const some = <T>(arbitrary: fc.Arbitrary<T>, most: number) => fc.array(arbitrary, { minLength: 1, maxLength: most });

interface Piece {
  readonly text: string;
  readonly words: readonly string[];
}

const plain: fc.Arbitrary<Piece> = some(word, 8).map((words) => ({ text: words.join(' '), words }));

const marked: fc.Arbitrary<Piece> = fc
  .tuple(plain, fc.constantFrom('**', '*', '~~', '`', '***', 'link', 'lie', 'ref', 'image', 'note', 'html', 'none'))
  .map(([{ text, words }, mark]) => {
    switch (mark) {
      case 'link':
        return { text: `[${text}](https://example.org/a?b=c)`, words };
      case 'lie':
        return { text: `[${text} bank.example](https://evil.example/)`, words: [...words, 'https://evil.example/'] };
      case 'ref':
        return { text: `[${text}][ref]`, words };
      case 'image':
        return { text: `![${text}](https://example.org/i.png)`, words };
      case 'note':
        return { text: `${text}[^1]`, words };
      case 'html':
        return { text: `<b>${text}</b>`, words };
      case 'none':
        return { text, words };
      default:
        return { text: `${mark}${text}${mark}`, words };
    }
  });

const inline: fc.Arbitrary<Piece> = some(marked, 5).map((pieces) => ({
  text: pieces.map(({ text }) => text).join(' '),
  words: pieces.flatMap(({ words }) => words),
}));

const short = fc.stringMatching(/^[a-z]{1,5}$/);

const leaf: fc.Arbitrary<Piece> = fc.oneof(
  { weight: 5, arbitrary: inline },
  { weight: 1, arbitrary: some(inline, 12).map(joined(' ')) },
  { weight: 1, arbitrary: longWord.map((text) => ({ text, words: [text] })) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.integer({ min: 1, max: 6 }), inline).map(([depth, { text, words }]) => ({
      text: `${'#'.repeat(depth)} ${text}`,
      words,
    })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('', 'js', 'c++', 'very strange'), fc.array(plain, { minLength: 1, maxLength: 40 }))
      .map(([language, lines]) => ({
        text: `\`\`\`${language}\n${lines.map(({ text }, index) => ' '.repeat(index % 5) + text).join('\n')}\n\`\`\``,
        words: lines.flatMap(({ words }) => words),
      })),
  },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 1, max: 6 }).chain((columns) =>
      fc
        .array(fc.array(short, { minLength: columns, maxLength: columns }), { minLength: 2, maxLength: 8 })
        .map((rows) => {
          const [header = [], ...body] = rows.map((row) => `| ${row.join(' | ')} |`);
          return { text: [header, `|${'---|'.repeat(columns)}`, ...body].join('\n'), words: rows.flat() };
        }),
    ),
  },
  { weight: 1, arbitrary: fc.constant({ text: '---', words: [] }) },
);

const { block } = fc.letrec<{ block: Piece }>((tie) => ({
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 6, arbitrary: leaf },
    { weight: 1, arbitrary: some(tie('block'), 4).map(joined('\n\n')).map(prefixed('> ', '> ')) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom('- ', '7. ', '- [x] ', '- [ ] '), some(some(tie('block'), 3).map(joined('\n\n')), 5))
        .map(([bullet, items]) => {
          const indent = ' '.repeat(bullet.startsWith('7') ? 3 : 2);
          return joined('\n')(items.map(prefixed(bullet, indent)));
        }),
    },
  ),
}));

/** Anything that Markdown knows, in any script, as deep as it goes. */
export const randomDocument: fc.Arbitrary<RandomDocument> = fc
  .array(block, { minLength: 1, maxLength: 10 })
  .map((blocks) => {
    const { text, words } = joined('\n\n')(blocks);
    return { markdown: `${text}\n\n[ref]: https://example.org/ref\n\n[^1]: Footnote\n`, words };
  });

function joined(separator: string) {
  return (pieces: readonly Piece[]): Piece => ({
    text: pieces.map(({ text }) => text).join(separator),
    words: pieces.flatMap(({ words }) => words),
  });
}

function prefixed(first: string, rest: string) {
  return ({ text, words }: Piece): Piece => ({
    text: text
      .split('\n')
      .map((line, index) => (index === 0 ? first : rest) + line)
      .join('\n'),
    words,
  });
}
