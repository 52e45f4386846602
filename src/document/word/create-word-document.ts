import { parseMarkdown } from '../markdown/parse.ts';
import { toPlainText } from '../markdown/plain-text.ts';
import { mendWordXml } from './mend-word-xml.ts';
import { toPlainTree, toWordTree } from './word-tree.ts';
import { readZip, writeZip } from './zip.ts';

/** XML has no place for them, and Word does not open a document that holds one. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/gu;
const LETTER = /\p{L}/gu;
/** The form that the converter takes, at most 64 characters long. */
const LANGUAGE_TAG = /^(?!auto$)(?=.{1,64}$)[a-z]{2,8}(?:-[a-z0-9]{1,8})*$/i;
const MAX_TITLE_CHARS = 255;

export interface WordSource {
  readonly title: string;
  /** Markdown. */
  readonly text: string;
  /** BCP 47; anything else counts as unknown. */
  readonly language?: string;
}

/**
 * A Word document with the article's headings, lists, tables, code, quotes and notes, read from the right when most of its letters
 * are. The same bytes for the same article.
 * @param layout `plain` leaves all marks out.
 */
export async function createWordDocument(source: WordSource, layout: 'whole' | 'plain'): Promise<Uint8Array> {
  // Loaded when the first article is done: it takes a third of a second and 50 MB.
  const { convertMarkdownToBuffer } = await import('@mohtasham/md-to-docx');
  const text = cleaned(source.text);
  const title = cleaned(source.title).slice(0, MAX_TITLE_CHARS).toWellFormed();
  const language = LANGUAGE_TAG.test(source.language ?? '') ? source.language : undefined;
  // It does not take an empty text; the tree of the plugin replaces whatever it has read.
  const document = await convertMarkdownToBuffer('article', {
    style: { direction: isRightToLeft(toPlainText(text)) ? 'RTL' : 'LTR' },
    metadata: { ...(title === '' ? {} : { title }), ...(language === undefined ? {} : { language }) },
    mathRendering: { enabled: false },
    imageHandling: { remote: { enabled: false }, dataUrls: { enabled: false } },
    plugins: [
      {
        apiVersion: 1,
        name: 'copydesk.article',
        transformAst: () => (layout === 'whole' ? toWordTree(parseMarkdown(text)) : toPlainTree(text)),
      },
    ],
  });
  return writeZip(mendWordXml(readZip(document)));
}

function cleaned(text: string): string {
  return text.toWellFormed().replaceAll(NOT_XML, '').replaceAll(/\r\n?/g, '\n');
}

function isRightToLeft(text: string): boolean {
  const letters = text.match(LETTER)?.length ?? 0;
  return (text.match(RIGHT_TO_LEFT)?.length ?? 0) > letters / 2;
}
