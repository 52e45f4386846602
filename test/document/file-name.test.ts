import { describe, expect, it } from 'vitest';
import { draftFileStem, toFileName } from '../../src/document/file-name.ts';

describe('file names', () => {
  it('are those of the article, whatever script it is in', () => {
    expect(toFileName('How tides work')).toBe('how-tides-work.md');
    expect(toFileName('How tides work', 2)).toBe('how-tides-work-edition-2.md');
    expect(draftFileStem('How tides work', { version: 3 })).toBe('how-tides-work-draft-3');
    expect(draftFileStem('How tides work', { version: 1, outline: true })).toBe('how-tides-work-outline-1');
    expect(draftFileStem('Как устроены приливы', { version: 12 }, 2)).toBe('как-устроены-приливы-edition-2-draft-12');
    expect(draftFileStem('???', { version: 1 })).toBe('article-draft-1');
  });

  it('are no path, and keep to what a file system takes, however long the topic', () => {
    const stem = draftFileStem(`../../etc/passwd ${'волна '.repeat(200)}`, { version: 4 });
    expect(stem).toMatch(/^etc-passwd-[\p{L}-]+-draft-4$/u);
    expect(Buffer.byteLength(stem)).toBeLessThan(220);
  });

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
  ])('of “%s” are a name that every system takes: %s', (title, name) => {
    expect(toFileName(title)).toBe(name);
  });

  it('leave room for what goes beside them, and are cut between whole characters', () => {
    for (const title of ['潮'.repeat(200), '𠜎'.repeat(200), 'x'.repeat(300)]) {
      const name = toFileName(title, 12);
      expect(name.isWellFormed()).toBe(true);
      expect(Buffer.byteLength(name.replace('.md', '.changes.html'))).toBeLessThan(256);
    }
    expect(toFileName('con', 2)).toBe('article-con-edition-2.md');
  });
});
