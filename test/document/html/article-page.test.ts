import { describe, expect, it } from 'vitest';
import { articlePage } from '../../../src/document/html/article-page.ts';

describe('articlePage', () => {
  it('is one file in which nothing is fetched and nothing runs', () => {
    const page = articlePage({
      title: 'A <b>"x"',
      text: '# A\n\n![p](https://x.example/p.png) <script>alert(1)</script>',
      language: 'en',
    });
    expect(page).toMatch(/^<!doctype html>\n<html lang="en" dir="ltr">/);
    expect(page).toContain('<title>A &lt;b&gt;&quot;x&quot;</title>');
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/<(?:script|img|link|iframe)\b/);
    expect(page).toContain('@media print');
  });

  it('is read from the side of its letters, and names no language that nobody knows', () => {
    expect(articlePage({ title: 'م', text: 'المد والجزر', language: 'auto' })).toContain('<html dir="rtl">');
  });
});
