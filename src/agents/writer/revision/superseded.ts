import { z } from 'zod';
import type { LedgerItem, Supersession } from '../../../protocol/ledger.ts';
import type { Order } from './orders.ts';

/** What a model says of comments that a later one contradicts. */
export const supersededShape = z.array(
  z.object({
    item: z.string(),
    by: z.string(),
    why: z.string(),
  }),
);

/** How an item that was done before is called in a prompt. */
export function keptId(at: number): string {
  return `k${at + 1}`;
}

/** The comments that hold no more: only one by a person is superseded, and only by a later one. */
export function supersessions(
  said: z.output<typeof supersededShape>,
  orders: readonly Order[],
  kept: readonly LedgerItem[],
): readonly Supersession[] {
  // In the order in which they were made: what was done before, then what is open.
  const comments = [
    ...kept.map((item, at) => ({ id: keptId(at), item })),
    ...orders.flatMap(({ id, item }) => (item === undefined ? [] : [{ id, item }])),
  ].filter(({ item }) => item.kind === 'comment');
  const placeOf = (name: string): number => comments.findIndex(({ id }) => id === name);
  const found = said.flatMap(({ item, by, why }) => {
    const [earlier, later] = [placeOf(item), placeOf(by)];
    const [one, other] = [comments[earlier]?.item, comments[later]?.item];
    return one !== undefined && other !== undefined && earlier < later
      ? [{ item: one.id, by: other.id, why: why.trim() }]
      : [];
  });
  return found.filter(({ item }, at) => found.findIndex((one) => one.item === item) === at);
}
