import { describe, expect, it } from 'vitest';
import { languageCalled } from '../../src/chat/language-called.ts';

describe('the language that somebody means', () => {
  it.each([
    ['de', 'de'],
    ['DE', 'de'],
    ['pt-br', 'pt-BR'],
    ['zh-Hant', 'zh-Hant'],
    ['German', 'de'],
    ['into german', 'de'],
    ['to French', 'fr'],
    ['in Spanish', 'es'],
    ['Brazilian  Portuguese', 'pt-BR'],
    ['немецкий', 'de'],
    ['на немецкий', 'de'],
    ['на немецком', 'de'],
    ['по-немецки', 'de'],
    ['по-английски', 'en'],
    ['На Русский', 'ru'],
    ['хинди', 'hi'],
    ['Norwegian', 'no'],
    ['sr-Latn', 'sr-Latn'],
    ['to', 'to'],
  ])('%s is %s', (typed, tag) => {
    expect(languageCalled(typed)).toBe(tag);
  });

  it.each(['', ' ', 'klingonese', 'xx', 'de de', '??', 'x'.repeat(500)])('is not found in “%s”', (typed) => {
    expect(languageCalled(typed)).toBeUndefined();
  });
});
