import { PART_ORDER } from './article-plan.ts';
import type { ArticlePlan } from './article-plan.ts';
import type { MarkdownDocument, Section } from './markdown-document.ts';

/** Where sections stand that are not ours. */
const FOREIGN_RANK = PART_ORDER.indexOf('limits') - 0.5;

/** The document with `section` where the order of an article wants it. */
export function withSection(document: MarkdownDocument, section: Section, plan: ArticlePlan): MarkdownDocument {
  const rank = rankOf(section, plan);
  const after = document.sections.findLastIndex((other) => other.heading === undefined || rankOf(other, plan) <= rank);
  return { ...document, sections: document.sections.toSpliced(after + 1, 0, section) };
}

function rankOf(section: Section, plan: ArticlePlan): number {
  const part = plan.partOf(section.heading ?? '');
  return part === undefined ? FOREIGN_RANK : PART_ORDER.indexOf(part);
}

/** The document with every block changed; a block that becomes empty goes, and so does a section that loses all it had. */
export function mapBlocks(document: MarkdownDocument, change: (block: string) => string): MarkdownDocument {
  return {
    ...document,
    sections: document.sections.flatMap((section) => {
      const blocks = section.blocks.map(change).filter((block) => block.trim() !== '');
      return blocks.length === 0 && section.blocks.length > 0 ? [] : [{ ...section, blocks }];
    }),
  };
}

/** A text with a sentence put before everything else that has no heading. */
export function withOpening(document: MarkdownDocument, sentence: string): MarkdownDocument {
  const [first, ...rest] = document.sections;
  if (first === undefined || first.heading !== undefined)
    return { ...document, sections: [{ heading: undefined, level: 2, blocks: [sentence] }, ...document.sections] };
  const [lead, ...blocks] = first.blocks;
  return {
    ...document,
    sections: [{ ...first, blocks: [lead === undefined ? sentence : `${sentence} ${lead}`, ...blocks] }, ...rest],
  };
}
