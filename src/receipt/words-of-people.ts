import { diffArrays } from 'diff';
import type { WordCounts } from './disclosure.ts';

/** A version of the text. */
export interface Version {
  readonly version: number;
  readonly author: 'agent' | 'person';
  /** Markdown. */
  readonly text: string;
  /** Of a person's text: the version that they changed. */
  readonly edited?: number;
}

/** Words that were added and taken out between two versions: the comparison takes 0.2 s at most. Beyond, their order is not looked at. */
const MAX_EDITS = 1000;
/** Fewer words in a row that stand in both texts, between words that do not, are there by chance: "of the". */
const MIN_RUN = 3;
/** Of a run that is repeated; more are of a text that nobody wrote. */
const MAX_REPEATS = 100;
const WORDS = new Intl.Segmenter(undefined, { granularity: 'word' });

/** The words of a text, and whose they are. */
export interface OwnedWords {
  readonly words: readonly string[];
  /** For each word, whether a person wrote it. */
  readonly byPerson: readonly boolean[];
  /** Words of models that people took out on the way here. */
  readonly removed: number;
}

/**
 * Which words of the delivered text are people's. The history of the approved version is followed: what a person's version has beside
 * the one they changed is theirs, and stays theirs in later versions for as long as it stands; what a model's version has beside the
 * one it is closest to is the model's, and so is what the final edit changed. Words are compared as they stand, with case, without punctuation.
 * @param versions up to the approved one, in order @param delivered the text that people got
 * @param earlier of the edition that version 1 is the text of; absent: version 1 grew from nothing
 */
export function ownedWords(versions: readonly Version[], delivered: string, earlier?: OwnedWords): OwnedWords {
  const approved = versions.at(-1);
  const isAlone = earlier === undefined || (earlier.removed === 0 && !earlier.byPerson.includes(true));
  if (approved === undefined || (isAlone && versions.every(({ author }) => author === 'agent'))) {
    const words = wordsIn(delivered);
    return { words, byPerson: words.map(() => false), removed: 0 };
  }
  const inTurn = new Map<number, OwnedWords>();
  const [first] = versions;
  for (const version of versions) {
    const parent = version === first ? earlier : parentOf(version, versions, inTurn);
    // What was delivered is as it was; whoever wrote its last draft wrote none of it anew.
    const isCopy = version === first && earlier !== undefined;
    inTurn.set(version.version, ownedIn(isCopy ? { ...version, author: 'agent' } : version, parent));
  }
  return inherited(wordsIn(delivered), inTurn.get(approved.version), false);
}

/** How many words of the delivered text are people's: see {@link ownedWords}. */
export function wordsOfPeople(versions: readonly Version[], delivered: string, earlier?: OwnedWords): WordCounts {
  const { words, byPerson, removed } = ownedWords(versions, delivered, earlier);
  return {
    delivered: words.length,
    writtenByPeople: byPerson.filter(Boolean).length,
    removedByPeople: removed,
  };
}

/** The words of a Markdown text, of any language. */
export function wordsIn(text: string): readonly string[] {
  return [...WORDS.segment(text)].flatMap(({ segment, isWordLike }) => (isWordLike === true ? [segment] : []));
}

function ownedIn({ author, text }: Version, parent: OwnedWords | undefined): OwnedWords {
  return inherited(wordsIn(text), parent, author === 'person');
}

/** Which version a model's grew from is not always known: it is taken for the one whose words it has most of, the latest of equals. */
function parentOf(
  { version, author, text, edited }: Version,
  versions: readonly Version[],
  owned: ReadonlyMap<number, OwnedWords>,
): OwnedWords | undefined {
  const earlier = versions.flatMap((one) => {
    const known = one.version < version ? owned.get(one.version) : undefined;
    return known === undefined ? [] : [{ version: one.version, known }];
  });
  if (author === 'person') return earlier.find((one) => one.version === edited)?.known ?? earlier.at(-1)?.known;
  const words = wordsIn(text);
  let closest: { readonly known: OwnedWords; readonly common: number } | undefined;
  for (const { known } of earlier) {
    const common = commonWords(known.words, words);
    if (closest === undefined || common >= closest.common) closest = { known, common };
  }
  return closest?.known;
}

/** What stands in both keeps its author, what is new has the author of the version. */
function inherited(words: readonly string[], parent: OwnedWords | undefined, byPerson: boolean): OwnedWords {
  if (parent === undefined) return { words, byPerson: words.map(() => byPerson), removed: 0 };
  const kept = keptWords(parent.words, words) ?? keptInAnyOrder(parent.words, words);
  const gone = parent.words.filter((_, at) => !kept.of.has(at) && parent.byPerson[at] === false);
  return {
    words,
    byPerson: words.map((_, at) => parent.byPerson[kept.from.get(at) ?? -1] ?? byPerson),
    removed: parent.removed + (byPerson ? gone.length : 0),
  };
}

/** Which words of the earlier text stand in the later one: their places in it, by their places there. */
interface Kept {
  readonly of: ReadonlySet<number>;
  readonly from: ReadonlyMap<number, number>;
}

/** By a diff of words; undefined when it would take too long. */
function keptWords(earlier: readonly string[], later: readonly string[]): Kept | undefined {
  const changes = diffArrays([...earlier], [...later], { maxEditLength: MAX_EDITS });
  if (changes === undefined) return undefined;
  const from = new Map<number, number>();
  let was = 0;
  let is = 0;
  for (const { added, removed, count } of changes) {
    const isChance = changes.length > 1 && count < MIN_RUN;
    if (!added && !removed && !isChance) for (let at = 0; at < count; at += 1) from.set(is + at, was + at);
    if (!added) was += count;
    if (!removed) is += count;
  }
  return { of: new Set(from.values()), from };
}

/** By what stands in both, wherever: the same runs of words, each as often as it was there. */
function keptInAnyOrder(earlier: readonly string[], later: readonly string[]): Kept {
  const places = new Map<string, number[]>();
  for (const [at, run] of runsIn(earlier)) places.set(run, [...(places.get(run) ?? []), at].slice(-MAX_REPEATS));
  const from = new Map<number, number>();
  for (const [at, run] of runsIn(later)) {
    const was = places.get(run)?.shift();
    if (was === undefined) continue;
    for (let offset = 0; offset < MIN_RUN; offset += 1) if (!from.has(at + offset)) from.set(at + offset, was + offset);
  }
  return { of: new Set(from.values()), from };
}

function runsIn(words: readonly string[]): readonly (readonly [number, string])[] {
  return words
    .slice(0, Math.max(0, words.length - MIN_RUN + 1))
    .map((_, at) => [at, words.slice(at, at + MIN_RUN).join(' ')]);
}

function commonWords(one: readonly string[], other: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const word of one) counts.set(word, (counts.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of other) {
    const count = counts.get(word) ?? 0;
    if (count === 0) continue;
    counts.set(word, count - 1);
    common += 1;
  }
  return common;
}
