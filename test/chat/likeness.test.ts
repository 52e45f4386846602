import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likeness } from '../../src/chat/likeness.ts';

/** As the settings are shipped. */
const ALIKE = 0.7;

describe('two topics', () => {
  it.each([
    ['How tides work', 'How do the tides work?'],
    ['How tides work', 'how tides WORK'],
    ['The tide and the Moon', 'Tides and moons'],
    ['Как устроены приливы', 'как устроен прилив'],
    ['Новости рынка жилья', 'О новостях рынка жилья'],
    ['Results of Q3 2026', 'Q3 2026 results'],
    ['潮汐是怎样形成的', '潮汐是怎样形成的？'],
  ])('are alike: %s · %s', (one, other) => {
    expect(likeness(one, other)).toBeGreaterThanOrEqual(ALIKE);
  });

  it.each([
    ['How tides work', 'How bread is made'],
    ['Results of Q3 2026', 'Results of Q4 2026'],
    ['Market news of Berlin', 'Market news of Paris'],
    ['How tides work', 'How tides work in the Baltic Sea and what sailors make of it'],
    ['Как устроены приливы', 'Как устроен банк'],
    ['The', 'A'],
    ['', 'How tides work'],
  ])('are not: %s · %s', (one, other) => {
    expect(likeness(one, other)).toBeLessThan(ALIKE);
  });

  it('are as alike the one way as the other, between 0 and 1, and a topic is like itself', () => {
    const words = fc.array(fc.constantFrom('tides', 'moon', 'sea', '2026', 'приливы', 'banking'), { minLength: 1 });
    fc.assert(
      fc.property(words, words, (one, other) => {
        const alike = likeness(one.join(' '), other.join(' '));
        expect(alike).toBeGreaterThanOrEqual(0);
        expect(alike).toBeLessThanOrEqual(1);
        expect(likeness(other.join(' '), one.join(' '))).toBe(alike);
        expect(likeness(one.join(' '), one.join(' '))).toBe(1);
      }),
    );
  });
});
