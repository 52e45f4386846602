import type { InterfaceLanguage } from '../protocol/article.ts';

/** The language of a locale as systems and chats name it: `ru_RU.UTF-8`, `ru`, `en-US`. English when unknown. */
export function languageOfLocale(locale: string | undefined): InterfaceLanguage {
  return locale !== undefined && /^ru\b|^ru_/i.test(locale) ? 'ru' : 'en';
}
