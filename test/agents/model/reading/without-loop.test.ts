import { describe, expect, it } from 'vitest';
import { withoutLoop } from '../../../../src/agents/model/reading/without-loop.ts';
import { cpuMs } from '../../../support/cpu-ms.ts';

const TEXT = '# Tides\n\nThe Moon pulls at the water, and the Earth turns beneath it. ';

describe('a text that goes round in circles', () => {
  it.each([
    ['a sentence', 'It is just one example. '],
    ['lines', 'The world is changing.\n\nThe world is changing fast.\n\n'],
    ['a word', 'tide '],
    ['characters', '- '],
  ])('says %s once', (_what, piece) => {
    expect(withoutLoop(`${TEXT}${piece.repeat(120)}${piece.slice(0, 1)}`).length).toBeLessThanOrEqual(
      TEXT.length + 2 * piece.length,
    );
    expect(withoutLoop(`${TEXT}${piece.repeat(120)}`)).toContain(TEXT.trim());
  });

  it('is any other that ends as it likes', () => {
    for (const text of [
      '',
      TEXT,
      `${TEXT}${'ha '.repeat(20)}`,
      `${TEXT}${'It is one example. '.repeat(4)}`,
      `${'one '.repeat(100)}${TEXT}`,
    ])
      expect(withoutLoop(text)).toBe(text);
  });

  it('takes no longer to find than the text is long', () => {
    const started = cpuMs();
    withoutLoop('ab'.repeat(500_000));
    withoutLoop(`${'a'.repeat(500_000)}b`);
    expect(cpuMs() - started).toBeLessThan(1000);
  });
});
