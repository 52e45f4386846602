import type { Messages } from '../messages/messages.ts';
import type { TranslationOf } from '../protocol/translation.ts';
import { marked, type Row } from './card.ts';

/** From which language into which, and that the original has changed since. None for what is no translation. */
export function translationRows(translation: TranslationOf | undefined, { translations }: Messages): readonly Row[] {
  if (translation === undefined) return [];
  const { from, into, of, newer } = translation;
  return [
    marked('translation', translations.of(from, into, of)),
    ...(newer === undefined ? [] : [marked('stale', translations.stale(of, newer))]),
  ];
}
