import type { MessageRef } from '../delivery/messenger.ts';

/** A reference as one string, for the column `ref_key`: its values in the order of its sorted keys, `C042:1718000000.000100`. */
export function refKey(ref: MessageRef): string {
  return Object.keys(ref)
    .toSorted()
    .map((key) => String(ref[key]))
    .join(':');
}
