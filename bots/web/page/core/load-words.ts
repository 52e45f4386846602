import loaders from 'virtual:dictionaries';
import { remember } from './remember.ts';
import { type PageWords, speak } from './words.ts';

/** Those in which the page can speak. */
export const LANGUAGES: readonly string[] = Object.keys(loaders);

/** Fetches the words of a language and speaks it: English where there is none. */
export async function speakLanguage(language: string): Promise<void> {
  const load = loaders[language] ?? loaders['en'];
  if (load === undefined) return;
  const module = await load();
  // Either is whole: the operator's was looked at when the process began.
  speak((module.dictionary ?? module.default) as PageWords);
  document.documentElement.lang = language;
}

/** Speaks it from now on, here and when the page is opened again. */
export async function chooseLanguage(language: string): Promise<void> {
  remember('copydesk-language', language);
  await speakLanguage(language);
}

/** As its speakers call it: whoever looks for theirs may not read the one that is shown. */
export function ownNameOf(language: string, otherwise: (tag: string) => string): string {
  return new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? otherwise(language);
}
