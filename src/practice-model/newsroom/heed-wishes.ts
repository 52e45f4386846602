import type { ArticlePlan } from './article-plan.ts';
import { dissect, isHeeded, mentions, openingFor } from './anatomy.ts';
import { capitalised, fill } from './material.ts';
import { isProse, normalised, printMarkdown, sentencesOf } from './markdown-document.ts';
import type { MarkdownDocument } from './markdown-document.ts';
import { mapBlocks, withOpening, withSection } from './sections.ts';
import { pick } from './seeded.ts';
import type { MadeWish, Wish } from './wishes.ts';

/** The document with every wish heeded but those about length, one after the other. Twice does what once does. */
export function heedWishes(
  document: MarkdownDocument,
  plan: ArticlePlan,
  wishes: readonly MadeWish[],
): MarkdownDocument {
  // A later wish may take back an earlier one, which must not come back with every draft.
  return wishes.reduce(
    (heeded, { wish }, index) => (isTakenBack(wish, wishes.slice(index + 1)) ? heeded : heed(heeded, plan, wish)),
    document,
  );
}

function isTakenBack(wish: Wish, later: readonly MadeWish[]): boolean {
  return later.some(({ wish: other }) => {
    if (wish.kind === 'title') return other.kind === 'title';
    if (wish.kind === 'tone') return other.kind === 'tone';
    if (other.kind !== 'remove') return false;
    return (
      (wish.kind === 'part' && other.part === wish.part) ||
      (wish.kind === 'section' && mentions(normalised(wish.about), other.what))
    );
  });
}

function heed(document: MarkdownDocument, plan: ArticlePlan, wish: Wish): MarkdownDocument {
  const anatomy = dissect(printMarkdown(document), plan, { mustMention: [], audience: undefined });
  if (isHeeded(wish, anatomy, plan, Number.POSITIVE_INFINITY) && wish.kind !== 'simplify' && wish.kind !== 'remove')
    return document;
  switch (wish.kind) {
    case 'length':
    case 'words':
      return document;
    case 'part':
      return withSection(document, plan.part(wish.part, 'full'), plan);
    case 'section': {
      const heading = plan.language === 'en' ? titleCase(wish.heading) : capitalised(wish.heading);
      return withSection(document, { heading, level: 2, blocks: [say(plan, 'asked', wish.about)] }, plan);
    }
    case 'mention':
      return appendToBody(document, say(plan, 'mention', wish.about));
    case 'simplify':
      return simplified(
        anatomy.parts.has('plain') ? document : withSection(document, plan.part('plain', 'full'), plan),
        plan,
      );
    case 'tone': {
      const other = openingFor(wish.tone === 'formal' ? 'friendly' : 'formal', plan);
      const cleared = mapBlocks(document, (block) => block.replace(other, '').trimStart());
      return withOpening(
        wish.tone === 'formal' ? mapBlocks(cleared, withoutContractions) : cleared,
        openingFor(wish.tone, plan),
      );
    }
    case 'title':
      return { ...document, title: wish.title ?? plan.otherTitles[0] };
    case 'remove':
      return without(document, plan, wish);
    case 'replace':
      return {
        title: document.title?.replaceAll(wish.from, wish.to),
        sections: mapBlocks(document, (block) => block.replaceAll(wish.from, wish.to)).sections.map((section) => ({
          ...section,
          heading: section.heading?.replaceAll(wish.from, wish.to),
        })),
      };
    case 'remark': {
      const bare = wish.text.replace(/\.$/, '');
      // English closes the sentence within the quotation, Russian behind it.
      const comment = plan.language === 'en' && !/[!?…]$/.test(bare) ? `${bare}.` : bare;
      return appendToBody(
        document,
        fill(pick(plan.phrases.remark, plan.seed, wish.text), {
          ...plan.slots,
          comment: comment.replace(/[`*_#<>|[\]\\]/g, ''),
        }),
      );
    }
    default:
      return wish satisfies never;
  }
}

function say(plan: ArticlePlan, kind: 'asked' | 'mention', about: string): string {
  return fill(pick(plan.phrases[kind], plan.seed, about), { ...plan.slots, about, About: capitalised(about) });
}

/** A paragraph of its own, at the end of what explains. */
function appendToBody(document: MarkdownDocument, paragraph: string): MarkdownDocument {
  const at = Math.max(
    0,
    document.sections.findLastIndex((section, index) => index < 2 && section.blocks.length > 0),
  );
  if (document.sections.length === 0)
    return { ...document, sections: [{ heading: undefined, level: 2, blocks: [paragraph] }] };
  return {
    ...document,
    sections: document.sections.map((section, index) =>
      index === at ? { ...section, blocks: [...section.blocks, paragraph] } : section,
    ),
  };
}

function without(
  document: MarkdownDocument,
  plan: ArticlePlan,
  { what, part }: Extract<Wish, { kind: 'remove' }>,
): MarkdownDocument {
  const goes = (heading: string | undefined): boolean =>
    heading !== undefined &&
    (plan.partOf(heading) === undefined || part === undefined
      ? mentions(normalised(heading), what)
      : plan.partOf(heading) === part);
  const kept = { ...document, sections: document.sections.filter((section) => !goes(section.heading)) };
  if (kept.sections.length < document.sections.length || part !== undefined) return kept;
  return mapBlocks(kept, (block) =>
    isProse(block)
      ? sentencesOf(block)
          .filter((sentence) => !mentions(normalised(sentence), what))
          .join(' ')
      : block,
  );
}

function simplified(document: MarkdownDocument, plan: ArticlePlan): MarkdownDocument {
  return mapBlocks(document, (block) =>
    plan.phrases.plainWords.reduce(
      (text, [hard, plain]) => text.replaceAll(hard, plain).replaceAll(capitalised(hard), capitalised(plain)),
      isProse(block) ? block.replace(/;\s+(\p{L})/gu, (_, letter: string) => `. ${letter.toUpperCase()}`) : block,
    ),
  );
}

const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/\bcan[’']t\b/g, 'cannot'],
  [/\bwon[’']t\b/g, 'will not'],
  [/n[’']t\b/g, ' not'],
  [/\b(I|you|we|they)[’']re\b/gi, '$1 are'],
];

function withoutContractions(block: string): string {
  return CONTRACTIONS.reduce((text, [short, long]) => text.replace(short, long), block);
}

const SMALL_WORDS = new Set([
  'a',
  'an',
  'the',
  'and',
  'or',
  'but',
  'of',
  'on',
  'in',
  'to',
  'for',
  'at',
  'by',
  'with',
  'from',
  'as',
]);

/** As writers put headings, and the editor takes back. */
function titleCase(text: string): string {
  return capitalised(
    text
      .split(' ')
      .map((word, index) => (index > 0 && SMALL_WORDS.has(word) ? word : capitalised(word)))
      .join(' '),
  );
}
