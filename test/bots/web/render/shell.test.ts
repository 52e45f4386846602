import { describe, expect, it } from 'vitest';
import { drawShell } from '../../../../bots/web/render/shell.ts';

const PAGE = {
  script: 'a"b.js',
  style: 'a.css',
  words: { en: 'en-1.js', ru: 'ru-1.js' },
  fonts: { latin: ['latin-1.woff2'], cyrillic: ['cyrillic-1.woff2'] },
};

describe('the page before its script', () => {
  it('has no script of its own and takes every word for text', () => {
    const html = drawShell({ language: 'en', theme: 'auto', page: PAGE, first: ['/"><script>x'] });
    expect(html).toContain('src="/assets/a&quot;b.js"></script>');
    expect(html).toContain('href="/&quot;&gt;&lt;script&gt;x"');
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).not.toMatch(/ style=| on\w+=/);
  });

  it('fetches at once what its script will ask for: words, letters and data', () => {
    const html = drawShell({ language: 'ru', theme: 'dark', page: PAGE, first: ['/session'] });
    expect(html).toContain('<html lang="ru" data-theme="dark">');
    expect(html).toContain('<link rel="modulepreload" href="/assets/ru-1.js">');
    expect(html).toContain('href="/assets/cyrillic-1.woff2" crossorigin');
    expect(html).toContain('<link rel="preload" as="fetch" href="/session" crossorigin>');
    expect(drawShell({ language: 'en', theme: 'auto', page: PAGE, first: [] })).not.toContain('cyrillic-1');
  });

  it('says what is to be said in the language of whoever opens it', () => {
    expect(drawShell({ language: 'ru', theme: 'auto', page: PAGE, first: [] })).toContain(
      'Этой странице нужен JavaScript',
    );
    // Of a dictionary that the operator added since the page was built, the English words are fetched.
    expect(drawShell({ language: 'de', theme: 'auto', page: PAGE, first: [] })).toContain('/assets/en-1.js');
  });
});
