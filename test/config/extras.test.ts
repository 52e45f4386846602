import { describe, expect, it } from 'vitest';
import { extrasSchema, toExtras } from '../../src/config/extras-schema.ts';

const faultOf = (given: unknown): string | undefined => extrasSchema.safeParse(given).error?.issues[0]?.message;

describe('article_workflow.extras', () => {
  it('is nothing unless it is said', () => {
    expect(extrasSchema.parse(undefined)).toEqual([]);
  });

  it('names each text with its length', () => {
    const given = ['summary', 'seo', { social: { x: 280, linkedin: 1300, telegram: 900 } }];
    expect(toExtras(extrasSchema.parse(given))).toEqual([
      { name: 'summary', maxChars: 300 },
      { name: 'seo_title', maxChars: 60 },
      { name: 'seo_description', maxChars: 160 },
      { name: 'x', maxChars: 280 },
      { name: 'linkedin', maxChars: 1300 },
      { name: 'telegram', maxChars: 900 },
    ]);
    expect(toExtras(extrasSchema.parse(['alt_texts']))).toEqual([{ name: 'alt_texts', maxChars: 120 }]);
  });

  it.each<[string, unknown, string]>([
    ['no list', 'summary', 'must be a list such as [summary, seo]'],
    ['an unknown text', ['sumary'], 'must be one of summary, seo, alt_texts, or social'],
    ['something twice', ['seo', 'seo'], 'names something twice'],
    ['two lists of channels', [{ social: { x: 280 } }, { social: { y: 280 } }], 'names something twice'],
    ['a channel called as a text is', [{ social: { summary: 280 } }], 'called like another extra'],
    [
      'more than a card holds',
      ['summary', 'seo', 'alt_texts', { social: { blog: 2000 } }],
      'may have 3240 characters in all, and 3000 are the most',
    ],
  ])('refuses %s', (_, given, fault) => {
    expect(faultOf(given)).toContain(fault);
  });

  it('refuses a length that no post has, and a channel that nobody can type', () => {
    expect(extrasSchema.safeParse([{ social: { x: 5 } }]).success).toBe(false);
    expect(extrasSchema.safeParse([{ social: { 'My Blog': 280 } }]).success).toBe(false);
    expect(extrasSchema.safeParse([{ social: { x: 280 }, more: 1 }]).success).toBe(false);
  });
});
