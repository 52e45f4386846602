import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { RENEW_SIGNAL, TASK_QUEUE, WORKFLOW_TYPE } from '../../src/protocol/names.ts';
import type { Stage } from '../../src/protocol/article.ts';

const { TaskQueueType, WorkerDeploymentVersionStatus: Status, WorkerVersioningMode } = proto.temporal.api.enums.v1;
type Summary = proto.temporal.api.deployment.v1.WorkerDeploymentInfo.IWorkerDeploymentVersionSummary;
type Time = proto.google.protobuf.ITimestamp | null | undefined;

/** A worker asks anew after a minute without work; one that asked longer ago is gone. */
const ALIVE_MS = 90_000;
const ANSWER_MS = 20_000;
/** In the same moment. */
const SIGNALS_TOGETHER = 10;
/** gRPC's. */
const INVALID_ARGUMENT = 3;
const NOT_FOUND = 5;
/** Where an article goes on in a new run when it is told to. */
const RENEWED_STAGES: readonly Stage[] = ['waiting', 'paused'];

/** What is not over yet. */
export interface Running {
  readonly articles: number;
  /** Of the articles, those that wait for people at a gate or are paused. */
  readonly waiting: number;
  /** Publications, webhooks, runs of agents, moments of schedules. */
  readonly others: number;
  /** Of all of them, those on which the code fails again and again; 0 where the server does not tell. */
  readonly failing: number;
}

/** One code of the workers. */
export interface DeployedVersion extends Running {
  readonly buildId: string;
  /** `new`: never given anything. `ramping`: a share of what begins. `draining`: only what is on it already. */
  readonly role: 'current' | 'ramping' | 'draining' | 'drained' | 'new';
  /** When it came to that. */
  readonly since?: Date;
  /** When it last was what all new articles begin on. Absent: never, or the server does not know. */
  readonly lastCurrent?: Date;
  /** Workers that ask for work. */
  readonly workers: number;
}

export interface DeploymentState {
  /** The newest first. */
  readonly versions: readonly DeployedVersion[];
  /** What new articles begin on. Absent: workers without a version. */
  readonly current?: string;
  /** What is being tried, with so many of a hundred new articles: two digits behind the point. */
  readonly ramping?: string;
  readonly rampPercent?: number;
  /** Workers without a version, and what runs on none. */
  readonly unversioned: Running & { readonly workers: number };
  /** What the state was when it was read: for a change of it. */
  readonly token: Uint8Array;
}

/** The versions of our workers, at Temporal. Calls reject with gRPC's errors. */
export interface Deployment {
  readonly name: string;
  /** `1.32.0` */
  readonly serverVersion: () => Promise<string>;
  /** `undefined`: no worker of it ever asked for work. */
  readonly look: () => Promise<DeploymentState | undefined>;
  /** New articles begin on it. `undefined`: on workers without a version. */
  readonly setCurrent: (build: string | undefined, token: Uint8Array) => Promise<void>;
  /** So many of a hundred new articles begin on it. `undefined`: no version is tried any more. */
  readonly setRamping: (build: string | undefined, percent: number, token: Uint8Array) => Promise<void>;
  /** Has what waits for people on a version go on in a new run. @returns how many were told */
  readonly renew: (build: string) => Promise<number>;
  /** Forgets a version on which nothing runs. */
  readonly drop: (build: string) => Promise<void>;
}

export interface DeploymentOptions {
  /** In whose namespace. */
  readonly client: Client;
  readonly name: string;
  /** Who changes it, for Temporal's own records. */
  readonly identity: string;
}

export function createDeployment({ client, name, identity }: DeploymentOptions): Deployment {
  const { connection } = client;
  const { namespace } = client.options;
  const { workflowService } = connection;
  const shared = { namespace, deploymentName: name, identity };
  const inTime = <T>(ask: () => Promise<T>): Promise<T> => connection.withDeadline(Date.now() + ANSWER_MS, ask);
  const count = async (query: string): Promise<number> =>
    (await inTime(() => client.workflow.count(`ExecutionStatus = 'Running' AND ${query}`))).count;

  async function running(where: string): Promise<Running> {
    const [all, articles, waiting, failing] = await Promise.all([
      count(where),
      count(`${where} AND ${ARTICLES}`),
      count(`${where} AND ${ARTICLES} AND ${WAITING}`),
      count(`${where} AND TemporalReportedProblems IS NOT NULL`).catch((error: unknown) => {
        // Older servers do not know that name.
        if (isRefused(error)) return 0;
        throw error;
      }),
    ]);
    return { articles, waiting, others: Math.max(0, all - articles), failing };
  }

  /** By build id; under `undefined` those without a version. */
  async function workers(): Promise<ReadonlyMap<string | undefined, number>> {
    const { pollers } = await inTime(() =>
      workflowService.describeTaskQueue({
        namespace,
        taskQueue: { name: TASK_QUEUE },
        taskQueueType: TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
      }),
    );
    const byBuild = new Map<string | undefined, Set<string>>();
    for (const { identity: who, lastAccessTime, deploymentOptions: options } of pollers ?? []) {
      if (!(Number(lastAccessTime?.seconds ?? 0) * 1000 > Date.now() - ALIVE_MS)) continue;
      const isVersioned = options?.workerVersioningMode === WorkerVersioningMode.WORKER_VERSIONING_MODE_VERSIONED;
      if (isVersioned && options.deploymentName !== name) continue;
      const build = isVersioned ? (options.buildId ?? '') : undefined;
      byBuild.set(build, (byBuild.get(build) ?? new Set()).add(who ?? ''));
    }
    return new Map([...byBuild].map(([build, names]) => [build, names.size]));
  }

  return {
    name,
    async serverVersion() {
      return (await inTime(() => workflowService.getSystemInfo({}))).serverVersion ?? '';
    },
    async look() {
      const described = await inTime(() =>
        workflowService.describeWorkerDeployment({ namespace, deploymentName: name }),
      ).catch((error: unknown) => {
        if (isNotFound(error)) return undefined;
        throw error;
      });
      if (described === undefined) return undefined;
      const { versionSummaries, routingConfig } = described.workerDeploymentInfo ?? {};
      const atWork = await workers();
      // Older servers only know when a version was last given anything: also one that was only tried.
      const isKnown = (versionSummaries ?? []).some(({ lastCurrentTime }) => toDate(lastCurrentTime) !== undefined);
      const versions = await Promise.all(
        (versionSummaries ?? []).toSorted(byAge).map(async (summary) => {
          const buildId = summary.deploymentVersion?.buildId ?? '';
          const runs = await running(`TemporalWorkerDeploymentVersion = ${quoted(`${name}:${buildId}`)}`);
          const lastCurrent = toDate(isKnown ? summary.lastCurrentTime : summary.lastDeactivationTime);
          return {
            buildId,
            ...roleOf(summary),
            ...(lastCurrent && { lastCurrent }),
            ...runs,
            workers: atWork.get(buildId) ?? 0,
          };
        }),
      );
      const current = routingConfig?.currentDeploymentVersion?.buildId;
      const ramping = routingConfig?.rampingDeploymentVersion?.buildId;
      return {
        versions,
        ...(current !== undefined && current !== null && { current }),
        ...(ramping !== undefined &&
          // Temporal keeps 33.33 as 33.33000183105469.
          ramping !== null && {
            ramping,
            rampPercent: Number((routingConfig?.rampingVersionPercentage ?? 0).toFixed(2)),
          }),
        unversioned: { ...(await running('TemporalWorkerDeployment IS NULL')), workers: atWork.get(undefined) ?? 0 },
        token: described.conflictToken ?? new Uint8Array(),
      };
    },
    async setCurrent(build, conflictToken) {
      await inTime(() =>
        workflowService.setWorkerDeploymentCurrentVersion({
          ...shared,
          conflictToken,
          buildId: build ?? '',
          // What servers before 1.31 read.
          version: build === undefined ? '__unversioned__' : `${name}.${build}`,
        }),
      );
    },
    async setRamping(build, percentage, conflictToken) {
      await inTime(() =>
        workflowService.setWorkerDeploymentRampingVersion({
          ...shared,
          conflictToken,
          percentage,
          buildId: build ?? '',
          version: build === undefined ? '' : `${name}.${build}`,
        }),
      );
    },
    async renew(build) {
      const version = quoted(`${name}:${build}`);
      const query = `TemporalWorkerDeploymentVersion = ${version} AND ExecutionStatus = 'Running' AND ${ARTICLES} AND ${WAITING}`;
      const found = client.workflow.list({ query })[Symbol.asyncIterator]();
      let told = 0;
      const tell = async (): Promise<void> => {
        for (;;) {
          const next = await found.next();
          if (next.done === true) return;
          const { workflowId } = next.value;
          try {
            await inTime(() => client.workflow.getHandle(workflowId).signal(RENEW_SIGNAL));
            told += 1;
          } catch (error) {
            // It has ended meanwhile.
            if (!(error instanceof Error) || error.name !== 'WorkflowNotFoundError') throw error;
          }
        }
      };
      await Promise.all(Array.from({ length: SIGNALS_TOGETHER }, tell));
      return told;
    },
    async drop(build) {
      await inTime(() =>
        workflowService.deleteWorkerDeploymentVersion({
          namespace,
          identity,
          deploymentVersion: { deploymentName: name, buildId: build },
          version: `${name}.${build}`,
        }),
      );
    },
  };
}

const ARTICLES = `WorkflowType = '${WORKFLOW_TYPE}'`;
const WAITING = `CopydeskStage IN (${RENEWED_STAGES.map((stage) => `'${stage}'`).join(', ')})`;

function byAge(a: Summary, b: Summary): number {
  return (toDate(b.createTime)?.getTime() ?? 0) - (toDate(a.createTime)?.getTime() ?? 0);
}

function roleOf(summary: Summary): Pick<DeployedVersion, 'role' | 'since'> {
  const { currentSinceTime, rampingSinceTime, lastDeactivationTime, createTime } = summary;
  const as = (role: DeployedVersion['role'], time: Time): ReturnType<typeof roleOf> => {
    const since = toDate(time);
    return { role, ...(since && { since }) };
  };
  switch (summary.status) {
    case Status.WORKER_DEPLOYMENT_VERSION_STATUS_CURRENT:
      return as('current', currentSinceTime);
    case Status.WORKER_DEPLOYMENT_VERSION_STATUS_RAMPING:
      return as('ramping', rampingSinceTime);
    case Status.WORKER_DEPLOYMENT_VERSION_STATUS_DRAINING:
      return as('draining', lastDeactivationTime);
    case Status.WORKER_DEPLOYMENT_VERSION_STATUS_DRAINED:
      return as('drained', lastDeactivationTime);
    default:
      return as('new', createTime);
  }
}

function toDate(time: Time): Date | undefined {
  return time?.seconds === undefined || time.seconds === null ? undefined : new Date(Number(time.seconds) * 1000);
}

/** In a query of Temporal's. Build ids have no quotation marks, the name of a deployment neither. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", '')}'`;
}

/** What we asked is none of the server's words; the client wraps what the server says. */
function isRefused(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error && 'code' in cause && cause.code === INVALID_ARGUMENT;
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === NOT_FOUND;
}
