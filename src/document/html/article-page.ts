import { htmlFile } from './html-file.ts';
import { directionOf } from '../direction.ts';
import { type HtmlSource, toHtml } from './to-html.ts';

/** An article as a page of its own. */
export interface PageSource extends Omit<HtmlSource, 'prefix' | 'passages'> {
  readonly title: string;
  /** BCP 47; absent or `auto` when nobody knows. */
  readonly language?: string;
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1c1f24; --paper: #fff; --quiet: #5b6068; --line: #d5d8dc; --soft: #f4f5f6; --link: #0b57a4; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e6e9; --paper: #16181b; --quiet: #a3a9b1; --line: #3a3f46; --soft: #212429; --link: #8ab8f0; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.125rem/1.6 Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif; }
main { max-width: 38em; margin: 0 auto; padding: 3rem 1.25rem 5rem; overflow-wrap: break-word; hyphens: auto; }
h1, h2, h3, h4, h5, h6 { font-family: system-ui, "Segoe UI", Roboto, sans-serif; line-height: 1.2; text-wrap: balance; margin: 2em 0 0.5em; hyphens: manual; }
h1 { font-size: 2.1rem; margin-top: 0; }
h2 { font-size: 1.45rem; }
h3 { font-size: 1.15rem; }
h4, h5, h6 { font-size: 1rem; }
p, ul, ol, blockquote, pre, table { margin: 0 0 1em; }
a { color: var(--link); text-underline-offset: 0.15em; }
blockquote { border-inline-start: 3px solid var(--line); margin-inline: 0; padding-inline-start: 1.1em; color: var(--quiet); }
pre, code { font: 0.88em/1.5 ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; }
code { background: var(--soft); border-radius: 3px; padding: 0.1em 0.3em; }
pre { background: var(--soft); border-radius: 6px; padding: 1em; overflow-x: auto; }
pre code { background: none; padding: 0; }
table { border-collapse: collapse; font-size: 0.92em; display: block; overflow-x: auto; }
th, td { border-bottom: 1px solid var(--line); padding: 0.4em 0.8em 0.4em 0; vertical-align: top; }
sup, sub { font-size: 0.72em; line-height: 0; }
th { border-bottom-width: 2px; text-align: start; }
hr { border: 0; border-top: 1px solid var(--line); margin: 2.5em 0; }
li { margin: 0.2em 0; }
.task-list-item { list-style: none; margin-inline-start: -1.4em; }
.footnotes { font-size: 0.9em; border-top: 1px solid var(--line); margin-top: 3em; padding-top: 1em; }
.sr-only { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@page { margin: 22mm 24mm; @bottom-center { content: counter(page) " / " counter(pages); font: 9pt system-ui, sans-serif; } }
@media print {
  :root { --ink: #000; --paper: #fff; --quiet: #333; --line: #bbb; --soft: #f4f5f6; --link: #000; }
  body { font-size: 11pt; line-height: 1.45; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 22pt; } h2 { font-size: 15pt; } h3 { font-size: 12pt; }
  h1, h2, h3, h4, h5, h6 { break-after: avoid; }
  p, li { orphans: 3; widows: 3; }
  pre, blockquote, tr, img { break-inside: avoid; }
  table { display: table; overflow: visible; }
  pre { white-space: pre-wrap; }
}`;

/** The article as one file. */
export function articlePage({ title, language, ...source }: PageSource): string {
  return htmlFile({
    title,
    ...(language !== undefined && language !== 'auto' && { language }),
    direction: directionOf(source.text) ?? 'auto',
    style: STYLE,
    body: `<main>\n${toHtml(source)}\n</main>\n`,
  });
}
