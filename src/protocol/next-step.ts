import type { CompareDraftsInput, CritiqueDraftInput, FactCheckDraftInput } from './activities.ts';
import { type Check, dueCheck, dueCheckOfEdit } from './checks.ts';
import { type Comparison, dueComparison } from './comparison.ts';
import type { LoopState, StopReason } from './desk-state.ts';
import type { DraftRecord } from './draft.ts';
import {
  type Assignment,
  assignment,
  basisOf,
  commentIds,
  earlierCritiqueId,
  type OutlineAssignment,
  outlineAssignment,
  reportsOn,
  wantsOutline,
} from './drafts.ts';
import { isOldText, loopEnd } from './loop.ts';
import { draftOf, needsPerson, newestDraft } from './rules.ts';
import type { LoopRules } from './settings.ts';

/** What the loop of drafts does next. Ids are those of the drafts' records: whoever keeps the texts knows what they name. */
export type NextStep =
  | ({ readonly kind: 'write' } & Assignment)
  /** The plan of the article, on which people decide before anything is written. */
  | ({ readonly kind: 'outline' } & OutlineAssignment)
  | ({ readonly kind: 'critique' } & Subject &
      Pick<CritiqueDraftInput, 'commentIds' | 'earlierCritiqueId' | 'earlier' | 'factReportIds'>)
  /** Which of two drafts is better, whose scores are close; see `compared` of the draft's record. */
  | ({ readonly kind: 'compare'; readonly standing: Subject } & Subject & Pick<CompareDraftsInput, 'commentIds'>)
  | ({
      readonly kind: 'fact-check';
      /** Under which it is remembered in `checkedBy`. */
      readonly name: string;
    } & Subject &
      Pick<FactCheckDraftInput, 'agent' | 'scope' | 'earlierReportIds'>)
  /** What goes with the draft with which the loop ended. */
  | ({ readonly kind: 'extras' } & Subject)
  /** The loop is over. `ask-people`: they decide about this draft · `edit`: nobody has to be asked, it is finished. */
  | ({ readonly kind: 'ask-people' | 'edit'; readonly reason: StopReason } & Subject);

interface Subject {
  readonly version: number;
  readonly draftId: string;
}

/**
 * What comes next while an article is being drafted, by what is known of its drafts. Pure: the workflow goes by it, and so can any
 * orchestrator. Once people have decided it is theirs to say: after `request-changes` a new round begins at the next version.
 */
export function nextStep(state: LoopState, rules: LoopRules): NextStep {
  const latest = newestDraft(state);
  if (wantsOutline(state, rules)) return toOutline(state);
  if (latest === undefined || latest.outline === true || latest.version < state.roundFrom) return toWrite(state);
  if (latest.author === 'person') {
    const due = dueCheckOfEdit(state, rules);
    return due === undefined ? toEnd('ask-people', latest, 'edited', rules) : toFactCheck(state, due);
  }
  if (latest.critiqueId === undefined && latest.unjudged !== true && !isOldText(state, latest)) {
    const early = dueCheck(state, rules, 'after-draft');
    return early === undefined ? toCritique(state, latest) : toFactCheck(state, early);
  }
  const due = dueCheck(state, rules, 'after-critique');
  if (due !== undefined) return toFactCheck(state, due);
  const comparison = dueComparison(state, rules.improvement);
  if (comparison !== undefined) return toCompare(state, comparison);
  const last = dueCheck(state, rules, 'before-gate');
  if (last !== undefined) return toFactCheck(state, last);
  const end = loopEnd(state, rules);
  if (end === undefined) return toWrite(state);
  return toEnd(asksPeople(end.draft, rules) ? 'ask-people' : 'edit', end.draft, end.reason, rules);
}

/** What goes with a draft is decided on with it, so that it is written before. */
function toEnd(
  kind: 'ask-people' | 'edit',
  { version, draftId, extras }: DraftRecord,
  reason: StopReason,
  { extras: wanted = [] }: LoopRules,
): NextStep {
  if (wanted.length > 0 && extras === undefined) return { kind: 'extras', version, draftId };
  return { kind, version, draftId, reason };
}

/** Whether a draft with which the loop ended goes to people first: by the policy, or because somebody has to look at it whatever that says. */
function asksPeople(draft: DraftRecord, { approval }: LoopRules): boolean {
  return approval.gate !== 'none' || needsPerson(draft);
}

/** One that was written, or edited, and that nobody has sent back is for people. */
function toOutline(state: LoopState): NextStep {
  const latest = newestDraft(state);
  return latest === undefined || latest.version < state.roundFrom
    ? { kind: 'outline', ...outlineAssignment(state) }
    : { kind: 'ask-people', version: latest.version, draftId: latest.draftId, reason: 'outline' };
}

function toWrite(state: LoopState): NextStep {
  return { kind: 'write', ...assignment(state) };
}

function toCritique(state: LoopState, draft: DraftRecord): NextStep {
  const { version, draftId } = draft;
  const earlier = earlierCritiqueId(state, version);
  const basis = basisOf(state, version);
  const factReportIds = [...(basis === undefined ? [] : reportsOn(basis)), ...reportsOn(draft)];
  return {
    kind: 'critique',
    version,
    draftId,
    commentIds: commentIds(state),
    ...(earlier !== undefined && { earlierCritiqueId: earlier }),
    ...(basis !== undefined && {
      earlier: { draftId: basis.draftId, ...(basis.critiqueId !== undefined && { critiqueId: basis.critiqueId }) },
    }),
    ...(factReportIds.length > 0 && { factReportIds }),
  };
}

function toCompare(state: LoopState, { draft, standing }: Comparison): NextStep {
  return {
    kind: 'compare',
    version: draft.version,
    draftId: draft.draftId,
    standing: { version: standing.version, draftId: standing.draftId },
    commentIds: commentIds(state),
  };
}

function toFactCheck(state: LoopState, check: Check): NextStep {
  return { kind: 'fact-check', draftId: draftOf(state, check.version)?.draftId ?? '', ...check };
}
