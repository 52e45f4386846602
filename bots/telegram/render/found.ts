import type { Span } from './rich-text.ts';

/**
 * What Telegram marks by itself in any text but code and links: tags, addresses of pages and people, numbers of phones and cards. It
 * knows all top-level domains, which are not listed here: whatever looks like a name of a host is counted as one.
 */
const FOUND = new RegExp(
  [
    '(?<![\\p{L}\\p{N}_#])#(?=[\\p{L}\\p{N}_]*[\\p{L}_])[\\p{L}\\p{N}_]+',
    '(?<![\\p{L}\\p{N}_$])\\$[A-Z]{1,8}(?![\\p{L}\\p{N}_])',
    '(?<![\\w.+-])[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+',
    '(?:https?|ftp)://[^\\s<>"]+',
    '(?<![\\p{L}\\p{N}_@.-])(?:[\\p{L}\\p{N}-]+\\.)+\\p{L}{2,}(?![\\p{L}\\p{N}_-])',
    '\\+\\d[\\d ()-]{5,}\\d',
    '(?<!\\d)(?:\\d[ -]?){12,18}\\d(?!\\d)',
  ].join('|'),
  'gu',
);

/** How many entities Telegram will add to those that are sent: they count to its 100 as well, and push out the last ones. */
export function countFound(spans: readonly Span[]): number {
  const text = spans
    .map(({ text: piece, marks: { code, pre, link } }) => ((code ?? pre ?? link) === undefined ? piece : '\n'))
    .join('');
  return text.match(FOUND)?.length ?? 0;
}
