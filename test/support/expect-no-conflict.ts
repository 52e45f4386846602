import { rm } from 'node:fs/promises';
import type { Connection } from '@temporalio/client';
import { expect, inject } from 'vitest';
import { workflowIdOf } from '../../src/protocol/names.ts';
import { provokeConflicts } from '../bench/decisions.ts';
import { createDatabase } from './database.ts';
import { createNamespace } from './namespace.ts';
import { quietRuntime } from './quiet-runtime.ts';
import { makeTestFolder } from './test-folder.ts';

/** Milliseconds: processes start, are killed and start again. */
export const CONFLICT_TIMEOUT_MS = 240_000;
const KILL_EVERY_MS = 1500;

/** Has many decide at once in processes that are killed, on a database and a namespace of its own, and expects that nothing came out wrong. */
export async function expectNoConflict(
  { articles, decisionsEach }: { readonly articles: number; readonly decisionsEach: number },
  contest?: Parameters<typeof provokeConflicts>[2],
): Promise<void> {
  quietRuntime();
  const temporalAddress = inject('temporalAddress');
  const [{ namespace, connection }, database, folder] = await Promise.all([
    createNamespace(temporalAddress),
    createDatabase(inject('postgresUrl')),
    makeTestFolder(),
  ]);
  const outcome = await provokeConflicts(
    { articles, decisionsEach, killEveryMs: KILL_EVERY_MS },
    { temporalAddress, namespace, databaseUrl: database.url, folder },
    contest,
  );
  const [of] = /^\w+(?=: )/.exec(outcome.wrong[0] ?? '') ?? [];
  expect(outcome.wrong, of && (await lastOf(connection, namespace, of))).toEqual([]);
  expect(outcome).toMatchObject({ decisions: articles * decisionsEach });
  expect(outcome.kills).toBeGreaterThan(0);
  await connection.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
}

/** What the first article that came out wrong was at, for whoever reads of it: it is seen once in many runs. */
async function lastOf({ workflowService }: Connection, namespace: string, articleId: string): Promise<string> {
  const execution = { workflowId: workflowIdOf(articleId) };
  const [{ workflowExecutionInfo, pendingWorkflowTask, pendingActivities }, { history }] = await Promise.all([
    workflowService.describeWorkflowExecution({ namespace, execution }),
    workflowService.getWorkflowExecutionHistory({ namespace, execution }),
  ]);
  return JSON.stringify({
    status: workflowExecutionInfo?.status,
    pendingWorkflowTask,
    pendingActivities,
    last: history?.events?.slice(-30).map(({ eventId, eventTime, eventType, ...event }) => ({
      at: [String(eventId), new Date(Number(eventTime?.seconds) * 1000).toISOString(), eventType],
      failed: event.workflowTaskFailedEventAttributes?.failure?.message,
    })),
  });
}
