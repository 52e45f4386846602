import { createRoute, type z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ChatDesk } from '../../../src/chat/chat-desk.ts';
import type { Identities } from '../../../src/chat/identities.ts';
import type { AgentGateway } from '../../../src/gateway/agent-gateway.ts';
import type { ArticleGateway } from '../../../src/gateway/article-gateway.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { within } from '../../../src/lib/within.ts';
import { actorKey, keysOf } from '../../../src/protocol/actor.ts';
import { FACT_CHECK } from '../../../src/protocol/adaptive.ts';
import {
  type AgentRunFailure,
  type AskedAgent,
  ASKED_AGENTS,
  parseAgentOrder,
  RUN_ENDED,
} from '../../../src/protocol/agent-run.ts';
import { BUDGET_REACHED } from '../../../src/protocol/names.ts';
import { channelKey } from '../../../src/protocol/thread.ts';
import type { AgentRunRecord, AgentRunStore, AskedRun } from '../../../src/storage/agent-run-store.ts';
import { STORE_BUDGET_MS } from '../connect/store-budget.ts';
import { type AllowedEnv, allow } from './allow.ts';
import type { Routes, WebEnv } from './app.ts';
import type { Once } from './once.ts';
import { accepted, type Asked, Declined, notAccepted, problem, wordsFor } from './problem.ts';
import { readStore } from './read-store.ts';
import {
  answeredBy,
  begunSchema,
  comparedSchema,
  compareOrderSchema,
  critiqueOrderSchema,
  critiqueSchema,
  editedSchema,
  editOrderSchema,
  factCheckOrderSchema,
  factReportSchema,
  outlineOrderSchema,
  runParams,
  runSchema,
  writeOrderSchema,
  writtenSchema,
} from './schemas/agent-schema.ts';
import { onceHeaders, problems, SECURED } from './schemas/common.ts';

const common = { tags: ['Agents'], security: SECURED, middleware: allow('agents:run') };
const location = {
  Location: { description: 'Where it is looked at.', schema: { type: 'string' as const } },
};

function agentRoute<const Path extends string>(
  path: Path,
  about: {
    readonly operationId: string;
    readonly summary: string;
    readonly description: string;
    readonly order: z.ZodType<object>;
    readonly output: z.ZodType;
    /** What the description calls the answer. */
    readonly answer: string;
  },
) {
  const { operationId, summary, description, order, output, answer } = about;
  return createRoute({
    ...common,
    operationId,
    method: 'post',
    path,
    summary,
    description: `${description} Whoever may have articles written may ask. It is answered when it is done, or after 25 seconds with where to look.`,
    request: {
      headers: onceHeaders,
      body: { required: true, content: { 'application/json': { schema: order } } },
    },
    responses: {
      200: {
        description: 'It is done.',
        headers: location,
        content: { 'application/json': { schema: answeredBy(output, answer) } },
      },
      202: {
        description: 'It is at work, and will not get lost.',
        headers: location,
        content: { 'application/json': { schema: begunSchema } },
      },
      ...problems(400, 413, 415, 502),
    },
  });
}

const AGENTS = {
  outline: agentRoute('/agents/outline', {
    operationId: 'askForOutline',
    summary: 'Has the writer plan a text',
    description: 'Its title, what it is about, and its headings with what each section shows, for people to decide on.',
    order: outlineOrderSchema,
    output: writtenSchema,
    answer: 'OutlineAnswer',
  }),
  write: agentRoute('/agents/write', {
    operationId: 'askWriter',
    summary: 'Has the writer write a draft, or revise one',
    description:
      'Without a `draft` the first is written; with one it is revised, by what was said of it. What was said needs a draft that it is about.',
    order: writeOrderSchema,
    output: writtenSchema,
    answer: 'WriteAnswer',
  }),
  critique: agentRoute('/agents/critique', {
    operationId: 'askCritic',
    summary: 'Has the critic judge a draft',
    description: 'Each criterion by words of the draft, with a score from 0 to 10.',
    order: critiqueOrderSchema,
    output: critiqueSchema,
    answer: 'CritiqueAnswer',
  }),
  compare: agentRoute('/agents/compare', {
    operationId: 'askForComparison',
    summary: 'Has the critic compare two drafts',
    description: 'The newer one wins where it is preferred whichever of them is read first.',
    order: compareOrderSchema,
    output: comparedSchema,
    answer: 'CompareAnswer',
  }),
  'fact-check': agentRoute('/agents/fact-check', {
    operationId: 'askFactChecker',
    summary: 'Has what a draft claims checked',
    description: 'Each claim with a verdict and its sources, where a provider of the settings searches.',
    order: factCheckOrderSchema,
    output: factReportSchema,
    answer: 'FactCheckAnswer',
  }),
  edit: agentRoute('/agents/edit', {
    operationId: 'askEditor',
    summary: 'Has the editor finish a text',
    description: 'Spelling, grammar, typography, a title and a summary. What a sentence says is not changed.',
    order: editOrderSchema,
    output: editedSchema,
    answer: 'EditAnswer',
  }),
} as const satisfies Readonly<Record<AskedAgent, object>>;

const getAgentRun = createRoute({
  ...common,
  operationId: 'getAgentRun',
  method: 'get',
  path: '/agents/runs/{runId}',
  summary: 'What has become of what an agent was asked',
  description: 'For whoever asked it. It is kept for 30 days.',
  request: { params: runParams },
  responses: {
    200: { description: 'How it stands.', content: { 'application/json': { schema: runSchema } } },
    ...problems(404),
  },
});

export interface AgentRoutesOptions {
  readonly desk: Pick<ChatDesk, 'objectionToStart'>;
  readonly runs: Pick<AgentRunStore, 'open' | 'find' | 'fail'>;
  readonly agents: AgentGateway;
  readonly ids: Pick<ArticleGateway, 'idOf'>;
  /** Names of external agents that check facts. */
  readonly external: readonly string[];
  readonly once: Once;
  /** Who somebody is in other chats. */
  readonly identities: Pick<Identities, 'know'>;
  /** How long a request waits for its answer, in milliseconds. Default: {@link ANSWER_MS}. */
  readonly answerMs?: number;
  readonly logger: Logger;
}

/** What stands between us and programs cuts off after half a minute, if it has not been told otherwise. */
const ANSWER_MS = 25_000;
/** For whoever only looks. */
const LOOK_MS = 300;
/** Their fields: `critique.score: must be a number from 0 to 10`. */
const FAULT = /^([\w.-]+): (.+)$/s;

/** Agents, asked by programs: JSON in, JSON out, and no article. */
export function agentRoutes(options: AgentRoutesOptions): Routes {
  const { desk, runs, agents, ids, external, once, identities, answerMs = ANSWER_MS, logger } = options;

  const find = async (c: Asked, runId: string): Promise<AgentRunRecord | undefined> =>
    accepted(c, await readStore(logger, 'a run of an agent', runs.find(runId))).value;

  /** How it stands, after so long at most. */
  async function settled(
    c: Asked,
    before: AgentRunRecord,
    mostMs: number,
    signal: AbortSignal,
  ): Promise<AgentRunRecord> {
    if (isDone(before)) return before;
    const { runId } = before;
    const isOver = await agents.isOver(runId, { mostMs, signal });
    const after = (await find(c, runId)) ?? before;
    if (isDone(after) || isOver === 'unknown') return after;
    // Its workflow writes down what comes of it before it ends; an operator has ended this one.
    const failure = { code: RUN_ENDED, message: 'Its workflow is over' };
    accepted(c, await readStore(logger, 'a run of an agent', runs.fail(runId, failure)));
    return { ...after, failure };
  }

  async function ask(c: Context<WebEnv & AllowedEnv>, agent: AskedAgent, order: object): Promise<AgentRunRecord> {
    const { actor, home } = c.var.caller;
    const parsed = parseAgentOrder(agent, order);
    if (!parsed.ok) throw new Declined(unfit(c, parsed.fault));
    const { value: input } = parsed;
    if ('agent' in input && ![FACT_CHECK, ...external].includes(String(input.agent)))
      throw new Declined(unfit(c, `agent: must be ${[FACT_CHECK, ...external].join(' or ')}`));
    const objection = await desk.objectionToStart(actor, home);
    if (objection !== undefined) throw new Declined(notAccepted(c, objection));
    const asked = await once(c, order);
    const runId = ids.idOf(`agent:${asked.eventKey}`);
    const run: AskedRun = {
      runId,
      requesterKey: actorKey(actor),
      channelKey: channelKey(home),
      tenant: `${actor.platform}:${actor.workspace ?? ''}`,
      agent,
      input,
    };
    try {
      await within(STORE_BUDGET_MS, 'PostgreSQL', runs.open(run));
      await agents.runAgent(runId, agent);
    } catch (error) {
      logger.warn({ reason: reasonOf(error) }, 'An agent could not be asked');
      await asked.release();
      throw new Declined(notAccepted(c, { kind: 'away', what: 'desk' }));
    }
    return await settled(c, (await find(c, runId)) ?? run, answerMs, c.req.raw.signal);
  }

  return (app) => {
    for (const agent of ASKED_AGENTS) {
      app.openapi(AGENTS[agent], async (c) => {
        const run = await ask(c, agent, c.req.valid('json'));
        const { runId, output, failure } = run;
        c.header('location', `/agents/runs/${runId}`);
        if (failure !== undefined) throw new Declined(failed(c, runId, failure));
        return output === undefined ? c.json({ runId }, 202) : c.json({ runId, output }, 200);
      });
    }

    app.openapi(getAgentRun, async (c) => {
      const { runId } = c.req.valid('param');
      const asked = await find(c, runId);
      if (asked === undefined || !keysOf(await identities.know(c.var.caller.actor)).includes(asked.requesterKey))
        throw new Declined(problem({ status: 404, code: 'no-such-run', detail: wordsFor(c).web.agents.noSuchRun }));
      const { agent, output, failure } = await settled(c, asked, LOOK_MS, c.req.raw.signal);
      return c.json(
        {
          runId,
          agent,
          status:
            output !== undefined
              ? ('done' as const)
              : failure !== undefined
                ? ('failed' as const)
                : ('running' as const),
          ...(output !== undefined && { output: { ...output } }),
          ...(failure !== undefined && { failure: { code: failure.code, detail: toldOf(c, failure) } }),
        },
        200,
      );
    });
  };
}

function isDone({ output, failure }: AgentRunRecord): boolean {
  return output !== undefined || failure !== undefined;
}

function unfit(c: Asked, fault: string): Response {
  const [, path = '', message = fault] = FAULT.exec(fault) ?? [];
  return problem({
    status: 422,
    code: 'invalid-request',
    detail: wordsFor(c).web.invalid,
    more: { errors: [{ path, message }] },
  });
}

function failed(c: Asked, runId: string, failure: AgentRunFailure): Response {
  return problem({ status: 502, code: failure.code, detail: toldOf(c, failure), more: { runId } });
}

/** What happened, and what whoever asked can do. */
function toldOf(c: Asked, { code }: AgentRunFailure): string {
  const { web, failures } = wordsFor(c);
  if (code === BUDGET_REACHED) return web.agents.budgetReached;
  if (code === RUN_ENDED) return web.agents.ended;
  return `${failures.words(code, { hasDraft: false }).what} ${web.agents.wayOut(code)}`;
}
