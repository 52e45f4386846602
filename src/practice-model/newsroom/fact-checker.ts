import type { Brief } from '../brief.ts';
import { dissect, isDoubtful } from './anatomy.ts';
import { planArticle } from './article-plan.ts';
import type { ArticlePlan } from './article-plan.ts';
import { normalised, wordCount } from './markdown-document.ts';
import { fill } from './material.ts';
import { pick, seedOf } from './seeded.ts';

/** The answer to the task `verdicts`. */
export interface PracticeVerdicts {
  readonly verdicts: readonly PracticeVerdict[];
}

export interface PracticeVerdict {
  readonly claim: string;
  readonly verdict: 'supported' | 'contradicted' | 'not-found';
  readonly note: string;
  readonly quote: string | null;
  readonly sources: readonly PracticeSource[];
}

export interface PracticeSource {
  readonly title: string;
  readonly url: string;
  readonly date: string;
}

const MAX_CLAIMS = 5;
const MIN_CLAIM_WORDS = 5;

/** The sentences of the draft that can be checked: doubtful ones first, then those with numbers, then the longest assertions. */
export function claims(brief: Brief): { readonly claims: readonly string[] } {
  const plan = planArticle(brief);
  const { sentences, doubtful, cliches } = dissect(brief.draft, plan, brief);
  const empty = normalised([plan.vague.lead, plan.vague.closing, ...cliches].join(' '));
  const checkable = sentences.filter(
    (sentence) =>
      /[.!…]$/.test(sentence) &&
      wordCount(sentence) >= MIN_CLAIM_WORDS &&
      !/^[“«„"]/.test(sentence) &&
      !empty.includes(normalised(sentence)),
  );
  const numbers = checkable.filter((sentence) => /\d/.test(sentence));
  const others = checkable.toSorted((a, b) => wordCount(b) - wordCount(a));
  return { claims: [...new Set([...doubtful, ...numbers, ...others])].slice(0, MAX_CLAIMS) };
}

/** Contradicts every percentage without a source; of the rest it finds about two in three. */
export function verdicts(brief: Brief): PracticeVerdicts {
  const plan = planArticle(brief);
  return { verdicts: brief.claims.map((claim) => verdictOn(claim, plan)) };
}

function verdictOn(claim: string, plan: ArticlePlan): PracticeVerdict {
  const { facts } = plan.phrases;
  const seed = seedOf(`${plan.seed}/${normalised(claim)}`);
  if (isDoubtful(claim)) {
    const correction = plan.allDoubtful.find(
      (doubtful) => normalised(doubtful.claim) === normalised(claim),
    )?.correction;
    const note =
      correction === undefined ? facts.contradictedWithoutCorrection : fill(facts.contradicted, { correction });
    return { claim, verdict: 'contradicted', note, quote: null, sources: [sourceFor(plan, seed)] };
  }
  if (seed % 3 === 0)
    return { claim, verdict: 'not-found', note: pick(facts.notFound, seed, 'note'), quote: null, sources: [] };
  return {
    claim,
    verdict: 'supported',
    note: pick(facts.supported, seed, 'note'),
    quote: claim,
    sources: [sourceFor(plan, seed)],
  };
}

/** An address that nobody can take for a real one: example.org belongs to nobody (RFC 2606). */
function sourceFor(plan: ArticlePlan, seed: number): PracticeSource {
  return {
    title: fill(pick(plan.phrases.facts.sourceTitles, seed, 'source'), { title: plan.topic.title }),
    url: `https://example.org/practice/${slugOf(plan.topic.title)}/${seed.toString(16).padStart(8, '0').slice(0, 4)}`,
    date: `2025-${String((seed % 12) + 1).padStart(2, '0')}-${String((seed % 28) + 1).padStart(2, '0')}`,
  };
}

const LATIN: Readonly<Record<string, string>> = Object.fromEntries(
  'а a б b в v г g д d е e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ - ы y ь - э e ю yu я ya'
    .split(' ')
    .flatMap((letter, index, all) => (index % 2 === 0 ? [[letter, (all[index + 1] ?? '').replace('-', '')]] : [])),
);

function slugOf(title: string): string {
  const latin = [...normalised(title)].map((letter) => LATIN[letter] ?? letter).join('');
  return (
    latin
      .normalize('NFKD')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 60) || seedOf(title).toString(16)
  );
}
