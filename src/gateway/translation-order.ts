import type { Actor } from '../protocol/actor.ts';
import type { ArticleRequest, InterfaceLanguage } from '../protocol/article.ts';
import type { ArticleSettings } from '../protocol/settings.ts';
import type { Thread } from '../protocol/thread.ts';
import { languageRules, type Translates } from '../protocol/translation.ts';

/** What a bot hands over to have a delivered article translated. */
export interface TranslationOrder {
  readonly original: Omit<Translates, 'research'>;
  /** How many sources were read for it, and how many could not be. Absent: it has none. */
  readonly sources?: { readonly read: number; readonly failed: number };
  /** How many translations of this very text into the language came to nothing: whoever asks at the same moment asks for the same one. */
  readonly failed: number;
  /** Of the original, in the language of the translation. */
  readonly request: ArticleRequest;
  /** Who asked for the translation. */
  readonly requester: Actor;
  readonly thread: Thread;
  readonly language: InterfaceLanguage;
}

/** The order as the workflow takes it: what may be cited is stored under a name of its own. */
export function toTranslates({ original, sources }: TranslationOrder, articleId: string): Translates {
  return {
    ...original,
    ...(sources !== undefined && { research: { researchId: `${articleId}.research`, ...sources } }),
  };
}

/**
 * A translation has the plan, the sources and the facts of its original: nothing is outlined, read or checked anew. Who decides about it may
 * be somebody else. It is not translated itself.
 * @param template of the original
 */
export function translationRules(
  { approval, translations, ...rules }: ArticleSettings,
  template: string | undefined,
): ArticleSettings {
  const { outline: _, ...deciding } = approval;
  const { approvers } = languageRules(translations, template);
  const { voting: __, ...alone } = deciding;
  return {
    ...rules,
    approval: approvers === undefined ? deciding : { ...alone, approvers },
    adaptive: [],
    research: { when: 'never', hasSearch: false },
  };
}
