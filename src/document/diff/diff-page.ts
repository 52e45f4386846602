import { escapeHtml } from '../../lib/escape-html.ts';
import { htmlFile } from '../html/html-file.ts';
import { directionOf } from '../direction.ts';
import type { DiffPart } from './diff-texts.ts';

/** A page that shows what changed. All words on it are handed in. */
export interface DiffPage {
  /** Of the page itself: `en`. */
  readonly language: string;
  readonly title: string;
  /** Below the title, a line each. */
  readonly lines: readonly string[];
  readonly parts: readonly DiffPart[];
  /** Below the text: changes of single sentences. */
  readonly section?: { readonly title: string; readonly items: readonly DiffItem[] };
}

export interface DiffItem {
  readonly heading: string;
  readonly parts: readonly DiffPart[];
}

const STYLE = `
:root { color-scheme: light dark; --added: #d7f5dd; --removed: #ffe0e0; --quiet: #666; }
@media (prefers-color-scheme: dark) { :root { --added: #14401f; --removed: #57191c; --quiet: #a0a0a0; } }
body { font: 17px/1.55 system-ui, sans-serif; max-width: 44em; margin: 2em auto; padding: 0 1em; overflow-wrap: anywhere; }
h1 { font-size: 1.4em; line-height: 1.25; }
h2 { font-size: 1.1em; margin-top: 2.5em; }
h3 { font-size: 1em; margin: 1.5em 0 0.2em; color: var(--quiet); font-weight: 600; }
.line { margin: 0; color: var(--quiet); }
.text { white-space: pre-wrap; margin: 1.5em 0; }
ins { background: var(--added); text-decoration: none; border-bottom: 2px solid currentColor; }
del { background: var(--removed); }`;

/** A page of its own: nothing is fetched, no script runs, and what people and models wrote is words on it and nothing else. */
export function diffPage({ language, title, lines, parts, section }: DiffPage): string {
  const items = (section?.items ?? []).map(
    (item) =>
      `<h3>${escapeHtml(item.heading)}</h3>\n<div class="text" dir="${directionIn(item.parts)}">${marked(item.parts)}</div>`,
  );
  return htmlFile({
    title,
    language,
    style: STYLE,
    body: `<h1>${escapeHtml(title)}</h1>
${lines.map((line) => `<p class="line">${escapeHtml(line)}</p>`).join('\n')}
<div class="text" dir="${directionIn(parts)}">${marked(parts)}</div>
${section === undefined || items.length === 0 ? '' : `<h2>${escapeHtml(section.title)}</h2>\n${items.join('\n')}\n`}`,
  });
}

function marked(parts: readonly DiffPart[]): string {
  return parts
    .map(({ kind, text }) => {
      const words = escapeHtml(text);
      return kind === 'same' ? words : kind === 'added' ? `<ins>${words}</ins>` : `<del>${words}</del>`;
    })
    .join('');
}

function directionIn(parts: readonly DiffPart[]): string {
  return directionOf(parts.map(({ text }) => text).join('')) ?? 'auto';
}
