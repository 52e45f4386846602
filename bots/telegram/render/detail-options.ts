import type { OrderChoices } from '../../../src/config/orders-schema.ts';
import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import type { Messages } from '../../../src/messages/messages.ts';
import { type DetailField, type Details, OWN_WORDS, type OwnWordsField } from '../connect/details.ts';

/** A kind of text that the house has: its id, and what people call it. */
export interface TemplateChoice {
  readonly id: string;
  readonly words: Readonly<Record<string, { readonly name: string }>>;
}

/** What the choices are made from. */
export interface Choices {
  readonly templates: readonly TemplateChoice[];
  readonly orders: OrderChoices;
  readonly language: InterfaceLanguage;
  readonly t: Messages;
}

export interface DetailOption {
  readonly value: string | number;
  readonly label: string;
}

/** A keyboard that nobody scrolls is 100 buttons long at most. */
const MAX_OPTIONS = 50;

/** What may be chosen, beside leaving it open. */
export function optionsOf(field: DetailField, { templates, orders, language, t }: Choices): readonly DetailOption[] {
  const { details } = t.telegram;
  switch (field) {
    case 'template':
      return templates.slice(0, MAX_OPTIONS).map(({ id, words }) => ({
        value: id,
        label: words[language]?.name ?? words['en']?.name ?? id,
      }));
    case 'lengthWords':
      return orders.lengths.map((value) => ({ value, label: details.words(value) }));
    case 'tone':
      return details.tones.map((value) => ({ value, label: value }));
    case 'audience':
      return details.audiences.map((value) => ({ value, label: value }));
    case 'language':
      return orders.languages.map((value) => ({ value, label: t.words.format.languageName(value) }));
    default:
      return field satisfies never;
  }
}

/** As a button shows what is chosen. */
export function shownDetail(field: DetailField, chosen: Details, choices: Choices): string {
  const { details } = choices.t.telegram;
  const value = chosen[field];
  if (value === undefined) return details.open[field];
  const known = optionsOf(field, choices).find((option) => option.value === value);
  return known?.label ?? (typeof value === 'number' ? details.words(value) : value);
}

/** Whether a person may also say it in words of their own. */
export function takesOwnWords(field: DetailField): field is Extract<OwnWordsField, DetailField> {
  return OWN_WORDS.some((one) => one === field);
}
