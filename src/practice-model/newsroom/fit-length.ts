import type { ArticlePlan } from './article-plan.ts';
import { isList, isProse, isTable, sentencesOf, wordCount } from './markdown-document.ts';
import type { MarkdownDocument, Section } from './markdown-document.ts';
import type { PartId } from './phrases.ts';
import type { MadeWish } from './wishes.ts';

/** What goes first when an article has to become shorter. */
const EXPENDABLE: readonly PartId[] = [
  'questions',
  'checking',
  'secondExample',
  'limits',
  'steps',
  'mistakes',
  'table',
  'closing',
  'drivers',
  'example',
];

export function wordsOf(document: MarkdownDocument): number {
  return wordCount(document.sections.flatMap((section) => section.blocks).join('\n'));
}

/** The document within `ceiling` words, as far as that goes: whole parts go first, then sentences. What people asked for stays. */
export function fitLength(
  document: MarkdownDocument,
  plan: ArticlePlan,
  ceiling: number,
  wishes: readonly MadeWish[],
): MarkdownDocument {
  const wanted = new Set(wishes.flatMap(({ wish }) => (wish.kind === 'part' ? [wish.part] : [])));
  let fitted = document;
  for (const form of ['brief', 'none'] as const) {
    for (const part of EXPENDABLE) {
      if (wordsOf(fitted) <= ceiling) return fitted;
      if (form === 'brief' || !wanted.has(part)) fitted = reduce(fitted, plan, part, form);
    }
  }
  while (wordsOf(fitted) > ceiling) {
    const shorter = withoutOneSentence(fitted, plan) ?? withoutLastForeignBlock(fitted, plan);
    if (shorter === undefined) return fitted;
    fitted = shorter;
  }
  return fitted;
}

function reduce(document: MarkdownDocument, plan: ArticlePlan, part: PartId, form: 'brief' | 'none'): MarkdownDocument {
  return {
    ...document,
    sections: document.sections.flatMap((section) => {
      if (section.heading === undefined || plan.partOf(section.heading) !== part) return [section];
      if (form === 'none') return [];
      const brief = plan.part(part, 'brief').blocks;
      // A person may have rewritten the section: then the brief form is not a shorter form of it.
      return [
        isOurs(section, plan, part) && wordCount(brief.join('\n')) < wordCount(section.blocks.join('\n'))
          ? { ...section, blocks: brief }
          : section,
      ];
    }),
  };
}

function isOurs(section: Section, plan: ArticlePlan, part: PartId): boolean {
  const full = plan.part(part, 'full').blocks;
  return section.blocks.every((block) => full.includes(block));
}

/** Takes the last sentence from the longest paragraph that has more than one. */
function withoutOneSentence(document: MarkdownDocument, plan: ArticlePlan): MarkdownDocument | undefined {
  let longest: { readonly section: Section; readonly block: string; readonly words: number } | undefined;
  for (const section of document.sections) {
    const lastsLonger = section.heading !== undefined && plan.partOf(section.heading) === undefined;
    for (const block of section.blocks) {
      if (!isProse(block) || sentencesOf(block).length < 2) continue;
      const words = wordCount(block) * (lastsLonger ? 0.5 : 1);
      if (longest === undefined || words > longest.words) longest = { section, block, words };
    }
  }
  if (longest === undefined) return undefined;
  const { section, block } = longest;
  const shorter = sentencesOf(block).slice(0, -1).join(' ');
  return replaceIn(
    document,
    section,
    section.blocks.map((other) => (other === block ? shorter : other)),
  );
}

/** For a person's long text of single sentences and lists. The first two blocks of a document always stay. */
function withoutLastForeignBlock(document: MarkdownDocument, plan: ArticlePlan): MarkdownDocument | undefined {
  const section = document.sections.findLast(
    ({ heading, blocks }, index) =>
      index > 0 &&
      blocks.length > 0 &&
      (heading === undefined || plan.partOf(heading) === undefined) &&
      !blocks.every((block) => wordCount(block) < 60 && !isList(block) && !isTable(block)),
  );
  if (section === undefined) return undefined;
  const blocks = section.blocks.slice(0, -1);
  return blocks.length > 0
    ? replaceIn(document, section, blocks)
    : { ...document, sections: document.sections.filter((other) => other !== section) };
}

function replaceIn(document: MarkdownDocument, section: Section, blocks: readonly string[]): MarkdownDocument {
  return {
    ...document,
    sections: document.sections.map((other) => (other === section ? { ...section, blocks } : other)),
  };
}
