import type { Brief } from '../brief.ts';
import { type Anatomy, dissect } from './anatomy.ts';
import { heedWishes, withParagraph, withSection } from './heed-wishes.ts';
import {
  isProse,
  mapBlocks,
  mentions,
  type MarkdownDocument,
  normalised,
  printMarkdown,
  sentencesOf,
  wordCount,
  wordsOf,
} from '../markdown.ts';
import { GROWTH, GROWTH_PER_DRAFT, type Plan, planArticle } from './plan.ts';
import { partsNamed } from './wishes.ts';

/** Shares of the length that was asked for which the first revision and later ones reach. */
const FIRST_SHARE = 0.65;
const LATER_SHARE = 0.95;
/** Of its own length, what is left of a person's text that another finds too long. */
const SHORTER_THAN_IT_WAS = 0.75;
/** A plan for an article, as a Markdown list. */
export function outline(brief: Brief): string {
  const plan = planArticle(brief);
  const parts = (['overview', 'drivers', 'example', 'table', 'closing'] as const).map(
    (part) => plan.part(part).heading,
  );
  const cited = brief.evidence.map(({ id, quote }) => `${quote.replace(/\.$/, '')} [${id}]`);
  const points = [plan.title, ...parts, ...brief.mustMention, ...cited].map(
    (line = '') => `- ${line.replace(/\.$/, '')}`,
  );
  return [...templateLine(brief), ...points].join('\n');
}

/** What it chooses, where it has a choice. */
export function templateLine(brief: Brief): readonly string[] {
  return brief.templates.length === 0 ? [] : [`Template: ${kindOf(brief)}`];
}

/** The kind of text that the words of a topic ask for, of those there are. */
function kindOf({ topic, templates }: Brief): string {
  const kinds: readonly (readonly [RegExp, string])[] = [
    [/^how to\b|^как (?:\p{L}+ )?\p{L}+(?:ть|ти|чь)(?:ся)?(?!\p{L})/iu, 'how-to'],
    [/^(?:how|why|what)\b|^(?:как|почему|зачем|что такое)(?!\p{L})/iu, 'explainer'],
    [/\bshould\b|(?:^|[^\p{L}])(?:стоит ли|нужно ли|должн)/iu, 'opinion'],
  ];
  return kinds.find(([words, id]) => words.test(topic) && templates.includes(id))?.[1] ?? 'none';
}

/** The first draft: short, vague, with a cliché and a figure from nowhere. Good enough to be improved. */
export function firstDraft(brief: Brief): string {
  const plan = planArticle(brief);
  const { lead, body, cliche, closing } = plan.vague;
  const blocks = [`${body} ${plan.doubtful[0]?.claim ?? ''} ${cliche}`, closing];
  const opening = { heading: undefined, level: 2, blocks: [lead] };
  const cited = brief.evidence.length > 0 ? [plan.part('sources')] : [];
  const vague = { title: plan.title, sections: [opening, { ...plan.part('overview'), blocks }, ...cited] };
  return finished(withoutAvoided(fitLength(heedWishes(vague, plan), plan, plan.ceilingWords), plan), plan);
}

/**
 * A better draft. What there is stays, a person's words above all; what was found wrong is mended, and what is missing is added.
 * How far the draft has come is read from the draft itself.
 */
export function revise(brief: Brief): string {
  if (brief.draft.trim() === '') return firstDraft(brief);
  const plan = planArticle(brief);
  const before = dissect(brief.draft, plan);
  const isGrown = GROWTH.some((part) => before.parts.has(part));
  const isToShrink = plan.wishes.some(({ factor = 1 }) => factor < 1);
  // What has nothing of ours may be a person's, of any length: there, `shorter` means shorter than this very text.
  const limit = isToShrink && !isGrown ? wordsOf(before.document) * SHORTER_THAN_IT_WAS : plan.ceilingWords;
  const ceiling = Math.min(plan.ceilingWords, limit);
  const enough = Math.min((plan.targetWords ?? 0) * (isGrown ? LATER_SHARE : FIRST_SHARE), ceiling);
  const grown = grow(mend(before, plan), plan, before, ceiling, enough);
  const heeded = heedWishes(nameWhatIsMissing(grown, plan), plan);
  return finished(withoutAvoided(fitLength(heeded, plan, ceiling), plan), plan);
}

/** Without the sentences that name what is not to be in it. */
export function withoutAvoided(document: MarkdownDocument, { brief }: Plan): MarkdownDocument {
  const isClean = (sentence: string): boolean => !brief.mustAvoid.some((item) => mentions(sentence, item));
  if (brief.mustAvoid.length === 0) return document;
  return mapBlocks(document, (block) =>
    isProse(block) && !isClean(block) ? sentencesOf(block).filter(isClean).join(' ') : block,
  );
}

/** As Markdown, with the line in which the practice model names itself at the end. */
export function finished(document: MarkdownDocument, plan: Plan): string {
  return `${printMarkdown(document)}\n*${plan.phrases.selfNaming}*\n`;
}

/** With what was found wrong put right. */
export function mend({ document, sentences, cliches, doubtful }: Anatomy, plan: Plan): MarkdownDocument {
  const { lead, body, closing } = plan.vague;
  const better = new Map([[lead, plan.lead], [body, plan.overview], ...cliches.map((one) => [one, ''] as const)]);
  for (const sentence of doubtful) {
    const ours = plan.doubtful.find(({ claim }) => normalised(claim) === normalised(sentence));
    if (ours !== undefined) better.set(sentence, ours.correction);
  }
  for (const { verdict, text } of plan.brief.checkedClaims) {
    const sentence = sentences.find((candidate) => normalised(text).startsWith(normalised(candidate)));
    if (verdict !== 'contradicted' || sentence === undefined || better.has(sentence)) continue;
    // `claim — note “quote” (addresses)`
    const found = text.slice(sentence.length).replace(/\s*\(https?:[^()]*\)\s*$/, '');
    const note = found.replace(/^[\s.!?…—–-]+|\s*“[^“”]*”$/g, '');
    better.set(sentence, note === '' || /[.!?…]$/.test(note) ? note : `${note}.`);
  }
  return mapBlocks(document, (block) => {
    if (normalised(block) === normalised(closing)) return '';
    const text = [...better].reduce((mended, [wrong, right]) => mended.replace(wrong, () => right), block);
    return text === block ? block : text.replace(/ {2,}/g, ' ').trim();
  });
}

/** With the parts that the critic named, then those that come next: so many, or `enough` words, but never above the ceiling. */
export function grow(
  document: MarkdownDocument,
  plan: Plan,
  before: Anatomy,
  ceiling: number,
  enough: number,
): MarkdownDocument {
  const removed = plan.wishes.filter(({ kind }) => kind === 'remove').map(({ part }) => part);
  const missing = GROWTH.filter(
    (part) => !before.parts.has(part) && !removed.includes(part) && !(part === 'table' && before.hasTable),
  );
  const named = new Set(plan.brief.criticism.flatMap(partsNamed));
  let grown = document;
  let gained = 0;
  for (const part of missing.toSorted((one, other) => Number(named.has(other)) - Number(named.has(one)))) {
    const section = plan.part(part);
    if (gained >= GROWTH_PER_DRAFT && wordsOf(grown) >= enough) break;
    if (wordsOf(grown) + wordCount(section.blocks.join('\n')) > ceiling) continue;
    grown = withSection(grown, section, plan);
    gained += 1;
  }
  return grown;
}

function nameWhatIsMissing(document: MarkdownDocument, plan: Plan): MarkdownDocument {
  const { missing, namesAudience, parts } = dissect(document, plan);
  const named = missing.map((item) => plan.say('mustMention', { item }, item)).join(' ');
  const lacksSources = plan.brief.evidence.length > 0 && !parts.has('sources');
  const added = [...(namesAudience ? [] : ['audience' as const]), ...(lacksSources ? ['sources' as const] : [])];
  const complete = named === '' ? document : withParagraph(document, named);
  return added.reduce((done, part) => withSection(done, plan.part(part), plan), complete);
}

/** Within `ceiling` words, as far as that goes: whole parts go first, then sentences. What people asked for stays. */
export function fitLength(document: MarkdownDocument, plan: Plan, ceiling: number): MarkdownDocument {
  const wanted = plan.wishes.filter(({ kind }) => kind === 'part').map(({ part }) => part);
  let fitted = document;
  for (const part of GROWTH.toReversed().filter((one) => !wanted.includes(one))) {
    if (wordsOf(fitted) <= ceiling) return fitted;
    fitted = { ...fitted, sections: fitted.sections.filter(({ heading }) => plan.partOf(heading) !== part) };
  }
  return shortened(fitted, plan, ceiling);
}

/** Within `ceiling` words, as far as whole sentences can go. */
export function shortened(document: MarkdownDocument, plan: Plan, ceiling: number): MarkdownDocument {
  let fitted = document;
  while (wordsOf(fitted) > ceiling) {
    // From the longest paragraph; what people brought in lasts longer.
    const paragraphs = fitted.sections.flatMap(({ heading, blocks }) =>
      blocks
        .filter((block) => isProse(block) && sentencesOf(block).length > 1)
        .map((block) => ({ block, words: wordCount(block) / (heading && plan.partOf(heading) === undefined ? 2 : 1) })),
    );
    const [longest] = paragraphs.toSorted((one, other) => other.words - one.words);
    if (longest === undefined) return fitted;
    const shorter = sentencesOf(longest.block).slice(0, -1).join(' ');
    fitted = mapBlocks(fitted, (block) => (block === longest.block ? shorter : block));
  }
  return fitted;
}
