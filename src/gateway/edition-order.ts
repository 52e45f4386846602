import type { Actor } from '../protocol/actor.ts';
import type { ArticleRequest, InterfaceLanguage } from '../protocol/article.ts';
import { draftHash } from '../protocol/draft.ts';
import type { Revision, RevisionAsked } from '../protocol/revision.ts';
import type { Thread } from '../protocol/thread.ts';
import type { Translates } from '../protocol/translation.ts';
import type { ProposedDraft } from './request-store.ts';

/** What a bot hands over to start a new edition of a delivered article. */
export interface EditionOrder {
  /** The article that was the first edition. */
  readonly first: string;
  /** The article whose delivered text it begins with. */
  readonly articleId: string;
  /** 2, 3, …: of the new one. */
  readonly edition: number;
  /** How many editions there are, those that came to nothing among them: whoever begins the next at the same moment begins the same. */
  readonly count: number;
  /** That text: its SHA-256, hex, and who wrote the draft that it was made of. */
  readonly delivered: { readonly sha256: string; readonly author: 'agent' | 'person' };
  /** What it is a translation of. Absent: it is none. */
  readonly translates?: Translates;
  /** How many sources were read for it, and how many could not be. Absent: it has none. */
  readonly sources?: { readonly read: number; readonly failed: number };
  readonly asked:
    | Extract<RevisionAsked, { readonly kind: 'comment' }>
    | (Omit<Extract<RevisionAsked, { readonly kind: 'proposal' }>, 'draft'> & { readonly draft: ProposedDraft });
  readonly request: ArticleRequest;
  /** Who asked for the first edition. */
  readonly requester: Actor;
  /** Where the earlier edition lives. */
  readonly thread: Thread;
  readonly language: InterfaceLanguage;
}

/** The order as the workflow takes it: what it begins with is stored under names of its own. */
export function toRevision(order: EditionOrder, articleId: string): Revision {
  const { first, articleId: earlier, edition, delivered, sources, asked } = order;
  return {
    first,
    articleId: earlier,
    edition,
    draft: { draftId: `${articleId}/delivered`, hash: draftHash(delivered.sha256), author: delivered.author },
    ...(sources !== undefined && { research: { researchId: `${articleId}.research`, ...sources } }),
    asked:
      asked.kind === 'comment'
        ? asked
        : { ...asked, draft: { draftId: `${articleId}/proposed`, hash: draftHash(asked.draft.sha256) } },
  };
}
