import { createHash } from 'node:crypto';
import type { Section, SectionRecord } from '../../protocol/section.ts';
import { splitSections } from './split-sections.ts';

/**
 * The sections of a text. What stood in an earlier draft keeps its id, by its bytes or by its heading; what is the same to the byte keeps
 * its author, too.
 * @param author of what is new or changed
 */
export function toSections(
  text: string,
  author: Section['author'],
  earlier: readonly Section[] = [],
): readonly Section[] {
  const pieces = splitSections(text);
  const hashes = pieces.map((piece) => hashOf(piece.text));
  const known = new Map<number, Section>();
  const taken = new Set<Section>();
  const match = (at: number, found: Section | undefined): void => {
    if (found === undefined || known.has(at) || taken.has(found)) return;
    taken.add(found);
    known.set(at, found);
  };
  const sameText = queues(earlier, ({ hash }) => hash);
  for (const [at, hash] of hashes.entries()) match(at, sameText(hash));
  const sameHeading = queues(
    earlier.filter((section) => !taken.has(section) && section.heading !== ''),
    ({ heading }) => plain(heading),
  );
  for (const [at, { heading }] of pieces.entries()) if (!known.has(at)) match(at, sameHeading(plain(heading)));
  // What begins the text is its beginning, whatever it is called now.
  match(0, earlier[0]);
  let last = highest(earlier);
  return pieces.map((piece, at) => {
    const before = known.get(at);
    const hash = hashes[at] ?? '';
    if (before === undefined) last += 1;
    return {
      id: before?.id ?? `s${last}`,
      heading: piece.heading,
      text: piece.text,
      hash,
      author: before?.hash === hash ? before.author : author,
      ...(before?.hash === hash && before.approved && { approved: true as const }),
    };
  });
}

/** The sections as they lie with a draft. What does not fit its text is cut anew. */
export function readSections(
  text: string,
  records: readonly SectionRecord[],
  author: Section['author'],
): readonly Section[] {
  let end = 0;
  const sections = records.map(({ chars, ...section }) => {
    end += chars;
    return { ...section, text: text.slice(end - chars, end) };
  });
  const fits = end === text.length && sections.every((section) => hashOf(section.text) === section.hash);
  return fits ? sections : toSections(text, author);
}

export function toRecords(sections: readonly Section[]): readonly SectionRecord[] {
  return sections.map(({ text, ...section }) => ({ ...section, chars: text.length }));
}

/** The section with another text, which begins with its heading. */
export function rewritten(section: Pick<Section, 'id'>, text: string, author: Section['author']): Section {
  const [piece] = splitSections(text);
  return { id: section.id, heading: piece?.heading ?? '', text, hash: hashOf(text), author };
}

/** An id that none of the sections has. */
export function nextSectionId(sections: readonly Pick<Section, 'id'>[]): string {
  return `s${highest(sections) + 1}`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Of several with the same name each is given once, in their order. */
function queues(sections: readonly Section[], nameOf: (section: Section) => string) {
  const byName = Map.groupBy(sections, nameOf);
  return (name: string): Section | undefined => byName.get(name)?.shift();
}

function plain(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function highest(sections: readonly Pick<Section, 'id'>[]): number {
  return sections.reduce((most, { id }) => Math.max(most, numberOf(id)), 0);
}

function numberOf(id: string): number {
  return Number(/^s(\d{1,9})$/.exec(id)?.[1] ?? 0);
}
