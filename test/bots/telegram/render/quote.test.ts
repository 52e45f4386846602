import { describe, expect, it } from 'vitest';
import { quoteOf } from '../../../../bots/telegram/render/quote.ts';

describe('the quote of a message', () => {
  it.each<[string, string, string | undefined]>([
    ['none of a short line', 'How tides work', undefined],
    ['none of white space', ' \n', undefined],
    ['none of a line of 64 characters', 'x'.repeat(64), undefined],
    ['the first line of several', 'How tides work\nFor children\nShort', 'How tides work'],
    ['the first line without what Telegram trims', '  How tides work  \nFor children', 'How tides work'],
    [
      'the words that a line takes',
      `How tides work ${'and so on '.repeat(20)}`,
      'How tides work and so on and so on and so on and so on and so on',
    ],
    ['as much of one long word as fits', 'x'.repeat(100), 'x'.repeat(64)],
    ['no half of a character', `${'x'.repeat(63)}👩‍👩‍👧${'y'.repeat(9)}`, 'x'.repeat(63)],
  ])('is %s', (_what, text, quote) => {
    expect(quoteOf(text)?.text).toBe(quote);
    if (quote !== undefined) expect(text).toContain(quote);
  });

  it('has those marks of the message by which Telegram finds it, where they are in the quote', () => {
    const text = '  How tides work\nFor children';
    const quote = quoteOf(text, [
      { type: 'bold', offset: 0, length: 5 },
      { type: 'code', offset: 6, length: 5 },
      { type: 'italic', offset: 12, length: 10 },
      { type: 'bold', offset: 17, length: 3 },
    ]);
    expect(quote).toEqual({
      text: 'How tides work',
      entities: [
        { type: 'bold', offset: 0, length: 3 },
        { type: 'italic', offset: 10, length: 4 },
      ],
    });
  });
});
