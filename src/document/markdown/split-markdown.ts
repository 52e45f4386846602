import { cutMarkdown } from './cut-markdown.ts';
import { cutRaw } from './cut-inline.ts';
import { isDrawable } from './drawable.ts';
import { liftDefinitions } from './definitions.ts';
import { closeLastFence, joinBlocks, lineStartOf, trimBlankLines } from './lines.ts';
import { parseMarkdown, rangeOf } from './parse.ts';

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
  if (!isDrawable(source)) return splitRaw(source, (part) => measure(trimBlankLines(part)) <= maxLength);

  const { body, context, carry, carryAll } = liftDefinitions(
    source,
    (definition) => measure(definition) <= maxLength / 2,
  );
  const mayBe = (part: string): boolean => measure(part) <= maxLength;
  const fits = (part: string): boolean => {
    const trimmed = trimBlankLines(part);
    return mayBe(trimmed) && (mayBe(carryAll(trimmed)) || mayBe(carry(trimmed)));
  };
  const work = { left: MOST_PARSED * source.length + MOST_PARSED_CHARS };
  const scope = { fits, context, work };
  const chunks: string[] = [];
  const ahead = windows(body, context, WINDOW * maxLength);
  let rest = trimBlankLines(ahead.fill(''));
  while (rest !== '') {
    if (fits(rest)) {
      const more = ahead.fill(rest);
      if (more === rest) break;
      rest = more;
      continue;
    }
    // Each cut takes at least a character; what goes on for longer than that goes round in a circle.
    const cut = chunks.length < source.length ? cutMarkdown(rest, scope) : undefined;
    const { head, tail } = cut ?? cutRaw(rest, scope);
    chunks.push(carry(trimBlankLines(head)));
    rest = ahead.fill(trimBlankLines(tail));
  }
  if (rest !== '') chunks.push(carry(rest));
  return chunks;
}

/** As many messages are looked at together: where one ends, the last does not matter. */
const WINDOW = 3;

/** Hands out a text by the blocks it is made of; a paragraph longer than that by its words. */
function windows(body: string, context: string, chars: number): { fill(rest: string): string } {
  const blocks = parseMarkdown(`${body}${context}`).children.filter((block) => rangeOf(block).start < body.length);
  const ends = blocks.flatMap((block, index) => {
    const start = lineStartOf(body, rangeOf(block).start);
    const next = blocks[index + 1];
    const end = next === undefined ? body.length : lineStartOf(body, rangeOf(next).start);
    const places: number[] = [];
    // Within a paragraph a window may end at any word: the cut falls far before it.
    for (let at = start + chars; block.type === 'paragraph' && at + chars < end; at += chars) {
      const space = body.indexOf(' ', at);
      if (space !== -1 && space < end) places.push(space + 1);
    }
    return [...places, end];
  });
  let given = 0;
  let next = 0;
  return {
    fill(rest) {
      let end = given;
      while (rest.length + end - given < chars && next < ends.length) end = ends[next++] ?? body.length;
      if (end === given) return rest;
      const part = body.slice(given, end);
      const isWithin = given > 0 && body[given - 1] === ' ';
      given = end;
      if (rest === '') return part;
      return isWithin ? `${rest} ${part}` : joinBlocks(rest, part);
    },
  };
}

// How often a text may be parsed in looking for the best places. An article takes a few times its length; a text of nothing but
// marks is cut between words then, or wherever there is room.
const MOST_PARSED = 6;
const MOST_PARSED_CHARS = 20_000;

/** What nobody can read as Markdown: between words. */
function splitRaw(source: string, fits: (part: string) => boolean): readonly string[] {
  const chunks: string[] = [];
  const scope = { fits, context: '', work: { left: 0 } };
  let rest = source;
  while (rest !== '' && !fits(rest)) {
    const { head, tail } = cutRaw(rest, scope);
    chunks.push(trimBlankLines(head));
    rest = tail;
  }
  return [...chunks, trimBlankLines(rest)].filter((chunk) => chunk !== '');
}
