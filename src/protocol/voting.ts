import { type Actor, groupKeysOf, keysOf } from './actor.ts';
import { type ApprovalRules, isMemberOfHome } from './approvers.ts';
import type { Decision, Refusal } from './decision.ts';
import type { Vote, VoteKind } from './gate.ts';
import type { Approver, VotingRules } from './settings.ts';

/*
 * How what several people say comes to a decision. Pure; nothing here ever approves: only a vote that is given does.
 */

/** The first who decides has decided for all. */
const FIRST_DECIDES: VotingRules = { approvals: 1, rejections: 1 };

/** How far people are. */
export interface Tally {
  readonly approvals: number;
  readonly rejections: number;
  /** Names of those who said so, in the order in which they did. */
  readonly approved: readonly string[];
  readonly rejected: readonly string[];
  /** Rules of those who can still say something that matters. */
  readonly waitingFor: readonly Approver[];
  /** Keys of whoever has said something. */
  readonly voted: readonly string[];
}

function votingOf({ voting = FIRST_DECIDES }: Pick<ApprovalRules, 'voting'>): VotingRules {
  return voting;
}

/** Whether a gate shows how far people are: one alone does not decide. */
export function isVotedOn(rules: Pick<ApprovalRules, 'voting'>): boolean {
  const { approvals, rejections } = votingOf(rules);
  return approvals > 1 || rejections > 1;
}

/** A vote; undefined for what counts at once, whoever says it. */
export function voteOf(decision: Decision, at: string, { home }: ApprovalRules): Vote | undefined {
  const { kind, id, by } = decision;
  if (kind !== 'approve' && kind !== 'reject') return undefined;
  return {
    decisionId: id,
    kind,
    keys: keysOf(by),
    groups: groupKeysOf(by),
    isMember: isMemberOfHome(by, home),
    byName: by.displayName,
    at,
  };
}

/** With one vote more. What the same person said before does not count any more: as one person count all that they are in other chats. */
export function withVote(votes: readonly Vote[], vote: Vote): readonly Vote[] {
  return [...votes.filter((earlier) => !isSamePerson(earlier, vote)), vote];
}

/** What the votes come to. Undefined: nothing yet. */
export function outcomeOf(votes: readonly Vote[], rules: ApprovalRules): VoteKind | undefined {
  const { approvals, rejections, steps, veto = [] } = votingOf(rules);
  const rejecting = votes.filter(({ kind }) => kind === 'reject');
  if (rejecting.some((vote) => isNamed(vote, veto, rules)) || rejecting.length >= rejections) return 'reject';
  if (steps !== undefined) return nextStep(steps, votes, rules) === undefined ? 'approve' : undefined;
  return votes.length - rejecting.length >= approvals ? 'approve' : undefined;
}

export function tallyOf(votes: readonly Vote[], rules: ApprovalRules): Tally {
  const { approvals, rejections, steps } = votingOf(rules);
  const said = (wanted: VoteKind): readonly string[] =>
    votes.filter(({ kind }) => kind === wanted).map(({ byName }) => byName);
  return {
    approvals,
    rejections,
    approved: said('approve'),
    rejected: said('reject'),
    waitingFor: steps === undefined ? unheard(votes, rules) : (nextStep(steps, votes, rules) ?? []),
    voted: votes.flatMap(({ keys }) => keys),
  };
}

/** Why somebody's approval does not count: who may say other things all the same. Undefined: it does. */
export function whyNotApprove(
  by: Actor,
  rules: ApprovalRules,
  { votes, editors }: { readonly votes: readonly Vote[]; readonly editors: readonly string[] },
): Refusal | undefined {
  const { excludeRequester, excludeEditors, steps } = votingOf(rules);
  const keys = keysOf(by);
  if (excludeRequester === true && keys.includes(rules.requester)) return { code: 'may-not-approve', why: 'requester' };
  if (excludeEditors === true && keys.some((key) => editors.includes(key)))
    return { code: 'may-not-approve', why: 'editor' };
  if (steps === undefined) return undefined;
  const others = votes.filter((vote) => !vote.keys.some((key) => keys.includes(key)));
  const next = nextStep(steps, others, rules);
  const asIf = { keys, groups: groupKeysOf(by), isMember: isMemberOfHome(by, rules.home) };
  return next === undefined || isNamed(asIf, next, rules)
    ? undefined
    : { code: 'may-not-approve', why: 'not-yet', waitingFor: next };
}

/** Rules by which somebody may still say something: those that name one person who has said nothing, and those that name several. */
function unheard(votes: readonly Vote[], rules: ApprovalRules): readonly Approver[] {
  return rules.approvers.filter((rule) => isOfMany(rule) || !votes.some((vote) => isNamed(vote, [rule], rules)));
}

/** The first step that nobody has approved, each by a person of its own. Undefined: somebody has approved each. */
function nextStep(
  steps: readonly (readonly Approver[])[],
  votes: readonly Vote[],
  rules: ApprovalRules,
): readonly Approver[] | undefined {
  const free = new Set(votes.filter(({ kind }) => kind === 'approve'));
  return steps.find((step) => {
    const vote = [...free].find((one) => isNamed(one, step, rules));
    return vote === undefined || !free.delete(vote);
  });
}

function isOfMany(rule: Approver): boolean {
  return rule === 'anyone' || rule.includes(':group:');
}

function isNamed(
  { keys, groups, isMember }: Pick<Vote, 'keys' | 'groups' | 'isMember'>,
  named: readonly Approver[],
  { requester }: ApprovalRules,
): boolean {
  return named.some((rule) => {
    if (rule === 'anyone') return isMember;
    if (rule === 'requester') return keys.includes(requester);
    return keys.includes(rule) || groups.includes(rule);
  });
}

function isSamePerson(one: Vote, other: Vote): boolean {
  return one.keys.some((key) => other.keys.includes(key));
}
