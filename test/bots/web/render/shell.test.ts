import { describe, expect, it } from 'vitest';
import { drawShell } from '../../../../bots/web/render/shell.ts';

describe('the page before its script', () => {
  it('has no script of its own and takes every word for text', () => {
    const html = drawShell({ language: 'ru', title: '</title><script>x', script: '/a"b.js', style: '/a.css' });
    expect(html).toContain('<html lang="ru">');
    expect(html).toContain('<title>&lt;/title>&lt;script>x</title>');
    expect(html).toContain('src="/a&quot;b.js"></script>');
    expect(html.match(/<script/g)).toHaveLength(1);
  });
});
