import type { InterfaceLanguage } from '../protocol/article.ts';

/** Each language in itself: who looks for theirs may not read the other. */
export const LANGUAGE_NAMES = { en: 'English', ru: 'Русский' } as const satisfies Record<InterfaceLanguage, string>;
