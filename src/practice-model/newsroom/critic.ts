import type { Brief } from '../brief.ts';
import { dissect, figureIn, unheeded } from './anatomy.ts';
import type { Anatomy } from './anatomy.ts';
import { planArticle } from './article-plan.ts';
import type { ArticlePlan } from './article-plan.ts';
import { aimOf } from './length-aim.ts';
import type { LengthAim } from './length-aim.ts';
import { wordCount } from './markdown-document.ts';
import { fill } from './material.ts';
import type { Fault } from './phrases.ts';
import { seedOf } from './seeded.ts';
import { wishesOf } from './wishes.ts';
import type { MadeWish } from './wishes.ts';

/** The answer to the task `critique`. */
export interface PracticeCritique {
  readonly score: number;
  readonly strengths: readonly string[];
  readonly weaknesses: readonly string[];
  readonly suggestions: readonly string[];
  readonly factsQuestionable: boolean;
}

const MAX_NAMED = 4;
const LONG_PARAGRAPH_WORDS = 75;
const LONG_SENTENCE_WORDS = 30;
/** Words of a quotation by which a reader finds the place. */
const QUOTE_WORDS = 6;

/** Counts what the draft has and names what it lacks: all of it is true of this very draft. */
export function critique(brief: Brief): PracticeCritique {
  const plan = planArticle(brief);
  const anatomy = dissect(brief.draft, plan, brief);
  const wishes = wishesOf(brief.comments);
  const aim = aimOf(brief, plan, wishes);
  const open = unheeded(wishes, anatomy, plan, aim.ceiling);
  const found = faultsOf(anatomy, plan, brief, aim, open).slice(0, MAX_NAMED);
  return {
    score: scoreOf(anatomy, plan, brief, aim, wishes.length, open.length),
    strengths: strengthsOf(anatomy, plan, brief, aim, wishes, open).slice(0, MAX_NAMED),
    weaknesses: found.map(({ weakness }) => weakness),
    suggestions: found.map(({ suggestion }) => suggestion),
    factsQuestionable: anatomy.doubtful.length > 0,
  };
}

/** Sections that an article of this length should have. */
function sectionsExpected({ target }: LengthAim): number {
  return Math.min(6, Math.max(2, Math.round((target ?? 480) / 80)));
}

/** A table pays in articles of some length only. */
function wantsTable({ target }: LengthAim): boolean {
  return (target ?? 480) >= 300;
}

function lengthMiss(words: number, { target }: LengthAim): number {
  if (target === undefined) return 0;
  return Math.max(0, Math.abs(words - target) / target - 0.2);
}

function scoreOf(
  anatomy: Anatomy,
  plan: ArticlePlan,
  brief: Brief,
  aim: LengthAim,
  wishes: number,
  open: number,
): number {
  const share = (part: number, whole: number): number => (whole === 0 ? 1 : Math.min(1, part / whole));
  const items = brief.mustMention.length;
  const parts: readonly (readonly [points: number, share: number])[] = [
    [0.3, anatomy.vagueLead === undefined ? 1 : 0],
    [0.15, anatomy.cliches.length === 0 ? 1 : 0],
    [0.3, anatomy.doubtful.length === 0 ? 1 : 0],
    [0.25, anatomy.hasExample ? 1 : 0],
    [0.5, share(anatomy.headings.length, sectionsExpected(aim))],
    [0.2, anatomy.hasList ? 1 : 0],
    [0.3, anatomy.hasTable || !wantsTable(aim) ? 1 : 0],
    [0.25, anatomy.parts.has('mistakes') || anatomy.parts.has('limits') || !wantsTable(aim) ? 1 : 0],
    [0.15, anatomy.parts.has('limits') ? 1 : 0],
    [0.2, anatomy.parts.has('steps') ? 1 : 0],
    [0.15, anatomy.parts.has('questions') || anatomy.parts.has('checking') ? 1 : 0],
    [0.1, anatomy.parts.has('secondExample') ? 1 : 0],
    [0.1, anatomy.hasLink ? 1 : 0],
    [0.2, 1 - Math.min(1, lengthMiss(anatomy.words, aim) * 2)],
    [0.25, share(items - anatomy.missing.length, items)],
    [0.15, brief.audience === undefined || anatomy.namesAudience ? 1 : 0],
    [0.3, wishes === 0 ? 0.5 : share(wishes - open, wishes)],
  ];
  const gained = parts.reduce((sum, [points, had]) => sum + points * had, 0);
  // No two topics are judged alike: -0.25 to 0.25, the same for every draft of one topic.
  const leaning = ((seedOf(`${plan.seed}/score`) % 51) - 25) / 100;
  const base = anatomy.words < 40 ? 4 : 5.3;
  // The rule of the newsroom's critic: a comment that is not heeded keeps the score below 7.
  return Math.round(Math.min(open > 0 ? 6.9 : 9.6, base + gained + leaning) * 10) / 10;
}

function strengthsOf(
  anatomy: Anatomy,
  plan: ArticlePlan,
  brief: Brief,
  aim: LengthAim,
  wishes: readonly MadeWish[],
  open: readonly MadeWish[],
): readonly string[] {
  const { strengths } = plan.phrases.critic;
  const heeded = wishes.filter((made) => !open.includes(made)).at(-1);
  const told = [
    heeded && fill(strengths.heeded, { by: heeded.comment.by, comment: shortened(heeded.comment.text, 12) }),
    anatomy.vagueLead === undefined && anatomy.paragraphs.length > 0 && strengths.lead,
    anatomy.hasExample && strengths.example,
    anatomy.hasTable && strengths.table,
    anatomy.hasList && strengths.list,
    anatomy.parts.has('mistakes') && strengths.mistakes,
    brief.mustMention.length > anatomy.missing.length &&
      fill(strengths.named, { items: brief.mustMention.filter((item) => !anatomy.missing.includes(item)).join(', ') }),
    aim.target !== undefined &&
      lengthMiss(anatomy.words, aim) === 0 &&
      fill(strengths.length, { words: String(anatomy.words) }),
  ].filter((strength) => typeof strength === 'string');
  return told.length > 0 ? told : [strengths.plainBeginning];
}

function faultsOf(
  anatomy: Anatomy,
  plan: ArticlePlan,
  brief: Brief,
  aim: LengthAim,
  open: readonly MadeWish[],
): readonly Fault[] {
  const { faults } = plan.phrases.critic;
  const found: Fault[] = [];
  const add = (fault: Fault, slots: Readonly<Record<string, string>> = {}): void => {
    found.push({ weakness: fill(fault.weakness, slots), suggestion: fill(fault.suggestion, slots) });
  };
  for (const { comment } of open.slice(0, 1))
    add(faults.unheeded, { by: comment.by, comment: shortened(comment.text, 12) });
  for (const sentence of anatomy.doubtful.slice(0, 1))
    add(faults.doubtful, { figure: figureIn(sentence), quote: shortened(sentence, 8) });
  if (anatomy.vagueLead !== undefined) add(faults.vagueLead, { quote: shortened(anatomy.vagueLead, QUOTE_WORDS) });
  if (anatomy.missing.length > 0) add(faults.missing, { items: anatomy.missing.join(', ') });
  if (!anatomy.hasExample) add(faults.noExample);
  for (const cliche of anatomy.cliches.slice(0, 1)) add(faults.cliche, { quote: cliche.replace(/[.!]$/, '') });
  if (lengthMiss(anatomy.words, aim) > 0)
    add(anatomy.words < (aim.target ?? 0) ? faults.tooShort : faults.tooLong, {
      words: String(anatomy.words),
      target: String(aim.target),
    });
  if (brief.audience !== undefined && !anatomy.namesAudience) add(faults.audience, { audience: brief.audience });
  if (anatomy.headings.length * 1.5 < sectionsExpected(aim))
    add(faults.thin, { sections: String(anatomy.headings.length) });
  if (!anatomy.hasTable && wantsTable(aim)) add(faults.noTable);
  if (!anatomy.hasList) add(faults.noList);
  if (!anatomy.parts.has('mistakes') && !anatomy.parts.has('limits') && wantsTable(aim)) add(faults.noLimits);
  return found.length > 0 ? found : smallestFault(anatomy, faults, add, found);
}

/** Nothing is ever perfect: what a careful reader would still say of a good text. */
function smallestFault(
  { paragraphs, sentences, hasLink }: Anatomy,
  faults: ArticlePlan['phrases']['critic']['faults'],
  add: (fault: Fault, slots?: Readonly<Record<string, string>>) => void,
  found: readonly Fault[],
): readonly Fault[] {
  const longest = (texts: readonly string[]): string =>
    texts.reduce((long, text) => (wordCount(text) > wordCount(long) ? text : long), '');
  const paragraph = longest(paragraphs);
  const sentence = longest(sentences);
  if (wordCount(paragraph) > LONG_PARAGRAPH_WORDS)
    add(faults.longParagraph, { quote: shortened(paragraph, QUOTE_WORDS), words: String(wordCount(paragraph)) });
  else if (wordCount(sentence) > LONG_SENTENCE_WORDS)
    add(faults.longSentence, { quote: shortened(sentence, QUOTE_WORDS), words: String(wordCount(sentence)) });
  if (!hasLink) add(faults.noSource);
  return found;
}

function shortened(text: string, words: number): string {
  const all = text
    .replace(/[*_`“”„«»]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .split(' ');
  return all.length <= words
    ? all.join(' ').replace(/[.!]$/, '')
    : `${all
        .slice(0, words)
        .join(' ')
        .replace(/[,;:.!?—–-]+$/, '')} …`;
}
