/** A text while it is being written or edited, as it will be set. What is set for good the server draws, which knows every corner of Markdown. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly spans: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly spans: readonly Inline[] }
  | { readonly kind: 'list'; readonly isNumbered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'table'; readonly rows: readonly (readonly (readonly Inline[])[])[] }
  | { readonly kind: 'rule' };

export type Inline =
  | string
  | { readonly kind: 'strong' | 'em'; readonly spans: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly address: string; readonly spans: readonly Inline[] };

const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const RULE = /^ {0,3}([-*_])(\s*\1){2,}\s*$/;
const FENCE = /^ {0,3}(```+|~~~+)/;
const ITEM = /^\s*(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/;
const QUOTE = /^ {0,3}> ?(.*)$/;
const TABLE_LINE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*$/;

/** Never throws: what is no Markdown is text. Nothing of it becomes markup by itself. */
export function readMarkdown(text: string): readonly Block[] {
  const lines = text.replaceAll(/\r\n?/g, '\n').split('\n');
  const blocks: Block[] = [];
  let at = 0;
  const takeWhile = (isMore: (line: string) => boolean): string[] => {
    const taken: string[] = [];
    while (at < lines.length && isMore(lines[at] ?? '')) {
      taken.push(lines[at] ?? '');
      at += 1;
    }
    return taken;
  };
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const heading = HEADING.exec(line);
    const fence = FENCE.exec(line)?.[1];
    if (line.trim() === '') at += 1;
    else if (heading !== null) {
      at += 1;
      blocks.push({ kind: 'heading', level: heading[1]?.length ?? 1, spans: readInline(heading[2] ?? '') });
    } else if (fence !== undefined) {
      at += 1;
      const code = takeWhile((one) => !one.trim().startsWith(fence));
      at += 1;
      blocks.push({ kind: 'code', text: code.join('\n') });
    } else if (RULE.test(line)) {
      at += 1;
      blocks.push({ kind: 'rule' });
    } else if (QUOTE.test(line)) {
      const quoted = takeWhile((one) => QUOTE.test(one)).map((one) => QUOTE.exec(one)?.[1] ?? '');
      blocks.push({ kind: 'quote', blocks: readMarkdown(quoted.join('\n')) });
    } else if (ITEM.test(line)) blocks.push(readList(takeWhile((one) => ITEM.test(one) || /^\s+\S/.test(one))));
    else if (TABLE_LINE.test(lines[at + 1] ?? '') && line.includes('|')) {
      const rows = takeWhile((one) => one.includes('|')).filter((one) => !TABLE_LINE.test(one));
      blocks.push({ kind: 'table', rows: rows.map(readRow) });
    } else {
      // At least this line, whatever it looks like.
      at += 1;
      const more = takeWhile(
        (one) => one.trim() !== '' && ![HEADING, FENCE, QUOTE, ITEM].some((other) => other.test(one)),
      );
      blocks.push({ kind: 'paragraph', spans: readInline([line, ...more].join('\n')) });
    }
  }
  return blocks;
}

function readList(lines: readonly string[]): Block {
  const items: string[] = [];
  for (const line of lines) {
    const item = ITEM.exec(line);
    if (item === null) items[items.length - 1] += `\n${line.trim()}`;
    else items.push(item[2] ?? '');
  }
  return { kind: 'list', isNumbered: /^\s*\d/.test(lines[0] ?? ''), items: items.map(readInline) };
}

function readRow(line: string): readonly (readonly Inline[])[] {
  return line
    .trim()
    .replaceAll(/^\||\|$/g, '')
    .split('|')
    .map((cell) => readInline(cell.trim()));
}

// Each alternative ends at its first possible end, so that no text takes long.
const INLINE =
  /\\([\\`*_{}[\]()#+\-.!>|~])|`([^`\n]+)`|\*\*(?=\S)([^*]+?)\*\*|__(?=\S)([^_]+?)__|\*(?=\S)([^*\n]+?)\*|(?<![\p{L}\p{N}])_(?=\S)([^_\n]+?)_(?![\p{L}\p{N}])|\[([^[\]\n]+)\]\((\S+?)\)/gu;

function readInline(text: string): readonly Inline[] {
  const spans: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    const [all, escaped, code, strong = match[4], , em = match[6], , words, address] = match;
    if (match.index > end) spans.push(text.slice(end, match.index));
    end = match.index + all.length;
    if (escaped !== undefined) spans.push(escaped);
    else if (code !== undefined) spans.push({ kind: 'code', text: code });
    else if (strong !== undefined) spans.push({ kind: 'strong', spans: readInline(strong) });
    else if (em !== undefined) spans.push({ kind: 'em', spans: readInline(em) });
    else if (words !== undefined && address !== undefined)
      spans.push({ kind: 'link', address, spans: readInline(words) });
  }
  if (end < text.length) spans.push(text.slice(end));
  return spans;
}
