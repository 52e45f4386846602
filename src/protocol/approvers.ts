import { type Actor, actorKey, isOperator } from './actor.ts';
import type { Approver } from './settings.ts';

/** Who may decide about one article. */
export interface ApprovalRules {
  readonly approvers: readonly Approver[];
  /** `actorKey` of who asked for the article. */
  readonly requester: string;
  /** Who may raise its budget. Absent: the approvers. */
  readonly raisers?: readonly Approver[];
}

/** Whether a decision of this person counts. An empty list means nobody; `anyone` means people in the thread, so no operator. */
export function mayDecide(actor: Actor, { approvers, requester }: ApprovalRules): boolean {
  const key = actorKey(actor);
  return approvers.some((rule) => {
    if (rule === 'anyone') return !isOperator(actor);
    if (rule === 'requester') return key === requester;
    return rule === key || actor.groups.some((group) => rule === `${actor.platform}:group:${group}`);
  });
}
