import { cleanLine } from '../lib/clean-text.ts';
import type { Messages } from '../messages/messages.ts';
import { charsOf, type Extra } from '../protocol/extras.ts';
import { bold, code, italic, line, marked, type Part, point, rows } from './card.ts';
import { shownName } from './waiting-for.ts';

/** Texts that go with an article, each whole. @param how how one of them is replaced. Absent: they stand. */
export function extrasParts(extras: readonly Extra[], t: Messages, how?: string): readonly Part[] {
  const { heading, byPerson, replace } = t.article.extras;
  if (extras.length === 0) return [];
  return [
    rows(
      { ...marked('extra', heading), kind: 'heading' },
      ...extras.map(({ name, text, maxChars, byName }) =>
        point(
          'extra',
          bold(name),
          ` (${charsOf(text)}/${maxChars}): ${cleanLine(text)}`,
          ...(byName === undefined ? [] : [' ', italic(`(${byPerson(shownName(byName))})`)]),
        ),
      ),
    ),
    ...(how === undefined ? [] : [rows(line(replace, ' ', code(how)))]),
  ];
}
