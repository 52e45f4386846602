import type { AuditLink } from '../../src/storage/audit-chain.ts';
import { auditHash, NO_HASH } from './audit-hash.ts';

/** A place of the chain, as it was printed before. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

/** What is wrong with the chain at a place. */
export type AuditFault =
  /** The row does not say any more what it said, or is another one. */
  | { readonly kind: 'changed'; readonly seq: number; readonly id: string }
  /** The link is there, its row is not. */
  | { readonly kind: 'removed'; readonly seq: number }
  /** So many links are not there, the first of them `seq`. */
  | { readonly kind: 'gap'; readonly seq: number; readonly count: number }
  /** It does not follow the link before it. */
  | { readonly kind: 'out-of-order'; readonly seq: number }
  /** It ends before a head that was printed once. */
  | { readonly kind: 'cut-off'; readonly seq: number; readonly last: number }
  /** At the place of a head that was printed once stands another one. */
  | { readonly kind: 'other-head'; readonly seq: number };

export interface VerifyOptions {
  /** A head that was printed once: the chain still has it, unless it was kept for long enough. */
  readonly expected?: AuditHead | undefined;
  /** The last link that was deleted because it was kept for long enough. Default: none was. */
  readonly from?: AuditHead | undefined;
}

export interface Verified {
  /** How many links there are. */
  readonly count: number;
  /** From how many rows somebody was erased: who it was is not verified any more. */
  readonly erased: number;
  /** The last of them. Absent: there is none. */
  readonly head?: AuditHead;
}

/**
 * Looks whether each link follows the one before and its row says what it said.
 * @param onFault is told each fault, in order
 */
export async function verifyChain(
  links: AsyncIterable<AuditLink>,
  onFault: (fault: AuditFault) => void,
  { expected, from }: VerifyOptions = {},
): Promise<Verified> {
  let count = 0;
  let erased = 0;
  let last: AuditHead = { seq: from?.seq ?? 0, hash: from?.hash ?? NO_HASH };
  let expectedThere = from !== undefined && expected?.seq === from.seq ? from.hash : undefined;
  for await (const { seq, before, hash, row } of links) {
    const missing = seq - last.seq - 1;
    if (missing > 0) onFault({ kind: 'gap', seq: last.seq + 1, count: missing });
    else if (before !== last.hash) onFault({ kind: 'out-of-order', seq });
    if (row === undefined) onFault({ kind: 'removed', seq });
    else if (auditHash(seq, before, row) !== hash) onFault({ kind: 'changed', seq, id: row.id ?? '' });
    if (seq === expected?.seq) expectedThere = hash;
    last = { seq, hash };
    count += 1;
    if (row !== undefined && row.named !== null) erased += 1;
  }
  if (expected !== undefined && expected.seq > last.seq)
    onFault({ kind: 'cut-off', seq: expected.seq, last: last.seq });
  else if (expected !== undefined && expectedThere !== undefined && expectedThere !== expected.hash)
    onFault({ kind: 'other-head', seq: expected.seq });
  return { count, erased, ...(count > 0 && { head: last }) };
}
