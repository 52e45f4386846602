import type { NotedSource } from './evidence.ts';

/** `[e12]`, and nothing that is a link already. */
const CITATION = /\[(e\d{1,5})\](?!\()/g;
/** `[e1, e2]`, `[E1]`, `【e1】`: how models write them, too. */
const LOOSE = /[[【]\s?(e\d{1,5}(?:\s?[,;]\s?e\d{1,5}){0,20})\s?[\]】](?!\()/gi;

/** A text whose citations are all written as `[e1][e2]`. */
export function plainCitations(text: string): string {
  return text.replace(LOOSE, (_, ids: string) =>
    ids
      .toLowerCase()
      .split(/[,;]/)
      .map((id) => `[${id.trim()}]`)
      .join(''),
  );
}

/** Ids of the notes that a text cites, each once, in their order. */
export function citedIds(text: string): readonly string[] {
  return [...new Set(citationsIn(text))];
}

/** Ids of the notes that a text cites, each as often as it does, in their order. */
export function citationsIn(text: string): readonly string[] {
  return [...text.matchAll(CITATION)].map(([, id = '']) => id);
}

/** Whether two texts cite the same notes as often, in the same order. */
export function citesAlike(one: string, other: string): boolean {
  return citationsIn(one).join(' ') === citationsIn(other).join(' ');
}

/** A text without its citations. */
export function withoutCitations(text: string): string {
  return text.replace(CITATION, '');
}

/** A text without its citations and the spaces before them. @param fill stands in the place of each of their UTF-16 units */
export function withoutMarks(text: string, fill = ''): string {
  return text.replaceAll(/\s*(?:\[e\d{1,5}\](?!\())+/g, (marks) => fill.repeat(marks.length));
}

/** A page that a text cites. */
export interface CitedPage extends NotedSource {
  /** Of its footnote: 1, 2, … in the order in which pages are first cited. */
  readonly number: number;
}

/** Numbers the pages that texts cite, however many texts there are. */
export interface CitationNumbers {
  /** The text with a mark for each page in place of its citations. An id that nobody knows stays as it is. */
  link(text: string, markOf: (page: CitedPage) => string): string;
  /** Those that the texts so far have cited. */
  readonly pages: readonly CitedPage[];
  /** Undefined: no text has cited it. */
  numberOf(noteId: string): number | undefined;
}

export function numberCitations(notes: readonly NotedSource[]): CitationNumbers {
  const byId = new Map(notes.map((note) => [note.id, note]));
  const pages: CitedPage[] = [];
  const pageOf = ({ sha256, address }: NotedSource): CitedPage | undefined =>
    pages.find((page) => page.sha256 === sha256 && page.address === address);
  const cite = (note: NotedSource): CitedPage => {
    const known = pageOf(note);
    if (known !== undefined) return known;
    const page = { ...note, number: pages.length + 1 };
    pages.push(page);
    return page;
  };
  return {
    link: (text, markOf) =>
      text.replace(CITATIONS, (run: string) => {
        const cited = citedIds(run).map((id) => byId.get(id));
        if (cited.includes(undefined)) return run;
        const known = cited.filter((note) => note !== undefined).map(cite);
        return [...new Set(known)].map(markOf).join('');
      }),
    pages,
    numberOf(noteId) {
      const note = byId.get(noteId);
      return note && pageOf(note)?.number;
    },
  };
}

/**
 * A text as people read it: each citation becomes a number that leads to its page, and below the text stand the pages that are cited, in
 * the order in which they first are. An id that nobody knows stays as it is.
 */
export function withFootnotes(text: string, notes: readonly NotedSource[]): string {
  const numbers = numberCitations(notes);
  const linked = numbers.link(text, ({ number, address }) => mark(number, address));
  if (numbers.pages.length === 0) return text;
  return `${linked.trimEnd()}\n\n---\n\n${numbers.pages.map((page) => `${page.number}. ${footnote(page)}`).join('\n')}\n`;
}

/** Citations that follow one another: of one page, they are one. */
const CITATIONS = /(?:\[e\d{1,5}\](?!\())+/g;

function mark(number: number, address: string | undefined): string {
  return address === undefined ? `\\[${number}\\]` : `[\\[${number}\\]](${destination(address)})`;
}

function footnote({ title, address, date }: NotedSource): string {
  const named = address === undefined ? plainTitle(title) : `[${plainTitle(title)}](${destination(address)})`;
  return date === undefined ? named : `${named}, ${date}`;
}

function plainTitle(title: string): string {
  return title.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]<>#|~!&]/g, '\\$&');
}

/** Nothing in it ends a link. */
function destination(address: string): string {
  return address.replaceAll(/[()<>\s\\]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A sentence that cites notes. */
export interface CitedSentence {
  readonly sentence: string;
  readonly noteIds: readonly string[];
}

const SENTENCES = new Intl.Segmenter(undefined, { granularity: 'sentence' });

/** Every sentence of a text that cites notes, with them and without their marks. A mark behind the full stop belongs to what is before it. */
export function citedSentences(text: string): readonly CitedSentence[] {
  return text.split('\n').flatMap((line) => {
    const joined = line.replaceAll(/([.!?…]["”»)]?)\s?((?:\[e\d{1,5}\])+)/g, '$2$1');
    return [...SENTENCES.segment(joined)].flatMap(({ segment }) => {
      const noteIds = citedIds(segment);
      if (noteIds.length === 0) return [];
      const sentence = withoutCitations(segment)
        .replaceAll(/\s+/g, ' ')
        .replaceAll(/ (?=[.,;:!?])/g, '')
        .trim();
      return sentence === '' ? [] : [{ sentence, noteIds }];
    });
  });
}
