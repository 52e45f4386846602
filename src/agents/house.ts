import type { ArticleRequest } from '../protocol/article.ts';
import type { Spelling } from '../protocol/style-rule.ts';

/** What an operator says of every text: `config/style.yaml` and `config/templates/*.yaml`. Trusted, as the prompts are. */
export interface House {
  readonly templates: readonly Template[];
  /** By language, `en`; `all`: in every one. */
  readonly styles: Readonly<Record<string, HouseStyle>>;
}

/** A kind of text: how it is built. */
export interface Template {
  /** The name of its file: `how-to`. */
  readonly id: string;
  /** By language, `en`. */
  readonly words: Readonly<Record<string, TemplateWords>>;
}

export interface TemplateWords {
  /** For people who choose one. */
  readonly name: string;
  /** By which an order without one finds it. */
  readonly useWhen: string;
  readonly text: string;
}

/** How texts of the house sound, in one language. */
export interface HouseStyle {
  readonly voice?: string;
  /** Spellings of the house, each with those that it replaces. */
  readonly spelling: Readonly<Record<string, readonly string[]>>;
  /** Words and phrases that are never used. */
  readonly banned: readonly string[];
  readonly examples: readonly { readonly insteadOf: string; readonly write: string }[];
}

type Wanted = Pick<ArticleRequest, 'language' | 'template' | 'adopted'>;

/** What a prompt has for `{{house_style}}`; empty where the house says nothing in this language. */
export function houseStyle(house: House, wanted: Wanted): string {
  const { adopted = [] } = wanted;
  const lines = [...stylesFor(house, wanted).flatMap(linesOf), ...adopted.map(spellingLine)];
  return lines.length === 0 ? '' : ['The house, in every text', ...lines].join('\n');
}

/** What the house says of every text, then of those in this language. */
export function stylesFor({ styles }: House, { language }: Pick<Wanted, 'language'>): readonly HouseStyle[] {
  return [styles['all'], styles[primary(language)]].filter((style) => style !== undefined);
}

/** What a prompt has for `{{template}}`; empty where none was chosen, or this worker does not know it. */
export function templateText({ templates }: House, { language, template }: Wanted): string {
  const words = wordsIn(
    templates.find(({ id }) => id === template),
    language,
  );
  return words === undefined ? '' : `The kind of text that was ordered: ${words.name}\n${words.text.trim()}`;
}

/** In the language of the article, or in English, or in the first there is. */
export function wordsIn(template: Template | undefined, language: string): TemplateWords | undefined {
  const { words = {} } = template ?? {};
  return words[primary(language)] ?? words['en'] ?? Object.values(words)[0];
}

function primary(language: string): string {
  return language.toLowerCase().split('-')[0] ?? '';
}

/** What the house itself says of spelling in a language. */
export function houseSpelling({ styles }: Pick<House, 'styles'>, language: string): readonly Spelling[] {
  return [styles['all'], styles[primary(language)]].flatMap((style) =>
    Object.entries(style?.spelling ?? {}).map(([ours, others]) => ({ ours, others })),
  );
}

function spellingLine({ ours, others }: Spelling): string {
  return `- It is spelled “${ours}”, not ${quoted(others)}.`;
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `“${word}”`).join(', ');
}

function linesOf({ voice, spelling, banned, examples }: HouseStyle): readonly string[] {
  return [
    ...(voice === undefined ? [] : [`- Voice: ${voice.trim()}`]),
    ...Object.entries(spelling).map(([ours, others]) => spellingLine({ ours, others })),
    ...(banned.length === 0 ? [] : [`- Never, in any form: ${quoted(banned)}.`]),
    ...examples.map(({ insteadOf, write }) => `- Instead of “${insteadOf.trim()}” it says “${write.trim()}”`),
  ];
}
