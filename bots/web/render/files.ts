import { articleMarkdown } from '../../../src/document/article-markdown.ts';
import { extrasMarkdown } from '../../../src/document/extras-file.ts';
import { articleFileName } from '../../../src/document/file-name.ts';
import type { HtmlWords } from '../../../src/document/html/to-html.ts';
import type { Typesetter } from '../../../src/document/html/typesetter.ts';
import { hasPdfLetters } from '../../../src/document/pdf/article-pdf.ts';
import { createWordDocument } from '../../../src/document/word/create-word-document.ts';
import type { DocumentReader } from '../../../src/document/document-reader.ts';
import type { FinishedArticle } from '../../../src/storage/article-store.ts';

/** A text with all that its files are made of. */
export interface TextToFile extends Pick<FinishedArticle, 'title' | 'text' | 'fileName' | 'extras' | 'receipt'> {
  /** BCP 47. */
  readonly language?: string;
  /** Epoch milliseconds. */
  readonly madeAt: number;
}

export interface MadeFile {
  readonly kind: 'file';
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** `none`: there is no file of that name · `letters`: a PDF has no shapes for its letters · `late`: it could not be made in time. */
export type FileAnswer = MadeFile | { readonly kind: 'none' | 'letters' | 'late' };

export interface MakeFileOptions {
  readonly typesetter: Pick<Typesetter, 'page' | 'pdf'>;
  readonly reader: DocumentReader;
  readonly words: HtmlWords;
}

/** Makes the file of a text that is called so: `tides.md`, `.docx`, `.html`, `.pdf`, `.extras.md`, `.receipt.json`. */
export async function makeFile(text: TextToFile, name: string, options: MakeFileOptions): Promise<FileAnswer> {
  const { typesetter, reader, words } = options;
  const { title, fileName, language, madeAt, extras = [], receipt } = text;
  const made = (mediaType: string, bytes: Uint8Array | string): MadeFile => ({
    kind: 'file',
    name,
    mediaType,
    bytes: typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes,
  });
  const source = { title, text: text.text, ...(language !== undefined && { language }) };
  switch (name) {
    case articleFileName('md', fileName):
      return made('text/markdown; charset=utf-8', articleMarkdown(text.text));
    case articleFileName('docx', fileName): {
      const bytes = await createWordDocument(source, 'whole', (markdown) => reader.parse(markdown));
      return made('application/vnd.openxmlformats-officedocument.wordprocessingml.document', bytes);
    }
    case withEnding(fileName, 'html'): {
      const page = await typesetter.page({ ...source, words });
      return page === undefined ? { kind: 'late' } : made('text/html; charset=utf-8', page);
    }
    case withEnding(fileName, 'pdf'): {
      if (!hasPdfLetters(text.text)) return { kind: 'letters' };
      const bytes = await typesetter.pdf({ ...source, madeAt });
      return bytes === undefined ? { kind: 'late' } : made('application/pdf', bytes);
    }
    case articleFileName('extras', fileName):
      return extras.length === 0 ? { kind: 'none' } : made('text/markdown; charset=utf-8', extrasMarkdown(extras));
    case articleFileName('receipt', fileName):
    case 'receipt.json':
      return receipt === undefined ? { kind: 'none' } : made('application/json', receipt);
    default:
      return { kind: 'none' };
  }
}

function withEnding(fileName: string, ending: string): string {
  return `${fileName.replace(/\.md$/i, '')}.${ending}`;
}

/** RFC 6266: for old programs in ASCII, for others as it is (RFC 8187). */
export function disposition(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const whole = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}
