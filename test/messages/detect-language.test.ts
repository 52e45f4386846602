import { describe, expect, it } from 'vitest';
import { detectLanguage, languageOfLocale } from '../../src/messages/detect-language.ts';

describe('detectLanguage', () => {
  it.each([
    ['How tides work', 'en'],
    ['Как устроены приливы', 'ru'],
    ['Как работает Kubernetes', 'ru'],
    ['The word “спутник” in English', 'en'],
    ['Wie Gezeiten entstehen', 'en'],
    ['2026', 'en'],
    ['', 'en'],
  ])('takes “%s” for %s', (text, language) => {
    expect(detectLanguage(text)).toBe(language);
  });
});

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
