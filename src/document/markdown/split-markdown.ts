import { cutMarkdown } from './cut-markdown.ts';
import { cutRaw } from './cut-inline.ts';
import { liftDefinitions } from './definitions.ts';
import { closeLastFence, trimBlankLines } from './lines.ts';

/**
 * Cuts Markdown into messages. The source text is kept, never written anew: a cut falls between two blocks where it can, and no
 * heading is left behind alone. A block that is longer than a message is cut inside: paragraphs between sentences, or else words;
 * lists between items; code between lines, with its fence closed and opened again; tables between rows, with the header repeated;
 * quotes stay quotes. Link definitions go along to where they are used. Nothing that can be read is lost.
 * @param maxLength what `measure` may say of a message at most; at least the length of one character.
 * @param measure counts; default: UTF-16 code units. Longer text should not count for less.
 * @returns no message at all for a text in which there is nothing to read.
 */
export function splitMarkdown(
  text: string,
  maxLength: number,
  measure: (text: string) => number = ({ length }) => length,
): readonly string[] {
  const source = closeLastFence(trimBlankLines(text.replaceAll(/\r\n?/g, '\n')));
  if (source === '') return [];
  if (measure(source) <= maxLength) return [source];

  const { body, context, carry, carryAll } = liftDefinitions(
    source,
    (definition) => measure(definition) <= maxLength / 2,
  );
  const mayBe = (part: string): boolean => measure(part) <= maxLength;
  const fits = (part: string): boolean => {
    const trimmed = trimBlankLines(part);
    return mayBe(trimmed) && (mayBe(carryAll(trimmed)) || mayBe(carry(trimmed)));
  };
  const chunks: string[] = [];
  let rest = trimBlankLines(body);
  while (rest !== '' && !fits(rest)) {
    const scope = { fits, context };
    // Each cut takes at least a character; what goes on for longer than that goes round in a circle.
    const cut = chunks.length < source.length ? cutMarkdown(rest, scope) : undefined;
    const { head, tail } = cut ?? cutRaw(rest, scope);
    chunks.push(carry(trimBlankLines(head)));
    rest = trimBlankLines(tail);
  }
  if (rest !== '') chunks.push(carry(rest));
  return chunks;
}
