import { describe, expect, it } from 'vitest';
import { toPlainText } from '../../../src/document/markdown/plain-text.ts';

describe('toPlainText', () => {
  it.each([
    ['# How **tides** work', 'How tides work'],
    ['One\ntwo  \nthree\\\nfour', 'One two\nthree\nfour'],
    ['*a* ~~b~~ `c*d*` [e](https://e.example) ![f](f.png) &lt;g&gt; \\*h\\*', 'a b c*d* e f <g> *h*'],
    [
      'See [tides][t] and <https://x.example>[^1].\n\n[t]: https://t.example\n\n[^1]: The note.',
      'See tides and https://x.example[1].\n\n[1] The note.',
    ],
    ['- a\n  - b\n- [x] c\n- [ ] d\n\n7. e\n8. f', '• a\n  • b\n☑ c\n☐ d\n\n7. e\n8. f'],
    ['| a | b |\n|---|---|\n| c | |', 'a | b\nc |'],
    ['> quote\n\n```js\nlet x;\n```\n\n---\n\nlast', 'quote\n\nlet x;\n\nlast'],
    ['x<!-- hidden --> <b>y</b><br>z', 'x <b>y</b>\nz'],
    ['', ''],
  ])('reads %j', (markdown, text) => {
    expect(toPlainText(markdown)).toBe(text);
  });
});
