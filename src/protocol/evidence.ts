/** Words of a page on which an article may rest. They stand there: our code has looked. */
export interface Note {
  /** `e12`, within its article: by this it is cited. */
  readonly id: string;
  /** As the page has it. */
  readonly quote: string;
  /** Of the page. Absent: the text was handed in. */
  readonly address?: string;
  readonly title: string;
  /** `2025-01-02`, as the page says of itself. */
  readonly date?: string;
  /** Of the page's text as it was read, hex: the table `pages` has it. */
  readonly sha256: string;
}

/** A note without what only the writer needs. */
export type NotedSource = Omit<Note, 'quote'>;

/** Why a source was not read: what `FetchFault` says of its page, or that a model found nothing in it. */
export const SOURCE_FAULTS = [
  'not-an-address',
  'credentials',
  'port-refused',
  'private-address',
  'robots',
  'too-many-redirects',
  'not-found',
  'forbidden',
  'bad-status',
  'timed-out',
  'too-large',
  'unreadable-type',
  'empty',
  'unreachable',
  /** A file that nobody has any more. */
  'file-gone',
  /** It was read, and nothing on the topic was found in it. */
  'nothing-in-it',
  /** Whoever searches gave nothing of use: no page of it is known. */
  'search-failed',
] as const;
export type SourceFault = (typeof SOURCE_FAULTS)[number];

/** What became of the sources of an article. */
export interface SourceReport {
  readonly read: readonly ReadSource[];
  readonly failed: readonly FailedSource[];
}

export interface ReadSource {
  /** Absent: it was handed in. */
  readonly address?: string;
  /** Name of the file that was handed in. */
  readonly file?: string;
  readonly title: string;
  /** Notes that were taken. */
  readonly notes: number;
  /** A search found it; nobody had named it. */
  readonly isFound?: true;
}

export interface FailedSource {
  readonly address?: string;
  /** Name of the file that was handed in. */
  readonly file?: string;
  readonly fault: SourceFault;
}

export type Support = 'supported' | 'partly' | 'not';

/** A sentence that cites notes, and whether they say what it says. */
export interface JudgedSentence {
  readonly sentence: string;
  readonly noteIds: readonly string[];
  readonly support: Support;
  /** Why, in a sentence. */
  readonly note: string;
}

/** What a draft's citations are worth. */
export interface CitationReport {
  readonly sentences: readonly JudgedSentence[];
}

export function countSupport({ sentences }: CitationReport): Readonly<Record<Support, number>> {
  const of = (support: Support): number => sentences.filter((one) => one.support === support).length;
  return { supported: of('supported'), partly: of('partly'), not: of('not') };
}
