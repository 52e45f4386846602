import { describe, expect, it } from 'vitest';
import { diffPage } from '../../../src/document/diff/diff-page.ts';

describe('the page of a difference', () => {
  const page = diffPage({
    language: 'ru',
    title: 'Правка: <script>alert(1)</script>',
    lines: ['1 & 2'],
    parts: [
      { kind: 'same', text: 'Прилив ' },
      { kind: 'removed', text: '<img src=x onerror=alert(1)>' },
      { kind: 'added', text: '"падает"\u202e' },
    ],
    section: {
      title: 'Предложения',
      items: [{ heading: 'отрицание', parts: [{ kind: 'added', text: '</div><a href="x">' }] }],
    },
  });

  it('marks what went and what came', () => {
    expect(page).toContain('Прилив <del>');
    expect(page).toContain('<ins>&quot;падает&quot;');
    expect(page).toContain('<html lang="ru">');
    expect(page).toContain('<h3>отрицание</h3>');
  });

  it('has no markup but its own, fetches nothing and turns no words around', () => {
    expect(page).not.toMatch(/<(?:script|img|a)\b/);
    expect(page).not.toContain('\u202e');
    expect(page).toContain("default-src 'none'");
  });
});
