import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from '../../src/lib/reason-of.ts';
import type { DeployAsked } from './asked.ts';
import type { DeployedVersion, Deployment, DeploymentState } from './deployment.ts';
import { describeVersions } from './describe-versions.ts';
import { goesOverAtGates, OLDEST_SERVER } from './goes-over-at-gates.ts';

export interface DeployAnswerOptions {
  readonly deployment: Deployment;
  /** Which code this checkout is, for a promotion that names none. @throws ConfigError */
  readonly ownBuild: () => Promise<string>;
  /** A line for the person who typed it. */
  readonly print: (line: string) => void;
  /** For so long a promotion waits for a worker that has just begun. Default: 10 s. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 10_000;
const LOOK_AGAIN_MS = 500;
/** For so long a change is asked for whose answer does not come. */
const CHANGE_MS = 60_000;
/** gRPC's: something is not as it has to be, or somebody else was quicker. */
const REFUSALS: readonly number[] = [3, 5, 9, 10];
const NOT_FOUND = 5;
const FAILED_PRECONDITION = 9;
/** gRPC's: too late, or nobody there. */
const UNCLEAR: readonly number[] = [4, 14];
const UNVERSIONED = 'workers without a version';
const MANUAL = 'docs/operations.md#versions';

/** Why something was not done: the sentence for the person who asked. */
class NotDone extends Error {}

/** Does what is asked. @returns the exit code: 1 when it was not done. */
export async function answerDeploy(
  asked: Exclude<DeployAsked, { readonly kind: 'help' }>,
  options: DeployAnswerOptions,
): Promise<0 | 1> {
  try {
    await act(asked, options);
    return 0;
  } catch (error) {
    const why = error instanceof NotDone ? error.message : refusalIn(error);
    if (why === undefined) throw error;
    options.print(why);
    return 1;
  }
}

async function act(
  asked: Exclude<DeployAsked, { readonly kind: 'help' }>,
  options: DeployAnswerOptions,
): Promise<void> {
  const { deployment, print } = options;
  switch (asked.kind) {
    case 'status':
      for (const line of describeVersions(deployment.name, await deployment.look())) print(line);
      return await warnOfOldServer(options);
    case 'promote':
      await promote(asked.build ?? (await options.ownBuild()), asked.rampPercent, options);
      return await warnOfOldServer(options);
    case 'promote-unversioned':
      return await promoteUnversioned(options);
    case 'rollback':
      return await rollBack(asked.build, options);
    case 'renew':
      return await renew(asked.build, options);
    case 'drop':
      return await drop(asked.build, options);
    default:
      asked satisfies never;
  }
}

async function promote(build: string, rampPercent: number | undefined, options: DeployAnswerOptions): Promise<void> {
  const { deployment, print } = options;
  const before = await untilAtWork(build, options);
  if (before.current === build) {
    if (rampPercent !== undefined) throw new NotDone(`${build} is current already: it cannot be tried besides.`);
    return print(`${build} is current already.${butTried(before)}`);
  }
  if (rampPercent !== undefined && before.current === undefined && before.unversioned.workers === 0)
    throw new NotDone(
      `Nothing was changed: nothing is current and no worker without a version asks for work, so that all other articles would wait. All on ${build}: npm run deploy -- promote ${build}.`,
    );
  await change(options, before, {
    isDone: (state) =>
      rampPercent === undefined
        ? state.current === build
        : state.ramping === build && state.rampPercent === rampPercent,
    apply: ({ token }) =>
      rampPercent === undefined
        ? deployment.setCurrent(build, token)
        : deployment.setRamping(build, rampPercent, token),
  });
  print(promoted(build, rampPercent, before));
}

/** Waits a little for a worker that has just begun. */
async function untilAtWork(
  build: string,
  { deployment, print, patienceMs = PATIENCE_MS }: DeployAnswerOptions,
): Promise<DeploymentState> {
  const until = Date.now() + patienceMs;
  for (let isFirst = true; ; isFirst = false) {
    const state = await deployment.look();
    const { workers = 0 } = state?.versions.find(({ buildId }) => buildId === build) ?? {};
    if (state !== undefined && (workers > 0 || state.current === build)) return state;
    if (Date.now() >= until) throw new NotDone(whyNoWorker(build, state));
    if (isFirst) print(`Waiting for a worker of ${build} …`);
    await sleep(LOOK_AGAIN_MS);
  }
}

/**
 * Changes what begins where, as long as that is still what it was when somebody decided on it. A call that a busy server does not answer in
 * time may have been done all the same: it is looked at, and asked for again where it was not.
 */
async function change(
  { deployment, patienceMs = PATIENCE_MS }: DeployAnswerOptions,
  before: DeploymentState,
  {
    isDone,
    apply,
  }: {
    readonly isDone: (state: DeploymentState) => boolean;
    readonly apply: (state: DeploymentState) => Promise<void>;
  },
): Promise<void> {
  const refusedUntil = Date.now() + patienceMs;
  const unclearUntil = Date.now() + CHANGE_MS;
  for (let isAskedFor = false, state = before; ; isAskedFor = true) {
    try {
      if (isAskedFor) {
        state = await stateOf(deployment);
        if (isDone(state)) return;
        if (routingOf(state) !== routingOf(before))
          throw new NotDone(
            'Nothing was changed: somebody else has changed it at the same moment. npm run deploy says how it is now.',
          );
      }
      return await apply(state);
    } catch (error) {
      const mayGoOn = isNotYet(error) ? Date.now() < refusedUntil : isUnclear(error) && Date.now() < unclearUntil;
      if (!mayGoOn) throw error;
    }
    await sleep(LOOK_AGAIN_MS);
  }
}

function promoted(build: string, rampPercent: number | undefined, before: DeploymentState): string {
  const { current, ramping } = before;
  if (rampPercent !== undefined) {
    const instead = ramping === undefined || ramping === build ? '' : ` ${ramping} is given no more of them.`;
    return `Of 100 new articles ${rampPercent} begin on ${build} now, the others on ${current ?? UNVERSIONED}.${instead} All of them: npm run deploy -- promote ${build}. None: npm run deploy -- rollback.`;
  }
  const tried = ramping === build ? '' : butTried(before);
  return current === undefined
    ? `${build} is current: new articles begin on it, and those that ran on no version go on with it.${tried}`
    : `${build} is current: new articles begin on it, others come to it at their next gate.${tried} Let the workers of ${current} work until npm run deploy says that nothing runs on it.`;
}

/** What a trial takes of all that begins. */
function butTried({ ramping, rampPercent = 0 }: DeploymentState): string {
  return ramping === undefined
    ? ''
    : ` But of 100 new articles ${rampPercent} begin on ${ramping}, which is being tried: npm run deploy -- rollback ends that.`;
}

function whyNoWorker(build: string, state: DeploymentState | undefined): string {
  const others = (state?.versions ?? []).filter(({ workers }) => workers > 0).map(({ buildId }) => buildId);
  const known = others.length === 0 ? 'None of any other version does, either.' : `Others do: ${others.join(', ')}.`;
  return `Nothing was changed: no worker of ${build} asks for work, so that what begins on it would wait. Start one with worker.versioning.enabled and COPYDESK_BUILD_ID=${build} (${MANUAL}). ${known}`;
}

async function promoteUnversioned(options: DeployAnswerOptions): Promise<void> {
  const { deployment, print } = options;
  const state = await stateOf(deployment);
  if (state.current === undefined)
    return print(`New articles begin on workers without a version already.${butTried(state)}`);
  if (state.unversioned.workers === 0)
    throw new NotDone(
      'Nothing was changed: no worker without a version asks for work. Start one with worker.versioning.enabled: false.',
    );
  await change(options, state, {
    isDone: ({ current }) => current === undefined,
    apply: ({ token }) => deployment.setCurrent(undefined, token),
  });
  print(
    `New articles begin on workers without a version.${butTried(state)} Let the workers of ${state.current} work until npm run deploy says that nothing runs on it.`,
  );
}

async function rollBack(named: string | undefined, options: DeployAnswerOptions): Promise<void> {
  const { deployment, print } = options;
  const state = await stateOf(deployment);
  const { current, ramping } = state;
  if (named === undefined && ramping !== undefined) {
    await change(options, state, {
      isDone: (now) => now.ramping === undefined,
      apply: ({ token }) => deployment.setRamping(undefined, 0, token),
    });
    const others =
      current === undefined
        ? `${UNVERSIONED} are given all of them${state.unversioned.workers === 0 ? ', and none asks for work: they wait' : ''}`
        : `${current} is given all of them`;
    return print(`No new articles begin on ${ramping} any more; ${others}.`);
  }
  const target = named ?? versionBefore(state);
  const { workers, lastCurrent } = findVersion(target, state.versions);
  if (target === current) throw new NotDone(`${target} is current already.`);
  if (target === ramping)
    throw new NotDone(
      `Nothing was changed: ${target} is being tried. None of what begins on it: npm run deploy -- rollback. All: npm run deploy -- promote ${target}.`,
    );
  if (lastCurrent === undefined)
    throw new NotDone(
      `Nothing was changed: ${target} was never current, so there is no way back to it. Forward: npm run deploy -- promote ${target}.`,
    );
  if (workers === 0) throw new NotDone(whyNoWorker(target, state));
  await change(options, state, {
    isDone: (now) => now.current === target,
    apply: ({ token }) => deployment.setCurrent(target, token),
  });
  print(
    `${target} is current again.${butTried(state)}${current === undefined ? '' : ` What began on ${current} goes on with it, and comes to ${target} at its next gate: let its workers work until npm run deploy says that nothing runs on it.`}`,
  );
}

/** The one that was current last, of those that are not: unless that is newer code, from which somebody has just gone back. */
function versionBefore({ versions, current }: DeploymentState): string {
  const [before] = versions
    .filter(({ role, lastCurrent }) => (role === 'draining' || role === 'drained') && lastCurrent !== undefined)
    .toSorted((a, b) => (b.lastCurrent?.getTime() ?? 0) - (a.lastCurrent?.getTime() ?? 0));
  if (before === undefined)
    throw new NotDone(
      'There is no version to go back to: no other one was ever current. To workers without a version: npm run deploy -- promote --unversioned.',
    );
  const ageOf = (build: string | undefined): number => versions.findIndex(({ buildId }) => buildId === build);
  if (current !== undefined && ageOf(before.buildId) < ageOf(current))
    throw new NotDone(
      `Nothing was changed: ${before.buildId}, which was current before ${current}, is newer, so this would be no way back. If it is wanted: npm run deploy -- promote ${before.buildId}. What is older: npm run deploy -- rollback and its build.`,
    );
  return before.buildId;
}

async function renew(named: string | undefined, { deployment, print }: DeployAnswerOptions): Promise<void> {
  const { versions } = await stateOf(deployment);
  if (named !== undefined) findVersion(named, versions);
  const outdated = versions.filter(
    ({ buildId, role, waiting }) =>
      waiting > 0 && (named === undefined ? role !== 'current' && role !== 'ramping' : buildId === named),
  );
  if (outdated.length === 0) return print('Nothing waits for people on an older version.');
  for (const { buildId, workers } of outdated) {
    const told = await deployment.renew(buildId);
    const wait = workers === 0 ? ` No worker of ${buildId} asks for work: they wait for one.` : '';
    print(
      `${buildId}: ${articles(told)} that ${told === 1 ? 'waits' : 'wait'} for people ${told === 1 ? 'was' : 'were'} told to go on with the current version.${wait}`,
    );
  }
}

async function drop(build: string, { deployment, print }: DeployAnswerOptions): Promise<void> {
  const { versions } = await stateOf(deployment);
  const { role, articles: running, others, workers } = findVersion(build, versions);
  if (role === 'current' || role === 'ramping')
    throw new NotDone(`Nothing was changed: ${build} is given new articles. Promote another one first.`);
  if (running + others > 0)
    throw new NotDone(
      `Nothing was changed: ${running + others} ${running + others === 1 ? 'run is' : 'runs are'} not over on ${build}. What waits for people goes on elsewhere after npm run deploy -- renew ${build}.`,
    );
  if (workers > 0)
    throw new NotDone(
      `Nothing was changed: ${workers} of its workers ${workers === 1 ? 'asks' : 'ask'} for work. Stop ${workers === 1 ? 'it' : 'them'} first.`,
    );
  try {
    await deployment.drop(build);
  } catch (error) {
    if (codeOf(error) !== FAILED_PRECONDITION) throw error;
    throw new NotDone(
      `Nothing was changed yet: Temporal looks every few minutes whether a version is drained, and takes workers for gone five minutes after they asked for work last. Try again then. (${detailsOf(error)})`,
    );
  }
  print(`${build} is forgotten.`);
}

function findVersion(build: string, versions: readonly DeployedVersion[]): DeployedVersion {
  const found = versions.find(({ buildId }) => buildId === build);
  if (found !== undefined) return found;
  const known = versions.map(({ buildId }) => buildId).join(', ');
  throw new NotDone(`There is no version ${build}. There ${versions.length === 1 ? 'is' : 'are'} ${known || 'none'}.`);
}

async function stateOf(deployment: Deployment): Promise<DeploymentState> {
  const state = await deployment.look();
  if (state !== undefined) return state;
  throw new NotDone(describeVersions(deployment.name, undefined).join(' '));
}

async function warnOfOldServer({ deployment, print }: DeployAnswerOptions): Promise<void> {
  const version = await deployment.serverVersion();
  if (goesOverAtGates(version)) return;
  print('');
  print(
    `This is Temporal ${version}: articles stay on their version until their end. From ${OLDEST_SERVER} on they go over at their gates.`,
  );
}

/**
 * What is so while workers begin: they have asked for one kind of work and not yet for the other, are known in one place and not yet in
 * another, or were entered between our look and our change.
 */
function isNotYet(error: unknown): boolean {
  return (
    [NOT_FOUND, FAILED_PRECONDITION].includes(codeOf(error)) &&
    /missing|not found|conflict token/i.test(error instanceof Error ? error.message : '')
  );
}

/** What is given to whom. */
function routingOf({ current, ramping, rampPercent }: DeploymentState): string {
  return JSON.stringify([current, ramping, rampPercent]);
}

function isUnclear(error: unknown): boolean {
  return UNCLEAR.includes(codeOf(error));
}

/** gRPC's; -1: none. */
function codeOf(error: unknown): number {
  return error instanceof Error && 'code' in error ? Number(error.code) : -1;
}

/** What Temporal itself says against it. */
function refusalIn(error: unknown): string | undefined {
  if (!(error instanceof Error) || !REFUSALS.includes(codeOf(error))) return undefined;
  return `Nothing was changed. Temporal says: ${detailsOf(error)}`;
}

/** gRPC's own words. */
function detailsOf(error: unknown): string {
  if (error instanceof Error && 'details' in error && typeof error.details === 'string') return error.details;
  return reasonOf(error);
}

function articles(count: number): string {
  return `${count} ${count === 1 ? 'article' : 'articles'}`;
}
