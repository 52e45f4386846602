import { describe, expect, it } from 'vitest';
import { readPersonAsked } from '../../../worker/person/asked.ts';

describe('npm run person', () => {
  it.each(['slack:T024BE7LH:U024BE7LH', 'telegram:123456789', 'web:ann@example.com'])('takes %s', (key) => {
    expect(readPersonAsked(['export', key])).toEqual({ kind: 'export', key });
    expect(readPersonAsked(['erase', key])).toEqual({ kind: 'erase', key, isMeant: false });
    expect(readPersonAsked(['erase', key, '--yes'])).toEqual({ kind: 'erase', key, isMeant: true });
  });

  it.each([
    [[], 'Say export or erase, and whom'],
    [['export', 'telegram:1', '--yes'], '--yes goes with erase'],
    [['export'], 'Say whom as slack:'],
    [['export', 'Ann'], 'Say whom as slack:'],
    [['export', 'slack:T1:group:S1'], 'Say whom as slack:'],
    [['export', 'telegram:1', 'telegram:2'], 'Say export or erase, and whom'],
    [['forget', 'telegram:1'], 'Say export or erase, and whom'],
  ])('refuses %j', (args, words) => {
    expect(() => readPersonAsked(args)).toThrow(words);
  });
});
