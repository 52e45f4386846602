import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { type ArticleGateway, type ArticleOrder, createArticleGateway } from '../../src/gateway/article-gateway.ts';
import { createArticleIds } from '../../src/gateway/article-id.ts';
import { recoverRequests } from '../../src/gateway/recover-requests.ts';
import type { Quotas, RequestStore } from '../../src/gateway/request-store.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { traceIdOf } from '../../src/lib/trace-id.ts';
import { untilReachable } from '../../src/process/until-reachable.ts';
import type { ArticleInput } from '../../src/protocol/article.ts';
import { REPORT_SIGNAL, workflowIdOf } from '../../src/protocol/names.ts';
import { createArticleList } from '../../src/storage/article-list.ts';
import { createRequestStore } from '../../src/storage/request-store.ts';
import type { TestDatabase } from '../support/database.ts';
import { createMigratedDatabase } from '../support/use-database.ts';
import { createNamespace } from '../support/namespace.ts';
import { TEST_SETTINGS } from '../support/settings.ts';
import { openTcpGate, type TcpGate } from '../support/tcp-gate.ts';

const ids = createArticleIds('a secret of thirty-two characters or more');
const ANN = { platform: 'slack', userId: 'U1', displayName: 'Ann', groups: ['S1'] };
const BEN = { platform: 'slack', userId: 'U2', displayName: 'Ben', groups: [] };
const THREAD = { platform: 'slack', workspace: 'T1', channel: 'C1' };

let temporal: Awaited<ReturnType<typeof createNamespace>>;
let database: TestDatabase;
let pool: pg.Pool;
let requests: RequestStore;
/** The way to Temporal and PostgreSQL that a test may cut. */
let gates: { readonly temporal: TcpGate; readonly postgres: TcpGate };
let connection: Connection;
let gatedPool: pg.Pool;
beforeAll(async () => {
  [temporal, database] = await Promise.all([
    createNamespace(inject('temporalAddress')),
    createMigratedDatabase(inject('postgresUrl')),
  ]);
  pool = new pg.Pool({ connectionString: database.url });
  requests = createRequestStore(pool);
  const { host } = new URL(database.url);
  gates = { temporal: await openTcpGate(inject('temporalAddress')), postgres: await openTcpGate(host) };
  connection = await Connection.connect({ address: gates.temporal.address });
  const gatedUrl = new URL(database.url);
  gatedUrl.host = gates.postgres.address;
  gatedPool = new pg.Pool({ connectionString: gatedUrl.href, connectionTimeoutMillis: 500, query_timeout: 1000 });
  gatedPool.on('error', () => undefined);
});
afterEach(async () => {
  for (const gate of cutGates.splice(0)) gate.open();
  await untilReachable(() => gatedPool.query('select 1'), wait);
  await untilReachable(() => connection.workflowService.getSystemInfo({}), wait);
});
afterAll(async () => {
  await Promise.all([pool.end(), gatedPool.end().catch(() => undefined), connection.close()]);
  await Promise.all([gates.temporal.close(), gates.postgres.close()]);
  await temporal.connection.close();
  await database.drop();
});

const wait = {
  what: 'a server that was away',
  logger: createLogger({ level: 'silent' }),
  signal: new AbortController().signal,
};
const cutGates: TcpGate[] = [];
function cut(gate: TcpGate): void {
  cutGates.push(gate);
  gate.cut('refuse');
}

/** A gateway as bots have it, whose servers a test can take away; or with a store of the test's. */
function openGateway(store: Partial<Pick<RequestStore, 'open' | 'abandon'>> = {}, quotas: Quotas = {}): ArticleGateway {
  return createArticleGateway({
    client: new Client({ connection, namespace: temporal.namespace }),
    ids,
    requests: { ...createRequestStore(gatedPool), ...store },
    lists: createArticleList(gatedPool),
    settings: TEST_SETTINGS,
    quotas,
    answerBudgetMs: 1000,
  });
}

function orderOf(more: Partial<ArticleOrder> = {}): ArticleOrder {
  return {
    eventKey: `slack:${randomUUID()}`,
    request: { topic: 'How tides work', language: 'en' },
    requester: ANN,
    thread: THREAD,
    language: 'en',
    ...more,
  };
}

async function rowOf(articleId: string): Promise<Record<string, unknown> | undefined> {
  const { rows } = await pool.query<Record<string, unknown>>('select * from articles where article_id = $1', [
    articleId,
  ]);
  return rows[0];
}

async function inputOf(articleId: string): Promise<ArticleInput | undefined> {
  try {
    const { events } = await temporal.client.workflow.getHandle(workflowIdOf(articleId)).fetchHistory();
    const data = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0]?.data;
    return JSON.parse(Buffer.from(data ?? []).toString('utf8')) as ArticleInput;
  } catch {
    return undefined;
  }
}

/** As if the row had been left alone for longer than it takes. */
async function recover(articleId: string): Promise<void> {
  await pool.query(`update articles set updated_at = now() - interval '1 hour' where article_id = $1`, [articleId]);
  await recoverRequests({ client: temporal.client, requests });
}

const codeOf = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'fulfilled',
    (error: unknown) => (error as { code?: unknown }).code,
  );

describe('start', () => {
  it('writes the article down with its thread, then starts its workflow, under one trace id', async () => {
    const order = orderOf();
    const { articleId } = await openGateway().start(order);
    const row = await rowOf(articleId);
    expect(articleId).toBe(ids.idOf(order.eventKey));
    expect(row).toMatchObject({
      trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      topic: 'How tides work',
      requester: ANN,
      requester_key: 'slack:U1',
      home_scope: expect.stringMatching(/^[a-z]+:/),
      approvers: ['requester'],
      language: 'en',
      stage: 'requested',
      revision: 0,
      abandoned_at: null,
    });
    expect(await inputOf(articleId)).toEqual(row?.['input']);
    expect(row?.['trace_id']).toBe(traceIdOf(articleId));
    expect(row?.['input']).toMatchObject({
      articleId,
      traceId: traceIdOf(articleId),
      thread: THREAD,
      settings: TEST_SETTINGS,
    });
    const { rows } = await pool.query('select * from followers where article_id = $1', [articleId]);
    expect(rows).toEqual([
      expect.objectContaining({ ...THREAD, thread: null, role: 'decides', cursor: 0, first_seq: 1, due_at: null }),
    ]);
  });

  it('finds the article when the same event comes again, also at once, and keeps the rules it began with', async () => {
    const order = orderOf();
    const gateway = openGateway();
    const started = await Promise.all(Array.from({ length: 8 }, () => gateway.start(order)));
    expect(new Set(started.map(({ articleId }) => articleId)).size).toBe(1);
    const { articleId } = await gateway.start({ ...order, language: 'ru' });
    expect(await inputOf(articleId)).toMatchObject({ language: 'en' });
    const { rows } = await pool.query('select 1 from followers where article_id = $1', [articleId]);
    expect(rows).toHaveLength(1);
  });

  it('makes none anew when the event comes again after its end, even when Temporal has forgotten it', async () => {
    const order = orderOf();
    // Written down, and nothing of it in Temporal.
    await requests.open(inputFor(order));
    await pool.query(`update articles set stage = 'delivered', closed_at = now() where article_id = $1`, [
      ids.idOf(order.eventKey),
    ]);
    const { articleId } = await openGateway().start(order);
    expect(await inputOf(articleId)).toBeUndefined();
  });

  it('never hands out the article of another person', async () => {
    const order = orderOf();
    const { articleId } = await openGateway().start(order);
    expect(await codeOf(openGateway().start({ ...order, requester: BEN }))).toBe('conflict');
    expect(await rowOf(articleId)).toMatchObject({ requester_key: 'slack:U1' });
  });

  it('is refused when as many are at work as may be, and nothing starts', async () => {
    const requester = { ...ANN, userId: 'U-busy' };
    const gateway = openGateway({}, { perPerson: 1 });
    const first = orderOf({ requester });
    const { articleId } = await gateway.start(first);
    const other = orderOf({ requester });
    await expect(gateway.start(other)).rejects.toMatchObject({
      code: 'quota-reached',
      quota: { scope: 'person', most: 1, atWork: [{ articleId, topic: 'How tides work' }] },
    });
    const refusedId = ids.idOf(other.eventKey);
    expect([await rowOf(refusedId), await inputOf(refusedId)]).toEqual([undefined, undefined]);
    // The same event again finds its article.
    expect(await gateway.start(first)).toEqual({ articleId });
  });

  it('is not taken when PostgreSQL is away, and nothing starts, now or later', async () => {
    const order = orderOf();
    cut(gates.postgres);
    expect(await codeOf(openGateway().start(order))).toBe('unavailable');
    gates.postgres.open();
    const articleId = ids.idOf(order.eventKey);
    expect([await rowOf(articleId), await inputOf(articleId)]).toEqual([undefined, undefined]);
  });

  it('is not taken when the row comes too late, and the row is abandoned then', async () => {
    const order = orderOf();
    const late = Promise.withResolvers<void>();
    const gateway = openGateway({
      ...requests,
      open: async (input) => {
        await late.promise;
        return await requests.open(input);
      },
    });
    expect(await codeOf(gateway.start(order))).toBe('unavailable');
    late.resolve();
    const articleId = ids.idOf(order.eventKey);
    await expect.poll(async () => (await rowOf(articleId))?.['abandoned_at']).toBeInstanceOf(Date);
    await recover(articleId);
    expect([await rowOf(articleId), await inputOf(articleId)]).toEqual([undefined, undefined]);
  });

  it('is not taken when Temporal is away, until the event comes again', async () => {
    const order = orderOf();
    const articleId = ids.idOf(order.eventKey);
    cut(gates.temporal);
    expect(await codeOf(openGateway().start(order))).toBe('unavailable');
    await expect.poll(async () => (await rowOf(articleId))?.['abandoned_at']).toBeInstanceOf(Date);
    expect(await openGateway().list({ requester: ANN, limit: 100 })).not.toContainEqual(
      expect.objectContaining({ articleId }),
    );
    gates.temporal.open();
    await expect.poll(() => codeOf(openGateway().start(order))).toBe('fulfilled');
    expect(await rowOf(articleId)).toMatchObject({ abandoned_at: null });
    expect(await inputOf(articleId)).toMatchObject({ articleId });
  });
});

describe('recoverRequests', () => {
  it('starts what a process was killed over between the row and the start', async () => {
    const input = inputFor(orderOf());
    await requests.open(input);
    await recoverRequests({ client: temporal.client, requests });
    expect(await inputOf(input.articleId), 'a minute is left to whoever wrote it').toBeUndefined();
    await recover(input.articleId);
    expect(await inputOf(input.articleId)).toEqual(input);
    await recover(input.articleId);
  });

  it('removes what was not taken', async () => {
    const input = inputFor(orderOf());
    await requests.open(input);
    await requests.abandon(input.articleId);
    await recover(input.articleId);
    expect(await rowOf(input.articleId)).toBeUndefined();
    expect(await inputOf(input.articleId)).toBeUndefined();
  });

  it('takes back that it was not taken when the answer alone was lost', async () => {
    const { articleId } = await openGateway().start(orderOf());
    await requests.abandon(articleId);
    await recover(articleId);
    expect(await rowOf(articleId)).toMatchObject({ abandoned_at: null, stage: 'requested' });
  });

  it('removes nothing that is opened again meanwhile', async () => {
    const order = orderOf();
    const input = inputFor(order);
    await requests.open(input);
    await requests.abandon(input.articleId);
    await pool.query(`update articles set updated_at = now() - interval '1 hour' where article_id = $1`, [
      input.articleId,
    ]);
    await recoverRequests({
      client: temporal.client,
      requests: {
        ...requests,
        // Between the question to Temporal and the removal.
        async remove(articleId, abandonedAt) {
          await openGateway().start(order);
          await requests.remove(articleId, abandonedAt);
        },
      },
    });
    expect(await rowOf(input.articleId)).toMatchObject({ abandoned_at: null });
    expect(await inputOf(input.articleId)).toMatchObject({ articleId: input.articleId });
  });

  it('shares the work with other processes', async () => {
    const inputs = Array.from({ length: 6 }, () => inputFor(orderOf()));
    for (const input of inputs) await requests.open(input);
    const mine = inputs.map(({ articleId }) => articleId);
    await pool.query(`update articles set updated_at = now() - interval '1 hour' where article_id = any($1)`, [mine]);
    const taken = await Promise.all([1, 2, 3].map(() => requests.takeForgotten({ seconds: 60, limit: 50 })));
    const found = taken.flat().map(({ input }) => input.articleId);
    expect(found.filter((id) => mine.includes(id)).toSorted()).toEqual(mine.toSorted());
  });

  it('closes what an operator terminated, and has the threads that show it told', async () => {
    const { articleId } = await openGateway().start(orderOf());
    await pool.query(
      `update articles set stage = 'waiting', revision = 4, state = '{"revision":4,"stage":"waiting","open":{"version":1}}' where article_id = $1`,
      [articleId],
    );
    await temporal.client.workflow.getHandle(workflowIdOf(articleId)).terminate();
    await expect
      .poll(async () => {
        await recoverRequests({ client: temporal.client, requests });
        return await rowOf(articleId);
      })
      .toMatchObject({ stage: 'cancelled', revision: 5, closed_at: expect.any(Date) });
    expect((await rowOf(articleId))?.['state']).toEqual({ revision: 5, stage: 'cancelled' });
    const { rows } = await pool.query('select due_at from followers where article_id = $1', [articleId]);
    expect(rows).toEqual([{ due_at: expect.any(Date) }]);
  });
});

describe('report', () => {
  const arrived = { kind: 'arrived', seq: 7 } as const;

  it('signals the desk', async () => {
    const { articleId } = await openGateway().start(orderOf());
    await openGateway().report(articleId, arrived);
    const { events } = await temporal.client.workflow.getHandle(workflowIdOf(articleId)).fetchHistory();
    const signals = events?.flatMap(({ workflowExecutionSignaledEventAttributes: signal }) =>
      signal?.signalName === REPORT_SIGNAL
        ? [JSON.parse(Buffer.from(signal.input?.payloads?.[0]?.data ?? []).toString('utf8'))]
        : [],
    );
    expect(signals).toEqual([arrived]);
  });

  it('has nothing to tell an article that is over or was never there', async () => {
    const { articleId } = await openGateway().start(orderOf());
    await temporal.client.workflow.getHandle(workflowIdOf(articleId)).terminate();
    expect(await codeOf(openGateway().report(articleId, arrived))).toBe('fulfilled');
    expect(await codeOf(openGateway().report(ids.idOf('never'), arrived))).toBe('fulfilled');
  });

  it('throws when the desk could not be told', async () => {
    const { articleId } = await openGateway().start(orderOf());
    cut(gates.temporal);
    expect(await codeOf(openGateway().report(articleId, arrived))).toBe('unavailable');
  });
});

describe('list and home', () => {
  it('show what was just started', async () => {
    const requester = { ...ANN, userId: randomUUID() };
    const { articleId } = await openGateway().start(orderOf({ requester }));
    expect(await openGateway().list({ requester, running: true, limit: 10 })).toMatchObject([
      { articleId, stage: 'drafting', requesterName: 'Ann', topic: 'How tides work' },
    ]);
    expect((await openGateway().home(requester, async () => false)).askedByMe).toMatchObject([{ articleId }]);
  });

  it('say so when PostgreSQL is away', async () => {
    cut(gates.postgres);
    expect(await codeOf(openGateway().list({ requester: ANN, limit: 10 }))).toBe('unavailable');
    expect(await codeOf(openGateway().home(ANN, async () => false))).toBe('unavailable');
  });
});

function inputFor(order: ArticleOrder): ArticleInput {
  const { eventKey, ...rest } = order;
  return { articleId: ids.idOf(eventKey), traceId: 'f'.repeat(32), ...rest, settings: TEST_SETTINGS };
}
