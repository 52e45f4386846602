import { cleanLine, cleanText, isSeen } from '../lib/clean-text.ts';
import type { Logger } from '../lib/logger.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { within } from '../lib/within.ts';
import { type Actor, keysOf } from '../protocol/actor.ts';
import { administers, mayDecide, notReviewer } from '../protocol/approvers.ts';
import { MAX_COMMENT_CHARS } from '../protocol/decision.ts';
import type { PassageComment, PassageCommentStore } from '../storage/passage-comment-store.ts';
import type { Admission } from './access.ts';
import { type Away, type NotAccepted, refused } from './reply.ts';

/** Longest passage, in characters. */
export const MAX_QUOTE_CHARS = 1000;

/** What somebody says of a passage of a draft. */
export interface CommentAsk {
  /** From `decisionIdOf`. */
  readonly id: string;
  readonly articleId: string;
  readonly version: number;
  /** Id of the section. */
  readonly section?: string;
  readonly quote: string;
  readonly words: string;
}

/** An answer to a comment. */
export interface ReplyAsk {
  /** From `decisionIdOf`. */
  readonly id: string;
  readonly articleId: string;
  readonly commentId: string;
  readonly words: string;
}

/** Whether nothing is to be done about a comment any more, or something is again. */
export interface SettleAsk {
  readonly articleId: string;
  readonly commentId: string;
  readonly isResolved: boolean;
}

/** A comment as one person sees it. */
export type SeenComment = PassageComment & { readonly mayResolve: boolean };

export interface PassageComments {
  list(
    actor: Actor,
    articleId: string,
  ): Promise<{ readonly kind: 'comments'; readonly comments: readonly SeenComment[] } | NotAccepted>;
  add(actor: Actor, ask: CommentAsk): Promise<Commented | NotAccepted>;
  reply(actor: Actor, ask: ReplyAsk): Promise<Commented | NotAccepted>;
  settle(actor: Actor, ask: SettleAsk): Promise<Commented | NotAccepted>;
  /** Those that go with a request for changes of a draft, with what it says where it says nothing itself. */
  goingWith(articleId: string, version: number, words: string): Promise<GoingWith | Away>;
  /** They go with this decision, should it count. */
  sendWith(decisionId: string, going: GoingWith): Promise<Away | undefined>;
}

/** The comment as it is now. */
export interface Commented {
  readonly kind: 'commented';
  readonly comment: SeenComment;
}

export interface GoingWith {
  readonly kind: 'going';
  readonly ids: readonly string[];
  /** Of the decision. */
  readonly words: string;
  /** They only repeat the comments. */
  readonly isAll: boolean;
}

export interface PassageCommentsOptions {
  readonly admitted: (actor: Actor, articleId: string) => Promise<Admission | NotAccepted>;
  readonly comments: PassageCommentStore;
  readonly logger: Logger;
  /** How long the database may take, in milliseconds. */
  readonly storeBudgetMs: number;
}

export function createPassageComments({
  admitted,
  comments,
  logger,
  storeBudgetMs,
}: PassageCommentsOptions): PassageComments {
  async function store<T>(
    what: string,
    work: Promise<T>,
  ): Promise<{ readonly kind: 'done'; readonly value: T } | Away> {
    try {
      return { kind: 'done', value: await within(storeBudgetMs, 'PostgreSQL', work) };
    } catch (error) {
      logger.warn({ reason: reasonOf(error) }, `Could not ${what}`);
      return { kind: 'away', what: 'store' };
    }
  }

  async function listFor(admission: Admission, articleId: string) {
    const found = await store('read comments', comments.list(articleId));
    if (found.kind !== 'done') return found;
    return found.value.map((comment): SeenComment => ({ ...comment, mayResolve: mayResolve(admission, comment) }));
  }

  async function commented(
    admission: Admission,
    articleId: string,
    commentId: string,
  ): Promise<Commented | NotAccepted> {
    const all = await listFor(admission, articleId);
    if ('kind' in all) return all;
    const comment = all.find(({ id }) => id === commentId);
    return comment === undefined ? refused({ code: 'no-such-comment' }) : { kind: 'commented', comment };
  }

  return {
    async list(actor, articleId) {
      const admission = await admitted(actor, articleId);
      if ('kind' in admission) return admission;
      const all = await listFor(admission, articleId);
      return 'kind' in all ? all : { kind: 'comments', comments: all };
    },

    async add(actor, { articleId, quote: marked, words: typed, ...ask }) {
      const admission = await admitted(actor, articleId);
      if ('kind' in admission) return admission;
      const [quote, words] = [cleanLine(marked), toWords(typed)];
      if (words === undefined || !isSeen(quote) || quote.length > MAX_QUOTE_CHARS)
        return refused({ code: 'bad-comment' });
      const added = await store(
        'write a comment down',
        comments.add({ ...ask, articleId, quote, words, by: admission.actor }),
      );
      if (added.kind !== 'done') return added;
      switch (added.value) {
        case 'written':
          return await commented(admission, articleId, ask.id);
        case 'over':
          return refused({ code: 'comments-closed' });
        case 'no-draft':
          return refused({ code: 'no-draft-of-number', asked: ask.version });
        case 'full':
          return refused({ code: 'too-many-comments' });
        default:
          return added.value satisfies never;
      }
    },

    async reply(actor, { words: typed, ...ask }) {
      const admission = await admitted(actor, ask.articleId);
      if ('kind' in admission) return admission;
      const words = toWords(typed);
      if (words === undefined) return refused({ code: 'bad-comment' });
      const replied = await store('write an answer down', comments.reply({ ...ask, words, by: admission.actor }));
      if (replied.kind !== 'done') return replied;
      return replied.value
        ? await commented(admission, ask.articleId, ask.commentId)
        : refused({ code: 'no-such-comment' });
    },

    async settle(actor, ask) {
      const admission = await admitted(actor, ask.articleId);
      if ('kind' in admission) return admission;
      const found = await commented(admission, ask.articleId, ask.commentId);
      if (found.kind !== 'commented') return found;
      if (!found.comment.mayResolve) return refused(notReviewer(admission.rules));
      const settled = await store('settle a comment', comments.settle({ ...ask, by: admission.actor }));
      return settled.kind === 'done' ? await commented(admission, ask.articleId, ask.commentId) : settled;
    },

    async goingWith(articleId, version, words) {
      const found = await store('read open comments', comments.open(articleId, version));
      if (found.kind !== 'done') return found;
      const isAll = !isSeen(words) && found.value.length > 0;
      return {
        kind: 'going',
        ids: found.value.map(({ id }) => id),
        words: isAll ? asWords(found.value) : words,
        isAll,
      };
    },

    async sendWith(decisionId, { ids, isAll }) {
      if (ids.length === 0) return undefined;
      const sent = await store('send comments along', comments.sendWith(decisionId, ids, isAll));
      return sent.kind === 'done' ? undefined : sent;
    },
  };
}

/** Whoever said it, and those who decide or look after the article. */
function mayResolve({ actor, rules }: Admission, { by }: PassageComment): boolean {
  return keysOf(actor).includes(by) || mayDecide(actor, rules) || administers(actor, rules.home);
}

/** As the thread shows what was asked for, in as many of them as fit. */
function asWords(comments: readonly PassageComment[]): string {
  const lines = comments.map(({ quote, words }) => `“${quote}” — ${words}`);
  const fitting = lines.findLastIndex((_, at) => lines.slice(0, at + 1).join('\n\n').length < MAX_COMMENT_CHARS - 1);
  const shown = lines.slice(0, fitting + 1).join('\n\n');
  // One that does not fit is given to the writer whole all the same.
  if (fitting === lines.length - 1) return shown;
  return shown === ''
    ? `${lines.join('\n\n').slice(0, MAX_COMMENT_CHARS - 1)}…`.toWellFormed()
    : `${shown}\n…`.slice(0, MAX_COMMENT_CHARS);
}

function toWords(typed: string): string | undefined {
  const words = cleanText(typed).trim();
  return isSeen(words) && words.length <= MAX_COMMENT_CHARS ? words : undefined;
}
