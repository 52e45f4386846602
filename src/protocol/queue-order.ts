/**
 * What a worker does first of what waits, where it cannot do all at once: the smaller number. What names none has Temporal's own, which is
 * 3; within one number keys take turns (`fairnessKeyOf`). Nothing that models are asked for is before or behind that: it would hold up
 * everybody, or wait for as long as anybody drafts.
 */
export const QUEUE_ORDER = {
  /** Of milliseconds, and a card or the next step waits for it: what is written down, and what is read to go on. */
  moment: 1,
} as const;

/**
 * Steps that somebody waits for, who has decided or is asked to, take turns of their own, so that they stand behind nobody's first drafts,
 * and a team that approves a hundred articles holds up no other's first.
 *
 * @param key of the article, at most 63 bytes. Default: it has none
 */
export function awaitedKeyOf(key = ''): string {
  return `${key}+`;
}
