import { describe, expect, it } from 'vitest';
import { toFileName } from '../../src/activities/file-name.ts';

describe('toFileName', () => {
  it.each([
    ['How tides work?', 'how-tides-work.md'],
    ['Почему небо голубое', 'почему-небо-голубое.md'],
    ['ज्वार-भाटा', 'ज्वार-भाटा.md'],
    ['../../etc/passwd', 'etc-passwd.md'],
    ['  ', 'article.md'],
    ['\u3164\u200b', 'article.md'],
    ['CON', 'article-con.md'],
    ['nul.', 'article-nul.md'],
    [' aux ', 'article-aux.md'],
    ['Prn…', 'article-prn.md'],
    ['COM1', 'article-com1.md'],
    ['com¹', 'article-com¹.md'],
    ['LPT9:', 'article-lpt9.md'],
    ['c\u200bon', 'article-con.md'],
    ['con artist', 'con-artist.md'],
    ['con.txt', 'con-txt.md'],
    ['Icon', 'icon.md'],
    ['COM10', 'com10.md'],
  ])('makes of “%s” a name that every system takes: %s', (title, name) => {
    expect(toFileName(title)).toBe(name);
  });

  it('leaves room for what goes beside it, and cuts between whole characters', () => {
    for (const title of ['潮'.repeat(200), '𠜎'.repeat(200), 'x'.repeat(300)]) {
      const name = toFileName(title, 12);
      expect(name.isWellFormed()).toBe(true);
      expect(Buffer.byteLength(name.replace('.md', '.changes.html'))).toBeLessThan(256);
    }
    expect(toFileName('con', 2)).toBe('article-con-edition-2.md');
  });
});
