import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMarkdown, rangeOf } from '../../../src/document/markdown/parse.ts';
import { plainTextOf } from '../../../src/document/markdown/plain-text.ts';
import { show } from './show.ts';

const read = (text: string): string => show(parseMarkdown(text));

describe('emphasis', () => {
  it.each([
    ['**结论：**月球是主因', 'B<结论：>月球是主因'],
    ['**具体：**与其说“一棵树”', 'B<具体：>与其说“一棵树”'],
    ['**Markdown（マークダウン）**は軽量', 'B<Markdown（マークダウン）>は軽量'],
    ['这是**“引用”**的例子', '这是B<“引用”>的例子'],
    ['한국어는 **마크다운(Markdown)**을', '한국어는 B<마크다운(Markdown)>을'],
    ['他说**「好」**，然后', '他说B<「好」>，然后'],
    ['**English:**next word, **Price:**$5', 'B<English:>next word, B<Price:>$5'],
    ['**Note:** see **“x”**了', 'B<Note:> see B<“x”>了'],
    ['*强调。*后续', 'I<强调。>后续'],
    ['~~删除。~~后续', 'D<删除。>后续'],
    ['**a**, (**b**) and **c**.', 'B<a>, (B<b>) and B<c>.'],
    ['**H**yper**T**ext', 'B<H>yperB<T>ext'],
  ])('is where a reader of %j sees it', (text, tree) => {
    expect(read(text)).toBe(tree);
  });

  it.each([
    '2*3*4 euros',
    'a*b*c, 5*x*y',
    '2**3**4 and 2**(a)**3',
    'a * b * c',
    '10~20~30',
    'snake_case_name',
    'footnote* and*',
    'a ** b ** c',
    '5 * 3 and * note',
  ])('is not in %j', (text) => {
    expect(read(text)).toBe(text);
  });

  it.each([
    ['***a** b*', 'I<B<a> b>'],
    ['*a **b*** c', 'I<a B<b>> c'],
    ['**a *b* c**', 'B<a I<b> c>'],
    ['***x***', 'I<B<x>>'],
    ['**bold*', '*I<bold>'],
    ['*a _b* c_', 'I<a _b> c_'],
    ['_a_b_ _c_ __d__', 'I<a_b> I<c> B<d>'],
    ['\\*\\*x** `*a*`', '**x** `*a*`'],
    ['~x~ ~~y~~ ~~~z~~~', 'D<x> D<y> ~~~z~~~'],
    ['[**a：**b](https://x.example)', 'L<B<a：>b>'],
    ['*foo**bar**baz*', 'I<fooB<bar>baz>'],
  ])('nests as CommonMark says in %j', (text, tree) => {
    expect(read(text)).toBe(tree);
  });

  it('loses no letter and knows its place, whatever is marked', () => {
    const piece = fc.constantFrom(
      '*',
      '**',
      '_',
      '__',
      '~~',
      'a',
      'b c',
      '2',
      '：',
      '。',
      '字',
      '“',
      '”',
      '(',
      ')',
      ' ',
      '\nx',
      '`x`',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = `x${pieces.join('')}`;
        const root = parseMarkdown(text);
        const letters = (of: string): string => of.replaceAll(/[^\p{L}\p{N}]/gu, '');
        expect(letters(plainTextOf(root))).toBe(letters(text));
        const check = (node: Parameters<typeof plainTextOf>[0]): void => {
          if (node.type === 'strong') expect(text.slice(rangeOf(node).start).slice(0, 2)).toMatch(/\*\*|__/);
          if ('children' in node) node.children.forEach(check);
        };
        check(root);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a bare address', () => {
  it.each([
    ['见 https://example.com/a。后面', '见 L<https://example.com/a>。后面'],
    ['（https://example.com/a）', '（L<https://example.com/a>）'],
    ['https://example.com/a،ثم', 'L<https://example.com/a>،ثم'],
    ['هل https://example.com/a؟ نعم', 'هل L<https://example.com/a>؟ نعم'],
    ['www.example.org，b', 'L<www.example.org>，b'],
    ['me@example.org。后', 'L<me@example.org>。后'],
    ['“https://example.com/a”', '“L<https://example.com/a>”'],
    ['https://example.com/a。**粗**', 'L<https://example.com/a>。B<粗>'],
    ['(see https://example.com/a_(b)).', '(see L<https://example.com/a_(b)>).'],
    ['https://example.com/путь-日本/x', 'L<https://example.com/путь-日本/x>'],
  ])('ends in %j where a reader sees it end', (text, tree) => {
    expect(read(text)).toBe(tree);
  });
});
