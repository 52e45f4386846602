/** A 32-bit number out of a text (FNV-1a): the same text, the same number. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  // FNV leaves the low bits of similar texts alike, and a short list looks at nothing else.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** Chooses one of `options`; `purpose` keeps choices of one seed independent of each other. */
export function pick<T>(options: readonly [T, ...T[]], seed: number, purpose: string): T {
  return options[seedOf(`${seed}/${purpose}`) % options.length] ?? options[0];
}

/** The same options in an order of the seed's own. */
export function shuffled<T>(options: readonly T[], seed: number, purpose: string): readonly T[] {
  return options
    .map((option, index) => ({ option, rank: seedOf(`${seed}/${purpose}/${index}`) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ option }) => option);
}
