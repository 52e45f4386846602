import { describe, expect, it } from 'vitest';
import { createLook } from '../../../../bots/terminal/render/look.ts';
import { renderMarkdown, toLines } from '../../../../bots/terminal/render/markdown.ts';
import { widthOf } from '../../../../bots/terminal/render/text.ts';

function draw(markdown: string, columns = 60): string {
  return toLines(renderMarkdown(markdown, createLook(columns, false))).join('\n');
}

describe('renderMarkdown', () => {
  it.each([
    ['# Title\n## Part', '# Title\n\n## Part'],
    ['one\ntwo', 'one\ntwo'],
    ['one  \ntwo', 'one\ntwo'],
    ['- a\n- b\n  - c', '• a\n• b\n  • c'],
    ['9. a\n10. b', ' 9. a\n10. b'],
    ['- [x] done\n- [ ] open', '[x] done\n[ ] open'],
    ['> a\n>\n> b', '│ a\n│ \n│ b'],
    ['```\na   b\n\n  c\n```', '    a   b\n    \n      c'],
    ['~~no~~ `code` **bold** *soft*', '~~no~~ `code` bold soft'],
    ['[NOAA](https://noaa.gov) <https://noaa.gov>', 'NOAA (https://noaa.gov) https://noaa.gov'],
    ['[NOAA][n] and ![map][m]\n\n[n]: https://noaa.gov\n[m]: m.png', 'NOAA (https://noaa.gov) and [map] (m.png)'],
    ['Sea[^1]\n\n[^1]: A note', 'Sea[1]\n\n[1] A note'],
    ['![map](m.png)', '[map] (m.png)'],
    ['a &amp; b &#38; c &#x26; &unknown;', 'a & b & c & &unknown;'],
    ['&#27;[31mred&#x9b;5m &#1114112;', '\ufffd[31mred\ufffd5m \ufffd'],
    ['| a | b |\n|---|--:|\n| long cell | 1 |', 'a         │ b\n──────────┼──\nlong cell │ 1'],
  ])('draws %j', (markdown, drawn) => {
    expect(draw(markdown)).toBe(drawn);
  });

  it('draws a table with more columns than fit row by row', () => {
    const cells = Array.from({ length: 9 }, (_, index) => `column ${index}`);
    const table = `| ${cells.join(' | ')} |\n|${'---|'.repeat(9)}\n| ${cells.join(' | ')} |`;
    expect(draw(table)).toContain('column 8: column 8');
  });

  it('stays within the width, however deep lists and quotes are nested', () => {
    const deep = Array.from(
      { length: 30 },
      (_, level) => `${'  '.repeat(level)}- level ${level} with some words to wrap`,
    ).join('\n');
    for (const line of draw(`${deep}\n\n${'>'.repeat(12)} quoted deep with some words`, 40)
      .split('\n')
      .slice(0, 12))
      expect(widthOf(line)).toBeLessThan(40);
  });

  it('shows a text that is nested beyond reason as it stands', () => {
    expect(draw(`${'>'.repeat(20_000)} deep`)).toContain('deep');
  });
});
