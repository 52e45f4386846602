import type { InterfaceLanguage } from '../protocol/article.ts';

/** A language as it calls itself: who looks for theirs may not read another. */
export function languageName(language: InterfaceLanguage): string {
  const [first = '', ...rest] = new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language;
  return first.toLocaleUpperCase(language) + rest.join('');
}
