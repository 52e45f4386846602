import type { Article as SaidArticle } from '../../listeners/schemas/article-schema.ts';
import type { CommentJson } from '../../listeners/schemas/comment-schema.ts';
import type { DiffView, DraftView } from '../../listeners/schemas/draft-schema.ts';

/** What the server says, as it arrives: nothing of it is changed here, and what is not there is absent. */
type Said<T> = T extends readonly (infer Item)[]
  ? readonly Said<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Said<Exclude<T[Key], undefined>> }
    : T;

/** How an article stands. */
export type Article = Said<SaidArticle>;

/** A draft to be read. Its HTML was made safe by the server. */
export type Draft = Said<DraftView>;
export type Section = Draft['sections'][number];
export type LedgerItem = Draft['ledger'][number];

/** What changed between two drafts. */
export type Diff = Said<DiffView>;

/** What became of a decision or control that was not refused. */
export interface Outcome {
  readonly outcome: 'counted' | 'noted';
  /** For people. */
  readonly detail: string;
}

/** Something that a person said of words of a draft. */
export type Comment = Said<CommentJson>;
