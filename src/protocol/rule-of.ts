import { type Actor, isOperator } from './actor.ts';
import { administers, type ApprovalRules, isInCharge, ruleNaming } from './approvers.ts';
import type { ControlKind } from './decision.ts';
import { CONTROL_RIGHTS } from './rules.ts';

/**
 * By which rule what somebody does with an article counts: one of the approvers as the settings name them, `operator`, `administrator` or
 * `requester`. For the audit; whether it counts is not asked here.
 */
export function ruleOf(by: Actor, policy: ApprovalRules, act: ControlKind | 'decision'): string {
  const { approvers, raisers = approvers, voting, home } = policy;
  const named = forWhom(
    by,
    ruleNaming(by, act === 'raise' ? raisers : [...approvers, ...(voting?.veto ?? [])], policy),
  );
  if (named !== undefined) return named;
  if (act !== 'step-in' && isInCharge(by, policy)) return 'stepped-in';
  if (isOperator(by) || act === 'decision' || CONTROL_RIGHTS[act] === 'approvers') return 'operator';
  return administers(by, home) ? 'administrator' : 'requester';
}

/** `slack:T1:U1 for slack:T1:U1`: it counts because somebody else is away. */
function forWhom({ standsFor }: Actor, rule: string | undefined): string | undefined {
  return rule === undefined || standsFor === undefined ? rule : `${rule} for ${standsFor}`;
}
