import { type Actor, groupKeysOf, keysOf } from './actor.ts';
import { type ApprovalRules, isAnyone, isInCharge } from './approvers.ts';
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
  /** How many of the approvals there are: at most as many as have approved, since one after the other not each one counts. */
  readonly done: number;
  /** Those who said so, in the order in which they did. */
  readonly approved: readonly Voter[];
  readonly rejected: readonly Voter[];
  /** Rules of those who can still say something that matters. */
  readonly waitingFor: readonly Approver[];
  /** One after another: who may approve each of the steps that come after those who are waited for. Absent: nobody comes after them. */
  readonly later?: readonly (readonly Approver[])[];
  /** It takes every one of the several who are waited for. Absent: some of them are enough, or nobody knows. */
  readonly needsEach?: true;
  /** Keys of whoever is not waited for, by whatever rule: they have spoken, or they may not approve. */
  readonly heard: readonly string[];
}

export interface Voter {
  readonly name: string;
  /** All keys by which a rule may name them. */
  readonly keys: readonly string[];
}

/** What a vote is held against: what others have said, and who changed the text, by their keys. */
export interface Voting {
  readonly votes: readonly Vote[];
  readonly editors: readonly string[];
}

function votingOf({ voting = FIRST_DECIDES }: Pick<ApprovalRules, 'voting'>): VotingRules {
  return voting;
}

/** Whether one alone does not decide. */
export function isVotedOn(rules: Pick<ApprovalRules, 'voting'>): boolean {
  const voting = votingOf(rules);
  return takesSeveral(voting) || voting.must !== undefined;
}

export function takesSeveral({ approvals, rejections }: Pick<VotingRules, 'approvals' | 'rejections'>): boolean {
  return approvals > 1 || rejections > 1;
}

/** A vote; undefined for what counts at once, whoever says it. */
export function voteOf(decision: Decision, at: string, rules: ApprovalRules): Vote | undefined {
  const { kind, id, by } = decision;
  if (kind !== 'approve' && kind !== 'reject') return undefined;
  return {
    decisionId: id,
    kind,
    keys: keysOf(by),
    groups: groupKeysOf(by),
    isMember: isAnyone(by, rules),
    byName: by.displayName,
    at,
    ...(by.standsFor !== undefined && { standsFor: by.standsFor }),
  };
}

/** With one vote more. What the same person said before does not count any more: as one person count all that they are in other chats. */
export function withVote(votes: readonly Vote[], vote: Vote): readonly Vote[] {
  return [...votes.filter(({ keys }) => !overlap(keys, vote.keys)), vote];
}

/** When two people turn out to be one: what they said last is what they say. @param person all keys of the one */
export function asOne(votes: readonly Vote[], person: readonly string[]): readonly Vote[] {
  const theirs = votes.filter(({ keys }) => overlap(keys, person));
  const last = theirs.at(-1);
  if (last === undefined) return votes;
  const known: Vote = {
    ...last,
    keys: [...new Set([...theirs.flatMap(({ keys }) => keys), ...person])],
    groups: [...new Set(theirs.flatMap(({ groups }) => groups))],
    isMember: theirs.some(({ isMember }) => isMember),
  };
  return votes.flatMap((vote) => (vote === last ? [known] : theirs.includes(vote) ? [] : [vote]));
}

/** What the votes come to. Undefined: nothing yet. */
export function outcomeOf({ votes, editors }: Voting, rules: ApprovalRules): VoteKind | undefined {
  const { approvals, rejections, steps, veto = [] } = votingOf(rules);
  const rejecting = votes.filter(({ kind }) => kind === 'reject');
  if (rejecting.some((vote) => isNamed(vote, veto, rules)) || rejecting.length >= rejections) return 'reject';
  return carrying('approve', { votes, editors }, rules).length >= (steps?.length ?? approvals) ? 'approve' : undefined;
}

/** Those votes of a kind that count for it, in order: one after the other, one for each step. */
export function carrying(kind: VoteKind, { votes, editors }: Voting, rules: ApprovalRules): readonly Vote[] {
  if (kind === 'reject') return votes.filter((vote) => vote.kind === 'reject');
  const { steps, approvals, must = [] } = votingOf(rules);
  const approving = approvalsIn({ votes, editors }, rules);
  return steps === undefined ? inSeats(approvals, must, approving, rules) : inSteps(steps, approving, rules);
}

export function tallyOf({ votes, editors }: Voting, rules: ApprovalRules): Tally {
  const { approvals, rejections, steps, must = [] } = votingOf(rules);
  const done = carrying('approve', { votes, editors }, rules).length;
  const toVoter = ({ byName, keys }: Vote): Voter => ({ name: byName, keys });
  const barred = barredKeys(rules, editors);
  const [next, ...later] = (steps ?? [])
    .slice(done)
    .map((step) => step.filter((rule) => !isBarred(rule, barred, rules)));
  const waitingFor =
    steps === undefined
      ? stillNeeded(must, approvals - done).filter((rule) => isUnheard(rule, votes, barred, rules))
      : (next ?? []);
  const isSure = steps === undefined && waitingFor.length > 1 && !waitingFor.some(isOfMany);
  const needsEach = isSure && waitingFor.length === approvals - done;
  return {
    approvals,
    rejections,
    done,
    approved: approvalsIn({ votes, editors }, rules).map(toVoter),
    rejected: votes.filter(({ kind }) => kind === 'reject').map(toVoter),
    waitingFor,
    ...(later.length > 0 && { later }),
    ...(needsEach && { needsEach }),
    heard: [...new Set([...votes.flatMap(({ keys }) => keys), ...barred])],
  };

  /** Where every seat that is left is kept for somebody, nobody else's approval would count. */
  function stillNeeded(kept: readonly Approver[], seats: number): readonly Approver[] {
    const missing = kept.filter((rule) => isUnheard(rule, votes, barred, rules));
    return missing.length > 0 && missing.length === seats ? missing : rules.approvers;
  }
}

/** Too few people are left who may approve. */
export interface Shortfall {
  readonly needed: number;
  readonly left: number;
  /** Who asked for it, or who changed the text, would be enough and may not; or there never were as many different people. */
  readonly why: 'requester' | 'editors' | 'few';
}

/** Whether what is asked for can be reached no more, as far as anybody knows: who is in a group, nobody does. */
export function shortfallOf({ votes, editors }: Voting, rules: ApprovalRules): Shortfall | undefined {
  const { approvals: needed } = votingOf(rules);
  const left = peopleLeft(votes, barredKeys(rules, editors), rules);
  if (left >= needed) return undefined;
  const isEnoughWith = (barred: readonly string[]): boolean => peopleLeft(votes, barred, rules) >= needed;
  if (!isEnoughWith([])) return { needed, left, why: 'few' };
  const { excludeEditors } = votingOf(rules);
  return { needed, left, why: isEnoughWith(excludeEditors === true ? editors : []) ? 'requester' : 'editors' };
}

/** How many different people may approve: of steps, how many have somebody. */
function peopleLeft(votes: readonly Vote[], barred: readonly string[], rules: ApprovalRules): number {
  const { steps, must = [], approvals } = votingOf(rules);
  const isKept = (rule: Approver): boolean => isOfMany(rule) || !isBarred(rule, barred, rules);
  if (steps !== undefined) return steps.filter((step) => step.some(isKept)).length;
  const left = rules.approvers.filter(isKept);
  if (left.some(isOfMany)) return Number.POSITIVE_INFINITY;
  const keys = left.map((rule) => (rule === 'requester' ? rules.requester : rule));
  // Who has voted is known by all of their names.
  const people = keys.map((key) => votes.find((vote) => vote.keys.includes(key))?.keys ?? [key]);
  const count = new Set(people.filter((person) => !overlap(person, barred)).map((person) => person[0])).size;
  return must.every(isKept) ? count : Math.min(count, approvals - 1);
}

/** What somebody has said of it so far. Undefined: nothing. */
export function saidBy({ approved, rejected }: Pick<Tally, 'approved' | 'rejected'>, by: Actor): VoteKind | undefined {
  const keys = keysOf(by);
  const isTheirs = (voter: Voter): boolean => overlap(voter.keys, keys);
  return approved.some(isTheirs) ? 'approve' : rejected.some(isTheirs) ? 'reject' : undefined;
}

/** Why somebody's approval does not count: who may say other things all the same. Undefined: it does. */
export function whyNotApprove(by: Actor, rules: ApprovalRules, { votes, editors }: Voting): Refusal | undefined {
  const { excludeRequester, excludeEditors, steps } = votingOf(rules);
  const keys = keysOf(by);
  if (excludeRequester === true && keys.includes(rules.requester)) return { code: 'may-not-approve', why: 'requester' };
  if (excludeEditors === true && overlap(keys, editors)) return { code: 'may-not-approve', why: 'editor' };
  if (steps === undefined || isInCharge(by, rules)) return undefined;
  const others = votes.filter((vote) => !overlap(vote.keys, keys));
  const done = carrying('approve', { votes: others, editors }, rules).length;
  const asIf = { keys, groups: groupKeysOf(by), isMember: isAnyone(by, rules) };
  // Also for a step that somebody else has approved, who may be needed for a later one.
  return steps.slice(0, done + 1).some((step) => isNamed(asIf, step, rules))
    ? undefined
    : {
        code: 'may-not-approve',
        why: 'not-yet',
        waitingFor: steps[done] ?? [],
        ...(rules.requesterName !== undefined && { requesterName: rules.requesterName }),
      };
}

/** Approvals that count: of nobody who turned out to be somebody who may not. */
function approvalsIn({ votes, editors }: Voting, rules: ApprovalRules): readonly Vote[] {
  const barred = barredKeys(rules, editors);
  return votes.filter(({ kind, keys }) => kind === 'approve' && !overlap(keys, barred));
}

/** Keys of people who may not approve, whatever rule names them. */
function barredKeys(rules: ApprovalRules, editors: readonly string[]): readonly string[] {
  const { excludeRequester, excludeEditors } = votingOf(rules);
  return [...(excludeRequester === true ? [rules.requester] : []), ...(excludeEditors === true ? editors : [])];
}

function isBarred(rule: Approver, barred: readonly string[], { requester }: ApprovalRules): boolean {
  return barred.includes(rule === 'requester' ? requester : rule);
}

/** Whether somebody may still say something by a rule: it names one person who has said nothing, or several. */
function isUnheard(rule: Approver, votes: readonly Vote[], barred: readonly string[], rules: ApprovalRules): boolean {
  if (isOfMany(rule)) return true;
  return !isBarred(rule, barred, rules) && !votes.some((vote) => isNamed(vote, [rule], rules));
}

/** As many as it takes, of which some are kept for those who have to be among them. */
function inSeats(
  approvals: number,
  must: readonly Approver[],
  approving: readonly Vote[],
  rules: ApprovalRules,
): readonly Vote[] {
  const kept = new Set(must);
  let free = approvals - must.length;
  return approving.filter((vote) => {
    const own = [...kept].find((rule) => isNamed(vote, [rule], rules));
    if (own !== undefined) return kept.delete(own);
    free -= 1;
    return free >= 0;
  });
}

/** One for each step that somebody has approved, each after the one before and each by a person of its own. */
function inSteps(
  steps: readonly (readonly Approver[])[],
  approving: readonly Vote[],
  rules: ApprovalRules,
): readonly Vote[] {
  return approving.reduce<readonly Vote[]>(
    (done, vote) => (isNamed(vote, steps[done.length] ?? [], rules) ? [...done, vote] : done),
    [],
  );
}

/**
 * Steps of an order that have nobody of their own: whoever could approve one of them is needed for a step before, and nobody approves two.
 * @param steps who may approve each
 */
export function stepsWithoutOwn(steps: readonly (readonly Approver[])[]): readonly number[] {
  const taken = new Map<Approver, number>();
  /** Finds somebody for a step, and somebody else for the step whose person that was. */
  const finds = (step: number, asked: Set<Approver>): boolean =>
    (steps[step] ?? []).some((one) => {
      if (isOfMany(one)) return true;
      if (asked.has(one)) return false;
      asked.add(one);
      const holder = taken.get(one);
      if (holder !== undefined && !finds(holder, asked)) return false;
      taken.set(one, step);
      return true;
    });
  return steps.flatMap((_, step) => (finds(step, new Set()) ? [] : [step]));
}

/** Whether a rule names nobody in person. */
export function isOfMany(rule: Approver): boolean {
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

function overlap(some: readonly string[], others: readonly string[]): boolean {
  return some.some((key) => others.includes(key));
}
