import type { ReadSources } from './activities.ts';
import type { Approver } from './settings.ts';

/** An article that is a translation of a delivered one. Part of its input, and immutable like it. */
export interface Translates {
  /** The article that was the first edition of what is translated. */
  readonly first: string;
  /** The article whose delivered text is translated. */
  readonly articleId: string;
  /** 1, 2, …: which edition of it that is. */
  readonly edition: number;
  /** SHA-256 of that text, with its citations as the writer marks them, hex. */
  readonly sha256: string;
  /** BCP 47, of that text; the article's own is in its request. */
  readonly language: string;
  /** What had been read for it: it may be cited here, too. Absent: nothing. */
  readonly research?: ReadSources;
  /** It goes on from an earlier translation, as its next edition: what stands there for sections that have not changed stays. */
  readonly again?: EarlierTranslation;
  /** Names the wish for it: asked for again by the same click or message, it is found. */
  readonly asked: string;
}

export interface EarlierTranslation {
  /** The article that was its first edition. */
  readonly first: string;
  readonly articleId: string;
  readonly edition: number;
}

/** What the settings say of translations. */
export interface TranslationRules extends LanguageRules {
  /** What holds instead for articles of a template, by its id. */
  readonly templates: Readonly<Record<string, LanguageRules>>;
}

interface LanguageRules {
  /** BCP 47 tags: into these it is translated by itself, once it is delivered. */
  readonly languages: readonly string[];
  /** Who decides about its translations, each of them alone. Absent: as for other articles. */
  readonly approvers?: readonly Approver[];
}

/** @param template of the original; absent: it has none */
export function languageRules(rules: TranslationRules | undefined, template: string | undefined): LanguageRules {
  const { templates = {}, ...all } = rules ?? { languages: [] };
  return (template === undefined ? undefined : templates[template]) ?? all;
}

/** What an article is a translation of, as cards and lists say it. */
export interface TranslationOf {
  /** BCP 47, as `into`. */
  readonly from: string;
  readonly into: string;
  /** Which edition of the original it translates. */
  readonly of: number;
  /** A later one that was delivered since: it is stale. Absent: there is none. */
  readonly newer?: number;
}

export const DIFFERENCE_KINDS = ['structure', 'code', 'links', 'citations', 'numbers'] as const;

/** What of a text has to be in its translation as it is, and is not, or stands there and is not in the text. */
export interface TranslationDifference {
  /**
   * `structure`: headings, paragraphs, lists, tables, quotations and code, in their order · `code`: what stands in blocks of it · `links`:
   * addresses of links and pictures · `citations`: notes and footnotes · `numbers`: written in digits.
   */
  readonly kind: (typeof DIFFERENCE_KINDS)[number];
  /** As the text has it; at most {@link MAX_DIFFERENT_ITEMS}, each of at most {@link MAX_DIFFERENT_CHARS} characters. */
  readonly missing: readonly string[];
  /** As the translation has it; within the same bounds. */
  readonly added: readonly string[];
}

export const MAX_DIFFERENT_ITEMS = 10;
export const MAX_DIFFERENT_CHARS = 200;
