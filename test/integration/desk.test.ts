import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { NativeConnection } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createActivities } from '../../src/activities/create-activities.ts';
import type { ArticleInput } from '../../src/protocol/article.ts';
import type { ArticleStatus } from '../../src/protocol/desk-state.ts';
import {
  DECIDE_UPDATE,
  REPORT_SIGNAL,
  STATUS_QUERY,
  TASK_QUEUE,
  WORKFLOW_TYPE,
  workflowIdOf,
} from '../../src/protocol/names.ts';
import { createDraftStore } from '../../src/storage/draft-store.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { createModelCallStore } from '../../src/storage/model-call-store.ts';
import { createPool } from '../../src/storage/pool.ts';
import { createProgressStore } from '../../src/storage/progress-store.ts';
import { createWorkStore } from '../../src/storage/work-store.ts';
import { createWorker } from '../../worker/create-worker.ts';
import { buildWorkflowBundle } from '../../worker/workflow-bundle.ts';
import { createDatabase } from '../support/database.ts';
import { createNamespace } from '../support/namespace.ts';
import { quietRuntime } from '../support/quiet-runtime.ts';
import { TEST_SETTINGS } from '../support/settings.ts';
import { zeroAgents } from '../support/zero-agents.ts';

it('two rounds', async () => {
  quietRuntime();
  const { client, namespace } = await createNamespace(inject('temporalAddress'));
  const database = await createDatabase(inject('postgresUrl'));
  await migrate(database.url, () => undefined);
  const pool = createPool(
    database.url,
    { poolSize: 5, connectionTimeoutSeconds: 5, statementTimeoutSeconds: 10 },
    () => undefined,
  );
  const worker = await createWorker({
    connection: await NativeConnection.connect({ address: inject('temporalAddress') }),
    namespace,
    identity: 'test',
    bundle: await buildWorkflowBundle(),
    activities: createActivities({
      ...zeroAgents(),
      progress: createProgressStore(pool),
      work: createWorkStore(pool),
      drafts: createDraftStore(pool),
      modelCalls: createModelCallStore(pool),
    }),
    settings: {
      maxCachedWorkflows: 100,
      maxConcurrentActivities: 20,
      shutdownGraceSeconds: 1,
      stickyTimeoutSeconds: 1,
    },
  });
  const running = worker.run();
  const articleId = '0123456789abcdef';
  const ann = { platform: 'memory', userId: 'U1', displayName: 'Ann', groups: [] };
  const input: ArticleInput = {
    articleId,
    traceId: '0'.repeat(32),
    request: { topic: 'How tides work', language: 'en' },
    requester: ann,
    thread: { platform: 'memory', channel: 'C1' },
    language: 'en',
    settings: TEST_SETTINGS,
  };
  await pool.query(
    `with a as (insert into articles (article_id, trace_id, request, topic, requester, requester_key, approvers, language, settings, input)
    values ($1, $2, $3, 'How tides work', $4, 'memory:U1', '{requester}', 'en', $5, $6))
    insert into followers (article_id, platform, channel, role) values ($1, 'memory', 'C1', 'decides')`,
    [articleId, input.traceId, input.request, ann, input.settings, input],
  );
  const h = await client.workflow.start(WORKFLOW_TYPE, {
    workflowId: workflowIdOf(articleId),
    taskQueue: TASK_QUEUE,
    args: [input],
  });
  const status = () => h.query<ArticleStatus, any>(STATUS_QUERY, ann);
  const first = client.workflow.getHandle(h.workflowId, h.firstExecutionRunId);
  for (;;) {
    const s = await status().catch((e) => {
      console.log(e);
      return undefined;
    });
    if (s?.stage === 'waiting') break;
    await sleep(50);
  }
  await sleep(300);
  const s = await status();
  console.log(JSON.stringify(s));
  console.log(
    await h.executeUpdate(DECIDE_UPDATE, {
      args: [{ kind: 'approve', id: randomUUID(), draft: { version: 2, hash: s.current?.hash }, gate: 'g1', by: ann }],
    }),
  );
  for (;;) {
    const { rows } = await pool.query(`select seq from feed where article_id=$1 and message->>'kind'='final'`, [
      articleId,
    ]);
    if (rows.length) break;
    await sleep(20);
  }
  await h.signal(REPORT_SIGNAL, { kind: 'arrived', seq: 9 });
  console.log(await h.result());
  let total = 0,
    bytes = 0;
  for (const x of [first, h]) {
    const d = await x.describe();
    total += d.historyLength;
    bytes += d.historySize ?? 0;
    console.log(d.historyLength, d.historySize);
    const { events } = await x.fetchHistory();
    console.log(
      (events ?? [])
        .map((e) => {
          const k = Object.keys(e).find((k) => k.endsWith('EventAttributes'))!;
          return k.replace('EventAttributes', '') + ':' + JSON.stringify((e as any)[k]).length;
        })
        .join(' '),
    );
  }
  console.log({ total, bytes });
  const { rows } = await pool.query('select seq, message from feed order by seq');
  console.log(rows.map((r) => JSON.stringify(r)).join('\n'));
  console.log(
    (
      await pool.query(
        'select stage, state, revision, certain_revision, said, closed_at, delivered_version from articles',
      )
    ).rows,
    (await pool.query('select * from decisions')).rows,
    (await pool.query('select * from followers')).rows,
  );
  worker.shutdown();
  await running;
});
