import { comparisonOf } from './guard-edit.ts';
import { isName, titleFault, wordsOf } from './headings.ts';
import type { Language } from './language.ts';
import { readUnits } from './read-units.ts';
import { tokensOf } from './tokens.ts';

const OPENING_SENTENCES = 2;

function read(text: string, language: Language) {
  return readUnits(text, language).map((unit) => ({
    ...unit,
    tokens: unit.kind === 'block' ? [] : tokensOf(unit, language),
  }));
}

/** Whether a title that is put above a draft brings nothing that weighs and that the draft does not have. */
export function isFaithfulTitle(title: string, draft: string, language: Language): boolean {
  const units = read(draft, language);
  const tokens = read(title, language).flatMap((unit) => unit.tokens);
  return titleFault(tokens, [], comparisonOf(units, language)) === undefined;
}

/** The same for a summary: it may say it in words of its own, but brings no number, date, name, quotation or address. */
export function isFaithfulSummary(summary: string, draft: string, language: Language): boolean {
  const words = wordsOf(read(draft, language));
  return read(summary, language).every(({ tokens }) =>
    tokens.every(
      (token) => words.has(token.key) || (token.kind === 'word' && !token.isQuoted && !isName(token, language)),
    ),
  );
}

/** The first sentences of a text, without marks. */
export function openingOf(text: string, language: Language): string {
  return readUnits(text, language)
    .filter(({ kind }) => kind === 'sentence')
    .slice(0, OPENING_SENTENCES)
    .map(({ plain, atoms }) => {
      let atom = 0;
      return plain.replaceAll('\uE0C6', () => {
        const { kind, value } = atoms[atom++] ?? { kind: 'note', value: '' };
        return kind === 'code' ? value : '';
      });
    })
    .join(' ')
    .trim();
}
