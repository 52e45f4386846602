import { describe, expect, it } from 'vitest';
import { toHtml } from '../../../src/document/html/to-html.ts';
import { HOSTILE_SHAPES, HOSTILE_TEXTS, hostileText } from '../hostile-texts.ts';

describe('toHtml', () => {
  it('sets what Markdown has: headings, lists, tables, code, quotes and breaks', () => {
    const html = toHtml({
      text: '# *Tides*\n\n> Rise.\n\n1. one\n2. two\n\n- [x] done\n\n| a | b |\n|--|-:|\n| 1 | 2 |\n\n```js\na < b\n```\n\nH<sub>2</sub>O',
    });
    expect(html).toContain('<h1 dir="auto"><em>Tides</em></h1>');
    expect(html).toContain('<blockquote dir="auto">\n<p dir="auto">Rise.</p>');
    expect(html).toContain('<ol>\n<li dir="auto">one</li>');
    expect(html).toContain('<input type="checkbox" checked disabled> done');
    expect(html).toContain('<td align="right" dir="auto">2</td>');
    expect(html).toContain('<code class="language-js">a &#x3C; b\n</code>');
    expect(html).toContain('H<sub>2</sub>O');
  });

  it.each([
    ['a script', '<script>alert(1)</script> x'],
    ['an event', '<img src=x onerror=alert(1)> x'],
    ['a script behind a link', '[x](javascript:alert(1))'],
    ['a script behind a reference', '[x][1]\n\n[1]: javascript:alert(1)'],
    ['data behind a link', '[x](data:text/html,<script>1</script>)'],
    ['somebody else’s name before the host', '[x](https://bank.example@evil.example/)'],
    ['a frame', '<iframe src="https://evil.example"></iframe>x'],
    ['a style', '<p style="position:fixed" class="x" id="page">x</p>'],
    ['a form', '<form action="https://evil.example"><input name=a></form>x'],
  ])('lets %s in as words alone', (_, text) => {
    const html = toHtml({ text });
    expect(html).not.toMatch(/<(?!\/?p\b)/);
    expect(html).not.toMatch(/<[^>]*(?:href|src|on\w+|style|id|class)=/);
    expect(html).toContain('x');
  });

  it('fetches no picture: it is a link with its words', () => {
    expect(toHtml({ text: '![The Moon](https://x.example/moon.png)' })).toBe(
      '<p dir="auto"><a href="https://x.example/moon.png" rel="noopener noreferrer nofollow">The Moon</a></p>',
    );
  });

  it('shows the true address behind words that name another one', () => {
    expect(toHtml({ text: '[bank.example](https://evil.example)' })).toContain('</a> (https://evil.example/)');
  });

  it('leads from a citation to its source on the page, and nowhere else on it', () => {
    expect(toHtml({ text: 'a[\\[1\\]](#source-1)' })).toContain('a<a href="#source-1" class="citation">[1]</a>');
    expect(toHtml({ text: '[a](#other)' })).toBe('<p dir="auto">a</p>');
  });

  it('says what notes are in the words that it is given, with ids of their own for each text', () => {
    const html = toHtml({ text: 'a[^1]\n\n[^1]: b', prefix: 's1-', words: { notes: 'Примечания', back: 'Назад к' } });
    expect(html).toContain('<h2 class="sr-only" dir="auto">Примечания</h2>');
    expect(html).toContain('href="#s1-fn-1" id="s1-fnref-1"');
    expect(html).toContain('id="s1-fn-1"');
    expect(html).toContain('aria-label="Назад к 1"');
  });

  it('marks passages across emphasis and citations, and names all that overlap', () => {
    const html = toHtml({
      text: 'Water **rises**[\\[1\\]](#source-1) and falls. It rests.',
      passages: [
        { id: 'c1', words: 'Water rises and falls.' },
        { id: 'f2', words: 'rises and' },
        { id: 'x3', words: 'stands nowhere' },
      ],
    });
    expect(html).toBe(
      '<p dir="auto"><span class="passage" data-passage="c1">Water </span><strong><span class="passage" data-passage="c1 f2">rises</span></strong><a href="#source-1" class="citation">[1]</a><span class="passage" data-passage="c1 f2"> and</span><span class="passage" data-passage="c1"> falls.</span> It rests.</p>',
    );
  });

  it('marks a passage in a point of a list, whose points are blocks of their own', () => {
    const html = toHtml({ text: '- One thing\n- Another thing', passages: [{ id: 'c1', words: 'Another thing' }] });
    expect(html).toContain('<li dir="auto"><span class="passage" data-passage="c1">Another thing</span></li>');
  });

  it.each([
    ...Object.keys(HOSTILE_TEXTS).map((name): [string, string] => [name, hostileText(name, 10_000)]),
    ...Object.entries(HOSTILE_SHAPES).map(([name, make]): [string, string] => [name, make(10_000)]),
  ])('sets %s', (_, text) => {
    expect(toHtml({ text, passages: [{ id: 'c1', words: text.slice(0, 200) }] })).not.toMatch(/<script/i);
  });
});
