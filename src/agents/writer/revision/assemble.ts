import { nextSectionId, rewritten } from '../../../document/sections/draft-sections.ts';
import type { Section } from '../../../protocol/section.ts';

/** A section that is to be written where there was none. */
export interface AddedSection {
  readonly id: string;
  readonly heading: string;
  /** Id of the section behind which it stands. */
  readonly after: string;
}

/** What becomes of the sections of a draft; those that are not named stay as they are. */
export interface SectionChanges {
  readonly rewritten: readonly string[];
  readonly added: readonly AddedSection[];
  readonly removed: readonly string[];
}

/** Ids for sections that are to be added, none of which the draft has. */
export function withIds(
  draft: readonly Section[],
  added: readonly Omit<AddedSection, 'id'>[],
): readonly AddedSection[] {
  return added.reduce<readonly AddedSection[]>(
    (known, one) => [...known, { ...one, id: nextSectionId([...draft, ...known]) }],
    [],
  );
}

/**
 * The draft with other texts for the sections that are named, and with every other one to the byte as it was.
 * @param texts by the id of their section; what has none stays as it was, or is not added
 */
export function assemble(
  draft: readonly Section[],
  changes: SectionChanges,
  texts: ReadonlyMap<string, string>,
): readonly Section[] {
  const mayChange = new Set(changes.rewritten);
  const sections: Section[] = [];
  const stays = ({ id }: Section): boolean => !changes.removed.includes(id);
  for (const [at, section] of draft.entries()) {
    if (stays(section)) {
      const text = mayChange.has(section.id) ? texts.get(section.id) : undefined;
      sections.push(text === undefined ? section : withText(section, text));
    }
    for (const { id } of changes.added.filter(({ after }) => after === section.id)) {
      const text = texts.get(id);
      const isLast = !draft.slice(at + 1).some(stays);
      if (text !== undefined) sections.push(newSection(id, text, sections.at(-1)?.text ?? '', isLast));
    }
  }
  return sections;
}

/** What stood around the old text, stays: empty lines before it and behind it. */
function withText(section: Section, written: string): Section {
  const before =
    section.text.trim() === '' ? '' : section.text.slice(0, section.text.length - section.text.trimStart().length);
  const text = `${before}${written.trim()}${section.text.slice(section.text.trimEnd().length)}`;
  return text === section.text ? section : rewritten(section, text, 'agent');
}

function newSection(id: string, written: string, previous: string, isLast: boolean): Section {
  const missing = previous === '' || /\n\s*\n$/.test(previous) ? '' : previous.endsWith('\n') ? '\n' : '\n\n';
  return rewritten({ id }, `${missing}${written.trim()}${isLast ? '\n' : '\n\n'}`, 'agent');
}
