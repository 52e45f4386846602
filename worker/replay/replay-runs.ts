import type { Client, HistoryAndWorkflowId } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { Worker, type WorkflowBundle } from '@temporalio/worker';
import {
  AGENT_RUN_TYPE,
  PUBLISH_WORKFLOW_TYPE,
  SCHEDULED_TYPE,
  WEBHOOKS_WORKFLOW,
  WORKFLOW_TYPE,
} from '../../src/protocol/names.ts';
import type { ReplayAsked } from './asked.ts';
import { whyNot } from './why-not.ts';

export interface ReplayRunsOptions extends Omit<Extract<ReplayAsked, { readonly kind: 'replay' }>, 'kind'> {
  readonly client: Client;
  readonly bundle: WorkflowBundle;
  /** Absent: nothing of the histories is encrypted. */
  readonly dataConverter?: DataConverter;
  /** A line for the operator. */
  readonly print: (line: string) => void;
  /** How many were replayed so far. */
  readonly progress: (replayed: number) => void;
}

const OURS = [WORKFLOW_TYPE, PUBLISH_WORKFLOW_TYPE, WEBHOOKS_WORKFLOW, AGENT_RUN_TYPE, SCHEDULED_TYPE];
/** One page of the list is kept, and one history. */
const PAGE = 100;
const PROGRESS_EVERY = 100;
/** More of them say nothing more. */
const MOST_LINES = 50;
/** Temporal's own. */
const VERSION = { name: 'TemporalWorkerDeploymentVersion', type: 'KEYWORD' } as const;
const BEHAVIOR = { name: 'TemporalWorkflowVersioningBehavior', type: 'KEYWORD' } as const;
const PINNED = 'Pinned';

/** One run, as Temporal lists it. */
interface Run {
  readonly workflowId: string;
  readonly runId: string;
  /** The version on which it stays. */
  readonly pinnedTo?: string;
}

/**
 * Replays what production did with the code of this checkout, one run after another, and says of each that does not come out the same why.
 * @returns how many do not
 */
export async function replayRuns(options: ReplayRunsOptions): Promise<number> {
  const { bundle, dataConverter, limit, print, progress } = options;
  const counted = { replayed: 0, failed: 0, pinned: 0, gone: 0, isCut: false };
  let current: Run | undefined;

  async function* histories(): AsyncGenerator<HistoryAndWorkflowId> {
    for await (const run of listRuns(options)) {
      if (counted.replayed >= limit) {
        counted.isCut = true;
        return;
      }
      const history = await fetchHistory(run, options);
      if (history === undefined) {
        counted.gone += 1;
        continue;
      }
      current = run;
      yield { workflowId: run.workflowId, history };
    }
  }

  for await (const { error } of Worker.runReplayHistories(
    { workflowBundle: bundle, ...(dataConverter !== undefined && { dataConverter }) },
    histories(),
  )) {
    counted.replayed += 1;
    if (counted.replayed % PROGRESS_EVERY === 0) progress(counted.replayed);
    if (error === undefined || current === undefined) continue;
    counted.failed += 1;
    const { workflowId, runId, pinnedTo } = current;
    if (pinnedTo !== undefined) counted.pinned += 1;
    if (counted.failed > MOST_LINES) continue;
    const stays = pinnedTo === undefined ? '' : ` It finishes on ${pinnedTo}, where it stays.`;
    print(`${workflowId} (run ${runId}): ${whyNot(error)}${stays}`);
  }
  if (counted.failed > MOST_LINES) print(`… and ${counted.failed - MOST_LINES} more.`);
  print(summary(counted, limit));
  return counted.failed;
}

function summary(
  counted: {
    readonly replayed: number;
    readonly failed: number;
    readonly pinned: number;
    readonly gone: number;
    readonly isCut: boolean;
  },
  limit: number,
): string {
  const { replayed, failed, pinned, gone, isCut } = counted;
  const rest = [
    ...(gone > 0 ? [`${gone} had no history any more.`] : []),
    ...(isCut ? [`There are more than --limit ${limit}: those were the newest.`] : []),
  ];
  const what = `${replayed} ${replayed === 1 ? 'run' : 'runs'} replayed`;
  if (failed === 0) return [`${what}: this code does with all of them what was done.`, ...rest].join(' ');
  const stay = pinned === 0 ? '' : `, ${pinned} of which stay on their version (--unpinned leaves those out)`;
  return [
    `${what}, ${failed} not as they were${stay}. Articles that this code cannot replay stand still under it: docs/extending.md#changing-the-workflow.`,
    ...rest,
  ].join(' ');
}

async function* listRuns({ client, since, unpinned }: ReplayRunsOptions): AsyncGenerator<Run> {
  const query = [
    `WorkflowType IN (${OURS.map((type) => `'${type}'`).join(', ')})`,
    `(ExecutionStatus = 'Running' OR CloseTime > '${since.toISOString()}')`,
    ...(unpinned ? [`(${BEHAVIOR.name} IS NULL OR ${BEHAVIOR.name} != '${PINNED}')`] : []),
  ].join(' AND ');
  for await (const { workflowId, runId, typedSearchAttributes } of client.workflow.list({ query, pageSize: PAGE })) {
    const version = typedSearchAttributes.get(VERSION);
    yield {
      workflowId,
      runId,
      // `copydesk:3f2c9a1b0d4e`
      ...(typedSearchAttributes.get(BEHAVIOR) === PINNED &&
        version !== undefined && { pinnedTo: version.replace(/^[^:]*:/, '') }),
    };
  }
}

/** `undefined`: it was deleted meanwhile. */
async function fetchHistory({ workflowId, runId }: Run, { client }: ReplayRunsOptions) {
  try {
    return await client.workflow.getHandle(workflowId, runId).fetchHistory();
  } catch (error) {
    if (error instanceof Error && error.name === 'WorkflowNotFoundError') return undefined;
    throw error;
  }
}
