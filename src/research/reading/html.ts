import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import type { FetchedPage } from '../fetch-page.ts';
import { decodePage, type PageText, pageText } from './page-text.ts';

/** More is no page that a person reads. */
const MAX_ELEMENTS = 50_000;
/** Where `charset` may stand: the standard looks no further. */
const HEAD_BYTES = 1024;
/** Never read, whatever stands in them. */
const NOT_TEXT = new Set([
  'SCRIPT',
  'STYLE',
  'NOSCRIPT',
  'TEMPLATE',
  'SVG',
  'IFRAME',
  'OBJECT',
  'NAV',
  'FOOTER',
  'FORM',
  'BUTTON',
  'SELECT',
]);
/** Begin a line of their own. */
const BLOCKS = new Set(
  'P DIV SECTION ARTICLE MAIN ASIDE HEADER BLOCKQUOTE FIGURE FIGCAPTION UL OL DL DT DD TABLE PRE H1 H2 H3 H4 H5 H6 HR'.split(
    ' ',
  ),
);
const LINES = new Set(['LI', 'TR', 'BR']);
const DATES = [
  'meta[property="article:modified_time"]',
  'meta[property="article:published_time"]',
  'meta[name="date"]',
  'meta[name="dc.date"]',
  'meta[itemprop="datePublished"]',
];

/** The article of a page without what stands around it; of a page that has none, all its words. */
export async function readHtml({ bytes, charset }: Pick<FetchedPage, 'bytes' | 'charset'>): Promise<PageText> {
  const document = documentOf(whole(decodePage(bytes, charset ?? charsetIn(bytes))));
  if (document.querySelectorAll('*').length > MAX_ELEMENTS) throw new Error('The page has too many elements');
  const language = document.documentElement?.getAttribute('lang');
  const title = document.querySelector('title')?.textContent;
  const date = DATES.map((selector) => document.querySelector(selector)?.getAttribute('content')).find(Boolean);
  const all = wordsOf(document.body);
  for (const hidden of document.querySelectorAll(HIDDEN)) hidden.remove();
  const article = articleIn(document);
  const content = article?.content ?? '';
  const text = content === '' ? all : wordsOf(documentOf(`<html><body>${content}</body></html>`).body);
  return pageText({
    title: article?.title || title,
    text: text.trim() === '' ? all : text,
    date: date ?? article?.publishedTime,
    language: language ?? article?.lang,
  });
}

/** What of the types of a browser, which are not ours, is used here. */
interface HtmlDocument {
  readonly documentElement: { getAttribute(name: string): string | null } | null;
  readonly body: Readable | null;
  querySelector(
    selector: string,
  ): { readonly textContent: string | null; getAttribute(name: string): string | null } | null;
  querySelectorAll(selector: string): Iterable<{ remove(): void }> & { readonly length: number };
}

function documentOf(html: string): HtmlDocument {
  const parse: (text: string) => unknown = parseHTML;
  return (parse(html) as { readonly document: HtmlDocument }).document;
}

interface Article {
  readonly title?: string | null;
  readonly content?: string | null;
  readonly publishedTime?: string | null;
  readonly lang?: string | null;
}

function articleIn(document: HtmlDocument): Article | null {
  const Reader = Readability as unknown as new (
    document: HtmlDocument,
    options: { readonly maxElemsToParse: number },
  ) => { parse(): Article | null };
  return new Reader(document, { maxElemsToParse: MAX_ELEMENTS }).parse();
}

/** A browser makes up for the tags that a page leaves out; linkedom does not. */
function whole(html: string): string {
  if (/<html[\s>]/i.test(html)) return html;
  return `<!doctype html><html>${/<body[\s>]/i.test(html) ? html : `<body>${html}</body>`}</html>`;
}

/** What people do not see, in which orders to models hide. */
const HIDDEN =
  '[hidden], [aria-hidden="true"], [style*="display:none"], [style*="display: none"], [style*="visibility:hidden"]';

interface Readable {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly textContent: string | null;
  readonly childNodes: Iterable<Readable>;
}
const TEXT_NODE = 3;
const ELEMENT_NODE = 1;

/** Its words, a line for each block. Without recursion: pages nest as deep as they like. */
function wordsOf(body: Readable | null): string {
  const found: string[] = [];
  const left: (Readable | string)[] = body === null ? [] : [body];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (typeof node === 'string') found.push(node);
    else if (node.nodeType === TEXT_NODE) found.push((node.textContent ?? '').replaceAll(/\s+/g, ' '));
    else if (node.nodeType === ELEMENT_NODE && !NOT_TEXT.has(node.nodeName.toUpperCase())) {
      const name = node.nodeName.toUpperCase();
      const end = BLOCKS.has(name) ? '\n\n' : LINES.has(name) ? '\n' : name === 'TD' || name === 'TH' ? ' ' : '';
      found.push(end);
      left.push(end, ...[...node.childNodes].toReversed());
    }
  }
  return found.join('');
}

function charsetIn(bytes: Uint8Array): string | undefined {
  return /<meta[^>]{1,200}charset\s*=\s*["']?\s*([\w:.-]{1,40})/i.exec(
    new TextDecoder('latin1').decode(bytes.subarray(0, HEAD_BYTES)),
  )?.[1];
}
