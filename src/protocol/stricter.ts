import type { ApprovalSettings, Approver, VotingRules } from './settings.ts';
import { isOfMany, stepsWithoutOwn } from './voting.ts';

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

/** Of an order, what cannot be had. */
export type WantedOf = 'approvals' | 'approvers' | 'gates';

/** Why an order cannot be had as it is wanted. */
export interface StricterFault {
  /** `less`: it asks for less than the settings · `too-many`: for more people than there are · `kept-away`: for somebody who may not approve what they ask for. */
  readonly why: 'less' | 'too-many' | 'kept-away';
  readonly of: WantedOf;
  readonly typed: string;
  /** What the settings ask for; of `too-many`, how many people there are. */
  readonly limit: string;
}

/** `unknown`: what is typed is no number, person or gate. */
export type ApprovalFault = StricterFault | { readonly why: 'unknown'; readonly of: WantedOf; readonly typed: string };

/** What is asked for of an article whose order says nothing of it, and how much more may be. */
export interface ApprovalRoom {
  /** How many people have to approve. 0: nobody is asked. */
  readonly approvals: number;
  /** How many there are without naming anybody else. Absent: nobody knows. */
  readonly most?: number;
}

const STRICTNESS: readonly ApprovalSettings['gate'][] = ['none', 'final', 'every_draft'];
const FIRST_DECIDES: VotingRules = { approvals: 1, rejections: 1 };

/**
 * The rules of an article whose order asks for more. Pure.
 * @param requester all keys of who asks: naming oneself is naming the requester
 */
export function stricter(
  settings: ApprovalSettings,
  { approvals: wanted, approvers: named = [], gates = [] }: StricterApproval,
  requester: readonly string[],
):
  | { readonly kind: 'approval'; readonly approval: ApprovalSettings }
  | { readonly kind: 'fault'; readonly fault: StricterFault } {
  const { voting = FIRST_DECIDES, gate } = settings;
  const asksPeople = wanted !== undefined || named.length > 0;
  // Where nobody would be asked, whoever wants people to approve wants them to be asked.
  const when = gates.find((one) => one !== 'outline') ?? (gate === 'none' && asksPeople ? 'final' : gate);
  if (STRICTNESS.indexOf(when) < STRICTNESS.indexOf(gate)) return fault('less', 'gates', when, gate);
  const { approvals: least } = voting;
  if (wanted !== undefined && wanted < least) return fault('less', 'approvals', wanted, least);
  const more = [...new Set(named.map((one) => asRule(one, requester)))];
  const away = more.find((one) => isKeptAway(one, voting));
  if (away !== undefined) return fault('kept-away', 'approvers', away, least);
  const must = [...new Set([...(voting.must ?? []), ...more])];
  const approvers = [...new Set([...settings.approvers, ...more])];
  const added = approvers.length - new Set(settings.approvers).size;
  // Who has a step of their own needs no other.
  const last = more.filter((one) => voting.steps?.some((step) => step.length === 1 && step[0] === one) !== true);
  const steps = voting.steps && [...voting.steps, ...last.map((one) => [one])];
  const approvals = steps?.length ?? Math.max(wanted ?? 0, least + added, must.length);
  if (asksPeople) {
    const idle = steps && stepsWithoutOwn(steps.map((step) => step.filter((one) => !isKeptAway(one, voting))));
    const there = steps && idle ? steps.length - idle.length : peopleAmong(approvers, voting, requester);
    const asked = Math.max(wanted ?? 0, approvals);
    if (there !== undefined && there < asked)
      return fault('too-many', wanted === undefined ? 'approvers' : 'approvals', wanted ?? asked, there);
  }
  const isSame = approvals === least && must.length === (voting.must?.length ?? 0);
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

/** How much more than the settings an order may ask for. @param requester all keys of who asks */
export function roomAbove(settings: ApprovalSettings, requester: readonly string[]): ApprovalRoom {
  const { voting = FIRST_DECIDES, gate, approvers } = settings;
  const most = voting.steps?.length ?? peopleAmong(approvers, voting, requester);
  return { approvals: gate === 'none' ? 0 : voting.approvals, ...(most !== undefined && { most }) };
}

function asRule(one: Approver, requester: readonly string[]): Approver {
  return requester.includes(one) ? 'requester' : one;
}

function isKeptAway(rule: Approver, { excludeRequester }: VotingRules): boolean {
  return excludeRequester === true && rule === 'requester';
}

/** How many different people may approve. Undefined: nobody knows how many are in a group. */
function peopleAmong(
  approvers: readonly Approver[],
  voting: VotingRules,
  requester: readonly string[],
): number | undefined {
  const people = new Set(approvers.map((one) => asRule(one, requester)).filter((one) => !isKeptAway(one, voting)));
  return [...people].some(isOfMany) ? undefined : people.size;
}

function fault(
  why: StricterFault['why'],
  of: WantedOf,
  typed: string | number,
  limit: string | number | undefined,
): { readonly kind: 'fault'; readonly fault: StricterFault } {
  return { kind: 'fault', fault: { why, of, typed: String(typed), limit: String(limit) } };
}
