import type { FactCheckDraftInput, RulePatterns, WrittenFactReport } from './activities.ts';
import { type AdaptiveRule, type CheckPoint, FACT_CHECK, type MatchCondition, RECHECK } from './adaptive.ts';
import type { LoopState } from './desk-state.ts';
import type { DraftRecord } from './draft.ts';
import { reportsOn } from './drafts.ts';
import { isOldText, loopEnd } from './loop.ts';
import { isContradicted, newestDraft } from './rules.ts';
import type { LoopRules } from './settings.ts';

/** A look at a draft before it goes on. */
export interface Check extends Pick<FactCheckDraftInput, 'agent' | 'scope' | 'earlierReportIds'> {
  readonly version: number;
  /** As it is remembered. */
  readonly name: string;
}

/** The next check that the rules ask for: of the newest draft, and at the end of the loop of the one that goes to people. */
export function dueCheck(state: LoopState, rules: LoopRules, at: CheckPoint): Check | undefined {
  const draft = at === 'before-gate' ? loopEnd(state, rules)?.draft : newestDraft(state);
  if (draft === undefined || draft.author === 'person') return undefined;
  if (at !== 'before-gate' && isOldText(state, draft)) return undefined;
  // Whatever the critic says of it, and before anybody sees it.
  return (
    dueByRule(state, rules.adaptive, [at], draft) ?? (at === 'after-critique' ? dueRecheck(state, draft) : undefined)
  );
}

/**
 * The next check of a text that a person wrote, before people decide on it: by every rule that holds without a critique, and for what was
 * found wrong before, which may have been taken out, or typed in again.
 */
export function dueCheckOfEdit(state: LoopState, rules: LoopRules): Check | undefined {
  const draft = newestDraft(state);
  if (draft?.author !== 'person') return undefined;
  return dueByRule(state, rules.adaptive, ['after-draft', 'before-gate'], draft) ?? dueRecheck(state, draft);
}

/**
 * The next check that a rule asks for, by the rules in their order. What was found wrong once is looked for in every later draft, by the first
 * check of it, or by one of its own.
 */
function dueByRule(
  state: LoopState,
  rules: readonly AdaptiveRule[],
  points: readonly CheckPoint[],
  draft: DraftRecord,
): Check | undefined {
  const { version, checkedBy = [] } = draft;
  const matched = matchedBy(state, rules, draft);
  const rule = rules.find(
    (one, number) =>
      points.includes(one.at) &&
      !checkedBy.includes(one.run) &&
      isLeft(state, one) &&
      holds(one, matched.includes(number), draft),
  );
  if (rule === undefined) return undefined;
  return { version, name: rule.run, agent: rule.run, scope: 'claims', earlierReportIds: wrongBefore(state, draft) };
}

function dueRecheck(state: LoopState, draft: DraftRecord): Check | undefined {
  const earlierReportIds = wrongBefore(state, draft);
  if (earlierReportIds.length === 0) return undefined;
  return { version: draft.version, name: RECHECK, agent: FACT_CHECK, scope: 'earlier', earlierReportIds };
}

/** Reports that found something wrong in earlier drafts, unless the draft was looked at. */
function wrongBefore(state: LoopState, { version, checkedBy = [] }: DraftRecord): readonly string[] {
  if (checkedBy.length > 0) return [];
  return state.drafts.filter((earlier) => earlier.version < version && isContradicted(earlier)).flatMap(reportsOn);
}

/** Numbers of the rules whose patterns match. Nobody has searched what a person wrote, but its topic is that of every draft. */
function matchedBy(
  state: LoopState,
  rules: readonly AdaptiveRule[],
  { author, matched = [] }: DraftRecord,
): readonly number[] {
  if (author === 'agent') return matched;
  const isOfTopic = (number: number): boolean =>
    rules[number]?.when.every((condition) => condition.kind !== 'matches' || condition.subject === 'topic') === true;
  return state.drafts.flatMap((draft) => draft.matched ?? []).filter(isOfTopic);
}

/** What the texts at hand have to be searched for: before the critique there is only the topic. */
export function patternsOf(rules: readonly AdaptiveRule[], at: 'after-draft' | 'later'): readonly RulePatterns[] {
  return rules.flatMap((one, rule) => {
    const conditions = one.when.filter((condition): condition is MatchCondition => condition.kind === 'matches');
    return conditions.length > 0 && (one.at === 'after-draft') === (at === 'after-draft') ? [{ rule, conditions }] : [];
  });
}

/** What a check changes about its draft. */
export function withReport(draft: DraftRecord, name: string, report: WrittenFactReport): DraftRecord {
  const { factReportId } = report;
  const ids = [...reportsOn(draft), factReportId];
  const counts = {
    contradicted: (draft.contradicted ?? 0) + report.contradicted,
    remembered: (draft.remembered ?? 0) + report.remembered,
    unresolved: (draft.unresolved ?? 0) + report.unresolved,
  };
  return {
    ...draft,
    checkedBy: [...(draft.checkedBy ?? []), name],
    factReportId,
    ...(ids.length > 1 && { factReportIds: ids }),
    ...(counts.contradicted > 0 && { contradicted: counts.contradicted }),
    ...(counts.remembered > 0 && { remembered: counts.remembered }),
    ...(counts.unresolved > 0 && { unresolved: counts.unresolved }),
  };
}

function isLeft({ drafts }: LoopState, { run, atMost = Number.POSITIVE_INFINITY }: AdaptiveRule): boolean {
  return drafts.filter(({ checkedBy = [] }) => checkedBy.includes(run)).length < atMost;
}

function holds({ when }: AdaptiveRule, isMatched: boolean, { doubtful, score, author }: DraftRecord): boolean {
  return when.every((condition) => {
    switch (condition.kind) {
      case 'facts-questionable':
        return doubtful === true;
      case 'edited':
        return author === 'person';
      case 'score-below':
        return score !== undefined && score < condition.score;
      case 'matches':
        return isMatched;
      default:
        return condition satisfies never;
    }
  });
}
