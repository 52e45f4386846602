import { houseSpelling } from '../agents/house.ts';
import { isSpelling, type Replacement, replacementsIn, standsIn } from '../document/diff/replacements.ts';
import { MAX_STYLE_RULES } from '../protocol/style-rule.ts';
import type { FoundReplacement, PersonsEdit, ProposedRule } from '../storage/style-store.ts';
import type { ActivityTools } from './create-activities.ts';

/** Places after which one spelling instead of another is a habit. */
const SPELLING_TIMES = 2;
/** The same for one word instead of another, which may have been about the matter. */
const WORD_TIMES = 3;
/** What was proposed so often and never adopted is not proposed again. */
const MOST_PROPOSALS = 3;
/** Of one article, those that were changed most often. */
const MOST_NOTED = 50;

/**
 * Notes which words people have replaced by which in an article, and proposes for the house style what they always do: in this article and
 * earlier ones of the same place, and never the other way round. Asks no model.
 * @returns numbers of the rules that are proposed with the article; the same for every run
 */
export async function learnFromEdits(
  { style, house }: Pick<ActivityTools, 'style' | 'house'>,
  articleId: string,
): Promise<readonly number[]> {
  const { language, edits } = await style.edits(articleId);
  if (edits.length === 0) return [];
  const found = edits.flatMap((edit) => foundIn(edit, language));
  const noted = await style.note(articleId, merged(found).slice(0, MOST_NOTED));
  const known = houseSpelling(house, language);
  const last = edits.at(-1)?.after ?? '';
  const rules = noted
    .filter((one) => isHabit(one, language) && !standsIn(last, one, language))
    .filter(({ to, from }) => !known.some(({ ours, others }) => ours === to && others.includes(from)));
  return await style.propose(articleId, asRules(rules, found));
}

interface Found extends Replacement {
  readonly edit: PersonsEdit;
}

function foundIn(edit: PersonsEdit, language: string): readonly Found[] {
  return replacementsIn(edit.before, edit.after, language).map((one) => ({ ...one, edit }));
}

function merged(found: readonly Found[]): readonly Replacement[] {
  const sums = new Map<string, Replacement>();
  for (const { from, to, times } of found) {
    const key = JSON.stringify([from, to]);
    sums.set(key, { from, to, times: times + (sums.get(key)?.times ?? 0) });
  }
  return [...sums.values()].toSorted((one, other) => other.times - one.times);
}

function isHabit(one: FoundReplacement, language: string): boolean {
  const least = isSpelling(one, language) ? SPELLING_TIMES : WORD_TIMES;
  return one.timesInAll >= least && one.timesReversed === 0 && one.proposals < MOST_PROPOSALS && !one.isAdopted;
}

/** What is replaced by the same words is one rule. */
function asRules(replacements: readonly FoundReplacement[], found: readonly Found[]): readonly ProposedRule[] {
  const byOurs = Map.groupBy(replacements, ({ to }) => to);
  return [...byOurs]
    .map(([ours, group]): ProposedRule => {
      const others = group.map(({ from }) => from);
      const edits = found.filter(({ to, from }) => to === ours && others.includes(from)).map(({ edit }) => edit);
      return {
        ours,
        others,
        times: group.reduce((sum, { timesInAll }) => sum + timesInAll, 0),
        byNames: [...new Set(edits.map(({ byName }) => byName))],
        decisionIds: [...new Set(edits.map(({ decisionId }) => decisionId))],
      };
    })
    .toSorted((one, other) => other.times - one.times)
    .slice(0, MAX_STYLE_RULES);
}
