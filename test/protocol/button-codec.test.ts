import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Button, decodeButton, encodeButton } from '../../src/protocol/button-codec.ts';
import { decodeScheduleButton } from '../../src/protocol/schedule-button.ts';

const articleId = fc.string({
  unit: fc.constantFrom(...'0123456789abcdefghjkmnpqrstvwxyz'),
  minLength: 16,
  maxLength: 16,
});
const button: fc.Arbitrary<Button> = fc.oneof(
  fc.record(
    {
      kind: fc.constant('decision' as const),
      articleId,
      decision: fc.constantFrom('approve' as const, 'request-changes' as const, 'edit' as const, 'reject' as const),
      draft: fc.record({
        version: fc.integer({ min: 1, max: 999_999 }),
        hash: fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 8, maxLength: 8 }),
      }),
      gate: fc.integer({ min: 1, max: 999_999 }).map((number) => `g${number}`),
    },
    { requiredKeys: ['kind', 'articleId', 'decision', 'draft'] },
  ),
  fc.record(
    {
      kind: fc.constant('bring-back' as const),
      articleId,
      draft: fc.record({
        version: fc.integer({ min: 1, max: 999_999 }),
        hash: fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 8, maxLength: 8 }),
      }),
      gate: fc.integer({ min: 1, max: 999_999 }).map((number) => `g${number}`),
      to: fc.record({
        version: fc.integer({ min: 1, max: 999_999 }),
        hash: fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 8, maxLength: 8 }),
      }),
    },
    { requiredKeys: ['kind', 'articleId', 'draft', 'to'] },
  ),
  fc.record({
    kind: fc.constant('take-over' as const),
    articleId,
    proposal: fc.integer({ min: 1, max: 9999 }),
  }),
  fc.record({
    kind: fc.constant('changes' as const),
    articleId,
    draft: fc.record({
      version: fc.integer({ min: 1, max: 999_999 }),
      hash: fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 8, maxLength: 8 }),
    }),
  }),
  fc.record({ kind: fc.constant('open' as const), articleId }),
  fc.record({ kind: fc.constant('original' as const), articleId }),
  fc.record({
    kind: fc.constant('language' as const),
    articleId,
    language: fc.constantFrom('en', 'pt-BR', 'zh-Hant-TW', 'sr-Cyrl', 'de-CH-1996', 'sl-rozaj-biske-1994'),
  }),
  fc.record(
    {
      kind: fc.constant('translate' as const),
      articleId,
      language: fc.constantFrom('en', 'pt-BR', 'zh-Hant-TW', 'de-CH-1996', 'sl-rozaj-biske-1994'),
      isAgain: fc.constant(true as const),
    },
    { requiredKeys: ['kind', 'articleId', 'language'] },
  ),
  fc.record({
    kind: fc.constant('publish-again' as const),
    articleId,
    target: fc.constantFrom('blog', 'our-2nd-site', 'a'.repeat(30)),
  }),
  fc.record({
    kind: fc.constant('control' as const),
    articleId,
    control: fc.constantFrom(
      'pause' as const,
      'resume' as const,
      'cancel' as const,
      'finish' as const,
      'another' as const,
      'retry' as const,
      'raise' as const,
      'claim' as const,
      'release' as const,
    ),
  }),
);

describe('the button codec', () => {
  it('reads back what it wrote, in at most 64 bytes', () => {
    fc.assert(
      fc.property(button, (pressed) => {
        const text = encodeButton(pressed);
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(64);
        expect(decodeButton(text)).toEqual(pressed);
      }),
    );
  });

  it('refuses everything it could not have written', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const decoded = decodeButton(text);
        expect(decoded === undefined || encodeButton(decoded) === text).toBe(true);
      }),
    );
    for (const text of [
      '',
      'd:0123456789abcdef:a:0:00000000:',
      'd:0123456789abcdef:z:1:00000000:',
      'd:0123456789abcdei:a:1:00000000:',
      'd:0123456789:a:1:00000000:',
      'd:0123456789abcdef:a:1:00000000',
      'd:0123456789abcdef:a:1:00000000:g0',
      'd:0123456789abcdef:a:1:00000000: ',
      'd:0123456789abcdef:a:1e3:00000000:',
      'k:0123456789abcdef:q',
      'p:0123456789abcdef:',
      'p:0123456789abcdef:Blog',
      `p:0123456789abcdef:${'a'.repeat(31)}`,
    ])
      expect(decodeButton(text)).toBeUndefined();
  });

  it('is never taken for a button of a schedule', () => {
    fc.assert(
      fc.property(button, (pressed) => {
        expect(decodeScheduleButton(encodeButton(pressed))).toBeUndefined();
      }),
    );
  });
});
