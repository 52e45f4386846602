import { type Actor, isOperator, keysOf, OPERATOR } from './actor.ts';
import { administers, type ApprovalRules, mayApprove, mayDecide, notReviewer } from './approvers.ts';
import { isOver, MAX_SOURCE_FILES, type Stage } from './article.ts';
import {
  type Control,
  type ControlKind,
  type DecisionKind,
  type Decision,
  MAX_COMMENT_CHARS,
  type PlainControlKind,
  type Refusal,
} from './decision.ts';
import type { ArticleStatus, DecidableSubject, DecisionRecord, DeskState, LoopState } from './desk-state.ts';
import type { DraftRecord, DraftRef } from './draft.ts';
import { isSamePlace, MAX_FOLLOWINGS } from './following.ts';
import type { Gate, Subject } from './gate.ts';
import { isSameThread, type Thread } from './thread.ts';
import { isVotedOn, tallyOf, type Voting, whyNotApprove } from './voting.ts';

/*
 * Whether a decision or control counts right now. Pure; the desk, the gateway and every bot ask here.
 */

/** What the rules look at. */
export interface Standing {
  readonly state: DeskState;
  readonly policy: ApprovalRules;
  /** Where the article lives. */
  readonly home: Thread;
  /** The settings say that nothing is read for it. Absent: something may be. */
  readonly neverReads?: boolean;
  /** It is a translation: in what language it is to be is settled. */
  readonly isTranslation?: boolean;
}

/**
 * Who may: those who approve · those who decide · those who may spend · those who decide, and the requester. Of the last two also an
 * administrator and an operator; `overseers`: these alone.
 */
export const CONTROL_RIGHTS = {
  raise: 'raisers',
  pause: 'requester',
  resume: 'requester',
  cancel: 'requester',
  retry: 'requester',
  language: 'requester',
  move: 'requester',
  follow: 'requester',
  unfollow: 'requester',
  'add-source': 'requester',
  finish: 'approvers',
  another: 'approvers',
  claim: 'deciders',
  assign: 'requester',
  'step-in': 'overseers',
  release: 'requester',
} as const satisfies Record<ControlKind, 'requester' | 'approvers' | 'deciders' | 'overseers' | 'raisers'>;

/** As they are shown: what goes on first, the end last. */
const PLAIN_CONTROLS = [
  'resume',
  'raise',
  'retry',
  'claim',
  'release',
  'pause',
  'another',
  'finish',
  'cancel',
] as const satisfies readonly PlainControlKind[];

export function stageOf({ phase, failure, trouble, budget, paused }: DeskState): Stage {
  if (phase === 'rejected' || phase === 'cancelled' || phase === 'delivered') return phase;
  if (failure !== undefined || trouble !== undefined || budget !== undefined) return 'stuck';
  if (paused) return 'paused';
  if (phase === 'gate') return 'waiting';
  return phase === 'delivering' ? 'finishing' : phase;
}

export function newestDraft({ drafts }: Pick<DeskState, 'drafts'>): DraftRecord | undefined {
  return drafts.at(-1);
}

/** Drafts of the article, without outlines. */
export function articleDrafts({ drafts }: Pick<DeskState, 'drafts'>): readonly DraftRecord[] {
  return drafts.filter(({ outline }) => outline !== true);
}

export function draftOf({ drafts }: Pick<DeskState, 'drafts'>, version: number | undefined): DraftRecord | undefined {
  return drafts.find((draft) => draft.version === version);
}

export function decisionOn({ decisions }: DeskState, version: number): DecisionRecord | undefined {
  return decisions.find((decision) => decision.version === version);
}

/** The critic's scale: from here on a text is publishable as it is, which one that says something false is not. */
const PUBLISHABLE_SCORE = 8;
const LEAST_STEP = 0.1;

/** What a draft counts when the best one is looked for. */
export function worthOf({ score = -1, contradicted = 0 }: DraftRecord): number {
  return contradicted > 0 ? Math.min(score, PUBLISHABLE_SCORE - LEAST_STEP) : score;
}

/** Whether something in it was found wrong, by a source or by a model's memory. */
export function isContradicted({ contradicted = 0, remembered = 0 }: DraftRecord): boolean {
  return contradicted + remembered > 0;
}

/** Somebody has to look at it, whatever the policy. */
export function needsPerson(draft: DraftRecord): boolean {
  return isContradicted(draft) || draft.suspect === true || draft.unchecked === true || draft.unjudged === true;
}

/**
 * The best draft since people last asked for changes, of equals that were not compared the later one; before there is one, the draft they sent back,
 * which is what the next one grows from.
 */
export function bestDraft(state: LoopState): DraftRecord | undefined {
  const own = { drafts: articleDrafts(state) };
  return bestOfRound(state) ?? draftOf(own, state.decisions.at(-1)?.version) ?? newestDraft(own);
}

function bestOfRound(state: LoopState): DraftRecord | undefined {
  return articleDrafts(state)
    .filter(({ version }) => version >= state.roundFrom)
    .reduce<DraftRecord | undefined>(
      (best, draft) => (best === undefined || replaces(draft, best) ? draft : best),
      undefined,
    );
}

/** Whether a later draft is the best one now: where the two were compared, by that and not by their scores. */
function replaces(draft: DraftRecord, best: DraftRecord): boolean {
  const { compared } = draft;
  return compared?.with === best.version ? compared.won : worthOf(draft) >= worthOf(best);
}

/**
 * The draft that is approved when somebody finishes now: what stands at the gate, else the best that nobody has sent back. Never an outline,
 * which is nothing to deliver.
 */
export function draftToFinish(state: DeskState): DraftRecord | undefined {
  if (state.phase !== 'drafting' && state.phase !== 'gate') return undefined;
  const own = { drafts: articleDrafts(state) };
  if (state.gate !== undefined) return draftOf(own, state.gate.subject.version);
  const newest = newestDraft(own);
  const isOpen = newest !== undefined && decisionOn(state, newest.version) === undefined;
  // While another version is begun, the earlier one still stands.
  return bestOfRound(state) ?? (isOpen ? newest : undefined);
}

export function subjectOf({ version, hash, outline }: DraftRecord): Subject {
  return { kind: outline === true ? 'outline' : 'draft', version, hash };
}

/** What can be decided on now, what has buttons first: the subject of the open gate, and the newest draft. */
export function decidableSubjects(state: DeskState, policy: ApprovalRules): readonly DecidableSubject[] {
  const { phase, gate } = state;
  if (phase !== 'gate' && phase !== 'drafting') return [];
  const newest = newestDraft(state);
  const isFree = newest !== undefined && newest.version !== gate?.subject.version;
  return [
    ...(gate === undefined
      ? []
      : [
          {
            ...gate.subject,
            gate: gate.id,
            ...(policy.voting !== undefined && { tally: tallyOf(votingIn(state), policy) }),
            ...(gate.claim !== undefined && { claim: gate.claim }),
          },
        ]),
    ...(isFree && decisionOn(state, newest.version) === undefined ? [subjectOf(newest)] : []),
  ];
}

/** Why this decision does not count; undefined when it does, or did already under the same id. */
export function refusalOfDecision({ state, policy }: Standing, decision: Decision): Refusal | undefined {
  if (hasCounted(state, decision.id)) return undefined;
  if (!mayDecide(decision.by, policy)) return notReviewer(policy);
  const earlier = decisionOn(state, decision.draft.version);
  if (earlier !== undefined)
    return { code: 'already-decided', decision: earlier.kind, byName: earlier.byName, at: earlier.at };
  const themselves = saidByThemselves(state, decision.by);
  if (themselves !== undefined) return { code: 'has-voted', name: themselves };
  if (state.phase !== 'drafting' && state.phase !== 'gate') return { code: 'article-over', stage: stageOf(state) };
  const newest = newestDraft(state);
  if (newest === undefined) return { code: 'no-draft-yet' };
  const subjects = decidableSubjects(state, policy);
  if (!subjects.some((subject) => isAbout(decision, subject)))
    return {
      code: 'other-draft-is-current',
      asked: decision.draft.version,
      current: subjects[0]?.version ?? newest.version,
    };
  if (decision.kind !== 'request-changes' && decision.kind !== 'reject') {
    if (!mayApprove(decision.by, policy)) return notReviewer(policy);
  }
  const objection = whyNotVote(decision.kind, decision.by, { state, policy });
  if (objection !== undefined) return objection;
  if (decision.kind === 'bring-back') return refusalOfBringingBack(state, decision);
  const words =
    decision.kind === 'request-changes' ? decision.comment : decision.kind === 'reject' ? decision.reason : undefined;
  return words !== undefined && isBadComment(words) ? { code: 'bad-comment' } : undefined;
}

/** What keeps somebody from saying this together with others. */
function whyNotVote(
  kind: DecisionKind,
  by: Actor,
  { state, policy }: Pick<Standing, 'state' | 'policy'>,
): Refusal | undefined {
  if (kind !== 'approve' && kind !== 'reject') return undefined;
  // They may be somebody who may not, or has said something already.
  if (by.isUnsure === true && (kind === 'approve' ? policy.voting !== undefined : isVotedOn(policy)))
    return { code: 'may-not-approve', why: 'unsure' };
  return kind === 'approve' ? whyNotApprove(by, policy, votingIn(state)) : undefined;
}

/** The name of whom somebody stands for, where they have voted themselves: nobody takes their vote away. */
function saidByThemselves({ gate }: DeskState, { standsFor }: Actor): string | undefined {
  if (standsFor === undefined) return undefined;
  return gate?.votes.find((vote) => vote.standsFor === undefined && vote.keys.includes(standsFor))?.byName;
}

/** Whether a decision has counted already, by itself or as one of several. */
export function hasCounted({ decisions, votes = [] }: DeskState, decisionId: string): boolean {
  return votes.includes(decisionId) || decisions.some(({ id }) => id === decisionId);
}

/** What has been said so far, and by whom the text was changed. */
export function votingIn({ gate, editors = [] }: Pick<DeskState, 'gate' | 'editors'>): Voting {
  return { votes: gate?.votes ?? [], editors };
}

function refusalOfBringingBack(
  state: DeskState,
  { draft, to, edited }: Extract<Decision, { readonly kind: 'bring-back' }>,
): Refusal | undefined {
  const known = draftOf(state, to.version);
  const isSameKind = known?.outline === draftOf(state, draft.version)?.outline;
  if (known === undefined || !isSameKind || known.hash !== to.hash || edited.hash !== to.hash)
    return { code: 'no-such-draft', asked: to.version, newest: newestDraft(state)?.version ?? 0 };
  return to.hash === draft.hash ? { code: 'same-draft', asked: to.version, current: draft.version } : undefined;
}

/** What can be brought back from a draft without naming it: the latest one before it, or outline before an outline, that says something else. */
export function replacedBy(
  { drafts }: Pick<DeskState, 'drafts'>,
  { version, hash, outline }: DraftRef & Pick<DraftRecord, 'outline'>,
): DraftRef | undefined {
  const earlier = drafts.findLast(
    (draft) => draft.version < version && draft.hash !== hash && draft.outline === outline,
  );
  return earlier && { version: earlier.version, hash: earlier.hash };
}

/** A card that was made before its draft came to the gate names none, and means the same text. */
function isAbout(
  { draft, gate }: { readonly draft: DraftRef; readonly gate?: string },
  subject: DecidableSubject,
): boolean {
  return (
    draft.version === subject.version && draft.hash === subject.hash && (gate === undefined || gate === subject.gate)
  );
}

function isBadComment(words: string): boolean {
  return words.trim() === '' || words.length > MAX_COMMENT_CHARS;
}

/**
 * Why a decision about a draft would not count, for whoever has not made it yet. Undefined when it may.
 * @param status as it was told to the same person; absent: unknown
 */
export function objectionTo(
  draft: DraftRef,
  by: Actor,
  policy: ApprovalRules,
  status: ArticleStatus | undefined,
): Refusal | undefined {
  if (!mayDecide(by, policy)) return notReviewer(policy);
  if (status === undefined) return undefined;
  const { decidable, lastDecision, stage, current } = status;
  const [first] = decidable;
  if (decidable.some(({ version, hash }) => version === draft.version && hash === draft.hash)) return undefined;
  if (lastDecision?.version === draft.version) {
    const { kind, byName, at } = lastDecision;
    return { code: 'already-decided', decision: kind, byName, at };
  }
  if (first !== undefined) return { code: 'other-draft-is-current', asked: draft.version, current: first.version };
  // Paused or stuck, it may have been approved all the same.
  if (isOver(stage) || stage === 'finishing' || current?.version === draft.version)
    return { code: 'article-over', stage: isOver(stage) ? stage : 'finishing' };
  return current === undefined
    ? { code: 'no-draft-yet' }
    : { code: 'other-draft-is-current', asked: draft.version, current: current.version };
}

function isShownAt({ followings = [] }: DeskState, thread: Thread): boolean {
  return followings.some((following) => isSamePlace(following.thread, thread));
}

/** Whose members are to be meant by `anyone` only those say who may approve: others would make themselves approvers. */
function whyNotShown(
  { by, thread, anyone }: Pick<Extract<Control, { readonly kind: 'follow' }>, 'by' | 'thread' | 'anyone'>,
  { state, policy, home }: Pick<Standing, 'state' | 'policy' | 'home'>,
): Refusal | undefined {
  if (isSamePlace(thread, home)) return { code: 'lives-here' };
  if (anyone === true && !mayApprove(by, policy)) return notReviewer(policy);
  const isFull = (state.followings ?? []).length >= MAX_FOLLOWINGS && !isShownAt(state, thread);
  return isFull ? { code: 'too-many-places', most: MAX_FOLLOWINGS } : undefined;
}

/** As long as something may still be written that would rest on it. */
function mayAddSource({ phase, files = [] }: DeskState): boolean {
  return (phase === 'drafting' || phase === 'gate') && files.length < MAX_SOURCE_FILES;
}

/** Why this control does not count; undefined when it does, or did already under the same id. */
export function refusalOfControl(standing: Standing, control: Control): Refusal | undefined {
  if (standing.state.controls.includes(control.id)) return undefined;
  return (
    whyNotAllowed(standing.policy, control.kind, control.by) ??
    whyNotFinish(standing, control.kind, control.by) ??
    whyNotNow(standing, control)
  );
}

/** What somebody may do now. @param by absent: whoever can reach Temporal */
export function controlsFor(standing: Standing, by: Actor = OPERATOR): readonly PlainControlKind[] {
  return PLAIN_CONTROLS.filter(
    (kind) =>
      whyNotAllowed(standing.policy, kind, by) === undefined &&
      whyNotFinish(standing, kind, by) === undefined &&
      whyNotNow(standing, { kind, by }) === undefined,
  );
}

/**
 * What makes sense now for anybody, for what everybody sees: a status card. It may offer what only the desk knows to be too late.
 * @param shown.hasDraft whether there is a draft to finish with
 */
export function controlsAt(shown: {
  readonly stage: Stage;
  readonly isTriedAgain: boolean;
  readonly isOverBudget: boolean;
  readonly hasDraft: boolean;
}): readonly PlainControlKind[] {
  const { stage, isTriedAgain, isOverBudget, hasDraft } = shown;
  if (isOver(stage)) return [];
  const counts: Readonly<Record<PlainControlKind, boolean>> = {
    resume: stage === 'paused',
    raise: isOverBudget,
    retry: stage === 'stuck' || isTriedAgain,
    pause: stage !== 'paused',
    another: stage === 'waiting',
    // On the card of the gate.
    claim: false,
    release: false,
    finish: stage !== 'finishing' && hasDraft,
    cancel: true,
  };
  return PLAIN_CONTROLS.filter((kind) => counts[kind]);
}

/** Whoever finishes what nobody has approved yet approves it. */
function whyNotFinish(standing: Standing, kind: ControlKind, by: Actor): Refusal | undefined {
  return kind === 'finish' && standing.state.approved === undefined ? whyNotVote('approve', by, standing) : undefined;
}

/** Whether somebody may use a control at all, whenever it makes sense. */
export function mayControl(policy: ApprovalRules, kind: ControlKind, by: Actor): boolean {
  return whyNotAllowed(policy, kind, by) === undefined;
}

/** Who may control an article so, whatever it does now. Undefined: they may. */
export function whyNotAllowed(policy: ApprovalRules, kind: ControlKind, by: Actor): Refusal | undefined {
  const { approvers, requester, raisers = approvers, home } = policy;
  const looksAfterAll = isOperator(by) || administers(by, home);
  if (CONTROL_RIGHTS[kind] === 'raisers')
    return looksAfterAll || mayDecide(by, { ...policy, approvers: raisers }) ? undefined : notReviewer(policy, raisers);
  if (CONTROL_RIGHTS[kind] === 'approvers') {
    return mayApprove(by, policy) ? undefined : notReviewer(policy);
  }
  if (CONTROL_RIGHTS[kind] === 'overseers') return looksAfterAll ? undefined : { code: 'not-an-overseer' };
  if (mayDecide(by, policy)) return undefined;
  if (CONTROL_RIGHTS[kind] === 'deciders') return notReviewer(policy);
  if (looksAfterAll || keysOf(by).includes(requester)) return undefined;
  return notReviewer(policy, ['requester', ...approvers.filter((rule) => rule !== 'requester')]);
}

function isClaimedBy(by: Actor, { claim }: Pick<Gate, 'claim'>): boolean {
  return claim !== undefined && keysOf(by).some((key) => claim.keys.includes(key));
}

function whyNotNow(
  { state, policy, home, neverReads, isTranslation }: Standing,
  control: { readonly by: Actor } & (
    | Pick<Extract<Control, { readonly kind: 'move' | 'unfollow' }>, 'kind' | 'thread'>
    | Pick<Extract<Control, { readonly kind: 'follow' }>, 'kind' | 'thread' | 'anyone'>
    | Pick<Extract<Control, { readonly kind: 'assign' }>, 'kind' | 'to'>
    | Pick<Extract<Control, { readonly kind: 'step-in' }>, 'kind' | 'reason'>
    | { readonly kind: PlainControlKind | 'language' | 'add-source' }
  ),
): Refusal | undefined {
  const { phase, gate } = state;
  const { kind } = control;
  const stage = stageOf(state);
  const notNow: Refusal = { code: 'not-now', control: kind, stage };
  if (isOver(stage)) return { code: 'article-over', stage };
  switch (kind) {
    case 'pause':
      return state.paused || phase === 'delivering' ? notNow : undefined;
    case 'resume':
      return state.paused ? undefined : notNow;
    case 'cancel':
      // What is in the feed will be read: an article is never both delivered and cancelled.
      return phase === 'delivering' ? notNow : undefined;
    case 'finish':
      // What is approved already is delivered as it is, when there is no budget for an edit.
      if (phase === 'finishing' && state.budget !== undefined) return undefined;
      if (phase !== 'drafting' && phase !== 'gate') return notNow;
      return draftToFinish(state) === undefined ? { code: 'no-draft-yet' } : undefined;
    case 'another':
      return stage === 'waiting' ? undefined : notNow;
    case 'claim':
      if (stage !== 'waiting' || gate === undefined || isClaimedBy(control.by, gate)) return notNow;
      return gate.claim && { code: 'claimed', byName: gate.claim.byName, at: gate.claim.at };
    case 'release':
      if (gate?.claim === undefined) return notNow;
      if (isClaimedBy(control.by, gate) || isOperator(control.by) || administers(control.by, policy.home))
        return undefined;
      return { code: 'claimed', byName: gate.claim.byName, at: gate.claim.at };
    case 'step-in':
      if (phase !== 'drafting' && phase !== 'gate') return notNow;
      return isBadComment(control.reason) ? { code: 'bad-comment' } : undefined;
    case 'assign':
      if (phase !== 'drafting' && phase !== 'gate') return notNow;
      return mayDecide(control.to, policy)
        ? undefined
        : { ...notReviewer(policy), code: 'may-not-be-asked', name: control.to.displayName };
    case 'raise':
      return state.budget === undefined ? notNow : undefined;
    case 'retry':
      return stage === 'stuck' || state.outage !== undefined ? undefined : notNow;
    case 'language':
      // What is written stays in its language.
      return phase === 'drafting' && state.drafts.length === 0 && isTranslation !== true ? undefined : notNow;
    case 'move':
      return isSameThread(control.thread, home) ? notNow : undefined;
    case 'follow':
      return whyNotShown(control, { state, policy, home });
    case 'unfollow':
      return isShownAt(state, control.thread) ? undefined : { code: 'not-shown-here' };
    case 'add-source':
      if (neverReads === true) return { code: 'sources-not-read' };
      return mayAddSource(state) ? undefined : notNow;
    default:
      return kind satisfies never;
  }
}
