import { sectionsOfDraft } from '../../../src/document/sections/sections-of-draft.ts';
import { joinSections } from '../../../src/document/sections/split-sections.ts';
import type { DraftText } from '../../../src/storage/draft-page-store.ts';
import type { EditedSection } from './schemas/act-schema.ts';

/** A section that two people changed. Markdown. */
export interface SectionConflict {
  readonly id: string;
  readonly heading: string;
  readonly yours: string;
  /** Absent: it is not there any more. */
  readonly theirs?: string;
  /** Of `theirs`: what the next attempt has to name. */
  readonly sha256?: string;
}

/** The draft with the sections that a person changed, or where somebody else was quicker. */
export function mergeSections(
  { lineage }: Pick<DraftText, 'lineage'>,
  edited: readonly EditedSection[],
): { readonly text: string } | { readonly conflicts: readonly SectionConflict[] } {
  const sections = sectionsOfDraft(lineage);
  const conflicts = edited.flatMap(({ id, sha256, markdown }): readonly SectionConflict[] => {
    const theirs = sections.find((section) => section.id === id);
    if (theirs === undefined) return markdown.trim() === '' ? [] : [{ id, heading: '', yours: markdown }];
    const isAsWanted = theirs.text.trimEnd() === markdown.trimEnd();
    if (theirs.hash === sha256 || isAsWanted) return [];
    return [{ id, heading: theirs.heading, yours: markdown, theirs: theirs.text, sha256: theirs.hash }];
  });
  if (conflicts.length > 0) return { conflicts };
  return {
    text: joinSections(
      sections.map(({ id, text }) => {
        const mine = edited.findLast((one) => one.id === id);
        return { text: mine === undefined ? text : inPlaceOf(text, mine.markdown) };
      }),
    ),
  };
}

/** Between the same blank lines: where they stand is part of what a section is told by. Whatever comes behind it begins a block of its own. */
function inPlaceOf(text: string, markdown: string): string {
  if (markdown.trim() === '') return '';
  const [before = ''] = /^\n*/.exec(text) ?? [];
  const [after = ''] = /\n*$/.exec(text) ?? [];
  return `${before}${markdown.replace(/^\n+/, '').trimEnd()}${after}`;
}
