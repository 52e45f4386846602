import type { Root } from 'mdast';
import type { Style } from 'pdfmake';
import { parseDocument } from '../markdown/parse-document.ts';
import { TEXT_WIDTH, toPdfBody } from './pdf-body.ts';
import { printTagged } from './print-tagged.ts';

export interface PdfSource {
  readonly title: string;
  /** Markdown. */
  readonly text: string;
  /** BCP 47; absent or `auto` when nobody knows. */
  readonly language?: string;
  /** Epoch milliseconds; by it two files of one article are the same. */
  readonly madeAt: number;
}

const A4_WIDTH = 595;
const SIDE = (A4_WIDTH - TEXT_WIDTH) / 2;
const heading = (fontSize: number, above: number, below: number): Style => ({
  fontSize,
  bold: true,
  lineHeight: 1.15,
  margin: [0, above, 0, below],
});
const HEADINGS: Readonly<Record<string, Style>> = {
  h1: heading(23, 0, 12),
  h2: heading(15.5, 16, 6),
  h3: heading(12.5, 12, 4),
  h4: heading(11, 10, 3),
  h5: heading(11, 8, 3),
  h6: heading(11, 8, 3),
};

/** Letters for which the PDF has no shapes. */
const OTHER_LETTERS =
  /(?!\p{Script=Latin}|\p{Script=Cyrillic}|\p{Script=Greek}|\p{Script=Common}|\p{Script=Inherited})\p{L}/gu;
/** A name or a word of another language in a text is no reason to have none. */
const MOST_OTHERS = 0.05;

/** Whether a text can be set as a PDF: its fonts have Latin, Cyrillic and Greek letters, and no others. */
export function hasPdfLetters(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return (text.match(OTHER_LETTERS)?.length ?? 0) <= letters * MOST_OTHERS;
}

/**
 * An article as a tagged PDF, with its headings as bookmarks, links, lists, quotes, tables, code, notes at the end, and numbers on its pages.
 * Nothing is fetched. The same bytes for the same article.
 */
export async function articlePdf({ title, text, language, madeAt }: PdfSource): Promise<Uint8Array> {
  // Loaded when the first one is asked for.
  const { default: fonts } = await import('pdfmake/fonts/Roboto.js');
  const { root } = parseDocument(text);
  return await printTagged({
    body: toPdfBody(withoutEmoji(root)),
    styles: { p: { margin: [0, 0, 0, 8] }, ...HEADINGS },
    defaultStyle: { font: 'Roboto', fontSize: 11, lineHeight: 1.35, color: '#1c1f24' },
    margins: { left: SIDE, top: 64, right: SIDE, bottom: 64 },
    footer: (page, pages) => ({
      text: `${page} / ${pages}`,
      alignment: 'center',
      fontSize: 9,
      color: '#5b6068',
      margin: [0, 24, 0, 0],
    }),
    fonts,
    title,
    madeAt: new Date(madeAt),
    ...(language !== undefined && language !== 'auto' && { language }),
  });
}

/** The fonts have no pictures: a box in their place would say less than nothing. */
function withoutEmoji(root: Root): Root {
  const walk = <N>(node: N): N => {
    if (typeof node !== 'object' || node === null) return node;
    if ('value' in node && typeof node.value === 'string')
      return {
        ...node,
        value: node.value.replaceAll(/\p{Extended_Pictographic}[\u{FE0F}\u{200D}\p{Emoji_Modifier}]*/gu, ''),
      };
    return 'children' in node && Array.isArray(node.children) ? { ...node, children: node.children.map(walk) } : node;
  };
  return walk(root);
}
