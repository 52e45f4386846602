import { randomUUID } from 'node:crypto';
import { DeliveryError } from '../../src/delivery/messenger.ts';
import type { Task } from '../../src/practice-model/brief.ts';
import { type Actor, actorKey, OPERATOR } from '../../src/protocol/actor.ts';
import type { BudgetSettings } from '../../src/protocol/budget.ts';
import type { PlainControlKind } from '../../src/protocol/decision.ts';
import { createAgentGateway } from '../../src/gateway/agent-gateway.ts';
import { createScheduleGateway } from '../../src/gateway/schedule-gateway.ts';
import {
  agentRunIdOf,
  CONTROL_SIGNAL,
  DECIDE_SIGNAL,
  LINKED_SIGNAL,
  publishWorkflowIdOf,
  RENEW_SIGNAL,
  scheduleIdOf,
  webhooksWorkflowIdOf,
  workflowIdOf,
} from '../../src/protocol/names.ts';
import { makeWebhookSecret } from '../../src/lib/webhook-secret.ts';
import { createAgentRunStore } from '../../src/storage/agent-run-store.ts';
import { createEditionStore } from '../../src/storage/edition-store.ts';
import { createScheduleStore, type NewSchedule } from '../../src/storage/schedule-store.ts';
import { createSourceFileStore } from '../../src/storage/source-file-store.ts';
import { ANN, BEN, type Newsroom, type TestArticle } from '../support/newsroom.ts';
import { reviseArticle } from '../support/revise-article.ts';
import { TEST_SETTINGS } from '../support/settings.ts';
import { startWebhooks } from '../support/run-webhooks.ts';
import { type Step, step } from '../support/scripted-model.ts';
import { startWebhookReceiver } from '../support/webhook-receiver.ts';

/** More than an article may cost here; what nobody names a price of costs nothing. */
const EXPENSIVE_USD = 3;
export const HISTORY_BUDGET: BudgetSettings = { limits: { article: { warnUsd: 1, stopUsd: 2 } }, raiseByUsd: 5 };

/** Leads one article to its end. `workflowId`: what is recorded instead of its own workflow. */
export type Scenario = (
  newsroom: Newsroom,
) => Promise<Pick<TestArticle, 'articleId'> & { readonly workflowId?: string }>;

const scoring = (score: number, factsQuestionable = false): Step => step.practice({ score, factsQuestionable });
const handle = (newsroom: Newsroom, { articleId }: TestArticle) =>
  newsroom.client.workflow.getHandle(workflowIdOf(articleId));
const steer = (newsroom: Newsroom, { articleId }: TestArticle, kind: PlainControlKind) =>
  newsroom.gateway.control(articleId, { id: randomUUID(), kind, by: ANN });

/** The first run of which this is so. */
async function runOf(
  newsroom: Newsroom,
  article: TestArticle,
  isMeant: (run: { readonly runId: string; readonly firstRunId: string | null | undefined }) => boolean,
) {
  for (;;) {
    const { runId, raw } = await handle(newsroom, article).describe();
    const run = { runId, firstRunId: raw.workflowExecutionInfo?.firstRunId };
    if (isMeant(run)) return run;
  }
}

async function start(
  newsroom: Newsroom,
  topic: string,
  script: Partial<Record<Task, readonly Step[]>>,
): Promise<TestArticle> {
  for (const [task, steps] of Object.entries(script)) newsroom.script(topic, task as Task, ...steps);
  return await newsroom.start(topic);
}

async function waiting(newsroom: Newsroom, topic: string, scores: readonly number[] = [9]): Promise<TestArticle> {
  const article = await start(newsroom, topic, { critique: scores.map((score) => scoring(score)) });
  await article.until('waiting');
  return article;
}

/** Approves what is at the gate and sees it delivered. */
async function approved(article: TestArticle): Promise<TestArticle> {
  await article.until('waiting');
  await article.decide({ kind: 'approve' });
  await article.outcome();
  return article;
}

/** One article for each way through the workflow, by the name of its file. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'several-drafts-and-a-fact-check': async (newsroom) =>
    approved(await start(newsroom, 'How drafts grow', { critique: [scoring(5, true), scoring(7), scoring(9)] })),

  'checked-by-rules': async (newsroom) => {
    const rules = ['after-draft', 'before-gate'] as const;
    const adaptive = rules.map((at) => ({
      run: 'fact_check',
      at,
      when: [],
      ...(at === 'after-draft' && { atMost: 1 }),
    }));
    newsroom.script('How rules bind', 'critique', scoring(5), scoring(9));
    return approved(await newsroom.start('How rules bind', {}, { adaptive }));
  },

  'changes-twice': async (newsroom) => {
    const article = await waiting(newsroom, 'How minds change', [9, 9, 9]);
    for (const comment of ['Shorter', 'Longer']) {
      await article.decide({ kind: 'request-changes', comment });
      await article.until(({ stage, current }) => stage === 'waiting' && current?.score !== undefined);
    }
    return await approved(article);
  },

  'another-version': async (newsroom) => {
    const article = await waiting(newsroom, 'How versions differ', [9, 9]);
    await steer(newsroom, article, 'another');
    await article.until(({ stage, current }) => stage === 'waiting' && current?.version === 2);
    return await approved(article);
  },

  'outline-first': async (newsroom) => {
    newsroom.script('How plans hold', 'critique', scoring(9));
    const article = await newsroom.start(
      'How plans hold',
      {},
      { approval: { gate: 'final', outline: true, approvers: ['requester'] } },
    );
    await article.until('waiting');
    await article.askForChanges('Say more about the wind');
    await article.decide({ kind: 'approve' });
    await article.until(({ stage, scores }) => stage === 'waiting' && scores.length > 0);
    return await approved(article);
  },

  compared: async (newsroom) => {
    newsroom.script('How scales tip', 'critique', scoring(7), scoring(7.2));
    const improvement = { minGain: 0.2, patience: 2, compareWithin: 0.5 };
    return approved(await newsroom.start('How scales tip', {}, { maxIterations: 2, improvement }));
  },

  'with-extras': async (newsroom) => {
    const topic = 'How banners fly';
    newsroom.script(topic, 'critique', scoring(9));
    // The first draft goes without; what a person typed in has them.
    newsroom.script(topic, 'extras', step.status(503));
    const article = await newsroom.start(topic, {}, { extras: [{ name: 'summary', maxChars: 300 }] });
    await article.until('waiting');
    await article.edit('# How banners fly\n\nIn the wind.\n');
    await article.until(({ stage, current }) => stage === 'waiting' && current?.author === 'person');
    return await approved(article);
  },

  'brought-back': async (newsroom) => {
    const article = await waiting(newsroom, 'How texts come back', [9, 9.5]);
    await article.askForChanges('Shorter');
    await article.bringBack(1);
    await article.until(({ stage, current }) => stage === 'waiting' && current?.version === 3);
    return await approved(article);
  },

  renewed: async (newsroom) => {
    const article = await waiting(newsroom, 'How snakes shed');
    const started = await runOf(newsroom, article, (run) => run.runId !== run.firstRunId);
    await handle(newsroom, article).signal(RENEW_SIGNAL);
    await runOf(newsroom, article, ({ runId }) => runId !== started.runId);
    return await approved(article);
  },

  edited: async (newsroom) => {
    const article = await waiting(newsroom, 'How edits stand');
    await article.edit('# How edits stand\n\nBy hand.\n');
    return await approved(article);
  },

  'a-new-edition': async (newsroom) => {
    const topic = 'How editions follow';
    const first = await approved(await waiting(newsroom, topic));
    newsroom.script(topic, 'critique', scoring(9));
    return await approved(await reviseArticle(newsroom, first.articleId, '2: shorter'));
  },

  'a-translation': async (newsroom) => {
    const source = await approved(await waiting(newsroom, 'How ropes are made'));
    const { delivered } = (await createEditionStore(newsroom.pool).find(source.articleId, 'nobody')) ?? {};
    if (delivered === undefined) throw new Error('It was not delivered');
    const { first, articleId, edition, sha256, request, thread } = delivered;
    const begun = await newsroom.gateway.translate({
      original: { first, articleId, edition, sha256, language: request.language, asked: randomUUID() },
      failed: 0,
      request: { ...request, language: 'ru' },
      requester: ANN,
      thread,
      language: 'en',
    });
    const translation = newsroom.article(begun.articleId);
    await translation.until('waiting');
    return await approved(translation);
  },

  published: async (newsroom) => {
    const topic = 'How articles are published';
    newsroom.script(topic, 'critique', scoring(9));
    const target = { timeoutSeconds: 20, retry: { firstSeconds: 1, mostSeconds: 1, forMinutes: 1 } };
    const publish = [
      { name: 'blog', ...target },
      { name: 'wiki', languages: ['ru'], ...target },
    ];
    return await approved(await newsroom.start(topic, {}, { publish }));
  },

  /** The workflow of one edition at one target, which nobody has set up there. */
  'not-published': async (newsroom) => {
    const topic = 'How articles are not published';
    newsroom.script(topic, 'critique', scoring(9));
    const target = { timeoutSeconds: 20, retry: { firstSeconds: 1, mostSeconds: 1, forMinutes: 1 } };
    const article = await newsroom.start(topic, {}, { publish: [{ name: 'blog', ...target }] });
    const { articleId } = await approved(article);
    const workflowId = publishWorkflowIdOf(articleId, 'blog');
    await newsroom.client.workflow.getHandle(workflowId).result();
    return { articleId, workflowId };
  },

  /** A schedule that somebody has run by hand. */
  scheduled: async ({ client, pool }) => {
    const scheduleId = '9kx7m9q2bd8f3g5h';
    const schedule: NewSchedule = {
      scheduleId,
      maker: ANN,
      thread: { platform: 'memory', channel: 'C1' },
      language: 'en',
      request: { topic: 'How clocks strike' },
      timing: { weekdays: [1], times: [{ hour: 9, minute: 0 }], zone: 'Europe/Berlin' },
    };
    await createScheduleStore(pool).open(schedule, { perPerson: 1, perChannel: 1 });
    const schedules = createScheduleGateway({ client, catchUpMinutes: 1, budgetMs: 15_000 });
    await schedules.apply({ ...schedule, skips: [] });
    const planned = client.schedule.getHandle(scheduleIdOf(scheduleId));
    await planned.trigger();
    for (;;) {
      const [run] = (await planned.describe()).info.recentActions;
      if (run === undefined) continue;
      const { workflowId } = run.action.workflow;
      await client.workflow.getHandle(workflowId).result();
      await planned.delete();
      return { articleId: scheduleId, workflowId };
    }
  },

  /** An agent that is asked without an article, and is refused until it is over. */
  'an-agent': async (newsroom) => {
    const topic = 'How echoes answer';
    const runId = 'echo-1';
    newsroom.script(topic, 'outline', step.status(503), step.status(401), step.status(401), step.status(401));
    await createAgentRunStore(newsroom.pool).open({
      runId,
      requesterKey: actorKey(ANN),
      channelKey: 'memory:C1',
      tenant: 'memory',
      agent: 'outline',
      input: { request: { topic, language: 'en' } },
    });
    const agents = createAgentGateway({ client: newsroom.client, settings: TEST_SETTINGS, budgetMs: 15_000 });
    await agents.runAgent(runId, 'outline');
    const workflowId = agentRunIdOf(runId);
    await newsroom.client.workflow.getHandle(workflowId).result();
    return { articleId: runId, workflowId };
  },

  rejected: async (newsroom) => {
    const article = await waiting(newsroom, 'How rejection ends');
    await article.decide({ kind: 'reject', reason: 'Off topic' });
    await article.outcome();
    return article;
  },

  'approved-early': async (newsroom) => {
    const article = await start(newsroom, 'How haste pays', { critique: [scoring(4)], revise: [step.hang()] });
    await article.until(({ step: doing, iteration }) => doing === 'writing' && iteration === 1);
    await article.decide({ kind: 'approve' });
    await article.outcome();
    return article;
  },

  'paused-resumed-finished': async (newsroom) => {
    const article = await start(newsroom, 'How pauses pass', {
      draft: [step.after(300)],
      critique: [scoring(6), scoring(4)],
      revise: [step.practice(), step.hang()],
    });
    await steer(newsroom, article, 'pause');
    await article.until(({ drafts }) => drafts.length === 1);
    await steer(newsroom, article, 'resume');
    await article.until(({ scores }) => scores.length === 2);
    await steer(newsroom, article, 'finish');
    await article.outcome();
    return article;
  },

  'cancelled-in-the-web-ui': async (newsroom) => {
    const topic = 'How cancelling ends';
    const article = await start(newsroom, topic, { draft: [step.hang()] });
    await newsroom.model.waitFor(({ task, body }) => task === 'draft' && JSON.stringify(body).includes(topic));
    await handle(newsroom, article).cancel();
    await article.outcome();
    return article;
  },

  'failed-and-retried': async (newsroom) => {
    const article = await start(newsroom, 'How failures pass', { critique: [step.status(401), scoring(9)] });
    await article.until('stuck');
    await steer(newsroom, article, 'retry');
    return await approved(article);
  },

  'waited-for-the-model': async (newsroom) =>
    approved(await start(newsroom, 'How outages pass', { outline: [step.status(503)], critique: [scoring(9)] })),

  'stopped-by-its-budget': async (newsroom) => {
    const drafts = [step.costing(EXPENSIVE_USD)];
    const article = await start(newsroom, 'How money goes', { draft: drafts, critique: [scoring(9)] });
    await article.until('stuck');
    await steer(newsroom, article, 'raise');
    return await approved(article);
  },

  'finished-without-a-budget': async (newsroom) => {
    const article = await start(newsroom, 'How money went', { critique: [step.costing(EXPENSIVE_USD, scoring(5))] });
    await article.until('stuck');
    await steer(newsroom, article, 'finish');
    await article.outcome();
    return article;
  },

  'refused-by-the-platform': async (newsroom) => {
    newsroom.messenger.fail(new DeliveryError('Not in the channel', { failure: 'refused', code: 'not_in_channel' }));
    const article = await start(newsroom, 'How doors open', { critique: [scoring(9)] });
    await article.until('stuck');
    await steer(newsroom, article, 'retry');
    return await approved(article);
  },

  'moved-after-a-refusal': async (newsroom) => {
    const article = await waiting(newsroom, 'How doors close');
    newsroom.messenger.fail(new DeliveryError('Archived', { failure: 'refused', code: 'is_archived' }));
    await steer(newsroom, article, 'pause');
    await article.until('stuck');
    const thread = { platform: newsroom.messenger.platform, channel: 'C2' };
    await newsroom.gateway.control(article.articleId, { id: randomUUID(), kind: 'move', by: ANN, thread });
    await steer(newsroom, article, 'resume');
    return await approved(article);
  },

  'shown-elsewhere': async (newsroom) => {
    const article = await waiting(newsroom, 'How gates swing');
    const thread = { platform: newsroom.messenger.platform, channel: 'C2' };
    const control = { by: ANN, thread } as const;
    const { articleId } = article;
    await newsroom.gateway.control(articleId, { ...control, id: randomUUID(), kind: 'follow', role: 'decides' });
    await article.askForChanges('Name a hinge');
    await newsroom.gateway.control(articleId, { ...control, id: randomUUID(), kind: 'follow', role: 'reads' });
    await newsroom.gateway.control(articleId, { ...control, id: randomUUID(), kind: 'unfollow' });
    return await approved(article);
  },

  'asked-for-its-language': async (newsroom) => {
    const request = { topic: 'Prilivy', language: 'en', languageAssumed: true, languageChoices: ['en', 'ru'] } as const;
    const article = await newsroom.start(request.topic, { request }, { askLanguageSeconds: 600 });
    await article.until(({ drafts }) => drafts.length === 0);
    await newsroom.gateway.control(article.articleId, {
      id: randomUUID(),
      kind: 'language',
      by: ANN,
      language: 'ru',
    });
    return await approved(article);
  },

  'source-while-writing': async (newsroom) => {
    const topic = 'How sources come late';
    const article = await start(newsroom, topic, { outline: [step.hang()], critique: [scoring(9)] });
    await article.until(() => newsroom.asked(topic, 'outline').length > 0);
    const file = { id: 'a-late-file', name: 'late.md' };
    const bytes = Buffer.from(
      `# Tides\n\n${'The sea rises and falls twice a day almost everywhere on Earth. '.repeat(3)}`,
    );
    await createSourceFileStore(newsroom.pool).keep({ ...file, bytes });
    await newsroom.gateway.control(article.articleId, { id: randomUUID(), kind: 'add-source', by: ANN, file });
    newsroom.model.release();
    return await approved(article);
  },

  /** An endpoint that does not accept an event at first, is told more meanwhile, and is told again later. */
  webhooks: async (newsroom) => {
    const secret = makeWebhookSecret();
    const receiver = await startWebhookReceiver(secret);
    const webhooks = await startWebhooks(newsroom, {
      endpoints: [{ name: 'newsroom', url: receiver.url, allowPrivate: true }],
      secrets: new Map([['newsroom', [secret]]]),
    });
    try {
      let refusals = 0;
      receiver.answer(({ type }) => (type === 'article.draft' && refusals++ < 3 ? 503 : 204));
      const article = await waiting(newsroom, 'How waves are told of');
      await receiver.untilAccepted(3, article.articleId);
      await approved(article);
      await receiver.untilAccepted(5, article.articleId);
      const workflowId = webhooksWorkflowIdOf('newsroom', article.articleId);
      await newsroom.client.workflow.getHandle(workflowId).result();
      return { articleId: article.articleId, workflowId };
    } finally {
      await webhooks.stop();
      await newsroom.pool.query('update webhook_endpoints set removed_at = now()');
      await receiver.close();
    }
  },

  /** Nobody decides: others are told, it is parked, somebody resumes it, and it is planned anew. */
  parked: async (newsroom) => {
    const seconds = (count: number) => ({ unit: 'minutes' as const, count: count / 60 });
    const topic = 'How moss waits';
    newsroom.script(topic, 'critique', scoring(9));
    const article = await newsroom.start(
      topic,
      {},
      {
        patience: {
          escalate: { after: seconds(1), to: ['requester'] },
          expire: { after: seconds(2), outcome: 'park' },
          working: { weekdays: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 1440, holidays: 'none', daysOff: [] },
          zone: 'UTC',
        },
      },
    );
    await article.until('paused');
    await newsroom.gateway.control(article.articleId, { id: randomUUID(), kind: 'resume', by: ANN });
    await article.until('paused');
    await article.decide({ kind: 'approve' });
    await article.outcome();
    return article;
  },

  /** Several vote; one is asked to, one sees to it, two turn out to be one, and an operator takes it over. */
  'voted-and-handed-over': async (newsroom) => {
    const topic = 'How lichens agree';
    newsroom.script(topic, 'critique', scoring(9));
    const elsewhere: Actor = { platform: 'telegram', userId: '7', displayName: 'Ann elsewhere', groups: [] };
    const article = await newsroom.start(
      topic,
      {},
      {
        approval: {
          gate: 'final',
          approvers: [actorKey(ANN), actorKey(BEN), actorKey(elsewhere)],
          voting: { approvals: 3, rejections: 2 },
        },
      },
    );
    await article.until('waiting');
    await newsroom.gateway.control(article.articleId, { id: randomUUID(), kind: 'assign', by: ANN, to: BEN });
    await newsroom.gateway.control(article.articleId, { id: randomUUID(), kind: 'claim', by: BEN });
    await article.decide({ kind: 'approve', by: ANN });
    await article.decide({ kind: 'reject', reason: 'Not yet', by: elsewhere });
    await handle(newsroom, article).signal(LINKED_SIGNAL, [actorKey(ANN), actorKey(elsewhere)]);
    await article.decide({ kind: 'approve', by: BEN });
    await newsroom.gateway.control(article.articleId, {
      id: randomUUID(),
      kind: 'step-in',
      by: OPERATOR,
      reason: 'Two of the three are one',
    });
    await article.decide({ kind: 'approve', by: OPERATOR });
    await article.outcome();
    return article;
  },

  'decided-by-signals': async (newsroom) => {
    const article = await waiting(newsroom, 'How signals count');
    const { current } = await newsroom.gateway.status(article.articleId);
    const approval = { kind: 'approve', draft: { version: current?.version, hash: current?.hash } };
    const running = handle(newsroom, article);
    await running.signal(DECIDE_SIGNAL, { ...approval, id: randomUUID(), by: BEN });
    await running.signal(CONTROL_SIGNAL, { id: randomUUID(), kind: 'pause', by: ANN });
    await running.signal('resume');
    await running.signal(DECIDE_SIGNAL, { ...approval, id: randomUUID(), by: ANN });
    await article.outcome();
    return article;
  },
};
