import type { MessageEntity } from 'telegraf/types';

/** Marks around an entity. Apps turn what is typed as Markdown into entities before they send it; here it is turned back. */
function marksOf(entity: MessageEntity, text: string): readonly [string, string] | undefined {
  switch (entity.type) {
    case 'bold':
      return ['**', '**'];
    case 'italic':
      return ['_', '_'];
    case 'strikethrough':
      return ['~~', '~~'];
    case 'code':
      return ['`', '`'];
    case 'pre': {
      const fence = text.includes('```') ? '````' : '```';
      return [`${fence}${entity.language ?? ''}\n`, `\n${fence}`];
    }
    case 'text_link':
      return ['[', `](${entity.url})`];
    default:
      return undefined;
  }
}

/** A person's message as the Markdown they meant. Text without entities stays as it is. */
export function toMarkdown(text: string, entities: readonly MessageEntity[] = []): string {
  const opening = new Map<number, string>();
  const closing = new Map<number, string>();
  // Outer ones first, so that inner marks end up inside.
  const nested = entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length);
  for (const entity of nested) {
    const [start, end] = trimmed(text, entity);
    const marks = marksOf(entity, text.slice(start, end));
    if (marks === undefined || start >= end) continue;
    opening.set(start, (opening.get(start) ?? '') + marks[0]);
    closing.set(end, marks[1] + (closing.get(end) ?? ''));
  }
  let markdown = '';
  for (let at = 0; at <= text.length; at += 1)
    markdown += (closing.get(at) ?? '') + (opening.get(at) ?? '') + text.slice(at, at + 1);
  return quoted(markdown, text, entities);
}

/** Markdown takes no space right inside of its marks. */
function trimmed(text: string, { offset, length, type }: MessageEntity): readonly [number, number] {
  const inside = text.slice(offset, offset + length);
  if (type === 'pre' || type === 'code') return [offset, offset + length];
  const start = offset + (inside.length - inside.trimStart().length);
  return [start, Math.max(start, offset + inside.trimEnd().length)];
}

/** Lines of a quote begin with `>`; no mark of ours adds a line to it but those of code, which has no place in a quote. */
function quoted(markdown: string, text: string, entities: readonly MessageEntity[]): string {
  const quotes = entities.filter(({ type }) => type === 'blockquote' || (type as string) === 'expandable_blockquote');
  if (quotes.length === 0 || entities.some(({ type }) => type === 'pre')) return markdown;
  let offset = 0;
  const isQuoted = text.split('\n').map((line) => {
    const start = offset;
    offset += line.length + 1;
    return quotes.some((quote) => start >= quote.offset && start < quote.offset + quote.length);
  });
  return markdown
    .split('\n')
    .map((line, index) => (isQuoted[index] === true ? `> ${line}` : line))
    .join('\n');
}
