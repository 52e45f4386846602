import type { ArticleGateway, GatewayAnswer } from '../gateway/article-gateway.ts';
import type { ArticleSummary, Home } from '../gateway/article-list.ts';
import type { Logger } from '../lib/logger.ts';
import { type Messages, messages } from '../messages/messages.ts';
import type { Control, ControlKind, DecisionKind } from '../protocol/decision.ts';
import type { ArticleStatus } from '../protocol/desk-state.ts';
import type { Thread } from '../protocol/thread.ts';
import type { DraftStore } from '../storage/draft-store.ts';
import { faultWords } from './fault-words.ts';
import { type DecisionAsk, makeDecision } from './make-decision.ts';
import { toArticleRequest, type TypedRequest } from './to-article-request.ts';
import type { ChatControl, CommandFault } from './to-command.ts';
import { type Asker, createAttempt, refused, type Told, took } from './told.ts';
import { whichArticle } from './which-article.ts';

/** A database that is well takes milliseconds. What is left of the three seconds belongs to the desk. */
const STORE_BUDGET_MS = 500;
/** One screen of them. */
const LIST_LIMIT = 20;

/**
 * What chat platforms share on the way in: does what a person asked for and answers in their language. Nothing throws; where the
 * desk was not reached, nothing was taken, and the person is told to try again.
 */
export interface ChatDesk {
  /** @param order.eventKey names the chat event beyond doubt: delivered again, it finds the article that it started. */
  start(
    asker: Asker,
    order: { readonly eventKey: string; readonly request: TypedRequest; readonly thread: Thread },
  ): Promise<Told & { readonly articleId?: string }>;
  /** The asker's own articles, over or not, newest first, at most 20. */
  list(asker: Asker): Promise<{ readonly kind: 'list'; readonly articles: readonly ArticleSummary[] } | ToldInstead>;
  /** Without an id: of the asker's only article under way. */
  status(
    asker: Asker,
    articleId?: string,
  ): Promise<{ readonly kind: 'status'; readonly status: ArticleStatus } | ToldInstead>;
  /** @param ask.id from `decisionIdOf`. Without an article id: the asker's only article under way. */
  control(
    asker: Asker,
    ask: { readonly id: string; readonly control: ChatControl; readonly articleId?: string },
  ): Promise<Told>;
  /** @param ask.thread where the article goes on. */
  move(asker: Asker, ask: { readonly id: string; readonly articleId?: string; readonly thread: Thread }): Promise<Told>;
  decide(asker: Asker, ask: DecisionAsk): Promise<Told>;
  home(asker: Asker): Promise<Home | Told>;
  fault(asker: Asker, fault: CommandFault): Told;
}

interface ToldInstead {
  readonly kind: 'told';
  readonly told: Told;
}

export interface ChatDeskOptions {
  readonly gateway: ArticleGateway;
  readonly drafts: Pick<DraftStore, 'storeEdited'>;
  /** BCP 47 tag of the language that articles are written in, or `auto`: that of the topic. */
  readonly articleLanguage: string;
  readonly logger: Logger;
  /** What a person types before a verb, for examples in answers. Default: `/article `, as in Slack; Telegram: `/`. */
  readonly commandPrefix?: string;
  /** How long the database may take to store an edited text, in milliseconds. Default: {@link STORE_BUDGET_MS}. */
  readonly storeBudgetMs?: number;
}

export function createChatDesk({
  gateway,
  drafts,
  articleLanguage,
  logger,
  commandPrefix = '/article ',
  storeBudgetMs = STORE_BUDGET_MS,
}: ChatDeskOptions): ChatDesk {
  const attempt = createAttempt(logger);

  /** One control of the article that is meant. */
  async function control(
    asker: Asker,
    verb: ControlKind,
    typedId: string | undefined,
    make: () => Control,
  ): Promise<Told> {
    const meant = await meantArticle(asker, verb, typedId);
    if ('ok' in meant) return meant;
    const { articleId } = meant;
    return attempt(asker, { doing: `hand over “${verb}”`, articleId }, async (t) =>
      toTold(verb, await gateway.control(articleId, make()), t),
    );
  }

  async function meantArticle(
    asker: Asker,
    verb: string,
    typedId: string | undefined,
  ): Promise<{ readonly articleId: string } | Told> {
    if (typedId !== undefined) return { articleId: typedId };
    return attempt(asker, { doing: 'find the article that is meant' }, (t) =>
      whichArticle(asker, gateway, `${commandPrefix}${verb}`, t),
    );
  }

  return {
    start: (asker, { eventKey, request, thread }) =>
      attempt(asker, { doing: 'start an article' }, async (t) => {
        const made = toArticleRequest(request, articleLanguage, t);
        if ('ok' in made) return made;
        const { actor, language } = asker;
        const order = { eventKey, request: made.request, requester: actor, thread, language };
        const { articleId } = await gateway.start(order);
        return { ...took(t.answers.started(made.request.topic, articleId)), articleId };
      }),

    async list(asker) {
      const listed = await attempt(asker, { doing: 'list articles' }, async () => ({
        kind: 'list' as const,
        articles: await gateway.list({ requester: asker.actor, limit: LIST_LIMIT }),
      }));
      return 'ok' in listed ? { kind: 'told', told: listed } : listed;
    },

    async status(asker, typedId) {
      const meant = await meantArticle(asker, 'status', typedId);
      if ('ok' in meant) return { kind: 'told', told: meant };
      const { articleId } = meant;
      const asked = await attempt(asker, { doing: 'ask for the status', articleId }, async () => ({
        kind: 'status' as const,
        status: await gateway.status(articleId, asker.actor),
      }));
      return 'ok' in asked ? { kind: 'told', told: asked } : asked;
    },

    control: (asker, { id, control: kind, articleId }) =>
      control(asker, kind, articleId, () => ({ id, kind, by: asker.actor })),

    move: (asker, { id, articleId, thread }) =>
      control(asker, 'move', articleId, () => ({ id, kind: 'move', by: asker.actor, thread })),

    decide: (asker, ask) =>
      attempt(asker, { doing: 'hand over a decision', articleId: ask.button.articleId }, async (t) => {
        const made = await makeDecision(asker, ask, { drafts, logger, storeBudgetMs }, t);
        if ('ok' in made) return made;
        return toTold(ask.kind, await gateway.decide(ask.button.articleId, made.decision), t);
      }),

    home: (asker) => attempt(asker, { doing: 'read what concerns a person' }, () => gateway.home(asker.actor)),

    fault: (asker, fault) => refused(faultWords(fault, commandPrefix, messages(asker.language))),
  };
}

function toTold(asked: DecisionKind | ControlKind, answer: GatewayAnswer, t: Messages): Told {
  switch (answer.kind) {
    case 'counted':
      return took(t.answers.counted[asked]);
    case 'noted':
      return took(t.answers.noted);
    case 'refused':
      return refused(t.answers.refusal(answer.refusal));
    default:
      return answer satisfies never;
  }
}
