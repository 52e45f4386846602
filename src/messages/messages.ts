import type { InterfaceLanguage } from '../protocol/article.ts';
import { en } from './en.ts';
import { ru } from './ru.ts';

/**
 * Every sentence the product says, in one language. Plain text without markup: whoever shows it escapes and formats it.
 * Parameters that people or models wrote are put in as they are.
 */
export type Messages = typeof en;

const DICTIONARIES: Readonly<Record<InterfaceLanguage, Messages>> = { en, ru };

export function messages(language: InterfaceLanguage): Messages {
  return DICTIONARIES[language];
}
