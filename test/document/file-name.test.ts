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
});
