import type { InterfaceLanguage } from '../protocol/article.ts';
import { en } from './en.ts';
import { ru } from './ru.ts';

/**
 * Every sentence the product says, in one language. Plain text without markup: whoever shows it escapes and formats it.
 * Parameters that people or models wrote are put in as they are.
 */
export type Messages = typeof en;

const DICTIONARIES = new Map<InterfaceLanguage, Messages>([
  ['en', en],
  ['ru', ru],
]);

/** English for a language whose dictionary is gone. */
export function messages(language: InterfaceLanguage): Messages {
  return DICTIONARIES.get(language) ?? en;
}

/** Those that can be chosen, the shipped ones first. */
export function interfaceLanguages(): readonly InterfaceLanguage[] {
  return [...DICTIONARIES.keys()];
}

/** Once, before anything is said. In place of a dictionary that is shipped, where it is of its language. */
export function addDictionaries(dictionaries: ReadonlyMap<InterfaceLanguage, Messages>): void {
  for (const [language, dictionary] of dictionaries) DICTIONARIES.set(language, dictionary);
}
