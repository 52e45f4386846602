/** Names that clients, workers and operators use for one another. Changing one breaks running articles. */
export const WORKFLOW_TYPE = 'article';
/** What a schedule starts at its moment. */
export const SCHEDULED_TYPE = 'scheduledOrder';
/** One edition of an article at one target: a `PublishInput`. */
export const PUBLISH_WORKFLOW_TYPE = 'publish';
/** Signal to it, without arguments: somebody has it tried again. */
export const PUBLISH_AGAIN_SIGNAL = 'again';
/** An agent that is asked without an article: an `AgentRunInput`. */
export const AGENT_RUN_TYPE = 'agentRun';
export const TASK_QUEUE = 'copydesk';
/** Update: `Decision` → `Answer`; a refusal is an ApplicationFailure of type {@link REFUSED} with the `Refusal` as its detail. */
export const DECIDE_UPDATE = 'decide';
/** Signal with the same `Decision`, for when no worker answers. */
export const DECIDE_SIGNAL = 'decision';
/** Update: `Control` → `Answer`. */
export const CONTROL_UPDATE = 'control';
/** Signal with the same `Control`. */
export const CONTROL_SIGNAL = 'control-signal';
/** Signals an operator may send by hand, without input. */
export const OPERATOR_SIGNALS = ['pause', 'resume', 'cancel', 'finish', 'another', 'retry', 'raise'] as const;
/** Signal from an operator, without input: whatever waits for people goes on in a new run, on the code that new articles begin on. */
export const RENEW_SIGNAL = 'renew';
/** Signal: all keys of somebody who turned out to be one person in several chats, a list of strings. */
export const LINKED_SIGNAL = 'linked';
/** Signal from whoever shows the article: a `ThreadReport`. */
export const REPORT_SIGNAL = 'report';
/** Query, perhaps with the `Actor` who asks → `ArticleStatus`. */
export const STATUS_QUERY = 'status';
/** Query → `Standing`. */
export const STANDING_QUERY = 'standing';
/** `type` of the failure with which a validator refuses. */
export const REFUSED = 'Refused';
/** `type` of the failure that says which field of what was sent does not parse. Sent as a signal, it is only logged. */
export const MALFORMED = 'Malformed';

/** `type` of the failure of a step that met a cap; its first detail is a `BudgetReached`. */
export const BUDGET_REACHED = 'budget-reached';

/** The workflow that brings one endpoint what there is to tell of one article. */
export const WEBHOOKS_WORKFLOW = 'webhooks';
/** Its activities: a receiver that keeps us waiting takes no place from the agents. */
export const WEBHOOKS_QUEUE = 'copydesk-webhooks';
/** Signal: something is due. */
export const WEBHOOKS_DUE_SIGNAL = 'due';

/** Search attributes by which an operator finds an article. */
export const SEARCH_ATTRIBUTES = {
  /** Keyword, a `Stage`. */
  stage: 'CopydeskStage',
  /** Keyword, `slack:T024BE7LH:U024BE7LH`. */
  requester: 'CopydeskRequester',
  /** Text: matches single words of the topic. */
  topic: 'CopydeskTopic',
} as const;

/** `article-<articleId>`. */
export function workflowIdOf(articleId: string): string {
  return `article-${articleId}`;
}

/** `schedule-<scheduleId>`: Temporal's schedule, and before its moment the workflow that this starts. */
export function scheduleIdOf(scheduleId: string): string {
  return `schedule-${scheduleId}`;
}

/** `webhooks-<endpoint>-<articleId>`. */
export function webhooksWorkflowIdOf(endpoint: string, articleId: string): string {
  return `webhooks-${endpoint}-${articleId}`;
}

/** `agent-run-<runId>`. */
export function agentRunIdOf(runId: string): string {
  return `agent-run-${runId}`;
}

/** `publish-<articleId>-<target>`: an edition is at work at a target once at a time. */
export function publishWorkflowIdOf(articleId: string, target: string): string {
  return `publish-${articleId}-${target}`;
}

/** As `createArticleIds` makes them. */
const ARTICLE_ID = '[0-9a-hjkmnp-tv-z]{16}';
const AN_ARTICLE = new RegExp(`^${ARTICLE_ID}$`);
const OF_AN_ARTICLE = new RegExp(
  `^(?:article-(${ARTICLE_ID})|publish-(${ARTICLE_ID})-.+|webhooks-.+-(${ARTICLE_ID}))$`,
);

/** Whether an article could be called so. */
export function isArticleId(text: string): boolean {
  return AN_ARTICLE.test(text);
}

/** The article for which a workflow is at work, by the workflow's id; undefined: for none. */
export function articleOf(workflowId: string): string | undefined {
  const [, ...ids] = OF_AN_ARTICLE.exec(workflowId) ?? [];
  return ids.find((id) => id !== undefined);
}
