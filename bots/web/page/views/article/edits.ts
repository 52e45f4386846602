import type { Section } from '../../core/article.ts';

/** What a person made of a section. */
export interface SectionEdit {
  readonly markdown: string;
  /** What it was made from: its text, and the hash of its Markdown, which tells blank lines apart that nobody sees. */
  readonly from: string;
  readonly sha256: string;
  /** By which it is named when the section is gone. */
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
    const { id, heading } = section;
    const theirs = textOf(section);
    const mine = edits[id];
    if (mine === undefined) return { id, heading, markdown: theirs, isChanged: false };
    const isChanged = mine.markdown.trim() !== theirs;
    const isOvertaken = mine.from !== theirs && isChanged;
    return { id, heading, markdown: mine.markdown, isChanged, ...(isOvertaken && { theirs }) };
  });
  const gone = Object.entries(edits)
    .filter(([id]) => !sections.some((section) => section.id === id))
    .map(([id, { heading, markdown }]): EditedSection => ({ id, heading, markdown, isChanged: true, isGone: true }));
  return [...there, ...gone];
}

/** The person typed. What is as the draft has it is no edit. */
export function typed(edits: Edits, section: Section, markdown: string): Edits {
  const { id, heading } = section;
  if (markdown === textOf(section)) return without(edits, id);
  return { ...edits, [id]: { ...originOf(section), heading, ...edits[id], markdown } };
}

/** The person wants theirs in place of what somebody else made of it. */
export function keepMine(edits: Edits, section: Section): Edits {
  const mine = edits[section.id];
  return mine === undefined ? edits : { ...edits, [section.id]: { ...mine, ...originOf(section) } };
}

/** The person gives up their own. */
export function without(edits: Edits, id: string): Edits {
  return Object.fromEntries(Object.entries(edits).filter(([other]) => other !== id));
}

/** What the draft does not have as the person wants it: the rest has arrived, though they may never have been told. */
export function withoutArrived(edits: Edits, sections: readonly Section[]): Edits {
  const arrived = editedSections(edits, sections).filter(({ isChanged }) => !isChanged);
  return arrived.reduce((left, { id }) => without(left, id), edits);
}

/** What is sent: all that the person changed, each with the hash of what they changed. */
export function toSend(
  edits: Edits,
  sections: readonly Section[],
): readonly Pick<SectionEdit & Section, 'id' | 'sha256' | 'markdown'>[] {
  return Object.entries(edits).map(([id, { from, sha256, markdown }]) => {
    const now = sections.find((section) => section.id === id);
    const isAsBefore = now !== undefined && textOf(now) === from;
    return { id, sha256: isAsBefore ? now.sha256 : sha256, markdown };
  });
}

function originOf(section: Section): Pick<SectionEdit, 'from' | 'sha256'> {
  return { from: textOf(section), sha256: section.sha256 };
}

/** Blank lines around a section are nobody's words. */
function textOf({ markdown }: Section): string {
  return markdown.trim();
}
