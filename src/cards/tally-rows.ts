import type { Messages } from '../messages/messages.ts';
import { type Tally, takesSeveral } from '../protocol/voting.ts';
import { marked, type Row } from './card.ts';
import { shownNames } from './waiting-for.ts';

/** `1 of 2 have approved: Ann.` Nothing where one alone decides. */
export function tallyRows(tally: Tally | undefined, t: Messages): readonly Row[] {
  if (tally === undefined || !takesSeveral(tally)) return [];
  const { approvals, rejections, done, approved, rejected } = tally;
  const { gate } = t.article;
  const names = (voters: Tally['approved']): readonly string[] => shownNames(voters.map(({ name }) => name));
  return [
    marked('approve', gate.approvedBy(names(approved), done, approvals)),
    ...(rejected.length === 0 ? [] : [marked('reject', gate.rejectedBy(names(rejected), rejected.length, rejections))]),
  ];
}
