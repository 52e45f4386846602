import type { Nodes, Root } from 'mdast';
import { readDocument } from '../document-reader.ts';
import type { ParsedDocument } from '../markdown/parse-document.ts';
import { plainTextOf } from '../markdown/plain-text.ts';

/** XML has no place for them, and Word does not open a document that holds one. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
/** BCP 47. */
const LANGUAGE_TAG = /^(?!auto$)(?=.{1,64}$)[a-z]{2,8}(?:-[a-z0-9]{1,8})*$/i;
const MAX_TITLE_CHARS = 255;
/** The first day that a zip archive knows, whatever the zone: the same bytes for the same article. */
const NO_DATE = new Date(1980, 0, 1);
const HYPERLINK = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink';

export interface WordSource {
  readonly title: string;
  /** Markdown. */
  readonly text: string;
  /** BCP 47; anything else counts as unknown. */
  readonly language?: string;
}

/**
 * A Word document with the article's headings, lists, tables, code, quotes and notes. The same bytes for the same article.
 * @param layout `plain` leaves all marks out.
 * @param parse reads the text; default: here and now.
 */
export async function createWordDocument(
  source: WordSource,
  layout: 'whole' | 'plain',
  parse: (text: string) => Promise<ParsedDocument> | ParsedDocument = readDocument,
): Promise<Uint8Array> {
  // Loaded when the first article is done.
  const [{ Document, Packer }, { toWordBody }, { wordStyles }, { unzipSync, zipSync, strToU8 }] = await Promise.all([
    import('docx'),
    import('./word-body.ts'),
    import('./word-styles.ts'),
    import('fflate'),
  ]);
  const { root } = await parse(cleaned(source.text));
  const language = LANGUAGE_TAG.test(source.language ?? '') ? source.language : undefined;
  const { blocks, notes, lists, links } = toWordBody(
    layout === 'whole' && isReadable(root) ? root : toPlainTree(plainTextOf(root).trim()),
  );
  const document = new Document({
    styles: wordStyles(language),
    numbering: { config: lists },
    footnotes: notes,
    sections: [{ children: blocks }],
  });
  for (const { id, target, in: part } of links) {
    const { Relationships } = part === 'text' ? document.Document : document.FootNotes;
    Relationships.addRelationship(id, HYPERLINK, target, 'External');
  }
  const parts = unzipSync(await Packer.toBuffer(document));
  // The library's own says when it was made, and not in which language.
  const properties = strToU8(coreProperties(cleaned(source.title).slice(0, MAX_TITLE_CHARS).toWellFormed(), language));
  return zipSync({ ...parts, 'docProps/core.xml': properties }, { mtime: NO_DATE });
}

/** An article has a few thousand. A document of more takes seconds to make, and longer to open. */
const MOST_NODES = 15_000;

function isReadable(root: Root): boolean {
  let count = 0;
  const visit = (node: Nodes): void => {
    count += 1;
    if ('children' in node && count <= MOST_NODES) node.children.forEach(visit);
  };
  visit(root);
  return count <= MOST_NODES;
}

function coreProperties(title: string, language: string | undefined): string {
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">',
    `<dc:title>${escapeXml(title)}</dc:title>`,
    ...(language === undefined ? [] : [`<dc:language>${escapeXml(language)}</dc:language>`]),
    '</cp:coreProperties>',
  ].join('');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function cleaned(text: string): string {
  return text.toWellFormed().replaceAll(NOT_XML, '').replaceAll(/\r\n?/g, '\n');
}

/** Everything as paragraphs of words. */
function toPlainTree(text: string): Root {
  return {
    type: 'root',
    children: text.split(/\n{2,}/).map((block) => ({
      type: 'paragraph',
      children: block
        .split('\n')
        .flatMap((value, index) => [...(index === 0 ? [] : [{ type: 'break' as const }]), { type: 'text', value }]),
    })),
  };
}
