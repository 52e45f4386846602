import type { Section } from '../../core/article.ts';

/** What a person made of a section. */
export interface SectionEdit {
  /** Of the Markdown that it was made from. */
  readonly sha256: string;
  readonly markdown: string;
  /** Of what it was made from, to be named by when the section is gone. */
  readonly heading: string;
}

/** By the id of the section. What is not in it is as the draft has it. */
export type Edits = Readonly<Record<string, SectionEdit>>;

/** A section as it is edited. */
export interface EditedSection {
  readonly id: string;
  readonly heading: string;
  readonly markdown: string;
  readonly isChanged: boolean;
  /** Somebody else has changed it since, to this; both cannot be had. */
  readonly theirs?: string;
  /** Somebody else has removed it since. */
  readonly isGone?: true;
}

/** The sections of the newest draft with what the person made of them; then those of theirs that it has no more. */
export function editedSections(edits: Edits, sections: readonly Section[]): readonly EditedSection[] {
  const there = sections.map((section): EditedSection => {
    const { id, heading, sha256 } = section;
    const markdown = shown(section);
    const mine = edits[id];
    if (mine === undefined) return { id, heading, markdown, isChanged: false };
    const isOvertaken = mine.sha256 !== sha256 && mine.markdown.trim() !== markdown;
    return { id, heading, markdown: mine.markdown, isChanged: true, ...(isOvertaken && { theirs: markdown }) };
  });
  const gone = Object.entries(edits)
    .filter(([id]) => !sections.some((section) => section.id === id))
    .map(([id, { heading, markdown }]): EditedSection => ({ id, heading, markdown, isChanged: true, isGone: true }));
  return [...there, ...gone];
}

/** The person typed. What is as the draft has it is no edit. */
export function typed(edits: Edits, section: Section, markdown: string): Edits {
  const { id, sha256, heading } = section;
  const before = edits[id];
  if (markdown === shown(section)) return without(edits, id);
  return { ...edits, [id]: { sha256: before?.sha256 ?? sha256, markdown, heading: before?.heading ?? heading } };
}

/** The person wants theirs in place of what somebody else made of it. */
export function keepMine(edits: Edits, { id, sha256 }: Section): Edits {
  const mine = edits[id];
  return mine === undefined ? edits : { ...edits, [id]: { ...mine, sha256 } };
}

/** The person gives up their own. */
export function without(edits: Edits, id: string): Edits {
  return Object.fromEntries(Object.entries(edits).filter(([other]) => other !== id));
}

/** What is sent: all that the person changed. */
export function toSend(
  edits: Edits,
): readonly Pick<SectionEdit & { readonly id: string }, 'id' | 'sha256' | 'markdown'>[] {
  return Object.entries(edits).map(([id, { sha256, markdown }]) => ({ id, sha256, markdown }));
}

/** Blank lines around a section are nobody's words. */
function shown({ markdown }: Section): string {
  return markdown.trim();
}
