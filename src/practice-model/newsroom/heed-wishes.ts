import { dissect } from './anatomy.ts';
import {
  isProse,
  mapBlocks,
  type MarkdownDocument,
  mentions,
  normalised,
  parseMarkdown,
  printMarkdown,
  type Section,
  sentencesOf,
  wordsOf,
} from '../markdown.ts';
import { capitalised, PARTS } from './material.ts';
import type { Plan } from './plan.ts';
import type { Wish } from './wishes.ts';

/** The document with every wish heeded but those about length, one after the other. Twice does what once does. */
export function heedWishes(document: MarkdownDocument, plan: Plan): MarkdownDocument {
  return plan.wishes.reduce((heeded, wish) => heedWish(heeded, plan, wish), document);
}

/** The wishes that a draft does not heed yet: heeding them would change it. */
export function unheeded(document: MarkdownDocument, plan: Plan): readonly Wish[] {
  const isTooLong = wordsOf(document) > plan.ceilingWords;
  return plan.wishes.filter((wish) =>
    wish.kind === 'length'
      ? isTooLong && (wish.factor ?? 0) < 1
      : printMarkdown(heedWish(document, plan, wish)) !== printMarkdown(document),
  );
}

/** Where sections stand that are not ours. */
const FOREIGN_RANK = PARTS.indexOf('limits') - 0.5;

/** The document with `section` where the order of an article wants it. */
export function withSection(document: MarkdownDocument, section: Section, plan: Plan): MarkdownDocument {
  const rankOf = ({ heading }: Section): number => {
    const part = plan.partOf(heading);
    return part === undefined ? FOREIGN_RANK : PARTS.indexOf(part);
  };
  const rank = rankOf(section);
  const after = document.sections.findLastIndex((other) => other.heading === undefined || rankOf(other) <= rank);
  return { ...document, sections: document.sections.toSpliced(after + 1, 0, section) };
}

/** A paragraph at the end of the first section with a heading, which explains, or else of the last. */
export function withParagraph(document: MarkdownDocument, paragraph: string): MarkdownDocument {
  const at = document.sections.findIndex(({ heading }) => heading !== undefined);
  const { heading, level = 2, blocks = [] } = document.sections.at(at) ?? {};
  const section = { heading, level, blocks: [...blocks, paragraph] };
  return { ...document, sections: document.sections.toSpliced(at, 1, section) };
}

/** The document with one wish heeded. */
export function heedWish(document: MarkdownDocument, plan: Plan, wish: Wish): MarkdownDocument {
  const { kind, about, part = 'overview', tone, to = '' } = wish;
  const text = printMarkdown(document);
  const says = (words: string): boolean => normalised(text).includes(normalised(words));
  switch (kind) {
    case 'length':
      return document;
    case 'part': {
      const { parts, hasTable, hasList, hasLink } = dissect(document, plan);
      const isThere = parts.has(part) || (part === 'table' && hasTable) || (part === 'drivers' && hasList);
      return isThere || (part === 'sources' && hasLink) ? document : withSection(document, plan.part(part), plan);
    }
    case 'section': {
      const heading = plan.brief.language === 'en' ? titleCase(about) : capitalised(about);
      const isThere = document.sections.some((section) =>
        normalised(section.heading ?? '').includes(normalised(about)),
      );
      const blocks = [plan.say('asked', { about }, about)];
      return isThere ? document : withSection(document, { heading, level: 2, blocks }, plan);
    }
    case 'mention':
      return mentions(text, about) ? document : withParagraph(document, plan.say('mention', { about }, about));
    case 'remark': {
      const bare = about.replace(/\.$/, '').replace(/[`*_#<>|[\]\\]/g, '');
      // English closes the sentence within the quotation, Russian behind it.
      const comment = plan.brief.language === 'en' && !/[!?…]$/.test(bare) ? `${bare}.` : bare;
      return says(about) ? document : withParagraph(document, plan.say('remark', { comment }, about));
    }
    case 'tone': {
      const [opening, other] = [plan.say('formalOpening'), plan.say('friendlyOpening')];
      const [wanted, unwanted] = tone === 'formal' ? [opening, other] : [other, opening];
      const { title, sections } = mapBlocks(document, (block) => block.replace(unwanted, ''));
      return says(wanted)
        ? document
        : { title, sections: [{ heading: undefined, level: 2, blocks: [wanted] }, ...sections] };
    }
    case 'title': {
      const isOther = normalised(document.title ?? '') !== normalised(plan.title);
      return about === '' && isOther ? document : { ...document, title: about || plan.say('otherTitle') };
    }
    case 'remove':
      return without(document, plan, wish);
    case 'replace':
      return to.includes(about) && text.includes(to) ? document : parseMarkdown(text.replaceAll(about, () => to));
    default:
      return kind satisfies never;
  }
}

/** Without the sections that are named; where none is, without the sentences that name it. */
function without(document: MarkdownDocument, plan: Plan, { about, part }: Wish): MarkdownDocument {
  const isNamed = ({ heading = '' }: Section): boolean => {
    const own = plan.partOf(heading);
    return own === undefined || part === undefined ? mentions(heading, about) : own === part;
  };
  const kept = { ...document, sections: document.sections.filter((section) => !isNamed(section)) };
  if (kept.sections.length < document.sections.length || part !== undefined) return kept;
  const rest = (block: string): string =>
    sentencesOf(block)
      .filter((sentence) => !mentions(sentence, about))
      .join(' ');
  return mapBlocks(kept, (block) => (isProse(block) && mentions(block, about) ? rest(block) : block));
}

/** As writers put headings, and the editor takes back. */
function titleCase(text: string): string {
  const small = /^(?:a|an|the|and|or|but|of|on|in|to|for|at|by|with|from|as)$/;
  return capitalised(text.replace(/\S+/g, (word) => (small.test(word) ? word : capitalised(word))));
}
