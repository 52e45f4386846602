import { describe, expect, it } from 'vitest';
import { findWords } from '../../../../../../bots/web/page/views/article/find-words.ts';

describe('words in a text that lies in pieces', () => {
  const pieces = ['The sea is ', 'stretched', ', not\nlifted.', 'Next.'];

  it('are found across pieces, however they are spaced', () => {
    expect(findWords(pieces, 'is stretched, not lifted')).toEqual({
      from: { piece: 0, offset: 8 },
      to: { piece: 2, offset: 12 },
    });
    expect(findWords(pieces, ' lifted. Next ')).toEqual({ from: { piece: 2, offset: 6 }, to: { piece: 3, offset: 4 } });
  });

  it('are not found where they do not stand', () => {
    expect(findWords(pieces, 'is not lifted')).toBeUndefined();
    expect(findWords(pieces, ' \n')).toBeUndefined();
    expect(findWords([], 'x')).toBeUndefined();
  });
});
