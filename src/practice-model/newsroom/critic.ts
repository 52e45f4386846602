import type { Brief } from '../brief.ts';
import { type Anatomy, dissect } from './anatomy.ts';
import { unheeded } from './heed-wishes.ts';
import { normalised, wordCount, wordsOf } from '../markdown.ts';
import { fill, seedOf, type Slots } from './material.ts';
import { type Plan, planArticle } from './plan.ts';
import type { Wish } from './wishes.ts';

/** The answer to the task `critique`. */
export type PracticeCritique = ReturnType<typeof critique>;

/** What the critic looks at: its points, the share of them that the draft has, and what to name it by, if at all. */
type Criterion = readonly [points: number, met: number | boolean, strength?: string | false, fault?: string | false];

const MAX_NAMED = 4;
const LONG_PARAGRAPH_WORDS = 75;
/** When nobody asked for a length. */
const USUAL_WORDS = 480;

/** Counts what the draft has and names what it lacks: all of it is true of this very draft. */
export function critique(brief: Brief) {
  const plan = planArticle(brief);
  const anatomy = dissect(brief.draft, plan);
  const open = unheeded(anatomy.document, plan);
  const { criteria, slots } = judge(anatomy, plan, open);
  const { strengths, faults } = plan.phrases;
  const good = criteria.flatMap(([, met, name]) => (name && Number(met) > 0 ? fill(strengths[name] ?? '', slots) : []));
  const bad = criteria
    .flatMap(([, met, , name]) => (name && Number(met) < 1 ? (faults[name] ?? []) : []))
    .slice(0, MAX_NAMED);
  const gained = criteria.reduce((sum, [points, met]) => sum + points * Number(met), 0);
  // No two topics are judged alike: -0.25 to 0.25, the same for every draft of one topic.
  const leaning = ((seedOf(`${plan.seed}/score`) % 51) - 25) / 100;
  const base = wordsOf(anatomy.document) < 40 ? 4 : 5.3;
  return {
    // The rule of the newsroom's critic: a comment that is not heeded keeps the score below 7.
    score: Math.round(Math.min(open.length > 0 ? 6.9 : 9.6, base + gained + leaning) * 10) / 10,
    strengths: good.length > 0 ? good.slice(0, MAX_NAMED) : [strengths['plainBeginning'] ?? ''],
    weaknesses: bad.map(({ weakness }) => fill(weakness, slots)),
    suggestions: bad.map(({ suggestion }) => fill(suggestion, slots)),
    factsQuestionable: anatomy.doubtful.length > 0,
  };
}

/** The critique as the newsroom wants it: every finding with the section whose words it quotes. */
export function located({ weaknesses, suggestions, ...rest }: PracticeCritique, brief: Brief) {
  const { sections } = brief;
  const texts = sections.map(({ id, text }) => ({ id, flat: normalised(text) }));
  const placeOf = (at: number): string | null => {
    const quoted = /[“«](.+?)(?: …)?[”»]/.exec(weaknesses[at] ?? '')?.[1];
    if (quoted === undefined) return null;
    return texts.find(({ flat }) => flat.includes(normalised(quoted)))?.id ?? null;
  };
  const place = (text: string, at: number) => ({ section: placeOf(at), text });
  // What to do stands under the same number as what is wrong.
  return {
    ...rest,
    weaknesses: weaknesses.map(place),
    suggestions: suggestions.map(place),
    comments: heard(brief),
    criteria: judgedCriteria(rest, brief),
  };
}

const CRITERIA = ['substance', 'truth', 'structure', 'language', 'fit'] as const;

/** It has one opinion: every criterion is as good as the whole, shown by the first words of a section each. */
export function judgedCriteria(
  { score, strengths }: Pick<PracticeCritique, 'score' | 'strengths'>,
  brief: Brief,
  names: readonly string[] = CRITERIA,
) {
  const texts = brief.sections.length > 0 ? brief.sections : [{ id: '', text: brief.draft }];
  const quotes = texts.map(({ id, text }) => ({ id, quote: firstWords(text) })).filter(({ quote }) => quote !== '');
  if (quotes.length === 0) return null;
  return names.map((criterion, at) => {
    const { id = '', quote = '' } = quotes[at % quotes.length] ?? {};
    const judgement = strengths[at % strengths.length] ?? '';
    return { criterion, quote, judgement, score, fix: null, section: id === '' ? null : id };
  });
}

function firstWords(text: string): string {
  const [line = ''] = text.split('\n').filter((one) => one.trim() !== '' && !/^\s*[#|>]/.test(one));
  return line.split(/\s+/).slice(0, 6).join(' ');
}

/** By its own critique of each; the first strength decides, where there is one. */
export function compare(brief: Brief) {
  const [first, second] = [brief.pair.first, brief.pair.second].map((draft) => critique({ ...brief, draft }));
  const lead = (first?.score ?? 0) - (second?.score ?? 0);
  const better = lead === 0 ? 'same' : lead > 0 ? 'first' : 'second';
  return { why: (better === 'second' ? second : first)?.strengths[0] ?? '', better };
}

/** What became of each comment: what heeding it would still change was not heeded. */
function heard(brief: Brief) {
  const plan = planArticle(brief);
  const { document, paragraphs } = dissect(brief.draft, plan);
  const open = unheeded(document, plan);
  const [paragraph = ''] = paragraphs;
  return brief.comments.flatMap(({ id, text, quote = '' }) => {
    if (id === undefined) return [];
    const isOpen = open.some(({ comment }) => comment.text === text);
    const isThere = quote !== '' && normalised(brief.draft).includes(normalised(quote));
    const shown = isThere ? quote : paragraph.split(/\s+/).slice(0, 8).join(' ');
    return [
      isOpen
        ? { id, done: false, quote: null, why: plan.say('notHeeded') }
        : { id, done: true, quote: shown, why: null },
    ];
  });
}

/** In the order in which strengths and faults are named, and what fills their sentences. */
function judge(anatomy: Anatomy, plan: Plan, open: readonly Wish[]): { criteria: readonly Criterion[]; slots: Slots } {
  const { document, parts, missing, hasTable, hasList, hasLink, hasExample, isVague } = anatomy;
  const { targetWords, wishes, brief } = plan;
  const words = wordsOf(document);
  const sections = document.sections.filter(({ heading }) => heading !== undefined).length;
  const expected = Math.min(6, Math.max(2, Math.round((targetWords ?? USUAL_WORDS) / 80)));
  const miss = targetWords === undefined ? 0 : Math.max(0, Math.abs(words - targetWords) / targetWords - 0.2);
  // A table pays in articles of some length only.
  const isShort = (targetWords ?? USUAL_WORDS) < 300;
  const named = brief.mustMention.filter((item) => !missing.includes(item));
  const share = (part: number, whole: number): number => (whole === 0 ? 1 : Math.min(1, part / whole));
  const heeded = wishes.filter((wish) => !open.includes(wish));
  const obedience = wishes.length === 0 ? 0.5 : share(heeded.length, wishes.length);
  const isTooShort = words < (targetWords ?? 0);
  const comment = (open[0] ?? heeded.at(-1))?.comment;
  const [doubt = ''] = anatomy.doubtful;
  const [cliche = ''] = anatomy.cliches;
  const [paragraph = ''] = anatomy.paragraphs.toSorted((one, other) => wordCount(other) - wordCount(one));
  const isLimited = parts.has('mistakes') || parts.has('limits');
  const criteria: readonly Criterion[] = [
    [0.3, obedience, open.length === 0 && wishes.length > 0 && 'heeded', open.length > 0 && 'unheeded'],
    [0.3, doubt === '', false, 'doubtful'],
    [0.3, !isVague, paragraph !== '' && 'lead', 'vagueLead'],
    [0.25, share(named.length, named.length + missing.length), named.length > 0 && 'named', 'missing'],
    [0.25, hasExample, 'example', 'noExample'],
    [0.15, cliche === '', false, 'cliche'],
    [0.2, 1 - Math.min(1, miss * 2), targetWords && miss === 0 ? 'length' : false, isTooShort ? 'tooShort' : 'tooLong'],
    [0.15, anatomy.namesAudience, false, 'audience'],
    [0.5, share(sections, expected), false, sections * 1.5 < expected && 'thin'],
    [0.3, hasTable || isShort, hasTable && 'table', 'noTable'],
    [0.2, hasList, 'list', 'noList'],
    [0.25, isLimited || isShort, parts.has('mistakes') && 'mistakes', 'noLimits'],
    [0.15, parts.has('limits')],
    [0.2, parts.has('steps')],
    [0.15, parts.has('questions') || parts.has('checking')],
    [0.1, parts.has('secondExample')],
    [0, wordCount(paragraph) <= LONG_PARAGRAPH_WORDS, false, 'longParagraph'],
    [0.1, hasLink, false, 'noSource'],
  ];
  const figure = /\d+(?:[.,]\d+)?\s?%/.exec(doubt)?.[0] ?? '';
  const opening = shortened(plan.vague.lead, 6);
  const quotes = { doubt: shortened(doubt, 8), figure, cliche: cliche.replace(/[.!]$/, ''), opening };
  const told = { by: comment?.by ?? '', comment: shortened(comment?.text ?? '', 12), audience: brief.audience ?? '' };
  const items = { named: named.join(', '), missing: missing.join(', '), sections: String(sections) };
  const lengths = { words: String(words), target: String(targetWords), length: String(wordCount(paragraph)) };
  return { criteria, slots: { ...quotes, ...told, ...items, ...lengths, paragraph: shortened(paragraph, 6) } };
}

/** So many words that a reader finds the place. */
function shortened(text: string, words: number): string {
  const all = text
    .replace(/[*_`“”„«»]/g, '')
    .split(/\s+/)
    .filter(Boolean);
  const kept = all.slice(0, words).join(' ');
  return all.length <= words ? kept.replace(/[.!]$/, '') : `${kept.replace(/[,;:.!?—–-]+$/, '')} …`;
}
