/** How something is spelled in a place, which its people have taken over from an edit. */
export interface Spelling {
  /** As it is written. */
  readonly ours: string;
  /** What it replaces. */
  readonly others: readonly string[];
}

/** A spelling that our code found in the edits of people, proposed for the house style. */
export interface StyleRule extends Spelling {
  /** Within its article, from 1. */
  readonly number: number;
  /** BCP 47 tag of the texts that it is about. */
  readonly language: string;
  /** Places in which people have changed it, in this article and earlier ones. */
  readonly times: number;
  /** Who has, in this article. */
  readonly byNames: readonly string[];
}

/** What became of a proposed rule. */
export interface Adoption {
  readonly byName: string;
  /** ISO 8601. */
  readonly at: string;
}

/** Of one article. Who wants more puts it into `config/style.yaml`. */
export const MAX_STYLE_RULES = 3;
