import { describe, expect, it } from 'vitest';
import { freshPassages } from '../../src/activities/fresh-passages.ts';
import { cpuMs } from '../support/cpu-ms.ts';

const BEFORE = '# Tides\n\nThe sea rises.\n\n## Why\n\nThe Moon pulls.\n\n- one\n- two\n';

describe('what a person wrote', () => {
  it.each([
    ['nothing', BEFORE, ''],
    ['nothing, in another order and with other empty lines', '## Why\r\n \r\n\r\nThe Moon pulls.\n\n# Tides\n', ''],
    ['nothing, when it only takes away', '# Tides\n\nThe sea rises.\n', ''],
    ['a paragraph', BEFORE.replace('## Why', 'It is 97% cheese.\n\n## Why'), 'It is 97% cheese.'],
    ['a sentence, with its paragraph', BEFORE.replace('rises.', 'rises. Always.'), 'The sea rises. Always.'],
    ['all of it', 'Another text.\n\nOf two paragraphs.', 'Another text.\n\nOf two paragraphs.'],
  ])('is %s', (_what, text, fresh) => {
    expect(freshPassages(text, BEFORE)).toBe(fresh);
  });

  it('is found in time that grows with the text', () => {
    const started = cpuMs();
    freshPassages(`${'\n'.repeat(200_000)}${' '.repeat(200_000)}x${'\n \n'.repeat(100_000)}`, ' \n'.repeat(300_000));
    expect(cpuMs() - started).toBeLessThan(2000);
  });
});
