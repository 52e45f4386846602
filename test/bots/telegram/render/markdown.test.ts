import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../../../bots/telegram/render/markdown.ts';
import { splitBlocks } from '../../../../bots/telegram/render/split.ts';

/** The text, with its entities written beside it: `bold: words`. */
function shown(markdown: string, look?: 'collapsed'): { readonly text: string; readonly marks: readonly string[] } {
  const [page] = splitBlocks(renderMarkdown(markdown, look));
  const { text, entities } = page ?? { text: '', entities: [] };
  return {
    text,
    marks: entities.map((entity) => {
      const kind = entity.type === 'pre' ? `pre ${entity.language ?? ''}`.trim() : entity.type;
      const to = entity.type === 'text_link' ? ` → ${entity.url}` : '';
      return `${kind}: ${text.slice(entity.offset, entity.offset + entity.length)}${to}`;
    }),
  };
}

describe('renderMarkdown', () => {
  it('tells headings apart, though Telegram has one size of letters', () => {
    expect(shown('# One\n\n## Two\n\n### Three')).toEqual({
      text: 'One\n\nTwo\n\nThree',
      marks: ['bold: One', 'underline: One', 'bold: Two', 'bold: Three', 'italic: Three'],
    });
  });

  it('puts a heading right above what it announces', () => {
    expect(shown('# One\n\ntwo\n\nthree\n\n## Four\n\n- five').text).toBe('One\ntwo\n\nthree\n\nFour\n• five');
    expect(shown('one\n\n#\n\ntwo').text).toBe('one\n\ntwo');
  });

  it('nests marks, and keeps code free of others', () => {
    expect(shown('**bold *both* `code` ~~gone~~**')).toEqual({
      text: 'bold both code gone',
      marks: ['bold: bold both ', 'italic: both', 'code: code', 'bold:  gone', 'strikethrough: gone'],
    });
  });

  it('indents lists, numbers them from where they start, and shows what is done', () => {
    expect(shown('7. seven\n8. eight\n   - one\n     - two\n       more\n\n- [x] done\n- [ ] open').text).toBe(
      '7. seven\n8. eight\n    ◦ one\n        ▪ two\n            more\n\n☑ done\n☐ open',
    );
  });

  it('sets quotes off, nested ones with the one around them', () => {
    const { text, marks } = shown('> one\n>\n> > two\n\nafter');
    expect(text).toBe('one\n\ntwo\n\nafter');
    expect(marks).toEqual(['blockquote: one\n\ntwo', 'italic: two']);
  });

  it('quotes a whole text for opening it with a tap, code and quotes included', () => {
    const { text, marks } = shown('one\n\n> two\n\n```js\nthree\n```', 'collapsed');
    expect(marks).toEqual([`expandable_blockquote: ${text}`, 'italic: two', 'pre js: three']);
  });

  it('shows code with its language, and drops what is no name of one', () => {
    expect(shown('```c++\nint x;\n```\n\n```some thing" x\ny\n```').marks).toEqual(['pre c++: int x;', 'pre some: y']);
  });

  it('aligns tables by what a monospaced font makes of them', () => {
    const { text, marks } = shown('| 場所 | Range |\n|---|--:|\n| 👨‍👩‍👧‍👦 | 16.3 |\n| Fundy | 0.3 |');
    expect(text).toBe(
      ['場所  │ Range', '──────┼──────', '👨‍👩‍👧‍👦    │  16.3', 'Fundy │   0.3']
        .join('\n')
        .replace('──────┼──────', '──────┼──────'),
    );
    expect(marks).toEqual([`pre: ${text}`]);
  });

  it('breaks the lines of a wide table within its columns, and writes a very wide one row by row', () => {
    const wide = shown(`| Place | Why |\n|---|---|\n| Fundy | ${'the bay resonates '.repeat(5)}|`).text;
    for (const line of wide.split('\n')) expect(line.length).toBeLessThanOrEqual(40);
    const records = shown(`|${' A |'.repeat(8)}\n|${'---|'.repeat(8)}\n|${' something |'.repeat(8)}`);
    expect(records.text.split('\n')[0]).toBe('A: something');
    expect(records.marks[0]).toBe('bold: A: ');
  });

  it('keeps a table within the columns that a quote has on a phone', () => {
    const table = '| Place | Why |\n|---|---|\n| Bay of Fundy | the bay resonates with the tide |';
    for (const { text, marks } of [shown(table, 'collapsed'), shown(table.replaceAll(/^/gm, '> '))]) {
      expect(marks.some((mark) => mark.startsWith('pre: '))).toBe(true);
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(32);
    }
  });

  it('keeps the links of a table', () => {
    expect(shown('| A |\n|---|\n| [NOAA](https://noaa.gov/) |').marks).toContain('text_link: NOAA → https://noaa.gov/');
  });

  it('shows the true address of a link that lies, and of one that Telegram would not open', () => {
    expect(shown('[bank.example](https://evil.example/)').text).toBe('bank.example (https://evil.example/)');
    expect(shown('[here](tg://user?id=1)')).toEqual({ text: 'here (tg:\u2060//user?id=1)', marks: [] });
    expect(shown('[Ann](mailto:ann@example.org), ann@example.org')).toEqual({
      text: 'Ann (mailto:ann@example.org), ann@example.org',
      marks: [],
    });
  });

  it('resolves references, and shows pictures as links and footnotes as text', () => {
    expect(shown('[a][r] ![Moon][r] b[^n]\n\n[r]: https://example.org/\n\n[^n]: Note')).toEqual({
      text: 'a 🖼 Moon b[n]\n\n[n] Note',
      marks: ['text_link: a → https://example.org/', 'text_link: Moon → https://example.org/'],
    });
  });

  it('formats by HTML where it can, and keeps its words', () => {
    expect(
      shown('one<br>two <b>three</b> <u>4</u> x<sup>2</sup> H<sub>2</sub>O <kbd>Tab</kbd> <!-- five --> <T>'),
    ).toEqual({
      text: 'one\ntwo three 4 x² H₂O Tab  <T>',
      marks: ['bold: three', 'underline: 4', 'code: Tab'],
    });
  });

  it('puts mentions and commands off, and leaves them alone in code', () => {
    expect(shown('@channel /cancel `@channel` a/b x@y.example')).toEqual({
      text: '@\u2060channel /\u2060cancel @channel a/b x@y.example',
      marks: ['code: @channel'],
    });
    expect(shown('[@](https://example.org/)channel').text).toBe('@\u2060channel');
  });

  it('survives what is nested thousands deep', () => {
    for (const mark of ['>', '[', '*a ']) {
      const pages = splitBlocks(renderMarkdown(`${mark.repeat(5000)} deep`));
      expect(pages.at(-1)?.text).toContain('deep');
    }
  });
});
