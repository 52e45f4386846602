import type { Brief } from '../brief.ts';
import { dissect, isDoubtful } from './anatomy.ts';
import { normalised, wordCount } from '../markdown.ts';
import { seedOf } from './material.ts';
import { type Plan, planArticle } from './plan.ts';

const MAX_CLAIMS = 5;
const MIN_CLAIM_WORDS = 5;

/** The sentences of the draft that can be checked: doubtful ones first, then those with numbers, then the longest assertions. */
export function claims(brief: Brief): { readonly claims: readonly string[] } {
  const plan = planArticle(brief);
  const { sentences, doubtful, cliches } = dissect(brief.draft, plan);
  const empty = normalised([plan.vague.lead, plan.vague.closing, ...cliches].join(' '));
  const checkable = sentences
    .filter((sentence) => wordCount(sentence) >= MIN_CLAIM_WORDS && /^[^“«„"].*[.!…]$/.test(sentence))
    .filter((sentence) => !empty.includes(normalised(sentence)));
  const numbers = checkable.filter((sentence) => /\d/.test(sentence));
  const others = checkable.toSorted((one, other) => wordCount(other) - wordCount(one));
  return { claims: [...new Set([...doubtful, ...numbers, ...others])].slice(0, MAX_CLAIMS) };
}

/** Per claim whether the draft still has its sentence. */
export function recheck(brief: Brief): {
  readonly claims: readonly { readonly id: string; readonly stillSaid: boolean }[];
} {
  const draft = normalised(brief.draft);
  return { claims: brief.claims.map(({ id, text }) => ({ id, stillSaid: draft.includes(normalised(text)) })) };
}

/** Per claim: verdict, note, the sentence of a page that says so, pages. Contradicts every percentage without a source; of the rest it finds about two in three. */
export function verdicts(brief: Brief) {
  const plan = planArticle(brief);
  return { verdicts: brief.claims.map(({ id, text }) => ({ id, ...verdictOn(text, plan) })) };
}

function verdictOn(claim: string, plan: Plan) {
  const seed = seedOf(`${plan.seed}/${normalised(claim)}`);
  const say = (id: string): string => plan.say(id, {}, claim);
  const nothing = { quote: null, sources: [] } as const;
  // An address that nobody can take for a real one: example.org belongs to nobody (RFC 2606).
  const folder =
    normalised(plan.title)
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 60) || 'ru';
  const url = `https://example.org/practice/${folder}/${seed.toString(16).padStart(8, '0').slice(0, 4)}`;
  const date = new Date(Date.UTC(2025, seed % 12, (seed % 28) + 1)).toISOString().slice(0, 10);
  const sources = [{ title: say('sourceTitle'), url, date }];
  if (isDoubtful(claim)) {
    const ours = plan.doubtful.find((doubtful) => normalised(doubtful.claim) === normalised(claim));
    const note = ours?.correction ?? say('unsourced');
    return { verdict: 'contradicted' as const, note, quote: note, sources };
  }
  if (seed % 3 === 0) return { ...nothing, verdict: 'not-found' as const, note: say('notFound') };
  return { verdict: 'supported' as const, note: say('supported'), quote: claim, sources };
}
