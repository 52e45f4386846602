import type { Brief } from '../brief.ts';
import type { ArticlePlan } from './article-plan.ts';
import {
  isList,
  isProse,
  isTable,
  normalised,
  parseMarkdown,
  printMarkdown,
  sentencesOf,
  wordCount,
} from './markdown-document.ts';
import type { MarkdownDocument } from './markdown-document.ts';
import { isSelfNaming } from './phrases.ts';
import type { PartId } from './phrases.ts';
import type { MadeWish, Wish } from './wishes.ts';

/** What a draft has and lacks, read from the draft alone. */
export interface Anatomy {
  readonly document: MarkdownDocument;
  readonly words: number;
  readonly headings: readonly string[];
  /** Parts of ours that it has. */
  readonly parts: ReadonlySet<PartId>;
  readonly paragraphs: readonly string[];
  readonly sentences: readonly string[];
  readonly hasList: boolean;
  readonly hasTable: boolean;
  readonly hasExample: boolean;
  readonly hasLink: boolean;
  /** It opens with words that say nothing. */
  readonly vagueLead: string | undefined;
  readonly cliches: readonly string[];
  /** Sentences with a percentage and no source. */
  readonly doubtful: readonly string[];
  readonly missing: readonly string[];
  readonly namesAudience: boolean;
}

export function dissect(draft: string, plan: ArticlePlan, brief: Pick<Brief, 'mustMention' | 'audience'>): Anatomy {
  const document = withoutSelfNaming(parseMarkdown(draft));
  const blocks = document.sections.flatMap((section) => section.blocks);
  const headings = document.sections.flatMap((section) => (section.heading === undefined ? [] : [section.heading]));
  const paragraphs = blocks.filter(isProse);
  const sentences = paragraphs.flatMap(sentencesOf);
  const text = printMarkdown(document);
  const flat = normalised(text);
  return {
    document,
    words: wordCount(blocks.join('\n')),
    headings,
    parts: new Set(headings.flatMap((heading) => plan.partOf(heading) ?? [])),
    paragraphs,
    sentences,
    hasList: blocks.some(isList),
    hasTable: blocks.some(isTable),
    hasExample:
      headings.some((heading) => ['example', 'secondExample'].includes(plan.partOf(heading) ?? '')) ||
      /\bfor (?:example|instance)\b|например/i.test(text),
    hasLink: /https?:\/\/\S/.test(text),
    vagueLead: flat.includes(normalised(plan.vague.lead)) ? plan.vague.lead : undefined,
    cliches: sentences.filter((sentence) =>
      plan.phrases.cliches.some((cliche) => normalised(cliche) === normalised(sentence)),
    ),
    doubtful: sentences.filter(isDoubtful),
    missing: brief.mustMention.filter((item) => !mentions(flat, item)),
    namesAudience: brief.audience !== undefined && flat.includes(normalised(brief.audience)),
  };
}

/** The whole rule of the practice fact-checker: a percentage that names nobody. */
export function isDoubtful(sentence: string): boolean {
  return /\d\s?%/.test(sentence) && !/https?:|\baccording to the\b|\bsource:|по данным|источник:/i.test(sentence);
}

/** The figure in a doubtful sentence: `87%`. */
export function figureIn(sentence: string): string {
  return /\d+(?:[.,]\d+)?\s?%/.exec(sentence)?.[0] ?? '%';
}

function withoutSelfNaming(document: MarkdownDocument): MarkdownDocument {
  const sections = document.sections.map((section) => ({
    ...section,
    blocks: section.blocks.filter((block) => !isSelfNaming(block)),
  }));
  return {
    ...document,
    sections: sections.filter((section) => section.heading !== undefined || section.blocks.length > 0),
  };
}

/** Whether `item` is named, in whatever case or ending: Russian declines it. */
export function mentions(normalisedText: string, item: string): boolean {
  const words = normalised(item)
    .split(' ')
    .filter((word) => word !== '');
  const has = (word: string): boolean =>
    normalisedText.includes(/[а-я]{4}/.test(word) ? word.slice(0, Math.max(4, word.length - 2)) : word);
  return (
    words.length > 0 &&
    (normalisedText.includes(words.join(' ')) || (/[а-я]/.test(item.toLowerCase()) && words.every(has)))
  );
}

/** Whether a draft shows that a wish was heeded. */
export function isHeeded(wish: Wish, anatomy: Anatomy, plan: ArticlePlan, ceiling: number): boolean {
  const flat = normalised(printMarkdown(anatomy.document));
  switch (wish.kind) {
    case 'length':
      return wish.factor < 1 ? anatomy.words <= ceiling : true;
    case 'words':
      return anatomy.words <= ceiling;
    case 'part':
      return (
        anatomy.parts.has(wish.part) ||
        (wish.part === 'table' && anatomy.hasTable) ||
        (wish.part === 'drivers' && anatomy.hasList) ||
        (wish.part === 'sources' && anatomy.hasLink)
      );
    case 'section':
      return anatomy.headings.some((heading) => normalised(heading).includes(normalised(wish.heading)));
    case 'mention':
      return mentions(flat, wish.about);
    case 'simplify':
      return anatomy.parts.has('plain');
    case 'tone':
      return flat.includes(normalised(openingFor(wish.tone, plan)));
    case 'title':
      return (wish.title === undefined ? plan.otherTitles : [wish.title]).some(
        (title) => normalised(title) === normalised(anatomy.document.title ?? ''),
      );
    case 'remove':
      return wish.part === undefined
        ? !anatomy.headings.some((heading) => mentions(normalised(heading), wish.what))
        : !anatomy.parts.has(wish.part);
    case 'replace':
      return !printMarkdown(anatomy.document).includes(wish.from) || wish.to.includes(wish.from);
    case 'remark':
      return flat.includes(normalised(wish.text));
    default:
      return wish satisfies never;
  }
}

export function openingFor(tone: 'formal' | 'friendly', plan: ArticlePlan): string {
  const template = tone === 'formal' ? plan.phrases.formalOpening : plan.phrases.friendlyOpening;
  return template.replace(/\{(\w+)\}/g, (_, name: string) => plan.slots[name] ?? '');
}

export function unheeded(
  wishes: readonly MadeWish[],
  anatomy: Anatomy,
  plan: ArticlePlan,
  ceiling: number,
): readonly MadeWish[] {
  return wishes.filter(({ wish }) => !isHeeded(wish, anatomy, plan, ceiling));
}
