import { workerData } from 'node:worker_threads';
import { tellParent } from '../lib/tell-parent.ts';
import type { FetchedPage } from './fetch-page.ts';
import type { PageText } from './reading/page-text.ts';

/** One page, one thread: whatever it does to the memory or the time ends with it. Only what its type needs is loaded. */
async function read(page: Omit<FetchedPage, 'address'>): Promise<PageText> {
  switch (page.type) {
    case 'html':
      return await (await import('./reading/html.ts')).readHtml(page);
    case 'text':
      return (await import('./reading/plain.ts')).readPlain(page);
    case 'pdf':
      return await (await import('./reading/pdf.ts')).readPdf(page);
    case 'docx':
      return await (await import('./reading/docx.ts')).readDocx(page);
    default:
      return page.type satisfies never;
  }
}

const text = await read(workerData as Omit<FetchedPage, 'address'>);
tellParent(text);
