import { describe, expect, it } from 'vitest';
import { standingTranslations } from '../../src/activities/original-of.ts';
import { toRecords, toSections } from '../../src/document/sections/draft-sections.ts';
import type { Section } from '../../src/protocol/section.ts';

const cut = (sections: readonly Section[]) => ({
  text: sections.map(({ text }) => text).join(''),
  sections: toRecords(sections),
});
const original = (...texts: readonly string[]) => ({ language: 'en', ...cut(toSections(texts.join('\n\n'), 'agent')) });

const THEN = original('Before.', '## Moon\n\nIt pulls.', '## Sun\n\nIt shines.');
const TRANSLATION = cut(
  toSections('До.\n\n## Луна\n\nТянет.\n\n## Солнце\n\nСветит.', 'agent').map((section, at) =>
    at === 2 ? { ...section, author: 'person' } : section,
  ),
);
const standing = { original: THEN, translation: TRANSLATION };
const kept = (now: typeof THEN, what = standing) =>
  standingTranslations({ original: now, standing: what }).map(({ id, author, approved }) => ({ id, author, approved }));

describe('what stands of an earlier translation', () => {
  it('is what its original still says, as it was delivered, by whomever it was written', () => {
    expect(kept(original('Before.', '## Moon\n\nIt pulls hard.', '## Sun\n\nIt shines.'))).toEqual([
      { id: 's1', author: 'agent', approved: true },
      { id: 's3', author: 'person', approved: true },
    ]);
  });

  it('is all of it where only blank lines have moved, and nothing where nothing was translated', () => {
    const moved = original('Before.', '## Moon\n\nIt pulls.', '## Sun\n\nIt shines.\n');
    expect(kept(moved)).toHaveLength(3);
    expect(standingTranslations({ original: moved })).toEqual([]);
  });
});
