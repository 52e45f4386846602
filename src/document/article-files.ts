import { articleMarkdown } from './article-markdown.ts';
import type { Extra } from '../protocol/extras.ts';
import { extrasMarkdown } from './extras-file.ts';
import { articleFileName } from './file-name.ts';
import type { DocumentReader } from './document-reader.ts';
import { createWordDocument } from './word/create-word-document.ts';

/** A file of the finished article. */
export interface ArticleFile {
  readonly kind: 'md' | 'docx' | 'extras' | 'receipt';
  /** `how-tides-work.docx` */
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** What the files are made of. */
export interface ArticleToFile {
  readonly title: string;
  /** Markdown, whole. */
  readonly text: string;
  /** `how-tides-work.md` */
  readonly fileName: string;
  /** BCP 47 tag for Word's spelling checker; `auto` or absent when nobody knows. */
  readonly language?: string;
  /** What goes with it. Absent: nothing does. */
  readonly extras?: readonly Extra[];
  /** The text of its receipt.json, when it comes with one. */
  readonly receipt?: string;
}

export interface ArticleFilesOptions {
  /** Is told why the Word document is not what it should be. */
  readonly report?: (failure: Error) => void;
  /** Makes the Word document; `plain` leaves all marks out. */
  readonly toWord?: typeof createWordDocument;
  /** Reads the text without holding up the event loop. Default: it is read here and now. */
  readonly reader?: DocumentReader;
}

const WORD_MEDIA_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/**
 * The finished article as files: Markdown in UTF-8, tidied, then a Word document, then what goes with it, then its receipt. Nothing is fetched: pictures become links. Never rejects:
 * a text that cannot be laid out for Word comes as plain paragraphs, and if even that fails, there is the Markdown alone.
 * The bytes are the same for the same article.
 */
export async function articleFiles(
  article: ArticleToFile,
  { report, toWord = createWordDocument, reader }: ArticleFilesOptions = {},
): Promise<readonly ArticleFile[]> {
  const named = (kind: ArticleFile['kind']): string => articleFileName(kind, article.fileName);
  const markdown: ArticleFile = {
    kind: 'md',
    name: named('md'),
    mediaType: 'text/markdown; charset=utf-8',
    bytes: new TextEncoder().encode(articleMarkdown(article.text)),
  };
  const { extras = [] } = article;
  const beside: readonly ArticleFile[] =
    extras.length === 0
      ? []
      : [
          {
            kind: 'extras',
            name: named('extras'),
            mediaType: 'text/markdown; charset=utf-8',
            bytes: new TextEncoder().encode(extrasMarkdown(extras)),
          },
        ];
  const receipts: readonly ArticleFile[] =
    article.receipt === undefined
      ? []
      : [
          {
            kind: 'receipt',
            name: named('receipt'),
            mediaType: 'application/json',
            bytes: new TextEncoder().encode(article.receipt),
          },
        ];
  for (const layout of ['whole', 'plain'] as const) {
    try {
      const bytes = await toWord(article, layout, reader && ((text) => reader.parse(text)));
      return [
        markdown,
        { kind: 'docx', name: named('docx'), mediaType: WORD_MEDIA_TYPE, bytes },
        ...beside,
        ...receipts,
      ];
    } catch (error) {
      report?.(new Error(`Could not make the Word document ${named('docx')} (${layout})`, { cause: error }));
    }
  }
  return [markdown, ...beside, ...receipts];
}
