import type { MessageEntity } from 'telegraf/types';
import { graphemesOf } from './width.ts';

/** What a reply shows of the message that it answers. */
export interface Quote {
  readonly text: string;
  readonly entities: readonly MessageEntity[];
}

/** About a line on a phone. */
const MAX_CHARS = 64;
/** A quote is found by its words and by these. */
const MARKS: ReadonlySet<string> = new Set([
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'custom_emoji',
  'date_time',
]);

/** The first line of a message, or as many of its words as a line takes, to the letter. Undefined: it is no longer than that. */
export function quoteOf(text: string, entities: readonly MessageEntity[] = []): Quote | undefined {
  const from = text.search(/\S/);
  if (from === -1) return undefined;
  const [line = ''] = text.slice(from).split('\n');
  const words = firstWords(line.trimEnd());
  if (words === text.trim()) return undefined;
  const end = from + words.length;
  return {
    text: words,
    entities: entities
      .filter(({ type, offset, length }) => MARKS.has(type) && offset < end && offset + length > from)
      .map((entity) => {
        const start = Math.max(entity.offset, from);
        return { ...entity, offset: start - from, length: Math.min(entity.offset + entity.length, end) - start };
      }),
  };
}

function firstWords(line: string): string {
  if (line.length <= MAX_CHARS) return line;
  const space = line.lastIndexOf(' ', MAX_CHARS);
  if (space > 0) return line.slice(0, space).trimEnd();
  let words = '';
  for (const grapheme of graphemesOf(line)) {
    if (words.length + grapheme.length > MAX_CHARS) break;
    words += grapheme;
  }
  return words;
}
