import { describe, expect, it } from 'vitest';
import { createOrigins } from '../../../../bots/web/connect/origins.ts';
import { agentRoutes } from '../../../../bots/web/listeners/agent-routes.ts';
import { createApp } from '../../../../bots/web/listeners/app.ts';
import type { Caller } from '../../../../bots/web/listeners/caller.ts';
import { createOnce } from '../../../../bots/web/listeners/once.ts';
import { refused } from '../../../../src/chat/reply.ts';
import type { AgentGateway } from '../../../../src/gateway/agent-gateway.ts';
import { GatewayError } from '../../../../src/gateway/gateway-error.ts';
import { createLogger } from '../../../../src/lib/logger.ts';
import type { AgentRunRecord } from '../../../../src/storage/agent-run-store.ts';

const logger = createLogger({ level: 'silent' });
const RUN_ID = '7k3m9x2c4p0qrstv';
const REQUEST = { topic: 'How tides work', language: 'en' };
const CALLER: Caller = {
  actor: { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [] },
  scopes: new Set(['agents:run']),
  name: 'token:1',
  home: { platform: 'web', channel: 'slack:T1:U1' },
};

interface AppOptions {
  readonly isAllowed?: boolean;
  readonly runAgent?: AgentGateway['runAgent'];
  /** What the agent brings while it is waited for. Default: nothing. */
  readonly brings?: Pick<AgentRunRecord, 'output' | 'failure'>;
  readonly isOver?: boolean;
  /** Whom the caller has made one with themselves. Default: nobody. */
  readonly alsoKnownAs?: readonly string[];
}

function appWith({ isAllowed = true, runAgent, brings = {}, isOver = false, alsoKnownAs = [] }: AppOptions = {}) {
  const rows = new Map<string, AgentRunRecord>();
  const released: string[] = [];
  const routes = agentRoutes({
    desk: {
      objectionToStart: () =>
        Promise.resolve(isAllowed ? undefined : refused({ code: 'may-not-start', why: 'person', ask: [] })),
    },
    runs: {
      open: async (run) => void (rows.has(run.runId) || rows.set(run.runId, run)),
      find: async (runId) => {
        const row = rows.get(runId);
        return row && { ...row, day: '2026-11-30' };
      },
      fail: async (runId, failure) => {
        const row = rows.get(runId);
        if (row) rows.set(runId, { ...row, failure });
      },
    },
    agents: {
      runAgent: runAgent ?? (() => Promise.resolve()),
      async isOver(runId) {
        const row = rows.get(runId);
        if (row) rows.set(runId, { ...row, ...brings });
        return isOver ? 'over' : 'unknown';
      },
    },
    ids: { idOf: () => RUN_ID },
    external: ['my-checker'],
    identities: { know: (actor) => Promise.resolve({ ...actor, alsoKnownAs }) },
    once: createOnce({
      keys: {
        claim: () => Promise.resolve('first'),
        release: async (hash) => void released.push(hash),
      },
      logger,
    }),
    logger,
  });
  const app = createApp({
    routes: [routes],
    authenticators: [() => Promise.resolve(CALLER)],
    origins: createOrigins(undefined),
    logger,
  });
  const post = async (path: string, body: unknown, headers = {}) => {
    const answer = await app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> };
  };
  return { app, post, rows, released };
}

describe('POST /agents', () => {
  it('answers what the agent brought, and writes down who asked what', async () => {
    const { post, rows } = appWith({ brings: { output: { text: '# T\n', hash: '9f86d081' } } });
    const { status, body } = await post('/agents/write', { request: REQUEST });
    expect({ status, body }).toEqual({
      status: 200,
      body: { runId: RUN_ID, output: { text: '# T\n', hash: '9f86d081' } },
    });
    expect(rows.get(RUN_ID)).toMatchObject({
      requesterKey: 'slack:T1:U1',
      channelKey: 'web::slack:T1:U1',
      tenant: 'slack:T1',
      agent: 'write',
      input: { request: REQUEST },
    });
  });

  it('says where to look when it takes longer', async () => {
    const { post, app } = appWith();
    const { status, body, headers } = await post('/agents/edit', { request: REQUEST, draft: '# T\n' });
    expect({ status, body }).toEqual({ status: 202, body: { runId: RUN_ID } });
    expect(headers.get('location')).toBe(`/agents/runs/${RUN_ID}`);
    const look = await app.request(`/agents/runs/${RUN_ID}`);
    expect(await look.json()).toEqual({ runId: RUN_ID, agent: 'edit', status: 'running' });
  });

  it('shows a run to whoever asked for it, also as who they are in another chat, and to nobody else', async () => {
    const statusFor = async (alsoKnownAs: readonly string[]): Promise<number> => {
      const { app, rows } = appWith({ alsoKnownAs });
      rows.set(RUN_ID, {
        runId: RUN_ID,
        requesterKey: 'web:ann',
        channelKey: 'web::web:ann',
        tenant: 'web:',
        agent: 'edit',
        input: { request: REQUEST },
      });
      return (await app.request(`/agents/runs/${RUN_ID}`)).status;
    };
    expect([await statusFor([]), await statusFor(['web:ann'])]).toEqual([404, 200]);
  });

  it('tells of one that an operator has ended', async () => {
    const { post, rows } = appWith({ isOver: true });
    const { status, body } = await post('/agents/edit', { request: REQUEST, draft: '# T\n' });
    expect({ status, code: body['code'] }).toEqual({ status: 502, code: 'cancelled' });
    expect(rows.get(RUN_ID)?.failure).toMatchObject({ code: 'cancelled' });
  });

  it.each([
    ['write', {}, 'request'],
    ['write', { request: { ...REQUEST, lengthWord: 600 } }, 'request'],
    ['write', { request: { ...REQUEST, topic: 'Tides\0' } }, 'request.topic'],
    ['write', { request: REQUEST, critique: { score: 3 } }, 'critique.strengths'],
    ['critique', { request: REQUEST }, 'draft'],
    ['critique', { request: REQUEST, draft: 'x'.repeat(1_000_001) }, undefined],
    ['fact-check', { request: REQUEST, draft: '# T', agent: 'x' }, 'agent'],
    ['edit', { request: REQUEST, draft: '# T', today: '2026-13-01' }, 'today'],
  ])('/%s asks nobody for %j', async (agent, order, path) => {
    const { post, rows } = appWith();
    const { status, body } = await post(`/agents/${agent}`, order);
    if (path === undefined) expect(status).toBe(413);
    else expect({ status, body }).toMatchObject({ status: 422, body: { code: 'invalid-request', errors: [{ path }] } });
    expect(rows.size).toBe(0);
  });

  it('asks an external agent by its name', async () => {
    const { post } = appWith({ brings: { output: {} } });
    expect((await post('/agents/fact-check', { request: REQUEST, draft: '# T', agent: 'my-checker' })).status).toBe(
      200,
    );
  });

  it('is refused to who may not start articles', async () => {
    const { post, rows } = appWith({ isAllowed: false });
    expect((await post('/agents/write', { request: REQUEST })).status).toBe(403);
    expect(rows.size).toBe(0);
  });

  it('frees the key when no worker could be asked', async () => {
    const { post, released } = appWith({
      runAgent: () => Promise.reject(new GatewayError('unavailable', 'Temporal is away')),
    });
    const { status, body } = await post('/agents/write', { request: REQUEST }, { 'idempotency-key': 'k' });
    expect({ status, code: body['code'] }).toEqual({ status: 503, code: 'away' });
    expect(released).toHaveLength(1);
  });
});
