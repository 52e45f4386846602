import type { Original } from '../agents/agent.ts';
import { readSections } from '../document/sections/draft-sections.ts';
import type { Section } from '../protocol/section.ts';
import type { CutText, Work } from '../storage/work-store.ts';

/** What a draft is a translation of; undefined: it is none. */
export function originalOf({ original }: Pick<Work, 'original'>): Original | undefined {
  if (original === undefined) return undefined;
  const { language, text, sections } = original;
  return { language, sections: readSections(text, sections, 'agent') };
}

/**
 * Of an earlier translation, what stands: sections whose original says what it said then, also those that people have written. As what was
 * delivered, they are changed by nothing but a comment that names them.
 */
export function standingTranslations({ original, standing }: Pick<Work, 'original' | 'standing'>): readonly Section[] {
  const now = originalOf({ ...(original !== undefined && { original }) })?.sections ?? [];
  if (standing === undefined) return [];
  const then = new Map(cut(standing.original).map(({ id, text }) => [id, text.trim()]));
  const unchanged = new Set(now.filter(({ id, text }) => then.get(id) === text.trim()).map(({ id }) => id));
  return cut(standing.translation)
    .filter(({ id }) => unchanged.has(id))
    .map((section) => ({ ...section, approved: true }));
}

function cut({ text, sections }: CutText): readonly Section[] {
  return readSections(text, sections, 'agent');
}
