import { closesFence, openingFence } from './lines.ts';
import { tidyTables } from './tidy-tables.ts';

/** A text without what was meant for a machine, and with the tables that its writer meant. */
export interface TidyText {
  readonly text: string;
  /** Of the front matter that was taken off, when it names one. */
  readonly title?: string;
}

/**
 * Takes off YAML front matter (its title becomes the heading of a text that has none) and a fence that a model put around its whole
 * answer; keeps a pipe in code from splitting a table's cell, and cells from being dropped. Any other text stays as it is, apart
 * from its line endings. Linear.
 */
export function tidyMarkdown(source: string): TidyText {
  const unwrapped = unwrapFence(source.replaceAll(/\r\n?/g, '\n'));
  const { body, title } = takeFrontMatter(unwrapped);
  const inner = body === unwrapped ? body : unwrapFence(body);
  const text = tidyTables(title === undefined || hasHeading(inner) ? inner : `# ${title}\n\n${inner}`);
  return title === undefined ? { text } : { text, title };
}

function hasHeading(text: string): boolean {
  return /^ {0,3}(?:#{1,6}(?:[ \t]|$)|=+[ \t]*$)/m.test(text);
}

/** More is a text between two rules. */
const MAX_FRONT_LINES = 60;
const KEY = /^[\p{L}_][\p{L}\p{N}_. -]*:(?:\s|$)/u;

function takeFrontMatter(text: string): { readonly body: string; readonly title?: string } {
  const lines = text
    .replace(/^\ufeff/, '')
    .trimStart()
    .split('\n', MAX_FRONT_LINES);
  const mark = lines[0]?.trimEnd();
  if (mark !== '---' && mark !== '+++') return { body: text };
  const end = lines.findIndex((line, index) => index > 0 && (line.trimEnd() === mark || line.trimEnd() === '...'));
  const matter = lines.slice(1, end);
  // Between two rules there may be prose.
  const isMatter =
    mark === '+++'
      ? matter.every((line) => /^\s*(?:$|#|\[|[\w."-]+\s*=|[\]}])/.test(line))
      : matter.every((line) => KEY.test(line) || /^(?:\s+\S|\s*$|\s*#|\s*-\s)/.test(line)) &&
        matter.some((line) => KEY.test(line));
  if (end < 1 || !isMatter) return { body: text };
  const [, quoted = ''] = /^title\s*[:=]\s*(.+)$/im.exec(matter.join('\n')) ?? [];
  const title = quoted
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim();
  const whole = text.replace(/^\ufeff/, '').trimStart();
  const offset = lines.slice(0, end + 1).join('\n').length;
  return { body: whole.slice(offset).replace(/^\s*\n/, ''), ...(title !== '' && title.length < 300 && { title }) };
}

/** What models call their answer. Code in another language is code. */
const MARKDOWN_FENCE = /^(?:markdown|md|mdx|commonmark|gfm)?$/i;

/** An article in one fence: models forget that its own code closes it, so the last fence of the text counts. */
function unwrapFence(text: string): string {
  const trimmed = text.trim();
  const fence = openingFence(trimmed.slice(0, 200).split('\n', 1)[0] ?? '');
  if (fence === undefined) return text;
  const lines = trimmed.split('\n');
  const info = (lines[0] ?? '').trim().slice(fence.marks.length).trim();
  const last = lines.at(-1) ?? '';
  const isClosed = closesFence(last, fence.marks);
  // Who ran out of tokens closed nothing.
  if (!MARKDOWN_FENCE.test(info) || lines.length < 3 || (!isClosed && info === '')) return text;
  const inner = isClosed ? lines.slice(1, -1) : lines.slice(1);
  // Without a name it is an article only if it looks like one, and no fence ends before the last.
  if (info === '' && !/^#{1,6} /m.test(inner.join('\n'))) return text;
  if (!isBalanced(inner, fence.marks)) return text;
  return inner.join('\n');
}

/** Whether each fence within is closed within: else the first and the last are not of one pair. */
function isBalanced(lines: readonly string[], outer: string): boolean {
  let open: string | undefined;
  for (const line of lines) {
    if (open === undefined) {
      const fence = openingFence(line);
      if (fence === undefined) continue;
      const isBare = closesFence(line, outer);
      if (isBare) return false;
      open = fence.marks;
    } else if (closesFence(line, open)) open = undefined;
  }
  return open === undefined;
}
