import { withoutBlankLines } from '../../../src/document/diff/blank-lines.ts';
import type { Typesetter } from '../../../src/document/html/typesetter.ts';
import { sectionsOfDraft } from '../../../src/document/sections/sections-of-draft.ts';
import { toSections } from '../../../src/document/sections/draft-sections.ts';
import type { Section } from '../../../src/protocol/section.ts';
import type { DraftText } from '../../../src/storage/draft-page-store.ts';
import type { DiffView } from '../listeners/schemas/draft-schema.ts';

/** What changed between two drafts, section by section and word by word, in the order of the newer one; what it lacks stands where it stood. */
export async function diffView(from: DraftText, to: DraftText, typesetter: Typesetter): Promise<DiffView> {
  const before = sectionsOfDraft(from.lineage);
  const after = alike(before, sectionsOfDraft(to.lineage));
  const pairs = inOrder(before, after);
  const words = await typesetter.diff(pairs.map(([older, newer]) => texts(older?.text ?? '', newer?.text ?? '')));
  return {
    from: from.version,
    to: to.version,
    sections: pairs.map(([older, newer], at) => ({
      id: newer?.id ?? older?.id ?? '',
      heading: newer?.heading ?? older?.heading ?? '',
      kind: kindOf(older, newer),
      words: [...(words[at] ?? [])],
    })),
  };
}

/** Sections of texts that never grew from one another have no ids in common, though they may have headings. */
function alike(before: readonly Section[], after: readonly Section[]): readonly Section[] {
  const known = new Set(before.map(({ id }) => id));
  if (after.some(({ id }) => known.has(id))) return after;
  return toSections(after.map(({ text }) => text).join(''), 'agent', before);
}

type Pair = readonly [older: Section | undefined, newer: Section | undefined];

function inOrder(before: readonly Section[], after: readonly Section[]): readonly Pair[] {
  const left = new Map(after.map((section) => [section.id, section]));
  const older = new Map(before.map((section) => [section.id, section]));
  const pairs: Pair[] = after.map((section) => [older.get(section.id), section]);
  before.forEach((section, at) => {
    if (left.has(section.id)) return;
    const previous = before[at - 1];
    const place = previous === undefined ? -1 : pairs.findIndex(([one, other]) => (other ?? one)?.id === previous.id);
    pairs.splice(place + 1, 0, [section, undefined]);
  });
  return pairs;
}

function kindOf(older: Section | undefined, newer: Section | undefined): DiffView['sections'][number]['kind'] {
  if (older === undefined) return 'added';
  if (newer === undefined) return 'removed';
  return withoutBlankLines(older.text) === withoutBlankLines(newer.text) ? 'same' : 'changed';
}

/** Where blank lines moved, the older text has those of the newer one: they are nobody's words. */
function texts(older: string, newer: string): readonly [older: string, newer: string] {
  if (withoutBlankLines(older) === withoutBlankLines(newer)) return [newer, newer];
  if (older.trim() === '' || newer.trim() === '') return [older, newer];
  const [before = '', after = ''] = [/^\s*/.exec(newer)?.[0], /\s*$/.exec(newer)?.[0]];
  return [`${before}${older.trim()}${after}`, newer];
}
