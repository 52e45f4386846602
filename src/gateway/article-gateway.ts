import { setTimeout as sleep } from 'node:timers/promises';
import { ApplicationFailure, type Client, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { NO_TELEMETRY, type Step, type Telemetry } from '../lib/telemetry.ts';
import { traceIdOf } from '../lib/trace-id.ts';
import { within } from '../lib/within.ts';
import { type Actor, keysOf } from '../protocol/actor.ts';
import {
  type ArticleInput,
  type ArticleRequest,
  type InterfaceLanguage,
  STAGES,
  type Stage,
} from '../protocol/article.ts';
import type { Answer, Control, Decision, Refusal } from '../protocol/decision.ts';
import type { ArticleStatus } from '../protocol/desk-state.ts';
import type { ThreadReport } from '../protocol/feed.ts';
import {
  CONTROL_SIGNAL,
  CONTROL_UPDATE,
  DECIDE_SIGNAL,
  DECIDE_UPDATE,
  LINKED_SIGNAL,
  MALFORMED,
  PUBLISH_AGAIN_SIGNAL,
  PUBLISH_WORKFLOW_TYPE,
  publishWorkflowIdOf,
  REFUSED,
  REPORT_SIGNAL,
  STATUS_QUERY,
  TASK_QUEUE,
  workflowIdOf,
} from '../protocol/names.ts';
import { parseArticleInput, parseControl, parseDecision, parsePublishInput, type Parsed } from '../protocol/parse.ts';
import type { PublishInput } from '../protocol/publication.ts';
import { type ApprovalRoom, roomAbove, stricter, type StricterFault } from '../protocol/stricter.ts';
import { type ArticleSettings, NO_POLICIES, type Policies, settingsOf } from '../protocol/settings.ts';
import { channelKey, type Thread } from '../protocol/thread.ts';
import type { ArticleIds } from './article-id.ts';
import { type EditionOrder, toRevision } from './edition-order.ts';
import { toTranslates, type TranslationOrder, translationRules } from './translation-order.ts';
import type { ArticleList, ArticleSummary, Home, Inbox, InboxFilter, ListFilter } from './article-list.ts';
import { GatewayError, QuotaError } from './gateway-error.ts';
import type { OpenedRequest, ProposedDraft, QuotaReached, Quotas, RequestStore } from './request-store.ts';
import { STAGE } from './search-attributes.ts';
import { startWorkflow } from './start-workflow.ts';

/** What a bot hands over to start an article. */
export interface ArticleOrder {
  /** Names the chat event beyond doubt and is the same on every redelivery: `slack:T1:C1:Ev123`. */
  readonly eventKey: string;
  readonly request: ArticleRequest;
  readonly requester: Actor;
  readonly thread: Thread;
  readonly language: InterfaceLanguage;
}

/** What became of a decision or control. */
export type GatewayAnswer =
  | Answer
  /** No worker answered in time: recorded durably, and applied (or refused in the thread) when the desk is back. */
  | { readonly kind: 'noted' };

/**
 * The door from a bot to Temporal, and to what is written down before anything reaches it. Every call answers within 3 s and throws
 * {@link GatewayError} only: `unavailable` (not taken, try again), `no-such-article`, `malformed` (not taken, and the desk never will) or,
 * from `start` and `revise`, `conflict` or `quota-reached` ({@link QuotaError}).
 */
export interface ArticleGateway {
  /** What an event is called by whoever knows it only by this: 16 characters, as of an article. */
  idOf(eventKey: string): string;
  /** Why an article cannot be had there as its order wants it approved. Undefined: it can. */
  approvalFault(request: ArticleRequest, thread: Thread, requester: Actor): StricterFault | undefined;
  /** How many people an article there has to be approved by, and by how many more an order may want it to be. @param template its id */
  approvalRoom(thread: Thread, requester: Actor, template?: string): ApprovalRoom;
  /** Starts the article, or finds the one that the same event started before, running or over. */
  start(order: ArticleOrder): Promise<{ readonly articleId: string }>;
  /** Starts a new edition, or finds the one that the same wish started before. `conflict`: somebody else begins one. */
  revise(order: EditionOrder): Promise<{ readonly articleId: string }>;
  /** Starts a translation, or finds the one that is under way. `conflict`: somebody else begins it at this moment. */
  translate(order: TranslationOrder): Promise<{ readonly articleId: string }>;
  decide(articleId: string, decision: Decision): Promise<GatewayAnswer>;
  control(articleId: string, control: Control): Promise<GatewayAnswer>;
  /** Asks the desk itself, so it needs a worker. @param actor whose decisions and controls it tells; absent: an operator's */
  status(articleId: string, actor?: Actor): Promise<ArticleStatus>;
  /** Tells the desk what became of its messages in a thread. An article that is over, or was never there, needs to hear nothing. */
  report(articleId: string, report: ThreadReport): Promise<void>;
  /** Tells articles on which somebody has voted that several accounts are theirs. @param keys all of the person */
  join(keys: readonly string[]): Promise<void>;
  /** Has an edition published at a target, unless that is under way. */
  publish(input: PublishInput): Promise<void>;
  list(filter: ListFilter): Promise<readonly ArticleSummary[]>;
  /** What waits for a person. @param isMember as of {@link home} */
  waiting(actor: Actor, isMember: (thread: Thread) => Promise<boolean>, filter: InboxFilter): Promise<Inbox>;
  /** @param isMember whether the person is a member of a thread's channel: there they may decide what `anyone` may. Does not reject. */
  home(actor: Actor, isMember: (thread: Thread) => Promise<boolean>): Promise<Home>;
}

/** Slack and people wait three seconds; what is left over is for the way there and back. */
const ANSWER_BUDGET_MS = 2000;
/** For the signal after an update that nobody answered. */
const SIGNAL_BUDGET_MS = 500;
/** For the row before the start of a workflow. A database that is well takes milliseconds. */
const OPEN_BUDGET_MS = 1000;
/** Two seconds apart: as long as it takes until somebody looks at the row. */
const ABANDON_ATTEMPTS = 25;
const ABANDON_PAUSE_MS = 2000;

export interface ArticleGatewayOptions {
  readonly client: Client;
  readonly ids: ArticleIds;
  readonly requests: Pick<RequestStore, 'open' | 'abandon' | 'decisionOn' | 'votedOnBy'>;
  readonly lists: ArticleList;
  /** What articles that start now will follow. */
  readonly settings: ArticleSettings;
  /** Other rules for some of them. Default: none. */
  readonly policies?: Policies;
  /** Absent: none. */
  readonly quotas?: Quotas;
  /** How long any call but a signal may take, in milliseconds. Default: {@link ANSWER_BUDGET_MS}. */
  readonly answerBudgetMs?: number;
  /** Absent: nobody watches. */
  readonly telemetry?: Telemetry;
}

export function createArticleGateway({
  client,
  ids,
  requests,
  lists,
  settings,
  policies = NO_POLICIES,
  quotas,
  answerBudgetMs = ANSWER_BUDGET_MS,
  telemetry = NO_TELEMETRY,
}: ArticleGatewayOptions): ArticleGateway {
  /** Whatever Temporal's client throws within the budget, a bot sees one of two codes. */
  async function bounded<T>(what: string, budgetMs: number, call: () => Promise<T>): Promise<T> {
    try {
      return await client.withDeadline(Date.now() + budgetMs, call);
    } catch (error) {
      if (error instanceof WorkflowNotFoundError)
        throw new GatewayError('no-such-article', `Could not ${what}: there is no such article.`, { cause: error });
      throw new GatewayError('unavailable', `Could not ${what}: Temporal did not answer within ${budgetMs} ms.`, {
        cause: error,
      });
    }
  }

  /** An update, and when no worker answers it the signal of the same id. */
  async function ask(
    articleId: string,
    what: string,
    update: string,
    signal: string,
    message: Decision | Control,
  ): Promise<GatewayAnswer> {
    const handle = client.workflow.getHandle(workflowIdOf(articleId));
    const until = Date.now() + answerBudgetMs + SIGNAL_BUDGET_MS;
    try {
      return await client.withDeadline(Date.now() + answerBudgetMs, () =>
        handle.executeUpdate<Answer, [typeof message]>(update, { args: [message], updateId: clickOf(message) }),
      );
    } catch (error) {
      const refusal = refusalIn(error);
      if (refusal !== undefined) return { kind: 'refused', refusal };
      // As a signal it would be lost without a word.
      const fault = faultIn(error);
      if (fault !== undefined) throw malformed(what, fault, error);
      if (error instanceof WorkflowNotFoundError) return await answerAfterEnd(articleId, what, message, until);
    }
    try {
      await bounded(what, SIGNAL_BUDGET_MS, () => handle.signal(signal, message));
      return { kind: 'noted' };
    } catch (error) {
      if (!(error instanceof GatewayError) || error.code !== 'no-such-article') throw error;
      return await answerAfterEnd(articleId, what, message, until);
    }
  }

  /**
   * The article is over, and everything that was decided about it is written down. It may have ended by this very message, whose answer
   * got lost: then it counted.
   */
  async function answerAfterEnd(
    articleId: string,
    what: string,
    message: Decision | Control,
    until: number,
  ): Promise<GatewayAnswer> {
    const leftMs = Math.max(SIGNAL_BUDGET_MS, until - Date.now());
    const handle = client.workflow.getHandle(workflowIdOf(articleId));
    const [stage, counted, decided] = await Promise.all([
      stageOf(articleId, what),
      'draft' in message
        ? undefined
        : unlessLate(leftMs, () => handle.getUpdateHandle<Answer>(clickOf(message)).result()),
      'draft' in message
        ? unlessLate(leftMs, () =>
            within(
              leftMs,
              'PostgreSQL',
              requests.decisionOn(articleId, message.draft.version, [message.id, clickOf(message)]),
            ),
          )
        : undefined,
    ]);
    if (counted !== undefined) return counted;
    if (decided === undefined) return { kind: 'refused', refusal: { code: 'article-over', stage } };
    if (decided.id === message.id || decided.id === clickOf(message)) return { kind: 'counted' };
    const { kind, byName, at } = decided;
    return { kind: 'refused', refusal: { code: 'already-decided', decision: kind, byName, at } };
  }

  /** Writes down what was asked for. */
  async function open(input: ArticleInput, proposed?: ProposedDraft): Promise<OpenedRequest> {
    const opening = requests.open(input, quotas, proposed);
    let opened: OpenedRequest | QuotaReached | undefined;
    try {
      opened = await within(Math.min(OPEN_BUDGET_MS, answerBudgetMs), 'PostgreSQL', opening);
    } catch (error) {
      // It may be written all the same, later.
      void opening.catch(() => undefined).then(() => abandon(input.articleId));
      throw new GatewayError('unavailable', 'Could not start the article: it could not be written down.', {
        cause: error,
      });
    }
    if (opened === undefined)
      throw new GatewayError('conflict', `Could not start the article: ${input.articleId} is somebody else's.`);
    if ('kind' in opened) throw new QuotaError(opened);
    return opened;
  }

  /** The person is told that it was not taken, so nobody may start it later. At best: who is killed here leaves an article that starts. */
  async function abandon(articleId: string): Promise<void> {
    for (let attempt = 1; attempt <= ABANDON_ATTEMPTS; attempt += 1) {
      try {
        await requests.abandon(articleId);
        return;
      } catch {
        await sleep(ABANDON_PAUSE_MS, undefined, { ref: false });
      }
    }
  }

  async function read<T>(what: string, reading: Promise<T>): Promise<T> {
    try {
      return await within(answerBudgetMs, 'PostgreSQL', reading);
    } catch (error) {
      throw new GatewayError('unavailable', `Could not ${what}: PostgreSQL did not answer.`, { cause: error });
    }
  }

  async function unlessLate<T>(budgetMs: number, call: () => Promise<T>): Promise<T | undefined> {
    try {
      return await client.withDeadline(Date.now() + budgetMs, call);
    } catch {
      return undefined;
    }
  }

  /** The end of an article that takes no more messages; `no-such-article` when there never was one. */
  async function stageOf(articleId: string, what: string): Promise<Stage> {
    const { typedSearchAttributes } = await bounded(what, SIGNAL_BUDGET_MS, () =>
      client.workflow.getHandle(workflowIdOf(articleId)).describe(),
    );
    return toStage(typedSearchAttributes.get(STAGE));
  }

  const begin = (input: ArticleInput, proposed?: ProposedDraft): Promise<{ readonly articleId: string }> =>
    telemetry.span({ name: 'gateway start', articleId: input.articleId }, () => write(input, proposed));

  async function write(input: ArticleInput, proposed?: ProposedDraft): Promise<{ readonly articleId: string }> {
    const { articleId } = input;
    const deadline = Date.now() + answerBudgetMs;
    const opened = await open(mustParse('start the article', parseArticleInput, input), proposed);
    // Also when Temporal has forgotten it: an article that is over is not made again.
    if (opened.isHeardOf) return { articleId };
    try {
      await bounded('start the article', deadline - Date.now(), () => startWorkflow(client, opened.input));
    } catch (error) {
      void abandon(articleId);
      throw error;
    }
    return { articleId };
  }

  /** Where nobody knows yet in which language it is, no rule of a language holds. */
  const rulesFor = (
    { template, language = '' }: Partial<Pick<ArticleRequest, 'template' | 'language'>>,
    { platform, channel }: Thread,
  ): ArticleSettings =>
    settingsOf(settings, policies, { platform, channel, language, ...(template !== undefined && { template }) });
  /** By the rules of its place, and by what its order asks for beyond them. */
  const strictRulesFor = (request: ArticleRequest, thread: Thread, requester: Actor): ArticleSettings => {
    const rules = rulesFor(request, thread);
    const wanted = stricter(rules.approval, request.approval ?? {}, keysOf(requester));
    // Of an order that was taken when they were otherwise: it gets no less than they are.
    return wanted.kind === 'approval' ? { ...rules, approval: wanted.approval } : rules;
  };

  function inputOf(articleId: string, { request, requester, thread, language }: Omit<ArticleOrder, 'eventKey'>) {
    const rules = strictRulesFor(request, thread, requester);
    return { articleId, traceId: traceIdOf(articleId), request, requester, thread, language, settings: rules };
  }

  return {
    idOf: (eventKey) => ids.idOf(eventKey),

    approvalFault(request, thread, requester) {
      const wanted = stricter(rulesFor(request, thread).approval, request.approval ?? {}, keysOf(requester));
      return wanted.kind === 'fault' ? wanted.fault : undefined;
    },

    approvalRoom: (thread, requester, template) =>
      roomAbove(rulesFor(template === undefined ? {} : { template }, thread).approval, keysOf(requester)),

    start: (order) => begin(inputOf(ids.idOf(order.eventKey), order)),

    revise(order) {
      const { first, count, asked } = order;
      const articleId = ids.idOf(`edition:${first}:${count}`);
      const { translates } = order;
      const begun = inputOf(articleId, order);
      const input = {
        ...begun,
        revises: toRevision(order, articleId),
        ...(translates !== undefined && {
          translates,
          settings: translationRules(begun.settings, order.request.template),
        }),
      };
      return begin(input, asked.kind === 'proposal' ? asked.draft : undefined);
    },

    translate(order) {
      const { original, failed, request } = order;
      const articleId = ids.idOf(`translation:${original.articleId}:${request.language.toLowerCase()}:${failed}`);
      const begun = inputOf(articleId, order);
      return begin({
        ...begun,
        settings: translationRules(begun.settings, request.template),
        translates: toTranslates(order, articleId),
      });
    },

    async decide(articleId, decision) {
      const what = 'hand over the decision';
      const parsed = mustParse(what, parseDecision, decision);
      return await telemetry.span(asStep('decide', articleId, parsed), () =>
        ask(articleId, what, DECIDE_UPDATE, DECIDE_SIGNAL, parsed),
      );
    },
    async control(articleId, control) {
      const what = `hand over “${control.kind}”`;
      const parsed = mustParse(what, parseControl, control);
      return await telemetry.span(asStep('control', articleId, parsed), () =>
        ask(articleId, what, CONTROL_UPDATE, CONTROL_SIGNAL, parsed),
      );
    },
    status: (articleId, actor) =>
      bounded('ask for the status', answerBudgetMs, () =>
        client.workflow
          .getHandle(workflowIdOf(articleId))
          .query<ArticleStatus, [Actor?]>(STATUS_QUERY, ...(actor === undefined ? [] : ([actor] as const))),
      ),

    report: (articleId, report) =>
      telemetry.span(asStep('report', articleId, report), () =>
        signalled('report to the desk', articleId, REPORT_SIGNAL, report),
      ),

    async join(keys) {
      const what = 'tell who somebody is';
      const articles = await read(what, requests.votedOnBy(keys));
      await Promise.all(articles.map((articleId) => signalled(what, articleId, LINKED_SIGNAL, keys)));
    },

    async publish(input) {
      const what = 'have the article published';
      const { articleId, target } = mustParse(what, parsePublishInput, input);
      await bounded(what, answerBudgetMs, () =>
        client.workflow.signalWithStart(PUBLISH_WORKFLOW_TYPE, {
          workflowId: publishWorkflowIdOf(articleId, target.name),
          taskQueue: TASK_QUEUE,
          args: [input],
          signal: PUBLISH_AGAIN_SIGNAL,
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        }),
      );
    },

    list: (filter) => read('list the articles', lists.list(filter)),
    async waiting(actor, isMember, filter) {
      const what = 'list what waits for a person';
      return await read(what, lists.inbox(await withChannels(what, actor, isMember), filter));
    },
    async home(actor, isMember) {
      const what = 'read what concerns a person';
      return await read(what, lists.home(await withChannels(what, actor, isMember)));
    },
  };

  /** An article that is over, or was never there, needs to hear nothing. */
  async function signalled(what: string, articleId: string, signal: string, told: unknown): Promise<void> {
    try {
      await bounded(what, answerBudgetMs, () =>
        client.workflow.getHandle(workflowIdOf(articleId)).signal(signal, told),
      );
    } catch (error) {
      if (!(error instanceof GatewayError) || error.code !== 'no-such-article') throw error;
    }
  }

  /** With the channels of theirs in which something waits that `anyone` may decide. */
  async function withChannels(
    what: string,
    actor: Actor,
    isMember: (thread: Thread) => Promise<boolean>,
  ): Promise<Actor> {
    const places = await read(what, lists.placesForAnyone(actor));
    const known = await Promise.all(places.map(async (place) => ((await isMember(place)) ? [channelKey(place)] : [])));
    return { ...actor, channels: known.flat() };
  }
}

function asStep(what: string, articleId: string, { kind }: { readonly kind: string }): Step {
  return { name: `gateway ${what}`, articleId, attributes: { 'copydesk.act': kind } };
}

/** What the desk would not understand does not leave the bot. */
function mustParse<T>(what: string, parse: (given: unknown) => Parsed<T>, given: T): T {
  const parsed = parse(given);
  if (parsed.ok) return parsed.value;
  throw malformed(what, parsed.fault);
}

function malformed(what: string, fault: string, cause?: unknown): GatewayError {
  return new GatewayError('malformed', `Could not ${what}: ${fault}.`, { cause });
}

function refusalIn(error: unknown): Refusal | undefined {
  // The desk is the only one that throws this type, and it always puts its refusal there.
  return failureOf(error, REFUSED)?.details?.[0] as Refusal | undefined;
}

/** What the desk says of the field that it does not understand. */
function faultIn(error: unknown): string | undefined {
  return failureOf(error, MALFORMED)?.message;
}

function failureOf(error: unknown, type: string): ApplicationFailure | undefined {
  return error instanceof WorkflowUpdateFailedError &&
    error.cause instanceof ApplicationFailure &&
    error.cause.type === type
    ? error.cause
    : undefined;
}

function toStage(value: string | undefined): Stage {
  return STAGES.find((stage) => stage === value) ?? 'drafting';
}

/** What makes it one and no other where it is sent: somebody may say the same again. */
function clickOf(message: Decision | Control): string {
  return ('draft' in message ? message.click : undefined) ?? message.id;
}
