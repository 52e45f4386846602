import { describe, expect, it } from 'vitest';
import { articleHtml } from '../../../src/document/html/article-html.ts';

describe('articleHtml', () => {
  it('keeps what Markdown says, pictures too, and leads nowhere but to the web', () => {
    expect(
      articleHtml(
        '## Tides\n\n- one\n- ~~two~~\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n![sea](https://example.com/sea.png) [here](https://example.com/a?b=1&c=2) [gone](javascript:alert(1)) ![x](data:image/png;base64,AA)\n\n```js\n1 < 2\n```\n',
      ),
    ).toBe(
      `<h2>Tides</h2>
<ul>
<li>one</li>
<li><del>two</del></li>
</ul>
<table>
<thead>
<tr>
<th>a</th>
<th align="right">b</th>
</tr>
</thead>
<tbody>
<tr>
<td>1</td>
<td align="right">2</td>
</tr>
</tbody>
</table>
<p><img src="https://example.com/sea.png" alt="sea"> <a href="https://example.com/a?b=1&#x26;c=2">here</a> gone </p>
<pre><code class="language-js">1 &#x3C; 2
</code></pre>`,
    );
  });

  it('runs nothing that somebody has written', () => {
    expect(
      articleHtml('<script>alert(1)</script><img src=x onerror=alert(1)>\n\n<b onclick=x>bold</b> <style>p{}</style>'),
    ).toBe('<p>&#x3C;script>alert(1)&#x3C;/script></p>\n<p><strong>bold</strong> &#x3C;style>p{}&#x3C;/style></p>');
  });
});
