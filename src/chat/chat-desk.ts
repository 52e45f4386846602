import type { OrderRules } from '../config/orders-schema.ts';
import type { ScheduleRules, SimilarRules } from '../config/schedules-schema.ts';
import type { ArticleGateway, GatewayAnswer } from '../gateway/article-gateway.ts';
import { GatewayError } from '../gateway/gateway-error.ts';
import type { ArticleSummary, Count, Home, ListFilter } from '../gateway/article-list.ts';
import type { ScheduleGateway } from '../gateway/schedule-gateway.ts';
import type { Logger } from '../lib/logger.ts';
import type { Telemetry } from '../lib/telemetry.ts';
import { cleanText } from '../lib/clean-text.ts';
import { decodeUtf8 } from '../lib/read-bytes.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { within } from '../lib/within.ts';
import { type Actor, keysOf } from '../protocol/actor.ts';
import type { ArticleRequest, InterfaceLanguage, SourceFile } from '../protocol/article.ts';
import type { Control, ControlKind, DecisionKind, PlainControlKind, Refusal } from '../protocol/decision.ts';
import type { NamedStatus } from '../protocol/desk-state.ts';
import type { DraftRef } from '../protocol/draft.ts';
import type { Following } from '../protocol/following.ts';
import { FIRST_LIST, type ListView } from '../protocol/list-view.ts';
import { objectionTo } from '../protocol/rules.ts';
import type { ApprovalRoom } from '../protocol/stricter.ts';
import { channelKey, type Thread } from '../protocol/thread.ts';
import { administers, mayDecide, notReviewer } from '../protocol/approvers.ts';
import { adoptRule } from './adopt-rule.ts';
import { auditedDesk } from './audited-desk.ts';
import { type Admission, createAdmit, type Membership } from './access.ts';
import type { Door } from './door.ts';
import type { Approver } from '../protocol/settings.ts';
import type { AuditLog } from '../storage/audit-log.ts';
import type { ArticleStore } from '../storage/article-store.ts';
import type { Costs, CostStore } from '../storage/cost-store.ts';
import type { AdoptButton, ChangesButton, PublishAgainButton } from '../protocol/button-codec.ts';
import type { DraftStore } from '../storage/draft-store.ts';
import type { EditionStore } from '../storage/edition-store.ts';
import type { ExtrasStore } from '../storage/extras-store.ts';
import type { IdentityStore } from '../storage/identity-store.ts';
import type { DueRun, ScheduleStore } from '../storage/schedule-store.ts';
import type { StyleStore } from '../storage/style-store.ts';
import type { PublicationStore } from '../storage/publication-store.ts';
import type { OriginalText, Translations, TranslationStore } from '../storage/translation-store.ts';
import type { TopicStore } from '../storage/topic-store.ts';
import type { DelegationStore } from '../storage/delegation-store.ts';
import type { ArticlePeopleStore, ArticlePerson } from '../storage/article-people-store.ts';
import type { PassageCommentStore } from '../storage/passage-comment-store.ts';
import type { ZoneStore } from '../storage/zone-store.ts';
import { knownZoneOf, zoneOf } from './zone-of.ts';
import type { SourceFileStore } from '../storage/source-file-store.ts';
import type { Stats, StatsStore } from '../storage/stats-store.ts';
import type { ReadingStore } from '../storage/reading-store.ts';
import { type BringBackAsk, makeBringBack } from './make-bring-back.ts';
import { type DecisionAsk, type DecisionButton, makeDecision } from './make-decision.ts';
import { type MadeEdition, makeEdition, makeTakeOver, type RevisionAsk, type TakeOverAsk } from './make-edition.ts';
import { makeTranslation, type TranslationAsk } from './make-translation.ts';
import { editExtra } from './edit-extra.ts';
import { likeness } from './likeness.ts';
import {
  createSchedules,
  inStore,
  type ScheduleActAsk,
  type ScheduleAsk,
  type ScheduleChanged,
  type Scheduled,
  type ScheduleList,
  type ScheduleListAsk,
} from './schedules.ts';
import { createAbsences, type DelegationAsk } from './absences.ts';
import { createIdentities } from './identities.ts';
import { openPage, type Page } from './open-page.ts';
import { type FileQuestion, handFile, type HandFileOptions, useFile, type UseFileAsk } from './hand-file.ts';
import { type Changes, openChanges } from './open-changes.ts';
import { type ReadDraft, readDraft } from './read-draft.ts';
import {
  type Alike,
  type Away,
  type Counted,
  type Delegated,
  createAttempt,
  type Linked,
  type LinkOffered,
  type NotAccepted,
  type PageLink,
  type Refused,
  type Reply,
  refused,
  type Revising,
  type Started,
  textsGone,
  type Translating,
  type Unlinked,
  type ZoneOfPerson,
} from './reply.ts';
import { publishAgain } from './publish-again.ts';
import { createPassageComments, type GoingWith, type PassageComments } from './passage-comments.ts';
import { asOnePerson } from './one-person.ts';
import { type GivenFile, takeFile } from './take-file.ts';
import { toArticleRequest, type TypedRequest } from './to-article-request.ts';
import { readTypedOrder, takeTemplateTag } from './typed-order.ts';
import { loadTopicLanguage } from './topic-language.ts';
import { stated, withDefaults } from './with-defaults.ts';
import { watchedDesk } from './watched-desk.ts';
import { createNamesOf } from './names-of.ts';
import { approverRules, mayBeAsked, whom } from './whom.ts';
import { whichArticle } from './which-article.ts';

/** A database that is well takes milliseconds. What is left of the three seconds belongs to the desk. */
const STORE_BUDGET_MS = 500;
/** Sums of a month. */
const COSTS_BUDGET_MS = 2000;
/** For what is only said better when it is known. */
const PAUSED_BUDGET_MS = 300;
/** As `research.max_megabytes` is shipped. */
const MAX_FILE_BYTES = 5_000_000;
/** Two screens of a phone. */
const LIST_LIMIT = 10;
/** Of the last articles of a schedule, which the next does not repeat. */
const TITLES_OF_SERIES = 3;
const NO_SCHEDULES = refused({ code: 'schedules-off' });

/**
 * What chat platforms share on the way in: does what a person asked for, and answers what became of it as data. Every answer is there
 * within three seconds. Nothing throws.
 */
export interface ChatDesk {
  /** @param order.eventKey names the chat event beyond doubt: delivered again, it finds the article that it started. */
  start(actor: Actor, order: Order): Promise<Started | Alike | NotAccepted>;
  /** Starts what was asked for by this person and is like another one. @param orderId as {@link Alike} names it */
  startHeld(actor: Actor, orderId: string): Promise<Started | NotAccepted>;
  /** Has an article asked for again and again. Delivered again, the same event makes no second schedule. */
  schedule(actor: Actor, ask: ScheduleAsk): Promise<Scheduled | NotAccepted>;
  /** Schedules, oldest first; of everybody only for administrators. */
  schedules(actor: Actor, ask: ScheduleListAsk): Promise<ScheduleList | NotAccepted>;
  /** What only its maker and administrators of its place may do with a schedule; others learn of none. */
  scheduleAct(actor: Actor, ask: ScheduleActAsk): Promise<ScheduleChanged | NotAccepted>;
  /** Starts what is due, for its maker as they are known now: by the rules of this very moment, in a thread of its own. */
  startScheduled(actor: Actor, run: DueRun): Promise<Started | NotAccepted>;
  /** How many people have to approve an article that the person asks for there, and by how many more they may want it to be. Never rejects. */
  approvalRoom(actor: Actor, thread: Thread, template?: string): Promise<ApprovalRoom>;
  /** Asked before an order is whole: why it could not be had as it is so far. Undefined when it could. */
  orderFault(actor: Actor, order: Omit<Order, 'eventKey'>): Promise<NotAccepted | undefined>;
  /** Asked before anything is offered or kept for an article: why the person may not start one there. Undefined when they may. */
  objectionToStart(actor: Actor, thread: Thread): Promise<NotAccepted | undefined>;
  /**
   * A page of articles, newest first; of what waits for the person, what has waited longest.
   * @param view default: the first page of the person's own, over or not
   * @param where it is asked; only who may see what is there is shown it
   */
  list(actor: Actor, view?: ListView, where?: Thread): Promise<Listed | NotAccepted>;
  /** As {@link list}, for whoever reads more than a screen of a chat: with what they cost. */
  search(
    actor: Actor,
    search: ArticleSearch,
    where?: Thread,
  ): Promise<(Pick<Listed, 'articles' | 'hasMore' | 'count'> & { readonly kind: 'found' }) | NotAccepted>;
  /** What may be decided and controlled is told for the person. Without an id: of their only article under way. */
  status(
    actor: Actor,
    articleId?: string,
  ): Promise<{ readonly kind: 'status'; readonly status: NamedStatus } | NotAccepted>;
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
  /** Has an administrator decide alone, for a reason that everybody sees. */
  stepIn(
    actor: Actor,
    ask: { readonly id: string; readonly articleId?: string; readonly reason: string },
  ): Promise<Reply>;
  /**
   * Asks somebody who may decide to do so, before the others. It gives nobody a right.
   * @param ask.whom as it was typed: `@Ben`, a key, or an id of the platform
   */
  assign(
    actor: Actor,
    ask: { readonly id: string; readonly articleId?: string; readonly whom: string },
  ): Promise<Reply>;
  /** @param ask.thread where the article goes on. */
  move(
    actor: Actor,
    ask: { readonly id: string; readonly articleId?: string; readonly thread: Thread },
  ): Promise<Reply>;
  /** Has an article shown in a place where the person is, beside the one where it lives. */
  follow(actor: Actor, ask: FollowAsk): Promise<Reply>;
  /** Ends that. @param ask.thread where it is shown, whatever the thread of that channel */
  unfollow(actor: Actor, ask: Pick<FollowAsk, 'id' | 'articleId' | 'thread'>): Promise<Reply>;
  /** The same decision of one person about one draft counts once and is answered alike, however often they click. */
  decide(actor: Actor, ask: DecisionAsk): Promise<Reply>;
  /** Without an article id: the person's only article under way. The same ask of one person about one draft counts once. */
  bringBack(actor: Actor, ask: BringBackAsk & { readonly articleId?: string }): Promise<Reply>;
  /**
   * A new edition of a delivered article, in which only one section is written anew. The same event begins one, however often it is
   * delivered; of two people at once one does.
   * @param ask.articleId absent: none is known where it was said
   */
  revise(
    actor: Actor,
    ask: Omit<RevisionAsk, 'articleId'> & { readonly articleId?: string; readonly verb?: string },
  ): Promise<Revising | NotAccepted>;
  /**
   * Has a delivered article translated, by an article of its own: for who may see it, and start articles where the translation is to live.
   * The same event begins one, however often it is delivered; of two people at once one does.
   * @param ask.articleId absent: none is known where it was said
   */
  translate(
    actor: Actor,
    ask: Omit<TranslationAsk, 'articleId'> & { readonly articleId?: string; readonly verb?: string },
  ): Promise<Translating | NotAccepted>;
  /** In which other languages an article is, for who may see it. */
  translations(
    actor: Actor,
    articleId: string,
  ): Promise<{ readonly kind: 'translations'; readonly translations: Translations } | NotAccepted>;
  /** What a translation is made of, for who may see the translation: whoever decides about it has to read both. */
  original(
    actor: Actor,
    articleId: string,
  ): Promise<{ readonly kind: 'original'; readonly original: OriginalText } | NotAccepted>;
  /** What goes with the draft at the gate says something else, for who may decide about it. Without an article id: the person's only article under way. */
  editExtra(actor: Actor, ask: { readonly said: string; readonly articleId?: string }): Promise<Reply>;
  /** A new edition in which one sentence is as the final edit had proposed. @param ask.eventKey as above */
  takeOver(actor: Actor, ask: TakeOverAsk): Promise<Revising | NotAccepted>;
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
  /**
   * How the person's articles do, or everybody's, for who is told what all articles cost.
   * @param ask.of `all`: everybody's; who may not is refused
   */
  stats(actor: Actor, ask: StatsAsk): Promise<Told | NotAccepted>;
  /** What changed in a draft since the one that the person saw last; from now on, this is the one that they saw. */
  changes(actor: Actor, button: ChangesButton): Promise<Changes | NotAccepted>;
  /** A draft whole, for who may see its article. */
  read(actor: Actor, ask: { readonly articleId: string; readonly draft: DraftRef }): Promise<ReadDraft | NotAccepted>;
  /**
   * Keeps a file that is to be a source of an article that begins in a thread. Nothing comes of it before an order names it
   * (`request.files`). Of who may start nothing there, nothing is kept.
   */
  takeFile(
    actor: Actor,
    ask: { readonly thread: Thread; readonly file: GivenFile },
  ): Promise<{ readonly kind: 'kept'; readonly file: SourceFile } | NotAccepted>;
  /** Does with a file in an article's thread what it is for, or has whoever sent it asked: nothing edits a draft unasked but its own file. */
  handFile(actor: Actor, ask: { readonly articleId: string; readonly file: GivenFile }): Promise<Reply | FileQuestion>;
  /** What whoever sent a file has said that it is for. Said twice, it is done once. */
  useFile(actor: Actor, ask: UseFileAsk): Promise<Reply>;
  /** What is written for an article from now on rests on this file, too. */
  addSource(
    actor: Actor,
    ask: { readonly id: string; readonly articleId: string; readonly file: SourceFile },
  ): Promise<Reply>;
  /** Takes a rule that edits suggest into the house style, for who may decide about its article. Adopted twice, it is adopted once. */
  adopt(actor: Actor, button: AdoptButton): Promise<Reply>;
  /** Has an article published where that failed, for who may have a step of it tried again. Asked twice, it is published once. */
  publishAgain(actor: Actor, button: PublishAgainButton): Promise<Reply>;
  home(actor: Actor): Promise<{ readonly kind: 'home'; readonly home: Home } | NotAccepted>;
  /** Comments on passages of an article's drafts, for who may see it. */
  comments: PassageComments['list'];
  /** Says something of a passage, for who may see the article. It goes with the next request for changes. */
  comment: PassageComments['add'];
  replyToComment: PassageComments['reply'];
  /** For whoever said it and who decides. */
  settleComment: PassageComments['settle'];
  /** With which rights somebody who may see an article acts on it: for whoever shows it to them. */
  admission(
    actor: Actor,
    articleId: string,
  ): Promise<{ readonly kind: 'admitted'; readonly admission: Admission } | NotAccepted>;
  /**
   * Whom the person may mean by name, others than themselves: who had to do with articles that they had to do with.
   * @param articleId absent: any; else whom its rules let decide
   */
  people(
    actor: Actor,
    articleId?: string,
  ): Promise<{ readonly kind: 'people'; readonly people: readonly ArticlePerson[] } | NotAccepted>;
  /** Has somebody else decide for the person while they are away; says who does; or ends it. */
  delegate(actor: Actor, ask: DelegationAsk): Promise<Delegated | NotAccepted>;
  /** Makes the person one with whoever made the code in another chat. @param code absent: one is made here */
  link(actor: Actor, code?: string): Promise<LinkOffered | Linked | NotAccepted>;
  /** Nobody in another chat is this person any more. */
  unlink(actor: Actor): Promise<Unlinked | NotAccepted>;
  /** Where the person is, by the clock. @param zone IANA; absent: as it is known */
  zone(actor: Actor, zone?: string): Promise<ZoneOfPerson | NotAccepted>;
  /**
   * A link by which the person comes to the page as who they are here, with what this chat knows of them now.
   * @param ask.articleId absent: to the page as a whole
   * @param ask.thread where it is asked for: whoever may start articles there may on the page
   */
  openPage(
    actor: Actor,
    ask: { readonly articleId?: string; readonly thread: Thread },
  ): Promise<PageLink | NotAccepted>;
}

export interface Order {
  readonly eventKey: string;
  readonly request: TypedRequest;
  readonly thread: Thread;
  /** Of what the article's messages say. */
  readonly language: InterfaceLanguage;
}

export interface FollowAsk extends Omit<Following, 'byName'> {
  readonly id: string;
  /** Absent: the person's only article under way. */
  readonly articleId?: string;
}

export interface StatsAsk {
  readonly of: 'mine' | 'all';
  /** Of so many days, the last of them today, UTC. */
  readonly days: number;
}

export interface Told {
  readonly kind: 'stats';
  readonly stats: Stats;
  /** Whether the person may ask for everybody's. */
  readonly mayAll: boolean;
}

/** A page of articles. */
export interface Listed {
  readonly kind: 'list';
  readonly view: ListView;
  readonly articles: readonly ArticleSummary[];
  /** There is a page after it. */
  readonly hasMore: boolean;
  /** How many there are on all pages: of what waits for the person. */
  readonly count?: Count;
}

/** Which articles somebody looks for. */
export interface ArticleSearch
  extends Pick<ListView, 'scope' | 'state'>,
    Pick<ListFilter, 'stages' | 'words' | 'limit'> {
  /** Comes after this one. `since`: of what waits for the person, since when it did. */
  readonly after?: { readonly articleId: string; readonly since?: Date };
  /** Default: newest; of what waits for the person, what has waited longest. */
  readonly first?: 'newest' | 'oldest';
}

export interface ChatDeskOptions {
  readonly gateway: ArticleGateway;
  readonly drafts: Pick<DraftStore, 'storeEdited' | 'storeCopy'>;
  readonly articles: ArticleStore;
  readonly membership: Membership;
  readonly door: Door;
  readonly audit: AuditLog;
  /** The door by which everybody acts here, for the audit: `slack`, `web`. Absent: it is not known. */
  readonly via?: string;
  /** Absent: nobody watches. */
  readonly telemetry?: Telemetry;
  readonly costs: CostStore;
  /** Who is told what all articles cost. */
  readonly operators: readonly Approver[];
  /** Absent: nobody adds up. */
  readonly stats?: StatsStore;
  /** Absent: nobody keeps who has read what, and changes cannot be shown. */
  readonly readings?: ReadingStore;
  /** Absent: nobody keeps editions, and none can be revised. */
  readonly editions?: EditionStore;
  /** Absent: nothing is translated. */
  readonly translations?: Pick<TranslationStore, 'find' | 'original'>;
  /** Absent: nobody is anybody in another chat. */
  readonly identities?: IdentityStore;
  /** Absent: nobody keeps where people are. */
  readonly zones?: ZoneStore;
  /** Absent: nothing is learned. */
  readonly style?: Pick<StyleStore, 'adopt'>;
  /** Absent: nothing is published. */
  readonly publications?: Pick<PublicationStore, 'find'>;
  /** Absent: nothing goes with articles. */
  readonly extras?: Pick<ExtrasStore, 'edit'>;
  /** Absent: nobody has said where people open the page. */
  readonly page?: Page;
  /** Absent: nobody is known by name. */
  readonly articlePeople?: ArticlePeopleStore;
  /** Absent: nobody decides for anybody. */
  readonly delegations?: DelegationStore;
  /** Absent: nobody keeps comments on passages. */
  readonly comments?: PassageCommentStore;
  /** Absent: no files are taken. */
  readonly files?: Pick<SourceFileStore, 'keep' | 'find'>;
  /** The text of a file that is to be a draft; undefined when it is none. Absent: only text in UTF-8 is. */
  readonly textOfFile?: HandFileOptions['textOfFile'];
  /** The largest file that is taken as a source, in bytes. Default: {@link MAX_FILE_BYTES}. */
  readonly maxFileBytes?: number;
  /** False: the settings say that no sources are read, so that no file is taken. Default: true. */
  readonly readsSources?: boolean;
  /** BCP 47 tag of the language that articles are written in, or `auto`: that of the topic. */
  readonly articleLanguage: string;
  /** Absent: there are no schedules. */
  readonly schedules?: ScheduleStore;
  readonly scheduling?: ScheduleGateway;
  readonly scheduleRules?: ScheduleRules;
  /** Absent: nobody is asked whether they mean an article that there is. */
  readonly topics?: TopicStore;
  readonly similarTopics?: SimilarRules;
  /** What an order leaves open. Default: nothing is said of it. */
  readonly orders?: OrderRules;
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
  membership,
  door,
  audit,
  via,
  telemetry,
  costs,
  operators,
  stats,
  readings,
  editions,
  translations,
  identities: identityStore,
  zones,
  style,
  publications,
  extras,
  page: shownPage,
  articlePeople,
  delegations,
  comments,
  files,
  textOfFile = (bytes) => Promise.resolve(decodeUtf8(bytes)),
  maxFileBytes = MAX_FILE_BYTES,
  readsSources = true,
  articleLanguage,
  schedules: scheduleStore,
  scheduling,
  scheduleRules,
  topics,
  similarTopics = { days: 0, likeness: 1 },
  orders = { defaults: {}, channels: {} },
  templates = [],
  logger,
  storeBudgetMs = STORE_BUDGET_MS,
}: ChatDeskOptions): ChatDesk {
  const attempt = createAttempt(logger);
  const identities = createIdentities({
    identities: identityStore,
    tell: (keys) => gateway.join(keys),
    logger,
    storeBudgetMs,
  });
  const admit = createAdmit({
    articles,
    membership,
    door,
    ...(delegations !== undefined && { delegations }),
    logger,
    storeBudgetMs,
  });
  const namesOf = createNamesOf({ people: articlePeople, membership, logger, storeBudgetMs });
  const clockOf = async (actor: Actor): Promise<string> => await knownZoneOf(actor, { zones, scheduleRules });
  const absences = createAbsences({
    delegations,
    people: articlePeople,
    zoneOf: clockOf,
    logger,
    storeBudgetMs,
  });
  const schedules =
    scheduleStore && scheduling && scheduleRules
      ? createSchedules({
          schedules: scheduleStore,
          scheduling,
          rules: scheduleRules,
          door,
          idOf: (eventKey) => gateway.idOf(eventKey),
          async fault(actor, ask) {
            const made = await prepare(actor, ask);
            return made.kind === 'made' ? undefined : made;
          },
          zoneOf: clockOf,
          logger,
          storeBudgetMs,
        })
      : undefined;

  const passages =
    comments === undefined ? undefined : createPassageComments({ admitted, comments, logger, storeBudgetMs });
  const nobodyKeeps = { kind: 'away', what: 'store' } as const;

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
    make: (by: Actor) => Control,
    typed: string = verb,
  ): Promise<Reply> {
    const meant = await meantArticle(actor, typed, typedId);
    if (meant.kind !== 'meant') return meant;
    const { articleId } = meant;
    return await attempt({ doing: `hand over “${verb}”`, articleId }, () =>
      withRights(actor, articleId, async (by) => toReply(verb, articleId, await gateway.control(articleId, make(by)))),
    );
  }

  /**
   * Does something as the person, with what is known of them already. Whoever is refused is asked about at the platform: they may have a
   * right that nobody looked for, or none to know that there is such an article.
   */
  async function withRights(actor: Actor, articleId: string, act: (by: Actor) => Promise<Reply>): Promise<Reply> {
    const reply = await act(actor);
    if (reply.kind !== 'refused') return reply;
    const admission = await admit(actor, articleId);
    if (admission === undefined) return reply;
    if (admission === 'missing' || !admission.isSeen) return refused({ code: 'no-such-article', articleId });
    const { channels = [], isAdministrator, standsFor } = admission.actor;
    const isNewlyKnown =
      channels.some((key) => actor.channels?.includes(key) !== true) ||
      isAdministrator === true ||
      standsFor !== undefined;
    const { code } = reply.refusal;
    return (code === 'not-a-reviewer' || code === 'may-not-approve' || code === 'not-an-overseer') && isNewlyKnown
      ? await act(admission.actor)
      : reply;
  }

  async function toReply(
    asked: DecisionKind | ControlKind,
    articleId: string,
    answer: GatewayAnswer,
  ): Promise<Exclude<Reply, Started | Revising>> {
    switch (answer.kind) {
      case 'counted':
        return {
          ...(await toCounted(asked, articleId)),
          ...(answer.subject && { subject: answer.subject }),
          ...(answer.tally && { tally: answer.tally }),
        };
      case 'noted':
        return { kind: 'noted' };
      case 'refused':
        return await refusedByName(answer.refusal);
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

  const desk: ChatDesk = {
    start: (actor, order) =>
      attempt({ doing: 'start an article' }, async () => {
        const made = await prepare(actor, order);
        if (made.kind !== 'made') return made;
        return (await alikeTo(actor, order, made.request)) ?? (await begin(actor, order, made.request));
      }),

    startHeld: (actor, orderId) =>
      attempt({ doing: 'start an article that was held' }, async () => {
        const held = topics && (await inStore(storeBudgetMs, topics.held(orderId)));
        if (held === undefined || !keysOf(actor).includes(held.requesterKey)) return refused({ code: 'no-such-order' });
        const made = await prepare(actor, held.order);
        return made.kind === 'made' ? await begin(actor, held.order, made.request) : made;
      }),

    schedule: (actor, ask) =>
      attempt({ doing: 'make a schedule' }, async () => (await schedules?.make(actor, ask)) ?? NO_SCHEDULES),

    schedules: (actor, ask) =>
      attempt({ doing: 'list schedules' }, async () => (await schedules?.list(actor, ask)) ?? NO_SCHEDULES),

    scheduleAct: (actor, ask) =>
      attempt({ doing: 'change a schedule' }, async () => (await schedules?.act(actor, ask)) ?? NO_SCHEDULES),

    startScheduled: (actor, { schedule, slot }) =>
      attempt({ doing: 'start an article of a schedule' }, async () => {
        const { scheduleId, request, thread, language } = schedule;
        if ((await membership.hasLeft?.(actor, thread)) === true) return refused({ code: 'left-place' });
        const order = { eventKey: `schedule:${scheduleId}:${slot}`, request, thread, language };
        const made = await prepare(actor, order);
        if (made.kind !== 'made') return made;
        const earlier = scheduleStore
          ? await inStore(storeBudgetMs, scheduleStore.titles(scheduleId, TITLES_OF_SERIES))
          : [];
        return await begin(actor, order, { ...made.request, ...(earlier.length > 0 && { earlier }) });
      }),

    approvalRoom: (actor, thread, template) => Promise.resolve(gateway.approvalRoom(thread, actor, template)),

    async orderFault(actor, order) {
      const made = await attempt({ doing: 'look at an order' }, () => prepare(actor, order));
      return made.kind === 'made' ? undefined : made;
    },

    objectionToStart: (actor, thread) => door.whyNot(actor, thread),

    list: (actor, view = FIRST_LIST, where) =>
      attempt({ doing: 'list articles' }, async () => {
        const offset = (view.page - 1) * LIST_LIMIT;
        const found = await find(actor, view, where, { limit: LIST_LIMIT + 1, offset });
        return 'kind' in found ? found : { kind: 'list' as const, view, ...upTo(LIST_LIMIT, found) };
      }),

    search: (actor, { scope, state, limit, ...filter }, where) =>
      attempt({ doing: 'find articles' }, async () => {
        const found = await find(actor, { scope, state }, where, { ...filter, limit: limit + 1, withCost: true });
        return 'kind' in found ? found : { kind: 'found' as const, ...upTo(limit, found) };
      }),

    async status(actor, typedId) {
      const meant = await meantArticle(actor, 'status', typedId);
      if (meant.kind !== 'meant') return meant;
      const { articleId } = meant;
      const admission = await admit(actor, articleId);
      if (admission === undefined) return { kind: 'away', what: 'desk' };
      if (admission === 'missing' || !admission.isSeen) return refused({ code: 'no-such-article', articleId });
      return await attempt({ doing: 'ask for the status', articleId }, async () => {
        const status = await gateway.status(articleId, admission.actor);
        const names = await namesOf(status.waitingFor, { onlyHeard: true });
        return { kind: 'status' as const, status: { ...status, ...(Object.keys(names).length > 0 && { names }) } };
      });
    },

    control: (actor, { id, control: kind, articleId }) => control(actor, kind, articleId, (by) => ({ id, kind, by })),

    setLanguage: (actor, { id, articleId, language }) =>
      control(actor, 'language', articleId, (by) => ({ id, kind: 'language', by, language }), `language: ${language}`),

    stepIn: (actor, { id, articleId, reason }) =>
      control(
        actor,
        'step-in',
        articleId,
        (by) => ({ id, kind: 'step-in', by, reason: cleanText(reason).trim() }),
        'takeover',
      ),

    async assign(actor, { id, articleId: typedId, whom: typed }) {
      const meant = await meantArticle(actor, 'assign', typedId);
      if (meant.kind !== 'meant') return meant;
      const { articleId } = meant;
      if (articlePeople === undefined) return nobodyKeeps;
      return await attempt({ doing: 'find out who is asked to decide', articleId }, async () => {
        const admission = await admitted(actor, articleId);
        if ('kind' in admission) return admission;
        const found = await whom(typed, { by: actor, articleId }, { people: articlePeople, storeBudgetMs });
        if (found.kind !== 'found') return found;
        const known = (await membership.personOf?.(found.actor)) ?? found.actor;
        const to = await admit(await identities.know(known), articleId);
        if (to === undefined || to === 'missing') return nobodyKeeps;
        return await control(actor, 'assign', articleId, (by) => ({ id, kind: 'assign', by, to: to.actor }));
      });
    },

    move: (actor, { id, articleId, thread }) =>
      control(actor, 'move', articleId, (by) => ({ id, kind: 'move', by, thread })),

    follow: (actor, { id, articleId: typedId, ...following }) =>
      attempt({ doing: 'look whether somebody is where an article is to be shown' }, async () =>
        (await isAt(actor, following.thread))
          ? await control(actor, 'follow', typedId, (by) => ({ ...following, id, kind: 'follow', by }))
          : refused({ code: 'not-in-place' }),
      ),

    unfollow: (actor, { id, articleId, thread }) =>
      control(actor, 'unfollow', articleId, (by) => ({ id, kind: 'unfollow', by, thread })),

    decide: (actor, ask) => {
      const { articleId } = ask.button;
      return attempt({ doing: 'hand over a decision', articleId }, async () => {
        // Only a text is kept before the decision counts, and nobody's but who may decide.
        const known = ask.kind === 'edit' ? await decider(actor, articleId) : actor;
        if ('kind' in known) return known.kind === 'away' ? { kind: 'away' as const, what: 'store' as const } : known;
        const going = await goingWith(ask);
        if (going.kind === 'away') return going;
        const { asked } = going;
        return await withRights(known, articleId, async (by) => {
          const made = await makeDecision(by, asked, { drafts, logger, storeBudgetMs });
          if (made.kind !== 'made') return made;
          // Before it counts: what is written begins with it.
          const unsent = going.with && (await passages?.sendWith(made.decision.id, going.with));
          if (unsent !== undefined) return unsent;
          return await toReply(ask.kind, articleId, await gateway.decide(articleId, made.decision));
        });
      });
    },

    async bringBack(actor, ask) {
      const meant = await meantArticle(actor, 'back', ask.articleId);
      if (meant.kind !== 'meant') return meant;
      const { articleId } = meant;
      return await attempt({ doing: 'bring a draft back', articleId }, async () => {
        const known = await decider(actor, articleId);
        if ('kind' in known) return known;
        return await withRights(known, articleId, async (by) => {
          const made = await makeBringBack(by, articleId, ask, { gateway, drafts, logger, storeBudgetMs });
          if (made.kind !== 'made') return made;
          return await toReply('bring-back', articleId, await gateway.decide(articleId, made.decision));
        });
      });
    },

    async revise(actor, { articleId, verb = 'revise', ...ask }) {
      if (articleId === undefined) return refused({ code: 'revise-what', verb, typed: ask.said });
      return await attempt({ doing: 'begin a new edition', articleId }, async () => {
        const by = await reviser(actor, articleId);
        if ('kind' in by) return by;
        return await beginEdition(await makeEdition(by, { ...ask, articleId }, { editions, logger, storeBudgetMs }));
      });
    },

    async translate(actor, { articleId, verb = 'translate', ...ask }) {
      if (articleId === undefined || ask.into.trim() === '')
        return refused({ code: 'translate-what', verb, typed: ask.into });
      return await attempt({ doing: 'begin a translation', articleId }, async () => {
        const known = await identities.know(actor);
        const admission = await admitted(known, articleId);
        if ('kind' in admission) return admission;
        const objection = await door.whyNot(known, ask.thread);
        return objection ?? (await beginTranslation(actor, { ...ask, articleId }));
      });
    },

    original: (actor, articleId) =>
      attempt({ doing: 'read what an article translates', articleId }, async () => {
        const admission = await reading(actor, articleId);
        if ('kind' in admission) return admission;
        if (translations === undefined) return nobodyKeeps;
        const original = await inStore(storeBudgetMs, translations.original(articleId));
        return original === undefined ? refused({ code: 'no-translation' }) : { kind: 'original' as const, original };
      }),

    translations: (actor, articleId) =>
      attempt({ doing: 'read the translations of an article', articleId }, async () => {
        const admission = await admitted(actor, articleId);
        if ('kind' in admission) return admission;
        if (translations === undefined) return nobodyKeeps;
        const found = await inStore(storeBudgetMs, translations.find(articleId));
        if (found === undefined) return refused({ code: 'no-such-article', articleId });
        return { kind: 'translations' as const, translations: found };
      }),

    takeOver: (actor, ask) =>
      attempt({ doing: 'take a proposal over', articleId: ask.articleId }, async () => {
        const by = await decider(actor, ask.articleId);
        if ('kind' in by) return by;
        return await beginEdition(await makeTakeOver(by, ask, { editions, logger, storeBudgetMs }));
      }),

    async objection(actor, { articleId, draft }) {
      const admission = await admit(actor, articleId);
      if (admission === undefined) return { kind: 'away', what: 'store' };
      if (admission === 'missing' || !admission.isSeen) return refused({ code: 'no-such-article', articleId });
      const { actor: by, rules } = admission;
      const asked = await attempt({ doing: 'ask for the status', articleId }, () => gateway.status(articleId, by));
      if ('kind' in asked && asked.kind === 'refused') return asked;
      const refusal = objectionTo(draft, by, rules, 'kind' in asked ? undefined : asked);
      return refusal && (await refusedByName(refusal));
    },

    async costs(actor, channel) {
      const asked = {
        requesters: keysOf(actor),
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
    async stats(actor, { of, days }) {
      const mayAll = mayDecide(actor, { approvers: operators, requester: '' });
      if (of === 'all' && !mayAll) return refused({ code: 'not-an-administrator' });
      if (stats === undefined) return { kind: 'away', what: 'desk' };
      const asked = { ...(of === 'mine' && { requesters: keysOf(actor) }), days, now: new Date() };
      try {
        return { kind: 'stats', stats: await within(COSTS_BUDGET_MS, 'PostgreSQL', stats.read(asked)), mayAll };
      } catch (error) {
        logger.warn({ reason: reasonOf(error) }, 'Could not read how articles do');
        return { kind: 'away', what: 'desk' };
      }
    },

    async changes(actor, button) {
      const admission = await reading(actor, button.articleId);
      if ('kind' in admission) return admission;
      return await openChanges(actor, button, { readings, logger, storeBudgetMs });
    },

    async read(actor, { articleId, draft }) {
      const admission = await reading(actor, articleId);
      if ('kind' in admission) return admission;
      return await readDraft(articleId, draft, { readings, logger, storeBudgetMs });
    },

    async takeFile(actor, { thread, file }) {
      if (!readsSources) return refused({ code: 'sources-not-read' });
      const objection = await door.whyNot(actor, thread);
      return objection ?? (await takeFile(file, { files, maxBytes: maxFileBytes, logger }));
    },

    handFile: (actor, ask) => handFile(actor, ask, handing()),

    useFile: (actor, ask) => useFile(actor, ask, handing()),

    addSource: (actor, { id, articleId, file }) =>
      control(actor, 'add-source', articleId, (by) => ({ id, kind: 'add-source', by, file })),

    async editExtra(actor, { said, articleId: typedId }) {
      const meant = await meantArticle(actor, 'extras', typedId);
      if (meant.kind !== 'meant') return meant;
      const { articleId } = meant;
      return await editExtra(actor, { articleId, said }, { admit, extras, logger, storeBudgetMs });
    },

    publishAgain: (actor, button) =>
      attempt({ doing: 'have an article published again', articleId: button.articleId }, () =>
        publishAgain(actor, button, { admit, gateway, publications, audit, logger, storeBudgetMs }),
      ),
    adopt: (actor, button) => adoptRule(actor, button, { admit, style, logger, storeBudgetMs }),

    home: (actor) =>
      attempt({ doing: 'read what concerns a person' }, async () =>
        actor.isUnsure === true ? nobodyKeeps : { kind: 'home' as const, home: await homeOf(actor) },
      ),

    comments: async (...asked) => (await passages?.list(...asked)) ?? nobodyKeeps,
    comment: async (...asked) => (await passages?.add(...asked)) ?? nobodyKeeps,
    replyToComment: async (...asked) => (await passages?.reply(...asked)) ?? nobodyKeeps,
    settleComment: async (...asked) => (await passages?.settle(...asked)) ?? nobodyKeeps,

    async admission(actor, articleId) {
      const admission = await admitted(actor, articleId);
      return 'kind' in admission ? admission : { kind: 'admitted', admission };
    },

    people: (actor, articleId) =>
      attempt({ doing: 'find out who is meant by name' }, async () => {
        if (articlePeople === undefined) return nobodyKeeps;
        if (articleId === undefined)
          return { kind: 'people', people: await inStore(storeBudgetMs, articlePeople.around(actor)) };
        const admission = await admitted(actor, articleId);
        if ('kind' in admission) return admission;
        const known = await inStore(storeBudgetMs, articlePeople.of(articleId));
        const others = known.filter(({ key }) => !keysOf(actor).includes(key) && mayBeAsked(key, admission.rules));
        return { kind: 'people', people: others };
      }),

    delegate: async (actor, ask) => await absences(actor, ask),

    link: async (actor, code) => await (code === undefined ? identities.offer(actor) : identities.link(actor, code)),

    unlink: async (actor) => await identities.unlink(actor),

    zone: async (actor, zone) => await zoneOf(actor, zone, { zones, scheduleRules, storeBudgetMs, logger }),

    async openPage(actor, { articleId, thread }) {
      if (shownPage === undefined) return refused({ code: 'no-page' });
      const options = { page: shownPage, door, logger, storeBudgetMs };
      if (articleId === undefined) return await openPage(actor, { thread }, options);
      const admission = await admit(actor, articleId);
      if (admission === undefined) return { kind: 'away', what: 'desk' };
      if (admission === 'missing' || !admission.isSeen) return refused({ code: 'no-such-article', articleId });
      return await openPage(actor, { thread, admission, articleId }, options);
    },
  };
  const here = (actor: Actor): Actor => (via === undefined ? actor : { ...actor, via });
  const everybody = asOnePerson(auditedDesk(desk, audit, logger), {
    here,
    know: (actor) => identities.know(here(actor)),
  });
  return telemetry === undefined ? everybody : watchedDesk(everybody, via ?? 'unknown', telemetry);

  /** What was typed, as an article's request, for who may ask for one there. */
  async function prepare(
    actor: Actor,
    { request, thread, language }: Pick<Order, 'request' | 'thread' | 'language'>,
  ): Promise<{ readonly kind: 'made'; readonly request: ArticleRequest } | NotAccepted> {
    const by = await identities.know(actor);
    const objection = await door.whyNot(by, thread);
    if (objection !== undefined) return objection;
    const detect = await loadTopicLanguage();
    const { topic: about, rest, slip } = readTypedOrder(request.topic);
    if (slip !== undefined) return refused({ code: 'unknown-flag', ...slip });
    const tagged = takeTemplateTag(about, templates);
    const typed = withDefaults({ ...tagged, ...rest, ...stated(request), topic: tagged.topic }, orders, thread);
    const named = await approversIn(typed, by);
    if (named.kind !== 'found') return named;
    const made = toArticleRequest({ ...typed, approvers: named.rules }, articleLanguage, (topic) =>
      detect(topic, language),
    );
    if ('fault' in made) return refused(made.fault);
    const { template } = made.request;
    if (template !== undefined && !templates.includes(template))
      return refused({ code: 'unknown-template', typed: template, known: templates });
    const fault = made.request.approval && gateway.approvalFault(made.request, thread, by);
    if (fault !== undefined) return refused({ code: 'bad-approval', ...fault });
    return { kind: 'made', request: made.request };
  }

  async function approversIn({ approvers = [] }: TypedRequest, by: Actor): ReturnType<typeof approverRules> {
    if (approvers.length === 0 || articlePeople === undefined) return { kind: 'found', rules: approvers };
    return await approverRules(approvers, by, { people: articlePeople, storeBudgetMs });
  }

  async function begin(
    requester: Actor,
    { eventKey, thread, language }: Omit<Order, 'request'>,
    request: ArticleRequest,
  ): Promise<Started> {
    const { articleId } = await gateway.start({ eventKey, request, requester, thread, language });
    return { kind: 'started', articleId, topic: request.topic };
  }

  /** Holds an order back that is like an article of the place, the likest first. What is not known in time holds nobody up. */
  async function alikeTo(actor: Actor, order: Order, { topic }: ArticleRequest): Promise<Alike | undefined> {
    if (topics === undefined || similarTopics.days === 0) return undefined;
    const orderId = gateway.idOf(order.eventKey);
    try {
      const recent = await within(
        storeBudgetMs,
        'PostgreSQL',
        topics.recent(channelKey(order.thread), similarTopics.days),
      );
      // It has begun: the event is delivered again.
      if (recent.some(({ articleId }) => articleId === orderId)) return undefined;
      const [likest] = recent
        .map((other) => ({ other, alike: likeness(topic, other.topic) }))
        .filter(({ alike }) => alike >= similarTopics.likeness)
        .sort((one, another) => another.alike - one.alike);
      if (likest === undefined) return undefined;
      await within(storeBudgetMs, 'PostgreSQL', topics.hold(orderId, actor, order));
      return { kind: 'alike', orderId, topic, other: likest.other };
    } catch (error) {
      logger.warn({ reason: reasonOf(error) }, 'Could not look for articles like one that is asked for');
      return undefined;
    }
  }

  /** A request for changes, with the comments on passages that go with it. */
  async function goingWith(
    asked: DecisionAsk,
  ): Promise<{ readonly kind: 'decision'; readonly asked: DecisionAsk; readonly with?: GoingWith } | Away> {
    if (asked.kind !== 'request-changes' || passages === undefined) return { kind: 'decision', asked };
    const { articleId, draft } = asked.button;
    const going = await passages.goingWith(articleId, draft.version, asked.comment);
    return going.kind === 'away' ? going : { kind: 'decision', asked: { ...asked, comment: going.words }, with: going };
  }

  function handing(): HandFileOptions {
    return { desk, reviser, files, maxBytes: maxFileBytes, readsSources, textOfFile, logger };
  }

  /** With what those are called whom it names by rules. */
  async function refusedByName(refusal: Refusal): Promise<Refused> {
    const rules = 'reviewers' in refusal ? refusal.reviewers : 'waitingFor' in refusal ? refusal.waitingFor : undefined;
    return refused(refusal, rules && (await namesOf(rules)));
  }

  /** With what those are called whose votes are missing. */
  async function withNames(waiting: readonly ArticleSummary[]): Promise<readonly ArticleSummary[]> {
    const names = await namesOf(waiting.flatMap(rulesIn), { onlyHeard: true });
    return Object.keys(names).length === 0
      ? waiting
      : waiting.map((one) =>
          one.waits?.missing.kind === 'decision'
            ? { ...one, waits: { ...one.waits, missing: { ...one.waits.missing, names } } }
            : one,
        );
  }

  async function decider(actor: Actor, articleId: string): Promise<Actor | NotAccepted> {
    const admission = await admitted(actor, articleId);
    if ('kind' in admission) return admission;
    const { actor: by, rules } = admission;
    return mayDecide(by, rules) ? by : await refusedByName(notReviewer(rules));
  }

  async function admitted(actor: Actor, articleId: string): Promise<Admission | NotAccepted> {
    const admission = await admit(actor, articleId);
    if (admission === undefined) return { kind: 'away', what: 'desk' };
    return admission === 'missing' || !admission.isSeen ? refused({ code: 'no-such-article', articleId }) : admission;
  }

  /** Of whom wants to read its texts. */
  async function reading(actor: Actor, articleId: string): Promise<Admission | NotAccepted> {
    const admission = await admitted(actor, articleId);
    return 'kind' in admission || admission.textsGoneAt === undefined ? admission : textsGone(admission.textsGoneAt);
  }

  async function find(
    actor: Actor,
    { scope, state }: Pick<ListView, 'scope'> & { readonly state?: ListView['state'] | undefined },
    where: Thread | undefined,
    {
      after,
      first,
      ...filter
    }: Pick<ArticleSearch, 'stages' | 'words' | 'limit' | 'after' | 'first'> & Pick<ListFilter, 'offset' | 'withCost'>,
  ): Promise<Found | NotAccepted> {
    if (scope === 'everywhere' && !(await door.isAdministrator(actor)))
      return refused({ code: 'not-an-administrator' });
    if (scope === 'waiting') {
      // Part of an inbox would pass for all of it.
      if (actor.isUnsure === true) return nobodyKeeps;
      // Nothing that is over waits.
      if (state === 'done') return { articles: [], count: { total: 0, isMore: false } };
      const { withCost: _, ...page } = filter;
      const insteadOf = await absentFor(actor);
      const { articles: waiting, ...count } = await gateway.waiting(actor, memberAt(actor), {
        ...(insteadOf.length > 0 && { insteadOf }),
        ...page,
        ...(after?.since !== undefined && { after: { articleId: after.articleId, since: after.since } }),
        ...(first === 'newest' && { newestFirst: true }),
      });
      return { articles: await withNames(waiting), count };
    }
    const wanted = {
      ...filter,
      ...(after !== undefined && { after: after.articleId }),
      ...(first === 'oldest' && { oldestFirst: true }),
      ...(state === 'running' && { running: true }),
      ...(state === 'done' && { over: true }),
    };
    if (scope === 'mine') return { articles: await gateway.list({ ...wanted, requester: actor }) };
    if (scope === 'everywhere') return { articles: await gateway.list({ ...wanted, near: actor }) };
    if (where === undefined || !(await isSeenAt(actor, where))) return { articles: [] };
    return { articles: await gateway.list({ ...wanted, home: channelKey(where) }) };
  }

  /** Its inbox is the one that lists show: also of those for whom the person decides. */
  async function homeOf(actor: Actor): Promise<Home> {
    const [home, insteadOf] = await Promise.all([gateway.home(actor, memberAt(actor)), absentFor(actor)]);
    const waitingForMe =
      insteadOf.length === 0
        ? home.waitingForMe
        : await gateway.waiting(actor, memberAt(actor), { limit: LIST_LIMIT, insteadOf });
    return { ...home, waitingForMe: { ...waitingForMe, articles: await withNames(waitingForMe.articles) } };
  }

  function memberAt(actor: Actor): (thread: Thread) => Promise<boolean> {
    return async (thread) => await membership.isMember(actor, thread);
  }

  /** Those for whom the person decides, each by all keys of theirs. */
  async function absentFor(actor: Actor): Promise<readonly (readonly string[])[]> {
    if (delegations === undefined) return [];
    const absent = await within(storeBudgetMs, 'PostgreSQL', delegations.absentFor(actor));
    return absent.map(({ key, alsoKnownAs }) => [key, ...alsoKnownAs]);
  }

  async function isAt(actor: Actor, where: Thread): Promise<boolean> {
    return actor.channels?.includes(channelKey(where)) === true || (await membership.isMember(actor, where));
  }

  async function isSeenAt(actor: Actor, where: Thread): Promise<boolean> {
    return (await isAt(actor, where)) || (await membership.canRead(actor, where));
  }

  /** Who may have a delivered article revised, and add to one that is begun: whoever decides about it, who asked for it, and an administrator. */
  async function reviser(actor: Actor, articleId: string): Promise<Actor | NotAccepted> {
    const admission = await admitted(actor, articleId);
    if ('kind' in admission) return admission;
    const { actor: by, rules } = admission;
    if (mayDecide(by, rules) || keysOf(by).includes(rules.requester) || administers(by, rules.home)) return by;
    const others = rules.approvers.filter((rule) => rule !== 'requester');
    return await refusedByName(notReviewer(rules, ['requester', ...others]));
  }

  async function beginTranslation(actor: Actor, ask: TranslationAsk): Promise<Translating | NotAccepted> {
    if (translations === undefined || editions === undefined) return nobodyKeeps;
    const made = await makeTranslation(actor, ask, { translations, editions, logger, storeBudgetMs });
    if (made.kind !== 'made') return made;
    const { request } = made.order;
    try {
      const { articleId } = await gateway.translate(made.order);
      return { kind: 'translating', articleId, topic: request.topic, language: request.language };
    } catch (error) {
      if (!(error instanceof GatewayError) || error.code !== 'conflict') throw error;
      // Somebody else was quicker: by now theirs is there.
      const begun = await makeTranslation(actor, ask, { translations, editions, logger, storeBudgetMs });
      return begun.kind === 'made' ? refused({ code: 'conflict' }) : begun;
    }
  }

  async function beginEdition(made: MadeEdition): Promise<Revising | NotAccepted> {
    if (made.kind === 'known') return { ...made, kind: 'revising' };
    if (made.kind !== 'made') return made;
    const { order, section } = made;
    const { edition, request } = order;
    try {
      const { articleId } = await gateway.revise(order);
      return { kind: 'revising', articleId, edition, topic: request.topic, ...(section !== undefined && { section }) };
    } catch (error) {
      if (!(error instanceof GatewayError) || error.code !== 'conflict') throw error;
      return refused({ code: 'edition-under-way', articleId: order.articleId, edition });
    }
  }
}

/** Whom the votes wait for, where it takes several. */
function rulesIn({ waits }: ArticleSummary): readonly string[] {
  return waits?.missing.kind === 'decision' && waits.missing.votes !== undefined ? waits.missing.waitingFor : [];
}

/** Of a list, one more than is to be shown. */
type Found = Pick<Listed, 'articles' | 'count'>;

function upTo(limit: number, { articles, ...found }: Found): Pick<Listed, 'articles' | 'hasMore' | 'count'> {
  return { ...found, articles: articles.slice(0, limit), hasMore: articles.length > limit };
}
