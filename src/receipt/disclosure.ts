/** What readers can be told about where the words come from. */
export const DISCLOSURES = ['human', 'ai-assisted', 'ai'] as const;
export type Disclosure = (typeof DISCLOSURES)[number];

/** How much of an article is people's, in words. */
export interface WordCounts {
  /** In the article as it was delivered. */
  readonly delivered: number;
  /** Of these, those that people wrote. */
  readonly writtenByPeople: number;
  /** Of models, that people took out. */
  readonly removedByPeople: number;
}

/** Both from 0 to 1, with three decimals. */
export interface Shares {
  /** Of the words that were delivered, those that people wrote. */
  readonly written: number;
  /** Of the words that were delivered or taken out by people, those that people wrote or took out. */
  readonly changed: number;
}

/** From this share of words by people on, an article is a person's; a title and a summary may still be a model's. */
const HUMAN_FROM_WRITTEN = 0.95;
/** Below this share of changes an article is a model's: a comma that somebody moved makes nobody its author. */
const AI_BELOW_CHANGED = 0.05;

const DECIMALS = 1000;

export function sharesOf({ delivered, writtenByPeople, removedByPeople }: WordCounts): Shares {
  return {
    written: share(writtenByPeople, delivered),
    changed: share(writtenByPeople + removedByPeople, delivered + removedByPeople),
  };
}

/** Of the words alone. That somebody read and approved it stands beside it, and makes no word a person's. */
export function disclosureOf({ written, changed }: Shares): Disclosure {
  if (written >= HUMAN_FROM_WRITTEN) return 'human';
  return changed < AI_BELOW_CHANGED ? 'ai' : 'ai-assisted';
}

/** Of nothing, nothing. Rounded down, so that only what is whole is 1. */
function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.floor((part * DECIMALS) / whole) / DECIMALS;
}
