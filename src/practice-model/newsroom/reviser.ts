import type { Brief } from '../brief.ts';
import { dissect, figureIn } from './anatomy.ts';
import type { Anatomy } from './anatomy.ts';
import { GROWTH, GROWTH_PER_DRAFT, planArticle } from './article-plan.ts';
import type { ArticlePlan } from './article-plan.ts';
import { fitLength, wordsOf } from './fit-length.ts';
import { heedWishes } from './heed-wishes.ts';
import { aimOf } from './length-aim.ts';
import type { LengthAim } from './length-aim.ts';
import { isProse, normalised, sentencesOf, wordCount } from './markdown-document.ts';
import type { MarkdownDocument } from './markdown-document.ts';
import { fill } from './material.ts';
import { mapBlocks, withSection } from './sections.ts';
import { shuffled } from './seeded.ts';
import { partsNamed, wishesOf } from './wishes.ts';
import type { MadeWish } from './wishes.ts';
import { finished, firstDraft } from './writer.ts';

/** Below this, an article has its parts in brief. */
const BRIEF_BELOW_WORDS = 330;
/** Share of the length that was asked for which a first revision reaches; later ones go all the way. */
const FIRST_REVISION_SHARE = 0.65;
/** What a person finds too short in a text that has nothing of ours, `shorter` has to cut from its own length. */
const SHORTER_THAN_IT_WAS = 0.75;

/**
 * A better draft. What there is stays, a person's words above all; what was found wrong is mended, and what is missing is added.
 * How far the draft has come is read from the draft itself.
 */
export function revise(brief: Brief): string {
  if (brief.draft.trim() === '') return firstDraft(brief);
  const plan = planArticle(brief);
  const wishes = wishesOf(brief.comments);
  const before = dissect(brief.draft, plan, brief);
  const aim = narrowed(aimOf(brief, plan, wishes), before, wishes);
  const mended = mend(before, plan, brief);
  const grown = grow(mended, plan, brief, wishes, aim, before);
  const complete = nameWhatIsMissing(grown, plan, brief);
  const heeded = heedWishes(complete, plan, wishes);
  return finished(fitLength(heeded, plan, aim.ceiling, wishes), plan);
}

/** Whether a draft has grown beyond what a first draft has. */
function isGrown({ parts }: Anatomy): boolean {
  return GROWTH.some((part) => parts.has(part));
}

/** A draft that is not grown may be a person's, of any length: there, `shorter` means shorter than this very text. */
function narrowed(aim: LengthAim, before: Anatomy, wishes: readonly MadeWish[]): LengthAim {
  const isShortened = wishes.some(({ wish }) => wish.kind === 'length' && wish.factor < 1);
  return !isShortened || isGrown(before)
    ? aim
    : { ...aim, ceiling: Math.min(aim.ceiling, Math.round(before.words * SHORTER_THAN_IT_WAS)) };
}

function mend({ document, vagueLead, cliches, doubtful }: Anatomy, plan: ArticlePlan, brief: Brief): MarkdownDocument {
  const corrections = correctionsOf(document, plan, brief, doubtful);
  return mapBlocks(document, (block) => {
    if (normalised(block) === normalised(plan.vague.closing)) return '';
    let text = block;
    if (vagueLead !== undefined) text = text.replace(vagueLead, plan.lead);
    text = text.replace(plan.vague.body, plan.overview);
    for (const cliche of cliches) text = text.replace(cliche, '');
    for (const [claim, correction] of corrections) text = text.replace(claim, correction);
    return text === block ? block : text.replace(/ {2,}/g, ' ').trim();
  });
}

/** What stands in the draft and is wrong, and what to write in its place. */
function correctionsOf(
  document: MarkdownDocument,
  plan: ArticlePlan,
  brief: Brief,
  doubtful: readonly string[],
): ReadonlyMap<string, string> {
  const corrections = new Map<string, string>();
  for (const sentence of doubtful) {
    const ours = plan.allDoubtful.find(({ claim }) => normalised(claim) === normalised(sentence));
    if (ours !== undefined) corrections.set(sentence, ours.correction);
  }
  const sentences = document.sections.flatMap(({ blocks }) => blocks.filter(isProse).flatMap(sentencesOf));
  for (const { text } of brief.checkedClaims.filter(({ verdict }) => verdict === 'contradicted')) {
    const sentence = sentences.find(
      (candidate) =>
        normalised(text).startsWith(normalised(candidate)) ||
        (figureIn(candidate) !== '%' && text.includes(candidate.replace(/[.!?]$/, ''))),
    );
    if (sentence === undefined || corrections.has(sentence)) continue;
    const at = text.indexOf(sentence.replace(/[.!?…]$/, ''));
    const note = text
      .slice(Math.max(0, at) + sentence.length)
      .replace(/^[\s.!?…—–-]+/, '')
      .replace(/\s*\((?:https?:[^\s()]+(?:,\s*)?)+\)\s*$/, '')
      .trim();
    corrections.set(sentence, note === '' ? '' : /[.!?…]$/.test(note) ? note : `${note}.`);
  }
  return corrections;
}

function grow(
  document: MarkdownDocument,
  plan: ArticlePlan,
  brief: Brief,
  wishes: readonly MadeWish[],
  aim: LengthAim,
  before: Anatomy,
): MarkdownDocument {
  const unwanted = new Set(
    wishes.flatMap(({ wish }) => (wish.kind === 'remove' && wish.part !== undefined ? [wish.part] : [])),
  );
  const named = new Set(partsNamed(brief.criticism));
  const missing = GROWTH.filter(
    (part) => !before.parts.has(part) && !unwanted.has(part) && !(part === 'table' && before.hasTable),
  );
  const queue = [...missing.filter((part) => named.has(part)), ...missing.filter((part) => !named.has(part))];
  const form =
    (aim.target ?? Number.POSITIVE_INFINITY) < BRIEF_BELOW_WORDS || aim.ceiling < BRIEF_BELOW_WORDS ? 'brief' : 'full';
  const enough =
    aim.target === undefined ? 0 : Math.min(aim.target * (isGrown(before) ? 0.95 : FIRST_REVISION_SHARE), aim.ceiling);
  let grown = document;
  let gained = 0;
  for (const part of queue) {
    const section = plan.part(part, form);
    const words = wordsOf(grown);
    const isEnough = gained >= GROWTH_PER_DRAFT && words >= enough;
    if (isEnough) break;
    if (words + wordCount(section.blocks.join('\n')) > aim.ceiling) continue;
    grown = withSection(grown, section, plan);
    gained += 1;
  }
  return grown;
}

function nameWhatIsMissing(document: MarkdownDocument, plan: ArticlePlan, brief: Brief): MarkdownDocument {
  const { missing, namesAudience, parts } = dissect(textOf(document), plan, brief);
  const sentences = shuffled(plan.phrases.mustMention, plan.seed, 'must mention');
  const named = missing.map((item, index) =>
    fill(sentences[index % sentences.length] ?? '{item}', { ...plan.slots, item }),
  );
  const withNamed = named.length === 0 ? document : withParagraph(document, named.join(' '));
  const withAudience =
    brief.audience === undefined || namesAudience
      ? withNamed
      : withSection(withNamed, plan.part('audience', 'full'), plan);
  return brief.sources.length === 0 || parts.has('sources')
    ? withAudience
    : withSection(withAudience, plan.part('sources', 'full'), plan);
}

function textOf(document: MarkdownDocument): string {
  return document.sections
    .flatMap(({ heading, blocks }) => [...(heading === undefined ? [] : [`## ${heading}`]), ...blocks])
    .join('\n\n');
}

/** Behind the paragraphs of the first section with a heading, or of the only one. */
function withParagraph(document: MarkdownDocument, paragraph: string): MarkdownDocument {
  const at = Math.max(
    0,
    document.sections.findIndex(({ heading }) => heading !== undefined),
  );
  return {
    ...document,
    sections: document.sections.map((section, index) =>
      index === at ? { ...section, blocks: [...section.blocks, paragraph] } : section,
    ),
  };
}
