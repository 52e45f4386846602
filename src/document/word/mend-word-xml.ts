import type { ZipEntry } from './zip.ts';

const TEXT_PART = /^word\/(?:document|footnotes)\.xml$/;
const CODE_RUN = /<w:r><w:rPr><w:rFonts w:ascii="Courier New".*?<\/w:r>/gs;

/**
 * Puts right what the converter (md-to-docx 4.0.1) leaves wrong. A heading names its style twice, of which Word's schema allows one;
 * line breaks are line feeds, which Word shows as spaces; code is indented by spaces that no compiler takes, and turned around in a
 * document that is read from the right; links have random ids and bookmarks count on from the document before, so that no two
 * documents are the same.
 */
export function mendWordXml(entries: readonly ZipEntry[]): readonly ZipEntry[] {
  const links = createNumbering();
  const bookmarks = createNumbering();
  const mended = entries.map(({ name, bytes }) => {
    if (!TEXT_PART.test(name)) return { name, bytes };
    const xml = bytes
      .toString()
      .replaceAll(/<w:pStyle w:val="\d"\/>(?=<w:pStyle )/g, '')
      .replaceAll('<w:br/><w:t xml:space="preserve">\n</w:t>', '<w:br/>')
      .replaceAll('<w:t xml:space="preserve">\n</w:t>', '<w:br/>')
      .replaceAll(CODE_RUN, (run) => run.replaceAll('<w:rtl/>', '').replaceAll('\u00a0', ' '))
      .replaceAll(/(?<=<w:hyperlink [^>]*r:id=")[^"]+/g, (id) => `link${links.numberOf(id)}`)
      .replaceAll(/(?<=<w:bookmark(?:Start|End) [^>]*w:id=")\d+/g, (id) => `${bookmarks.numberOf(id)}`);
    return { name, bytes: Buffer.from(xml) };
  });
  return mended.map(({ name, bytes }) => {
    if (!name.endsWith('.rels')) return { name, bytes };
    const xml = bytes
      .toString()
      .replaceAll(/(?<= Id=")[^"]+/g, (id) => (links.has(id) ? `link${links.numberOf(id)}` : id));
    return { name, bytes: Buffer.from(xml) };
  });
}

/** Numbers ids from 1, in the order they come. */
function createNumbering(): { has(id: string): boolean; numberOf(id: string): number } {
  const numbers = new Map<string, number>();
  return {
    has: (id) => numbers.has(id),
    numberOf(id) {
      const number = numbers.get(id) ?? numbers.size + 1;
      numbers.set(id, number);
      return number;
    },
  };
}
