import type { Client, HistoryAndWorkflowId } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';
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
const MANUAL = 'docs/extending.md#changing-the-workflow';
/** For one answer of Temporal's. */
const ANSWER_MS = 30_000;

type History = temporal.api.history.v1.IHistory;

/** One run, as Temporal lists it. */
interface Run {
  readonly workflowId: string;
  readonly runId: string;
  /** The version on which it stays. */
  readonly pinnedTo?: string;
  /** Nothing comes of it any more. */
  readonly isOver: boolean;
}

/**
 * Replays what production did with the code of this checkout, one run after another, and says of each that does not come out the same why.
 * @returns how many do not
 */
export async function replayRuns(options: ReplayRunsOptions): Promise<number> {
  const { bundle, dataConverter, limit, print, progress } = options;
  const counted = { replayed: 0, failed: 0, pinned: 0, over: 0, gone: 0, isCut: false };
  let current: { readonly run: Run; readonly history: History } | undefined;

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
      current = { run, history };
      yield { workflowId: run.workflowId, history };
    }
  }

  try {
    for await (const { error } of Worker.runReplayHistories(
      { workflowBundle: bundle, ...(dataConverter !== undefined && { dataConverter }) },
      histories(),
    )) {
      counted.replayed += 1;
      if (counted.replayed % PROGRESS_EVERY === 0) progress(counted.replayed);
      if (error === undefined || current === undefined) continue;
      const { run, history } = current;
      counted.failed += 1;
      if (run.isOver) counted.over += 1;
      else if (run.pinnedTo !== undefined) counted.pinned += 1;
      if (counted.failed > MOST_LINES) continue;
      print(`${run.workflowId} (run ${run.runId}): ${whyNot(error, history)}${whatOf(run)}`);
    }
  } catch (error) {
    print(`Not all were replayed: it broke off after ${counted.replayed}, ${counted.failed} of them not as they were.`);
    throw error;
  }
  if (counted.failed > MOST_LINES) print(`… and ${counted.failed - MOST_LINES} more.`);
  print(summary(counted, options));
  return counted.failed;
}

/** What comes of a run that this code cannot replay. */
function whatOf({ isOver, pinnedTo }: Run): string {
  if (isOver) return ' It is over.';
  return pinnedTo === undefined ? '' : ` It finishes on ${pinnedTo}, where it stays.`;
}

function summary(
  counted: {
    readonly replayed: number;
    readonly failed: number;
    readonly pinned: number;
    readonly over: number;
    readonly gone: number;
    readonly isCut: boolean;
  },
  { client, since, limit, unpinned }: ReplayRunsOptions,
): string {
  const { replayed, failed, pinned, over, gone, isCut } = counted;
  const rest = [
    ...(gone > 0 ? [`${gone} had no history any more.`] : []),
    ...(isCut ? [`There are more than --limit ${limit}: those were the newest.`] : []),
  ];
  if (replayed === 0) {
    const where = `in the namespace ${client.options.namespace} of Temporal`;
    const which = `is not over or ended after ${since.toISOString().slice(0, 16)}Z${unpinned ? ' and is on no version of its own' : ''}`;
    return [`Nothing was replayed: no run ${where} ${which}.`, ...rest].join(' ');
  }
  const what = `${replayed} ${replayed === 1 ? 'run' : 'runs'} replayed`;
  if (failed === 0) return [`${what}: this code does with all of them what was done.`, ...rest].join(' ');
  const parts = [
    ...(over > 0 ? [`${over} ${over === 1 ? 'is' : 'are'} over`] : []),
    ...(pinned > 0
      ? [`${pinned} ${pinned === 1 ? 'stays on its' : 'stay on their'} version (--unpinned leaves out what does)`]
      : []),
    ...(failed > over + pinned ? [`${failed - over - pinned} would stand still under this code`] : []),
  ];
  return [`${what}, ${failed} not as they were: ${parts.join(', ')}. The way out: ${MANUAL}.`, ...rest].join(' ');
}

async function* listRuns({ client, since, unpinned }: ReplayRunsOptions): AsyncGenerator<Run> {
  const query = [
    `WorkflowType IN (${OURS.map((type) => `'${type}'`).join(', ')})`,
    `(ExecutionStatus = 'Running' OR CloseTime > '${since.toISOString()}')`,
    ...(unpinned ? [`(${BEHAVIOR.name} IS NULL OR ${BEHAVIOR.name} != '${PINNED}')`] : []),
  ].join(' AND ');
  const listed = client.workflow.list({ query, pageSize: PAGE })[Symbol.asyncIterator]();
  for (;;) {
    const next = await inTime(client, () => listed.next());
    if (next.done === true) return;
    const { workflowId, runId, typedSearchAttributes, status } = next.value;
    const version = typedSearchAttributes.get(VERSION);
    yield {
      workflowId,
      runId,
      isOver: status.name !== 'RUNNING',
      // `copydesk:3f2c9a1b0d4e`
      ...(typedSearchAttributes.get(BEHAVIOR) === PINNED &&
        version !== undefined && { pinnedTo: version.replace(/^[^:]*:/, '') }),
    };
  }
}

function inTime<T>({ connection }: Client, ask: () => Promise<T>): Promise<T> {
  return connection.withDeadline(Date.now() + ANSWER_MS, ask);
}

/** `undefined`: it was deleted meanwhile. */
async function fetchHistory({ workflowId, runId }: Run, { client }: ReplayRunsOptions): Promise<History | undefined> {
  try {
    return await inTime(client, () => client.workflow.getHandle(workflowId, runId).fetchHistory());
  } catch (error) {
    if (error instanceof Error && error.name === 'WorkflowNotFoundError') return undefined;
    throw error;
  }
}
