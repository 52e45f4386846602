import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  comparedSchema,
  critiqueSchema,
  editedSchema,
  factReportSchema,
  writtenSchema,
} from '../../../bots/web/listeners/schemas/agent-schema.ts';
import { actorKey } from '../../../src/protocol/actor.ts';
import { agentRunIdOf } from '../../../src/protocol/names.ts';
import { step } from '../../support/scripted-model.ts';
import { openWebDesk, WEB_ANN, WEB_EVE, type WebCaller, type WebDesk } from '../../support/web-desk.ts';

interface Answer {
  readonly runId: string;
  readonly output: Readonly<Record<string, unknown>>;
}

const REQUEST = { topic: 'How tides work', language: 'en', lengthWords: 120 };
const DRAFT = '# How tides work\n\nThe moon pulls the sea, and it rises twice a day.\n';

let desk: WebDesk;
let ann: WebCaller;
beforeAll(async () => {
  desk = await openWebDesk({
    newsroom: { costUsd: 0.01, budget: { settings: { limits: { 'person-day': { stopUsd: 1 } }, raiseByUsd: 1 } } },
  });
  ann = await desk.as(WEB_ANN);
});
afterAll(() => desk.close());

const hasPython = spawnSync('python3', ['--version']).status === 0;

describe.skipIf(!hasPython)('examples/copydesk_agents.py', () => {
  it('asks over HTTP where a running Copydesk is named, and goes on from what it had', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'copydesk-agents-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const script = `
import json, sys
from pathlib import Path
from copydesk_agents import do_step, read
folder = Path(sys.argv[1])
request = {"topic": "How tides are told", "language": "en"}
drafts = do_step({"kind": "write", "version": 1}, [], request, folder)
drafts = do_step({"kind": "critique", "version": 1, "draftId": "draft-1"}, drafts, request, folder)
print(json.dumps(drafts))`;
    const run = async () => {
      const { stdout } = await promisify(execFile)('python3', ['-c', script, folder], {
        env: { ...process.env, PYTHONPATH: 'examples', COPYDESK_URL: desk.url, COPYDESK_TOKEN: ann.token },
      });
      return JSON.parse(stdout) as unknown;
    };
    const drafts = await run();
    expect(drafts).toEqual([
      expect.objectContaining({ version: 1, draftId: 'draft-1', critiqueId: 'critique-1', score: expect.any(Number) }),
    ]);
    const count = 'select count(*)::integer as asked from model_calls';
    const { rows: before } = await desk.newsroom.pool.query(count);
    await Promise.all(['draft-1.json', 'critique-1.json'].map((name) => rm(join(folder, name))));
    expect(await run()).toEqual(drafts);
    expect((await desk.newsroom.pool.query(count)).rows).toEqual(before);
  });
});

describe('POST /agents', () => {
  it.each([
    ['write', { request: REQUEST }, writtenSchema],
    [
      'write',
      { request: REQUEST, draft: DRAFT, comments: [{ byName: 'Ann', onVersion: 1, text: 'Name the sun.' }] },
      writtenSchema,
    ],
    ['outline', { request: REQUEST }, writtenSchema],
    ['critique', { request: REQUEST, draft: DRAFT }, critiqueSchema],
    ['compare', { request: REQUEST, draft: DRAFT, standing: '# Tides\n\nThe sea rises.\n' }, comparedSchema],
    ['fact-check', { request: REQUEST, draft: DRAFT }, factReportSchema],
    ['edit', { request: REQUEST, draft: DRAFT }, editedSchema],
  ])('/%s is answered by the agent, as it is described', async (agent, order, schema) => {
    const { status, body, headers } = await ann.post<Answer>(`/agents/${agent}`, order);
    expect({ status, body }).toMatchObject({ status: 200 });
    expect(schema.parse(body.output)).toEqual(body.output);
    expect(headers.get('location')).toBe(`/agents/runs/${body.runId}`);
    const { body: run } = await ann.get(`/agents/runs/${body.runId}`);
    expect(run).toEqual({ runId: body.runId, agent, status: 'done', output: body.output });
  });

  it('is asked once under its key, and counts as spent by whoever asks', async () => {
    const order = { request: { ...REQUEST, topic: 'Why the sea is salt' } };
    const key = { 'idempotency-key': 'salt' };
    const [first, second] = await Promise.all([
      ann.post<Answer>('/agents/write', order, key),
      ann.post<Answer>('/agents/write', order, key),
    ]);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.body).toEqual(first.body);
    const { rows } = await desk.newsroom.pool.query<{ request_hash: string; usd: number; requester_key: string }>(
      'select request_hash, cost_usd::float8 as usd, requester_key from model_calls where run_id = $1',
      [first.body.runId],
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map((row) => row.request_hash)).size).toBe(rows.length);
    const paid = { usd: 0.01, requester_key: actorKey(WEB_ANN) };
    expect(rows).toEqual(rows.map(({ request_hash }) => ({ request_hash, ...paid })));
    const other = await ann.post('/agents/write', { request: REQUEST }, key);
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  });

  it('is answered after the model was away', async () => {
    const topic = 'What the ebb leaves behind';
    desk.newsroom.script(topic, 'edit', step.status(503), step.status(503));
    const { status, body } = await ann.post<Answer>('/agents/edit', { request: { ...REQUEST, topic }, draft: DRAFT });
    expect({ status, body }).toMatchObject({ status: 200, body: { output: { title: expect.any(String) } } });
    expect(desk.newsroom.asked(topic, 'edit').length).toBeGreaterThan(2);
  });

  it('goes on with another worker, and pays for nothing twice', async () => {
    const topic = 'Who counts the waves';
    const { newsroom } = desk;
    newsroom.script(topic, 'draft', step.hang());
    const asking = ann.post<Answer>('/agents/write', { request: { ...REQUEST, topic } });
    await expect.poll(() => newsroom.asked(topic, 'draft').length, { timeout: 10_000 }).toBe(1);
    await newsroom.stopWorker();
    await newsroom.startWorker();
    const { status, body } = await asking;
    expect({ status, body }).toMatchObject({ status: 200, body: { output: { text: expect.any(String) } } });
    expect(newsroom.asked(topic, 'outline')).toHaveLength(1);
    expect(newsroom.asked(topic, 'draft')).toHaveLength(2);
  });

  it('is told of what the agent could not do, with a way out', async () => {
    const topic = 'What nobody may know';
    desk.newsroom.model.on((request) => JSON.stringify(request.body).includes(topic), step.status(401));
    const { status, body } = await ann.post<{ code: string; detail: string; runId: string }>('/agents/write', {
      request: { ...REQUEST, topic },
    });
    expect({ status, code: body.code }).toEqual({ status: 502, code: 'model-unauthorized' });
    expect(body.detail).toContain('Tell whoever runs Copydesk');
    expect((await ann.get(`/agents/runs/${body.runId}`)).body).toMatchObject({
      status: 'failed',
      failure: { code: 'model-unauthorized', detail: body.detail },
    });
  });

  it('may spend no more than its person may', async () => {
    const spender = { ...WEB_ANN, userId: 'spender' };
    const caller = await desk.as(spender);
    await desk.newsroom.pool.query(
      `insert into model_calls (run_id, requester_key, step, request_hash, purpose, model, asked_model, answer, cost_usd, cached, duration_ms)
       values ('gone', $1, 's', 'h', 'p', 'm', 'm', '{}', 1, false, 1)`,
      [actorKey(spender)],
    );
    const answer = await caller.post('/agents/edit', { request: REQUEST, draft: '# Flow\n\nIt rises.\n' });
    expect(answer).toMatchObject({ status: 502, body: { code: 'budget-reached' } });
  });

  it.each<[string, (client: Client, workflowId: string) => Promise<unknown>]>([
    ['an operator has ended it', (client, workflowId) => client.workflow.getHandle(workflowId).terminate()],
    [
      'its history is gone',
      (client, workflowId) =>
        client.workflowService.deleteWorkflowExecution({
          namespace: client.options.namespace,
          workflowExecution: { workflowId },
        }),
    ],
  ])('is told that %s', async (_, end) => {
    await desk.newsroom.stopWorker();
    onTestFinished(() => desk.newsroom.startWorker());
    const asking = ann.post<{ code: string; runId: string }>('/agents/edit', {
      request: REQUEST,
      draft: '# Ebb\n\nIt falls.\n',
    });
    const { client, pool } = desk.newsroom;
    const isEnded = async (): Promise<boolean> => {
      const { rows } = await pool.query<{ run_id: string }>('select run_id from agent_runs where finished_at is null');
      return await end(client, agentRunIdOf(rows[0]?.run_id ?? 'none')).then(
        () => true,
        () => false,
      );
    };
    await expect.poll(isEnded).toBe(true);
    expect(await asking).toMatchObject({ status: 502, body: { code: 'cancelled' } });
  });

  it('is shown to nobody else', async () => {
    const { body } = await ann.post<Answer>('/agents/edit', { request: REQUEST, draft: DRAFT });
    const eve = await desk.as(WEB_EVE);
    expect(await eve.get(`/agents/runs/${body.runId}`)).toMatchObject({ status: 404, body: { code: 'no-such-run' } });
    const reader = await desk.as(WEB_ANN, ['articles:start']);
    expect(await reader.post('/agents/edit', { request: REQUEST, draft: DRAFT })).toMatchObject({
      status: 403,
      body: { code: 'scope-missing' },
    });
  });
});
