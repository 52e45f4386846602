import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../src/document/markdown/parse-document.ts';
import { show } from './show.ts';

const read = (text: string): string => show(parseDocument(text).root);
const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/articles/${name}`, import.meta.url), 'utf8');

describe('parseDocument', () => {
  it.each([
    ['<b>bo **x**</b> <i>it</i> <s>no</s> <u>un</u>', 'B<bo B<x>> I<it> D<no> underline<un>'],
    ['H<sub>2</sub>O, x<sup>2</sup>', 'Hsubscript<2>O, xsuperscript<2>'],
    ['a<br>b<br/>c', 'a⏎b⏎c'],
    ['<kbd>Ctrl</kbd>+<kbd>C</kbd>', '`Ctrl`+`C`'],
    ['<a href="https://x.example?a=1&amp;b=2">words</a>', 'L<words>'],
    ['see <img src="p.png" alt="A map"> here', 'see picture<A map p.png> here'],
    ['<span style="color:red">red</span> <font>x</font><!-- never seen -->', 'red x'],
    ['Vec<T>, List<b> and <!here>', 'Vec<T>, List<b> and <!here>'],
    ['| a |\n|---|\n| x<br>**y** |', '[a][x⏎B<y>]'],
    ['<details>\n<summary>More <i>here</i></summary>\n\nBody **b**.\n\n</details>', 'B<More I<here>> ¶ Body B<b>.'],
    ['<details><summary>S</summary>in &amp; out</details>', 'B<S> ¶ in & out'],
    ['<div align="center">\n<h2>T</h2><p>a<b>c</b></p><ul><li>x</li><li>y</li></ul></div>', '## T ¶ aB<c> ¶ • x ¶ • y'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
  ])('reads the HTML in %j', (text, tree) => {
    expect(read(text)).toBe(tree);
  });

  it.each([
    ['[a][r] ![p][r] [b]\n\n[r]: https://x.example\n[R]: https://y.example', 'L<a> picture<p https://x.example> [b]'],
    ['Roses are red\nViolets are blue', 'Roses are red⏎Violets are blue'],
    ['**Date:** today\n**Place:** here', 'B<Date:> today⏎B<Place:> here'],
    ['- one\n  more\n\n> a\n> b', 'list<listItem<one⏎more>> ¶ blockquote<a⏎b>'],
    ['*a\nb*', 'I<a⏎b>'],
  ])('reads %j', (text, tree) => {
    expect(read(text)).toBe(tree);
  });

  it('takes a text whose lines are all full for one that an editor broke', () => {
    const words = Array.from({ length: 90 }, (_, index) => 'tide'.repeat(1 + (index % 3))).join(' ');
    const broken = words.replaceAll(/(.{1,78})(?: |$)/g, '$1\n').trim();
    expect(broken.split('\n').length).toBeGreaterThan(5);
    expect(read(broken)).not.toContain('⏎');
  });

  it('keeps lines and signs of what a person typed', () => {
    expect(read(fixture('typed-lines.md'))).toBe(
      'Roses are red⏎Violets are blue⏎• one⏎• two ¶ Write to:⏎12 Harbour Street⏎Bristol ¶ Price: 2*3*4 euros',
    );
  });

  it.each([
    [fixture('front-matter.md'), '# How tides work ¶ Text.'],
    ["---\ntitle: 'Tides: how'\ntags:\n  - sea\n---\nText", '# Tides: how ¶ Text'],
    ['+++\ntitle = "Tides"\n+++\n\n# Own\n\nText', '# Own ¶ Text'],
    [
      '---\nA line between two rules.\n\n---\n\nText',
      'thematicBreak ¶ A line between two rules. ¶ thematicBreak ¶ Text',
    ],
    ['```markdown\n# T\n\n```js\na\n```\n\nb\n```', '# T ¶ `a` ¶ b'],
    ['````md\n# T\n\n```\na\n```\n````', '# T ¶ `a`'],
    ['```markdown\n# T\n\nHalf of it', '# T ¶ Half of it'],
    ['```\n# T\n\ntext\n```', '# T ¶ text'],
    ['```sh\n# not a title\n```', '`# not a title`'],
    ['```md\n# A\n```\n\ntext\n\n```md\n# B\n```', '`# A` ¶ text ¶ `# B`'],
    ['````\n```\ninner\n```\n````', '`inner`'],
  ])('takes off what was meant for a machine: %j', (text, tree) => {
    expect(read(text)).toBe(tree === '`inner`' ? '`\u0060\u0060\u0060\ninner\n\u0060\u0060\u0060`' : tree);
  });

  it.each([
    [fixture('table-pipe.md'), '[A|B][x|`a|b` and `c|d`]'],
    ['| a | b |\n|--|--|\n| `|` | or |\n| `||` | x |', '[a|b][`|`|or][`||`|x]'],
    ['| `x|y` | b |\n|--|--|\n| 1 | 2 |', '[`x|y`|b][1|2]'],
    ['| ` | ` |\n|--|--|\n| ` | ` |', '[`|`][`|`]'],
    ['| a | b |\n|--|--|\n| 1 | 2 | 3 | 4 |', '[a|b||][1|2|3|4]'],
    ['> | q | r |\n> |---|---|\n> | ``a`|b`` | c |', 'blockquote<[q|r][`a`|b`|c]>'],
    ['```\n| a | b |\n|--|--|\n| 1 | 2 | 3 |\n```', '`| a | b |\n|--|--|\n| 1 | 2 | 3 |`'],
  ])('keeps every cell of %j', (text, tree) => {
    expect(read(text)).toBe(tree);
  });

  it('reads hostile text as what is written, line by line', () => {
    const text = 'a\n=\n'.repeat(5000);
    const { root, isPlain } = parseDocument(text);
    expect(isPlain).toBe(true);
    expect(show(root).replaceAll('⏎', '\n').trim()).toBe(text.trim());
  });
});
