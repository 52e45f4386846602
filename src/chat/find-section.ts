import { plainWords } from '../lib/plain-words.ts';
import type { SectionRecord } from '../protocol/section.ts';

/** A section that somebody named, and what they said of it. */
export interface NamedSection {
  readonly section: SectionRecord;
  /** Without the name. */
  readonly comment: string;
}

/** The part above the first heading of a section: the title, and what leads into the text. */
const OPENING: ReadonlySet<string> = new Set([
  'opening',
  'lead',
  'lede',
  'intro',
  'introduction',
  'title',
  'headline',
  'вступление',
  'введение',
  'лид',
  'начало',
  'заголовок',
]);

/**
 * Reads “The pull of the Moon: shorter”. A section is named by its heading, by its place among the sections (`2`), by a part of its heading
 * that no other has, or as the opening. A heading may have colons in it: the longest name counts.
 * @param sections in their order
 * @returns undefined when none is named, or several may be
 */
export function findSection(said: string, sections: readonly SectionRecord[]): NamedSection | undefined {
  const colons = [...said.matchAll(/[:：]/gu)].map(({ index }) => index).slice(0, MOST_COLONS);
  for (const at of colons.toReversed()) {
    const section = sectionOf(said.slice(0, at), sections);
    const comment = said.slice(at + 1).trim();
    if (section !== undefined && comment !== '') return { section, comment };
  }
  return undefined;
}

/** A comment may have many more, and none of them can end a heading. */
const MOST_COLONS = 20;

/** What stands before the first colon, as the name that was meant. */
export function nameIn(said: string): string {
  return said.split(/[:：]/u, 1)[0]?.trim() ?? '';
}

function sectionOf(typed: string, sections: readonly SectionRecord[]): SectionRecord | undefined {
  const name = plainWords(typed);
  if (name === '') return undefined;
  const [opening] = sections;
  const headings = sections.map((section) => ({ section, heading: plainWords(section.heading) }));
  const only = (found: typeof headings): SectionRecord | undefined =>
    found.length === 1 ? found[0]?.section : undefined;
  const exact = only(headings.filter(({ heading }) => heading === name));
  if (exact !== undefined) return exact;
  if (/^\d{1,3}$/.test(name)) return sections[Number(name) - 1];
  return OPENING.has(name) ? opening : only(headings.filter(({ heading }) => ` ${heading} `.includes(` ${name} `)));
}
