import type { Section } from '../../protocol/section.ts';
import type { StoredText } from '../../storage/work-store.ts';
import { readSections, toSections } from './draft-sections.ts';

/** The sections of a draft: what a person left as it was keeps its id and its author. @param lineage newest first */
export function sectionsOfDraft(
  lineage: readonly Pick<StoredText, 'text' | 'author' | 'sections'>[],
): readonly Section[] {
  return lineage
    .toReversed()
    .reduce<readonly Section[]>(
      (earlier, { text, author, sections }) =>
        sections === null ? toSections(text, author, earlier) : readSections(text, sections, author),
      [],
    );
}
