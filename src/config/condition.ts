import { RE2JS } from 're2js';
import type { Condition } from '../protocol/adaptive.ts';

const MAX_PATTERN_CHARS = 500;
const FORMS = [
  'critique.factsQuestionable',
  'edited',
  'score < 6.5',
  'critique.weakness matches "word"',
  'topic matches /vaccin|drug/',
] as const;

/** What is wrong with a condition, as a fault words it, or the condition. `always` is none. */
export function parseCondition(
  typed: string,
): { readonly condition: Condition | undefined } | { readonly fault: string } {
  const words = typed.trim();
  if (words === 'always') return { condition: undefined };
  if (words === 'critique.factsQuestionable') return { condition: { kind: 'facts-questionable' } };
  if (words === 'edited') return { condition: { kind: 'edited' } };
  const score = /^score *< *(\d{1,2}(?:\.\d{1,2})?)$/.exec(words)?.[1];
  if (score !== undefined)
    return Number(score) <= 10
      ? { condition: { kind: 'score-below', score: Number(score) } }
      : { fault: `compares the score with ${score}; scores go from 0 to 10` };
  const match = /^(critique\.weakness|topic) +matches +(.+)$/.exec(words);
  if (match === null) return { fault: `is no condition: “${words.slice(0, 60)}”; write always, ${FORMS.join(', ')}` };
  const [, subject, pattern = ''] = match;
  return toMatch(subject === 'topic' ? 'topic' : 'weakness', pattern.trim());
}

/** `/…/` is a pattern of RE2; anything else the words themselves, with or without quotation marks. */
function toMatch(
  subject: 'topic' | 'weakness',
  written: string,
): { readonly condition: Condition } | { readonly fault: string } {
  const expression = /^\/(.+)\/$/.exec(written)?.[1];
  const literal = /^(["'])(.+)\1$/.exec(written)?.[2] ?? written;
  const pattern = expression ?? RE2JS.quote(literal);
  if (pattern.length > MAX_PATTERN_CHARS)
    return { fault: `has a pattern of ${pattern.length} characters; ${MAX_PATTERN_CHARS} at most` };
  try {
    RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { fault: `has a pattern that RE2 does not know (${why}); it has neither look-around nor references back` };
  }
  return { condition: { kind: 'matches', subject, pattern } };
}
