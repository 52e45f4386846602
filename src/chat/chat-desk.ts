import type { OrdersConfig } from '../config/orders-schema.ts';
import type { ArticleGateway, GatewayAnswer } from '../gateway/article-gateway.ts';
import type { ArticleSummary, Home } from '../gateway/article-list.ts';
import type { Logger } from '../lib/logger.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { within } from '../lib/within.ts';
import { type Actor, actorKey } from '../protocol/actor.ts';
import type { InterfaceLanguage } from '../protocol/article.ts';
import type { Control, ControlKind, DecisionKind, PlainControlKind } from '../protocol/decision.ts';
import type { ArticleStatus } from '../protocol/desk-state.ts';
import { objectionTo } from '../protocol/rules.ts';
import { channelKey, type Thread } from '../protocol/thread.ts';
import { mayDecide } from '../protocol/approvers.ts';
import type { Approver } from '../protocol/settings.ts';
import type { ArticleStore } from '../storage/article-store.ts';
import type { Costs, CostStore } from '../storage/cost-store.ts';
import type { ChangesButton } from '../protocol/button-codec.ts';
import type { DraftStore } from '../storage/draft-store.ts';
import type { ReadingStore } from '../storage/reading-store.ts';
import { type DecisionAsk, type DecisionButton, makeDecision } from './make-decision.ts';
import { type Changes, openChanges } from './open-changes.ts';
import { type Counted, createAttempt, type NotAccepted, type Reply, refused, type Started } from './reply.ts';
import { toArticleRequest, type TypedRequest } from './to-article-request.ts';
import { readTypedOrder, takeTemplateTag } from './typed-order.ts';
import { loadTopicLanguage } from './topic-language.ts';
import { stated, withDefaults } from './with-defaults.ts';
import { whichArticle } from './which-article.ts';

/** A database that is well takes milliseconds. What is left of the three seconds belongs to the desk. */
const STORE_BUDGET_MS = 500;
/** Sums of a month. */
const COSTS_BUDGET_MS = 2000;
/** For what is only said better when it is known. */
const PAUSED_BUDGET_MS = 300;
/** One screen of them. */
const LIST_LIMIT = 20;

/**
 * What chat platforms share on the way in: does what a person asked for, and answers what became of it as data. Every answer is there
 * within three seconds. Nothing throws.
 */
export interface ChatDesk {
  /** @param order.eventKey names the chat event beyond doubt: delivered again, it finds the article that it started. */
  start(actor: Actor, order: Order): Promise<Started | NotAccepted>;
  /** The person's own articles, over or not, newest first, at most 20. */
  list(actor: Actor): Promise<{ readonly kind: 'list'; readonly articles: readonly ArticleSummary[] } | NotAccepted>;
  /** What may be decided and controlled is told for the person. Without an id: of their only article under way. */
  status(
    actor: Actor,
    articleId?: string,
  ): Promise<{ readonly kind: 'status'; readonly status: ArticleStatus } | NotAccepted>;
  /** @param ask.id from `decisionIdOf`. Without an article id: the person's only article under way. */
  control(
    actor: Actor,
    ask: { readonly id: string; readonly control: PlainControlKind; readonly articleId?: string },
  ): Promise<Reply>;
  /** In what language an article is to be written. @param ask.language BCP 47 tag */
  setLanguage(
    actor: Actor,
    ask: { readonly id: string; readonly articleId?: string; readonly language: string },
  ): Promise<Reply>;
  /** @param ask.thread where the article goes on. */
  move(
    actor: Actor,
    ask: { readonly id: string; readonly articleId?: string; readonly thread: Thread },
  ): Promise<Reply>;
  /** The same decision of one person about one draft counts once and is answered alike, however often they click. */
  decide(actor: Actor, ask: DecisionAsk): Promise<Reply>;
  /**
   * Asked before anybody writes words for a decision: why it would not count. Undefined when it may. While the desk is away, only
   * whether the person may decide is known, and that is enough.
   */
  objection(actor: Actor, button: DecisionButton): Promise<NotAccepted | undefined>;
  /**
   * What the person's articles cost; to operators, what all do.
   * @param channel where it is asked, which is told what its articles cost. Absent: nobody else is there.
   */
  costs(actor: Actor, channel?: Thread): Promise<{ readonly kind: 'costs'; readonly costs: Costs } | NotAccepted>;
  /** What changed in a draft since the one that the person saw last; from now on, this is the one that they saw. */
  changes(actor: Actor, button: ChangesButton): Promise<Changes | NotAccepted>;
  home(actor: Actor): Promise<{ readonly kind: 'home'; readonly home: Home } | NotAccepted>;
}

export interface Order {
  readonly eventKey: string;
  readonly request: TypedRequest;
  readonly thread: Thread;
  /** Of what the article's messages say. */
  readonly language: InterfaceLanguage;
}

export interface ChatDeskOptions {
  readonly gateway: ArticleGateway;
  readonly drafts: Pick<DraftStore, 'storeEdited'>;
  readonly articles: Pick<ArticleStore, 'get'>;
  readonly costs: CostStore;
  /** Who is told what all articles cost. */
  readonly operators: readonly Approver[];
  /** Absent: nobody keeps who has read what, and changes cannot be shown. */
  readonly readings?: ReadingStore;
  /** BCP 47 tag of the language that articles are written in, or `auto`: that of the topic. */
  readonly articleLanguage: string;
  /** What an order leaves open. Default: nothing is said of it. */
  readonly orders?: OrdersConfig;
  /** Ids of the templates of the house. Default: there is none. */
  readonly templates?: readonly string[];
  readonly logger: Logger;
  /** How long the database may take, in milliseconds. Default: {@link STORE_BUDGET_MS}. */
  readonly storeBudgetMs?: number;
}

export function createChatDesk({
  gateway,
  drafts,
  articles,
  costs,
  operators,
  readings,
  articleLanguage,
  orders = { defaults: {}, channels: {} },
  templates = [],
  logger,
  storeBudgetMs = STORE_BUDGET_MS,
}: ChatDeskOptions): ChatDesk {
  const attempt = createAttempt(logger);

  async function meantArticle(
    actor: Actor,
    verb: string,
    typedId: string | undefined,
  ): Promise<{ readonly kind: 'meant'; readonly articleId: string } | NotAccepted> {
    if (typedId !== undefined) return { kind: 'meant', articleId: typedId };
    return await attempt({ doing: 'find the article that is meant' }, () => whichArticle(actor, gateway, verb));
  }

  /** One control of the article that is meant. */
  async function control(
    actor: Actor,
    verb: ControlKind,
    typedId: string | undefined,
    make: () => Control,
    typed: string = verb,
  ): Promise<Reply> {
    const meant = await meantArticle(actor, typed, typedId);
    if (meant.kind !== 'meant') return meant;
    const { articleId } = meant;
    return await attempt({ doing: `hand over “${verb}”`, articleId }, async () =>
      toReply(verb, articleId, await gateway.control(articleId, make())),
    );
  }

  async function toReply(
    asked: DecisionKind | ControlKind,
    articleId: string,
    answer: GatewayAnswer,
  ): Promise<Exclude<Reply, Started>> {
    switch (answer.kind) {
      case 'counted':
        return await toCounted(asked, articleId);
      case 'noted':
        return { kind: 'noted' };
      case 'refused':
        return refused(answer.refusal);
      default:
        return answer satisfies never;
    }
  }

  /** An approval of a paused article changes nothing that anybody sees before it is resumed. */
  async function toCounted(asked: DecisionKind | ControlKind, articleId: string): Promise<Counted> {
    if (asked !== 'approve' && asked !== 'finish') return { kind: 'counted', asked };
    try {
      const { stage } = await within(PAUSED_BUDGET_MS, 'The desk', gateway.status(articleId));
      return { kind: 'counted', asked, ...(stage === 'paused' && { isPaused: true }) };
    } catch (error) {
      logger.debug({ articleId, reason: reasonOf(error) }, 'Could not look whether an article is paused');
      return { kind: 'counted', asked };
    }
  }

  return {
    start: (actor, { eventKey, request, thread, language }) =>
      attempt({ doing: 'start an article' }, async () => {
        const detect = await loadTopicLanguage();
        const { topic: about, rest, slip } = readTypedOrder(request.topic);
        if (slip !== undefined) return refused({ code: 'unknown-flag', ...slip });
        const tagged = takeTemplateTag(about, templates);
        const typed = withDefaults({ ...tagged, ...rest, ...stated(request), topic: tagged.topic }, orders, thread);
        const made = toArticleRequest(typed, articleLanguage, (topic) => detect(topic, language));
        if ('fault' in made) return refused(made.fault);
        const { template } = made.request;
        if (template !== undefined && !templates.includes(template))
          return refused({ code: 'unknown-template', typed: template, known: templates });
        const order = { eventKey, request: made.request, requester: actor, thread, language };
        const { articleId } = await gateway.start(order);
        return { kind: 'started' as const, articleId, topic: made.request.topic };
      }),

    list: (actor) =>
      attempt({ doing: 'list articles' }, async () => ({
        kind: 'list' as const,
        articles: await gateway.list({ requester: actor, limit: LIST_LIMIT }),
      })),

    async status(actor, typedId) {
      const meant = await meantArticle(actor, 'status', typedId);
      if (meant.kind !== 'meant') return meant;
      const { articleId } = meant;
      return await attempt({ doing: 'ask for the status', articleId }, async () => ({
        kind: 'status' as const,
        status: await gateway.status(articleId, actor),
      }));
    },

    control: (actor, { id, control: kind, articleId }) =>
      control(actor, kind, articleId, () => ({ id, kind, by: actor })),

    setLanguage: (actor, { id, articleId, language }) =>
      control(
        actor,
        'language',
        articleId,
        () => ({ id, kind: 'language', by: actor, language }),
        `language: ${language}`,
      ),

    move: (actor, { id, articleId, thread }) =>
      control(actor, 'move', articleId, () => ({ id, kind: 'move', by: actor, thread })),

    decide: (actor, ask) => {
      const { articleId } = ask.button;
      return attempt({ doing: 'hand over a decision', articleId }, async () => {
        const made = await makeDecision(actor, ask, { drafts, logger, storeBudgetMs });
        if (made.kind !== 'made') return made;
        return await toReply(ask.kind, articleId, await gateway.decide(articleId, made.decision));
      });
    },

    async objection(actor, { articleId, draft }) {
      const [asked, policy] = await Promise.all([
        attempt({ doing: 'ask for the status', articleId }, () => gateway.status(articleId, actor)),
        policyOf(articleId),
      ]);
      if ('kind' in asked && asked.kind === 'refused') return asked;
      if (policy === undefined) return { kind: 'away', what: 'store' };
      const refusal = objectionTo(draft, actor, policy, 'kind' in asked ? undefined : asked);
      return refusal && refused(refusal);
    },

    async costs(actor, channel) {
      const asked = {
        requester: actorKey(actor),
        ...(channel !== undefined && { channel: channelKey(channel) }),
        everyone: mayDecide(actor, { approvers: operators, requester: '' }),
        now: new Date(),
      };
      try {
        return { kind: 'costs', costs: await within(COSTS_BUDGET_MS, 'PostgreSQL', costs.read(asked)) };
      } catch (error) {
        logger.warn({ reason: reasonOf(error) }, 'Could not read what articles cost');
        return { kind: 'away', what: 'desk' };
      }
    },
    changes: (actor, button) => openChanges(actor, button, { readings, logger, storeBudgetMs }),

    home: (actor) =>
      attempt({ doing: 'read what concerns a person' }, async () => ({
        kind: 'home' as const,
        home: await gateway.home(actor),
      })),
  };

  /** Who decides about an article. Undefined when the database does not answer. */
  async function policyOf(articleId: string) {
    try {
      const { settings, requester } = await within(storeBudgetMs, 'PostgreSQL', articles.get(articleId));
      return { approvers: settings.approval.approvers, requester: actorKey(requester) };
    } catch (error) {
      logger.warn({ articleId, reason: reasonOf(error) }, 'Could not read who decides about an article');
      return undefined;
    }
  }
}
