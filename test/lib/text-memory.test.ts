import { describe, expect, it } from 'vitest';
import { createTextMemory } from '../../src/lib/text-memory.ts';

/** How many of these texts are still known, once all have been. */
function keptOf(count: number, chars: number): number {
  const memory = createTextMemory<string>();
  const texts = Array.from({ length: count }, (_, nth) => String(nth).padEnd(chars, '.'));
  for (const text of texts) memory.set(text, 'made of it');
  return texts.filter((text) => memory.get(text) !== undefined).length;
}

describe('what is remembered of texts', () => {
  it.each([
    ['articles, the last 64', 500, 6000, 64],
    ['long ones, as many as have four million characters', 100, 200_000, 19],
    ['the longest that anybody may hand in, three', 10, 1_000_000, 3],
  ])('is, of %s', (_, count, chars, kept) => {
    expect(keptOf(count, chars)).toBe(kept);
  });

  it('is what was used last', () => {
    const memory = createTextMemory<string>();
    for (let nth = 0; nth < 64; nth += 1) memory.set(`text ${nth}`, 'made of it');
    memory.get('text 0');
    memory.set('one more', 'made of it');
    expect([memory.get('text 0'), memory.get('text 1')]).toEqual(['made of it', undefined]);
  });
});
