import type { Approver } from './settings.ts';
import { takesSeveral, type Tally } from './voting.ts';

/** Who was asked to decide, of those who may. It lasts until the article is over, or somebody else is asked. */
export interface Assigned {
  /** `actorKey` */
  readonly key: string;
  /** As people call them. */
  readonly name: string;
  /** Who asked them. */
  readonly byName: string;
  /** ISO 8601, workflow time. */
  readonly at: string;
}

/** An administrator or an operator who has said why they decide themselves. */
export interface InCharge {
  /** All that they are. */
  readonly keys: readonly string[];
  readonly byName: string;
  /** ISO 8601, workflow time. */
  readonly at: string;
}

/**
 * Who is waited for at a gate: where one is enough, whoever was asked; where it takes several, they first, as long as they have said
 * nothing. It gives nobody a right that they have not.
 * @param waiting as the rules have it
 * @param tally absent: one is enough
 */
export function withAssigned(
  waiting: readonly Approver[],
  assigned: Pick<Assigned, 'key'> | undefined,
  tally?: Pick<Tally, 'approvals' | 'rejections' | 'heard'>,
): readonly Approver[] {
  if (assigned === undefined || tally?.heard.includes(assigned.key)) return waiting;
  const others = tally !== undefined && takesSeveral(tally) ? waiting.filter((rule) => rule !== assigned.key) : [];
  return [assigned.key, ...others];
}

/**
 * What people are called by the rules that name them: for whoever shows who is waited for.
 * @param known of others; whoever was asked is called as whoever asked them said
 */
export function namesIn(
  { assigned }: { readonly assigned?: Pick<Assigned, 'key' | 'name'> },
  known: Readonly<Record<string, string>> = {},
): { readonly names?: Readonly<Record<string, string>> } {
  const names = { ...known, ...(assigned !== undefined && { [assigned.key]: assigned.name }) };
  return Object.keys(names).length === 0 ? {} : { names };
}
