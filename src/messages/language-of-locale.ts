import type { InterfaceLanguage } from '../protocol/article.ts';
import { interfaceLanguages } from './messages.ts';

/** The language of a locale as systems and chats name it: `ru_RU.UTF-8`, `ru`, `pt-br`. English when there is no dictionary for it. */
export function languageOfLocale(locale = ''): InterfaceLanguage {
  const tag = locale
    .replace(/[.@].*$/, '')
    .replaceAll('_', '-')
    .toLowerCase();
  const languages = interfaceLanguages();
  return (
    languages.find((language) => language.toLowerCase() === tag) ??
    languages.find((language) => baseOf(language) === baseOf(tag)) ??
    'en'
  );
}

function baseOf(tag: string): string {
  return tag.split('-', 1)[0] ?? tag;
}
