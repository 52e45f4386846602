import type { Critique } from './critique.ts';

/** What somebody wants of the article: a comment of a person, or a suggestion of the critic that the writer is given. */
export interface LedgerItem {
  /** Of a comment the id of its decision; of a suggestion `<id of the critique>.<its number, from 1>`. */
  readonly id: string;
  readonly kind: 'comment' | 'suggestion';
  readonly byName: string;
  /** Version of the draft it was made on. */
  readonly onVersion: number;
  readonly text: string;
  /** Ids of the sections that it is about, as far as they are known. */
  readonly sections?: readonly string[];
}

/** What a draft has made of an item. */
export interface LedgerAnswer {
  /** Id of the item. */
  readonly item: string;
  readonly done: boolean;
  /** Id of the section where it was done. */
  readonly section?: string;
  /** Words of the draft that show it. */
  readonly quote?: string;
  /** Why it was not done. */
  readonly why?: string;
}

/** A comment that a later one contradicts. */
export interface Supersession {
  /** Id of the comment that holds no more. */
  readonly item: string;
  /** Id of the later one. */
  readonly by: string;
  readonly why: string;
}

/** What a draft has made of an item, as people are shown it. */
export interface ShownItem {
  readonly id: string;
  readonly kind: LedgerItem['kind'];
  readonly byName: string;
  readonly text: string;
  /** Absent: a later comment contradicts it. */
  readonly done?: boolean;
  /** Why it is not done, or what contradicts it. */
  readonly why?: string;
  /** The later comment. */
  readonly later?: { readonly byName: string; readonly text: string };
}

/** The suggestions of a critique as items. @param onVersion of the draft that it is about */
export function suggestionItems(critiqueId: string, critique: Critique, onVersion: number): readonly LedgerItem[] {
  return critique.suggestions.map((text, at) => {
    const place = critique.places?.suggestions[at] ?? null;
    return {
      id: `${critiqueId}.${at + 1}`,
      kind: 'suggestion',
      byName: 'critic',
      onVersion,
      text,
      ...(place !== null && { sections: [place] }),
    };
  });
}
