import { RE2JS } from 're2js';
import type { RulePatterns } from '../protocol/activities.ts';
import type { MatchCondition } from '../protocol/adaptive.ts';

/** What patterns are looked for in. Absent: not known yet, and nothing matches. */
export type MatchedTexts = Readonly<Partial<Record<MatchCondition['subject'], readonly string[]>>>;

/** The rules all of whose conditions hold. @param patterns were checked when the settings were read */
export function matchingRules(
  patterns: readonly RulePatterns[] = [],
  texts: MatchedTexts,
): { readonly matched?: readonly number[] } {
  const matched = patterns
    .filter(({ conditions }) => conditions.every((condition) => holds(condition, texts)))
    .map(({ rule }) => rule);
  return matched.length === 0 ? {} : { matched };
}

function holds({ subject, pattern }: MatchCondition, texts: MatchedTexts): boolean {
  const compiled = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
  return (texts[subject] ?? []).some((text) => compiled.matcher(text).find());
}
