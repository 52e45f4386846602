import { extractText, getDocumentProxy, getMeta } from 'unpdf';
import type { FetchedPage } from '../fetch-page.ts';
import { type PageText, pageText } from './page-text.ts';

/** A PDF that has its letters as letters; a scan has none. */
export async function readPdf({ bytes }: Pick<FetchedPage, 'bytes'>): Promise<PageText> {
  const document = await getDocumentProxy(bytes);
  const { text } = await extractText(document, { mergePages: false });
  const { info } = await getMeta(document);
  const said = (name: string): string => (typeof info[name] === 'string' ? info[name] : '');
  return pageText({
    text: text.join('\n\n'),
    title: said('Title'),
    // `D:20250102…`
    date: said('CreationDate').replace(/^D:(\d{4})(\d{2})(\d{2}).*$/s, '$1-$2-$3'),
  });
}
