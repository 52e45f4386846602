import type { InterfaceLanguage } from '../protocol/article.ts';

/** From this share of Cyrillic among its letters on, a text is taken for Russian: «Как работает Kubernetes» has Latin names in it. */
const CYRILLIC_SHARE = 0.4;

/** The language of a text that a person typed, among those the product speaks. English when it has no letters. */
export function detectLanguage(text: string): InterfaceLanguage {
  const letters = text.match(/\p{Letter}/gu)?.length ?? 0;
  const cyrillic = text.match(/\p{Script=Cyrillic}/gu)?.length ?? 0;
  return letters > 0 && cyrillic / letters >= CYRILLIC_SHARE ? 'ru' : 'en';
}

/** The language of a locale as systems and chats name it: `ru_RU.UTF-8`, `ru`, `en-US`. English when unknown. */
export function languageOfLocale(locale: string | undefined): InterfaceLanguage {
  return locale !== undefined && /^ru\b|^ru_/i.test(locale) ? 'ru' : 'en';
}
