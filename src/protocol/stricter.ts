import type { ApprovalSettings, Approver, VotingRules } from './settings.ts';
import { isOfMany } from './voting.ts';

/** What an order asks for beyond the settings: more people, or more moments at which they are asked. Never less. */
export interface StricterApproval {
  /** How many different people have to approve. */
  readonly approvals?: number;
  /** Who has to approve besides, each of them. At most {@link MAX_MORE_APPROVERS}. */
  readonly approvers?: readonly Approver[];
  readonly gates?: readonly WantedGate[];
}

export const WANTED_GATES = ['outline', 'final', 'every_draft'] as const;
export type WantedGate = (typeof WANTED_GATES)[number];
export const MAX_MORE_APPROVERS = 20;
export const MAX_APPROVALS = 100;

/** Why an order cannot be had as it is wanted. `less`: it asks for less than the settings. `too-many`: for more people than there are. */
export type StricterFault =
  | { readonly why: 'less'; readonly typed: string }
  | { readonly why: 'too-many'; readonly typed: string };

const STRICTNESS: readonly ApprovalSettings['gate'][] = ['none', 'final', 'every_draft'];
const FIRST_DECIDES: VotingRules = { approvals: 1, rejections: 1 };

/** The rules of an article whose order asks for more. Pure. */
export function stricter(
  settings: ApprovalSettings,
  { approvals: wanted, approvers: more = [], gates = [] }: StricterApproval,
):
  | { readonly kind: 'approval'; readonly approval: ApprovalSettings }
  | { readonly kind: 'fault'; readonly fault: StricterFault } {
  const { voting = FIRST_DECIDES, gate } = settings;
  const when = gates.find((one) => one !== 'outline') ?? gate;
  if (STRICTNESS.indexOf(when) < STRICTNESS.indexOf(gate)) return fault('less', when);
  if (wanted !== undefined && wanted < voting.approvals) return fault('less', String(wanted));
  const must = [...new Set([...(voting.must ?? []), ...more])];
  const added = must.length - (voting.must?.length ?? 0);
  const approvers = [...new Set([...settings.approvers, ...more])];
  const steps = voting.steps && [...voting.steps, ...more.map((one) => [one])];
  const approvals = steps?.length ?? Math.max(wanted ?? 0, voting.approvals + added);
  const barred = (one: Approver): boolean => voting.excludeRequester === true && one === 'requester';
  const people = approvers.filter((one) => !barred(one));
  const isShort =
    steps === undefined ? !people.some(isOfMany) && people.length < approvals : (wanted ?? 0) > steps.length;
  if (isShort || must.some(barred)) return fault('too-many', String(wanted ?? approvals));
  const isSame = approvals === voting.approvals && added === 0;
  return {
    kind: 'approval',
    approval: {
      ...settings,
      gate: when,
      ...(gates.includes('outline') && { outline: true }),
      approvers,
      ...(!isSame && {
        voting: {
          ...voting,
          approvals,
          ...(steps !== undefined ? { steps } : must.length > 0 && { must }),
        },
      }),
    },
  };
}

function fault(why: StricterFault['why'], typed: string): { readonly kind: 'fault'; readonly fault: StricterFault } {
  return { kind: 'fault', fault: { why, typed } };
}
