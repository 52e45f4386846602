import { cleanText } from '../../lib/clean-text.ts';

/** A page as people read it. */
export interface PageText {
  /** Empty: it has none. */
  readonly title: string;
  /** Paragraphs, with an empty line between two. */
  readonly text: string;
  /** `2025-01-02`, as the page says of itself. */
  readonly date?: string;
  /** BCP 47, as the page says of itself. */
  readonly language?: string;
}

/** Nobody cites what lies behind so much. */
const MAX_TEXT_CHARS = 400_000;
const MAX_TITLE_CHARS = 300;

/** What was read, cleaned and bounded; what is no date or language is left out. */
export function pageText(found: {
  readonly title?: string | null | undefined;
  readonly text: string;
  readonly date?: string | null | undefined;
  readonly language?: string | null | undefined;
}): PageText {
  const day = dayOf(found.date ?? '');
  const language = tagOf(found.language ?? '');
  return {
    title: clean(found.title ?? '')
      .replaceAll(/\s+/g, ' ')
      .slice(0, MAX_TITLE_CHARS)
      .toWellFormed(),
    text: clean(found.text)
      .replaceAll(/[ \t\u00a0]+/g, ' ')
      .replaceAll(/ ?\n ?/g, '\n')
      .replaceAll(/\n{3,}/g, '\n\n')
      .slice(0, MAX_TEXT_CHARS)
      .toWellFormed()
      .trim(),
    ...(day !== undefined && { date: day }),
    ...(language !== undefined && { language }),
  };
}

/** Without what nobody sees. */
function clean(text: string): string {
  return cleanText(text).replaceAll(INVISIBLE, '').trim();
}

/** Soft hyphens, zero-width marks, private use, and the tag characters in which orders to models hide. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060-\u206f\ue000-\uf8ff\u{e0000}-\u{e007f}]/gu;

function dayOf(date: string): string | undefined {
  const [, year = '', month = '', day = ''] = /^\s*(\d{4})-(\d{2})-(\d{2})/.exec(date) ?? [];
  const time = Date.parse(`${year}-${month}-${day}`);
  return Number.isNaN(time) ? undefined : `${year}-${month}-${day}`;
}

function tagOf(language: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(language.trim().replace('_', '-').slice(0, 35))[0];
  } catch {
    return undefined;
  }
}

/** The letters of a page: by what the server or the page names, else UTF-8. */
export function decodePage(bytes: Uint8Array, charset = 'utf-8'): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    // A name that nobody knows.
    return new TextDecoder().decode(bytes);
  }
}
