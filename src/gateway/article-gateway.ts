import {
  ApplicationFailure,
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { type Actor, actorKey } from '../protocol/actor.ts';
import { type ArticleRequest, type InterfaceLanguage, STAGES, type Stage } from '../protocol/article.ts';
import type { Answer, Control, Decision, Refusal } from '../protocol/decision.ts';
import type { ArticleStatus } from '../protocol/desk-state.ts';
import {
  CONTROL_SIGNAL,
  CONTROL_UPDATE,
  DECIDE_SIGNAL,
  DECIDE_UPDATE,
  MALFORMED,
  REFUSED,
  STATUS_QUERY,
  TASK_QUEUE,
  WORKFLOW_TYPE,
  workflowIdOf,
} from '../protocol/names.ts';
import { parseArticleInput, parseControl, parseDecision, type Parsed } from '../protocol/parse.ts';
import type { Approver, ArticleSettings } from '../protocol/settings.ts';
import type { Thread } from '../protocol/thread.ts';
import { articleIdOf } from './article-id.ts';
import { GatewayError } from './gateway-error.ts';
import { REQUESTER, STAGE, TOPIC } from './search-attributes.ts';

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

/** One line of a list. */
export interface ArticleSummary {
  readonly articleId: string;
  readonly topic: string;
  readonly requesterName: string;
  /** `actorKey` of who asked for it. */
  readonly requester: string;
  /** Who decides about it; empty for articles of a version that did not tell. */
  readonly approvers: readonly Approver[];
  readonly stage: Stage;
  readonly startedAt: Date;
  readonly closedAt?: Date;
}

export interface ListFilter {
  readonly requester?: Actor;
  /** Only articles that are not over. */
  readonly running?: boolean;
  /** Only articles that are over, since then. */
  readonly closedAfter?: Date;
  /** At most so many, newest first. */
  readonly limit: number;
}

/**
 * The door from a bot to Temporal. Every call answers within 3 s and throws {@link GatewayError} only:
 * `unavailable` (not taken, try again), `no-such-article` or `malformed` (not taken, and the desk never will).
 */
export interface ArticleGateway {
  /** Starts the article, or finds the one that the same event started before. */
  start(order: ArticleOrder): Promise<{ readonly articleId: string }>;
  decide(articleId: string, decision: Decision): Promise<GatewayAnswer>;
  control(articleId: string, control: Control): Promise<GatewayAnswer>;
  /**
   * Asks the desk itself, so it needs a worker.
   * @param asker for whom `controls` are meant: only what they may do now. Default: what an operator may.
   */
  status(articleId: string, asker?: Actor): Promise<ArticleStatus>;
  /** A query of Temporal's visibility store, about a second behind at most. */
  list(filter: ListFilter): Promise<readonly ArticleSummary[]>;
}

/** Slack and people wait three seconds; what is left over is for the way there and back. */
const ANSWER_BUDGET_MS = 2000;
/** For the signal after an update that nobody answered. */
const SIGNAL_BUDGET_MS = 500;

export interface ArticleGatewayOptions {
  readonly client: Client;
  /** What articles that start now will follow. */
  readonly settings: ArticleSettings;
  /** How long any call but a signal may take, in milliseconds. Default: {@link ANSWER_BUDGET_MS}. */
  readonly answerBudgetMs?: number;
}

export function createArticleGateway({
  client,
  settings,
  answerBudgetMs = ANSWER_BUDGET_MS,
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
    try {
      return await client.withDeadline(Date.now() + answerBudgetMs, () =>
        handle.executeUpdate<Answer, [typeof message]>(update, { args: [message], updateId: message.id }),
      );
    } catch (error) {
      const refusal = refusalIn(error);
      if (refusal !== undefined) return { kind: 'refused', refusal };
      // As a signal it would be lost without a word.
      const fault = faultIn(error);
      if (fault !== undefined) throw malformed(what, fault, error);
      if (error instanceof WorkflowNotFoundError) return await answerAfterEnd(articleId, what, message);
    }
    try {
      await bounded(what, SIGNAL_BUDGET_MS, () => handle.signal(signal, message));
      return { kind: 'noted' };
    } catch (error) {
      if (!(error instanceof GatewayError) || error.code !== 'no-such-article') throw error;
      return await answerAfterEnd(articleId, what, message);
    }
  }

  /** The article is over. It may have ended by this very decision, whose answer got lost: then it counted. */
  async function answerAfterEnd(articleId: string, what: string, message: Decision | Control): Promise<GatewayAnswer> {
    const handle = client.workflow.getHandle(workflowIdOf(articleId));
    const [stage, counted, refusal] = await Promise.all([
      stageOf(articleId, what),
      unlessLate(() => handle.getUpdateHandle<Answer>(message.id).result()),
      'draft' in message ? unlessLate(async () => decidedBefore(message, await handle.query(STATUS_QUERY))) : undefined,
    ]);
    return counted ?? { kind: 'refused', refusal: refusal ?? { code: 'article-over', stage } };
  }

  async function unlessLate<T>(call: () => Promise<T>): Promise<T | undefined> {
    try {
      return await client.withDeadline(Date.now() + SIGNAL_BUDGET_MS, call);
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

  return {
    async start(order) {
      const articleId = articleIdOf(order.eventKey);
      const input = mustParse('start the article', parseArticleInput, {
        articleId,
        request: order.request,
        requester: order.requester,
        threads: [order.thread],
        language: order.language,
        settings,
      });
      await bounded('start the article', answerBudgetMs, async () => {
        try {
          await client.workflow.start(WORKFLOW_TYPE, {
            workflowId: workflowIdOf(articleId),
            taskQueue: TASK_QUEUE,
            args: [input],
            workflowIdReusePolicy: 'REJECT_DUPLICATE',
            workflowIdConflictPolicy: 'USE_EXISTING',
            memo: { requesterName: order.requester.displayName, approvers: settings.approval.approvers },
            typedSearchAttributes: [
              { key: STAGE, value: 'drafting' satisfies Stage },
              { key: REQUESTER, value: actorKey(order.requester) },
              { key: TOPIC, value: input.request.topic },
            ],
          });
        } catch (error) {
          // A redelivery after the end: the article was made already.
          if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
        }
      });
      return { articleId };
    },

    async decide(articleId, decision) {
      const what = 'hand over the decision';
      return await ask(articleId, what, DECIDE_UPDATE, DECIDE_SIGNAL, mustParse(what, parseDecision, decision));
    },
    async control(articleId, control) {
      const what = `hand over “${control.kind}”`;
      return await ask(articleId, what, CONTROL_UPDATE, CONTROL_SIGNAL, mustParse(what, parseControl, control));
    },
    status: (articleId, asker) =>
      bounded('ask for the status', answerBudgetMs, () => {
        const handle = client.workflow.getHandle(workflowIdOf(articleId));
        return asker === undefined
          ? handle.query<ArticleStatus>(STATUS_QUERY)
          : handle.query<ArticleStatus, [Actor]>(STATUS_QUERY, asker);
      }),

    list: ({ requester, running, closedAfter, limit }) =>
      bounded('list the articles', answerBudgetMs, async () => {
        const query = [
          `WorkflowType = '${WORKFLOW_TYPE}'`,
          // Earlier runs of an article that went on as new.
          `ExecutionStatus != 'ContinuedAsNew'`,
          ...(requester === undefined ? [] : [`${REQUESTER.name} = '${actorKey(requester).replaceAll("'", "''")}'`]),
          ...(running === true ? [`ExecutionStatus = 'Running'`] : []),
          // A store in SQL takes what has not ended for what ends in the far future.
          ...(closedAfter === undefined
            ? []
            : [`CloseTime > '${closedAfter.toISOString()}'`, `ExecutionStatus != 'Running'`]),
        ].join(' AND ');
        const found: ArticleSummary[] = [];
        for await (const info of client.workflow.list({ query, pageSize: limit })) {
          found.push({
            articleId: info.workflowId.slice(workflowIdOf('').length),
            topic: info.typedSearchAttributes.get(TOPIC) ?? '',
            requesterName: typeof info.memo?.['requesterName'] === 'string' ? info.memo['requesterName'] : '',
            requester: info.typedSearchAttributes.get(REQUESTER) ?? '',
            approvers: toApprovers(info.memo?.['approvers']),
            stage:
              info.status.name === 'TERMINATED' || info.status.name === 'CANCELLED'
                ? 'cancelled'
                : toStage(info.typedSearchAttributes.get(STAGE)),
            startedAt: info.startTime,
            ...(info.closeTime === undefined ? {} : { closedAt: info.closeTime }),
          });
          if (found.length === limit) break;
        }
        return found;
      }),
  };
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

/** Whoever was too late by a moment still learns who was not. */
function decidedBefore({ draft }: Decision, { lastDecision }: ArticleStatus): Refusal | undefined {
  return lastDecision?.version === draft.version
    ? { code: 'already-decided', decision: lastDecision.kind, byName: lastDecision.byName, at: lastDecision.at }
    : undefined;
}

function toApprovers(memo: unknown): readonly Approver[] {
  return Array.isArray(memo) ? memo.filter((rule) => typeof rule === 'string') : [];
}

function toStage(value: string | undefined): Stage {
  return STAGES.find((stage) => stage === value) ?? 'drafting';
}
