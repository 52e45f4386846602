import type { FetchedPage } from '../fetch-page.ts';
import { decodePage, type PageText, pageText } from './page-text.ts';

/** Plain text and Markdown, whose first heading is its title. */
export function readPlain({ bytes, charset }: Pick<FetchedPage, 'bytes' | 'charset'>): PageText {
  const text = decodePage(bytes, charset);
  return pageText({ text, title: /^# (.{1,300})$/m.exec(text.slice(0, 5000))?.[1] });
}
