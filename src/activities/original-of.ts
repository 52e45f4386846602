import type { Original } from '../agents/agent.ts';
import { readSections } from '../document/sections/draft-sections.ts';
import type { Work } from '../storage/work-store.ts';

/** What a draft is a translation of; undefined: it is none. */
export function originalOf({ original }: Pick<Work, 'original'>): Original | undefined {
  if (original === undefined) return undefined;
  const { language, text, sections } = original;
  return { language, sections: readSections(text, sections, 'agent') };
}
