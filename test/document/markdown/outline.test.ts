import { describe, expect, it } from 'vitest';
import { outlineOf } from '../../../src/document/markdown/outline.ts';

const ARTICLE = `# How tides work

The moon pulls the water. The water follows it.

Twice a day the sea comes in. Twice a day it goes out again. See [the moon][m].

## Moon *and* Sun

Both pull.

### \`Springs\`

[m]: https://moon.example`;

describe('outlineOf', () => {
  it('is the whole text when that is short enough', () => {
    const { opening, isWhole, words } = outlineOf(ARTICLE, 1_000);
    expect({ opening, isWhole, words }).toEqual({ opening: ARTICLE, isWhole: true, words: 35 });
  });

  it('opens with whole blocks, and names all headings but the title', () => {
    expect(outlineOf(ARTICLE, 120)).toEqual({
      opening: '# How tides work\n\nThe moon pulls the water. The water follows it.',
      headings: ['Moon and Sun', 'Springs'],
      words: 35,
      isWhole: false,
    });
  });

  it('opens with whole sentences when the first paragraph is too long', () => {
    expect(outlineOf(`# Tides\n\n${'The sea comes in. '.repeat(9)}`, 70).opening).toBe(
      '# Tides\n\nThe sea comes in. The sea comes in. The sea comes in.',
    );
  });

  it('takes the addresses of its links along', () => {
    const { opening } = outlineOf(ARTICLE, 200);
    expect(opening).toContain('See [the moon][m].');
    expect(opening).toMatch(/\n\[m\]: https:\/\/moon\.example$/);
    expect(opening.length).toBeLessThanOrEqual(200);
  });

  it('counts the words of languages that put no space between them', () => {
    expect(outlineOf('短い文章です。', 100).words).toBeGreaterThan(1);
    expect(outlineOf('', 100)).toEqual({ opening: '', headings: [], words: 0, isWhole: true });
  });
});
