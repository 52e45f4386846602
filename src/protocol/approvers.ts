import { type Actor, groupKeysOf, isOperator, keysOf } from './actor.ts';
import type { Stage } from './article.ts';
import type { Refusal } from './decision.ts';
import type { Approver, VotingRules } from './settings.ts';

/** Who may decide about one article. */
export interface ApprovalRules {
  readonly approvers: readonly Approver[];
  /** `actorKey` of who asked for the article. */
  readonly requester: string;
  /** As people call them. */
  readonly requesterName?: string;
  /** Who may raise its budget. Absent: the approvers. */
  readonly raisers?: readonly Approver[];
  /** Absent: the first who decides has decided for all. */
  readonly voting?: VotingRules;
  /** Keys of who has stepped in: they decide, too, and alone. Absent: nobody has. */
  readonly inCharge?: readonly string[];
  /** `channelKey` of where the article lives. Absent: nowhere that has members. */
  readonly home?: string;
  /** Where it is shown, too, by `channelKey`. `anyone`: members there are meant by that rule. Absent: nowhere. */
  readonly places?: readonly { readonly key: string; readonly anyone?: true }[];
}

/**
 * Whether a decision of this person may count: who approves, and who may reject on behalf of all. An empty list means nobody; `anyone`
 * means members of the channel where the article lives, and of those places of which somebody who approves has said so.
 */
export function mayDecide(actor: Actor, rules: ApprovalRules): boolean {
  return mayApprove(actor, rules) || isNamedBy(actor, rules.voting?.veto ?? [], rules);
}

/** Whether this person is one of those who approve; `whyNotApprove` knows what else keeps them from it. */
export function mayApprove(actor: Actor, rules: ApprovalRules): boolean {
  return isInCharge(actor, rules) || isNamedBy(actor, rules.approvers, rules);
}

/** Whether somebody has stepped in, so that what they decide counts at once. That is nothing which a substitute does for them. */
export function isInCharge(actor: Actor, { inCharge = [] }: Pick<ApprovalRules, 'inCharge'>): boolean {
  return actor.standsFor === undefined && keysOf(actor).some((key) => inCharge.includes(key));
}

function isNamedBy(actor: Actor, named: readonly Approver[], rules: ApprovalRules): boolean {
  return ruleNaming(actor, named, rules) !== undefined;
}

/** The first of some rules that names this person. */
export function ruleNaming(
  actor: Actor,
  named: readonly Approver[],
  { requester, ...where }: Pick<ApprovalRules, 'requester' | 'home' | 'places'>,
): Approver | undefined {
  const keys = keysOf(actor);
  const groups = groupKeysOf(actor);
  return named.find((rule) => {
    if (rule === 'anyone') return isAnyone(actor, where);
    if (rule === 'requester') return keys.includes(requester);
    return keys.includes(rule) || groups.includes(rule);
  });
}

/**
 * Who is waited for: at a gate who decides; where it is stuck who can get it going again, which is who asked for it, too; and where a
 * budget is spent who may raise it.
 */
export function waitedFor(
  stage: Stage,
  { approvers, raisers = approvers }: Pick<ApprovalRules, 'approvers' | 'raisers'>,
  isOverBudget = false,
): readonly Approver[] {
  if (stage === 'waiting') return approvers;
  if (stage !== 'stuck') return [];
  return isOverBudget ? raisers : ['requester', ...approvers.filter((rule) => rule !== 'requester')];
}

/** `actorKey`s of people whom rules name one by one: of groups and of channels nobody knows who is in them. */
export function namedAmong(rules: readonly Approver[], requester: string): readonly string[] {
  const named = rules.filter((rule) => rule !== 'anyone' && !rule.includes(':group:'));
  return [...new Set(named.map((rule) => (rule === 'requester' ? requester : rule)))];
}

/** Whether somebody looks after an article as an administrator of the workspace, or of the platform without any, where it lives. It gives no right to decide. */
export function administers({ isAdministrator, platform, workspace = '' }: Actor, home: string | undefined): boolean {
  return isAdministrator === true && home?.startsWith(`${platform}:${workspace}:`) === true;
}

/** Whether somebody may know of an article: who asked for it, whom its rules name, members of its channel and of those in which it is shown, administrators, and an operator. */
export function maySee(actor: Actor, rules: ApprovalRules): boolean {
  const { approvers, raisers = [], requester, home, places = [] } = rules;
  return (
    isOperator(actor) ||
    keysOf(actor).includes(requester) ||
    isMemberOf(actor, home) ||
    places.some(({ key }) => isMemberOf(actor, key)) ||
    administers(actor, home) ||
    mayDecide(actor, { ...rules, approvers: [...approvers, ...raisers] })
  );
}

/** Why somebody may not, with who may instead. */
export function notReviewer(
  { approvers, requesterName }: ApprovalRules,
  reviewers: readonly Approver[] = approvers,
): Extract<Refusal, { readonly code: 'not-a-reviewer' }> {
  return { code: 'not-a-reviewer', reviewers, ...(requesterName !== undefined && { requesterName }) };
}

/** Whether the rule `anyone` means somebody: as a member of the channel where an article lives, or of a place that counts as one. */
export function isAnyone(actor: Actor, { home, places = [] }: Pick<ApprovalRules, 'home' | 'places'>): boolean {
  return isMemberOf(actor, home) || places.some(({ key, anyone }) => anyone === true && isMemberOf(actor, key));
}

function isMemberOf({ channels = [] }: Actor, place: string | undefined): boolean {
  return place !== undefined && channels.includes(place);
}
