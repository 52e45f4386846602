import { type Actor, actorKey, isOperator } from './actor.ts';
import { type ApprovalRules, mayDecide } from './approvers.ts';
import type { ControlKind } from './decision.ts';
import type { DraftRecord } from './draft.ts';
import type { Approver } from './settings.ts';

/**
 * What a control does to an article. `decides`: it lets a draft pass, so it needs the right to decide, by whatever word.
 * `steers`: it only says when and where the work goes on, or that it ends without a delivery.
 */
export type ControlEffect = 'decides' | 'steers';

/** Every control by its effect. Finishing approves the best draft. */
export const CONTROL_EFFECTS = {
  pause: 'steers',
  resume: 'steers',
  cancel: 'steers',
  finish: 'decides',
  retry: 'steers',
  move: 'steers',
} as const satisfies Record<ControlKind, ControlEffect>;

/** Whether this person may use the control at all. Approvers may use each; the requester and operators those that steer. */
export function mayControl(actor: Actor, kind: ControlKind, rules: ApprovalRules): boolean {
  if (mayDecide(actor, rules)) return true;
  return CONTROL_EFFECTS[kind] === 'steers' && (isOperator(actor) || actorKey(actor) === rules.requester);
}

/** Whom to ask instead, for those who may not use the control. */
export function controllersOf(kind: ControlKind, { approvers }: ApprovalRules): readonly Approver[] {
  return CONTROL_EFFECTS[kind] === 'decides'
    ? approvers
    : ['requester', ...approvers.filter((rule) => rule !== 'requester')];
}

/**
 * The highest-scoring draft of the round, of equals the later one. Undefined when the round has none yet: drafts of earlier
 * rounds were sent back.
 * @param roundFrom version of the first draft of the round.
 */
export function bestOfRound(drafts: readonly DraftRecord[], roundFrom: number): DraftRecord | undefined {
  return drafts
    .filter(({ version }) => version >= roundFrom)
    .toReversed()
    .toSorted((one, other) => (other.score ?? -1) - (one.score ?? -1))[0];
}
