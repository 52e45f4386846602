import { cleanText } from '../../../src/lib/clean-text.ts';

/**
 * Any text as text within `mrkdwn`: no mention, no link, no formatting. A zero-width space keeps Slack from taking a mark for
 * formatting. What Slack shows as `plain_text` or in rich text needs none of this.
 */
export function escapeMrkdwn(text: string): string {
  return escapeEntities(cleanText(text)).replaceAll(/[*_~`]/g, '\u200b$&');
}

/** What Slack asks of every text: the three characters by which it tells mentions and links. */
export function escapeEntities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Any words as words within Markdown, on one line. */
export function escapeMarkdown(text: string): string {
  return cleanText(text)
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_{}[\]()#+!|~>-]/g, '\\$&');
}

/** Pieces of at most `maxChars` UTF-16 units that together are the text, cut after white space or between whole characters. */
export function cutText(text: string, maxChars: number): readonly string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > maxChars) {
    const at = cutPoint(rest, maxChars);
    pieces.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return rest === '' ? pieces : [...pieces, rest];
}

function cutPoint(text: string, maxChars: number): number {
  const head = text.slice(0, maxChars);
  const space = Math.max(head.lastIndexOf(' '), head.lastIndexOf('\n'));
  if (space > maxChars / 2) return space + 1;
  // Never between the two halves of a surrogate pair.
  const isPairCut = /[\ud800-\udbff]$/.test(head) && /^[\udc00-\udfff]/.test(text.slice(maxChars));
  return isPairCut && maxChars > 1 ? maxChars - 1 : maxChars;
}

/** An address to put behind a link; undefined for what no browser opens. Nothing in it can end the link early. */
export function webAddress(address: string): string | undefined {
  const url = URL.parse(cleanText(address).trim());
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  return url.href.replaceAll('|', '%7C').replaceAll('<', '%3C').replaceAll('>', '%3E');
}
