import { describe, expect, it } from 'vitest';
import { languageOfLocale } from '../../src/messages/language-of-locale.ts';

describe('languageOfLocale', () => {
  it.each([
    ['ru_RU.UTF-8', 'ru'],
    ['ru', 'ru'],
    ['ru-RU', 'ru'],
    ['RU', 'ru'],
    ['en_GB.UTF-8', 'en'],
    ['run', 'en'],
    ['C', 'en'],
    [undefined, 'en'],
  ])('takes %s for %s', (locale, language) => {
    expect(languageOfLocale(locale)).toBe(language);
  });
});
