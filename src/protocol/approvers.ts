import { type Actor, actorKey } from './actor.ts';
import type { Approver } from './settings.ts';

/** Who may decide about one article. */
export interface ApprovalRules {
  readonly approvers: readonly Approver[];
  /** `actorKey` of who asked for the article. */
  readonly requester: string;
}

/** Whether a decision of this person counts. An empty list means nobody. */
export function mayDecide(actor: Actor, { approvers, requester }: ApprovalRules): boolean {
  const key = actorKey(actor);
  return approvers.some((rule) => {
    if (rule === 'anyone') return true;
    if (rule === 'requester') return key === requester;
    return rule === key || actor.groups.some((group) => rule === `${actor.platform}:group:${group}`);
  });
}
