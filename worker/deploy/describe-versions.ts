import type { DeployedVersion, DeploymentState } from './deployment.ts';

const HEAD = ['VERSION', 'IS', 'SINCE (UTC)', 'WORKERS', 'ARTICLES', 'OTHERS'] as const;
const MANUAL = 'docs/operations.md#versions';

/** Which versions there are, what each is there for, and what is to be done, a line each. */
export function describeVersions(name: string, state: DeploymentState | undefined): readonly string[] {
  if (state === undefined)
    return [
      `No worker has been part of the deployment ${name} yet: worker.versioning.enabled says so in its settings (${MANUAL}).`,
    ];
  const { versions, unversioned, rampPercent, current } = state;
  const rows = versions.map((version) => [
    version.buildId,
    isOf(version, rampPercent),
    version.since === undefined ? '' : version.since.toISOString().slice(0, 16).replace('T', ' '),
    String(version.workers),
    runs(version),
    String(version.others),
  ]);
  const isUnversionedUsed = current === undefined || unversioned.workers + unversioned.articles > 0;
  const last = isUnversionedUsed
    ? [
        [
          '(no version)',
          current === undefined ? 'current' : '',
          '',
          String(unversioned.workers),
          runs(unversioned),
          String(unversioned.others),
        ],
      ]
    : [];
  const hints = hintsOf(state);
  return [`Deployment ${name}`, '', ...table([HEAD, ...rows, ...last]), ...(hints.length > 0 ? ['', ...hints] : [])];
}

function isOf({ role }: DeployedVersion, rampPercent: number | undefined): string {
  switch (role) {
    case 'current':
      return 'current';
    case 'ramping':
      return `ramping, ${rampPercent ?? 0}%`;
    case 'draining':
      return 'draining';
    case 'drained':
      return 'drained';
    case 'new':
      return 'not promoted';
    default:
      return role satisfies never;
  }
}

function runs({ articles, waiting }: { readonly articles: number; readonly waiting: number }): string {
  return waiting === 0 ? String(articles) : `${articles} (${waiting} waiting)`;
}

function hintsOf({ versions, unversioned, current }: DeploymentState): readonly string[] {
  const isCurrentFailing =
    unversioned.failing > 0 || versions.some(({ role, failing }) => role === 'current' && failing > 0);
  const hints = versions.flatMap(({ buildId, role, workers, articles, waiting, others, failing }) => {
    const left = articles + others;
    const isServed = role === 'current' || role === 'ramping';
    const all: string[] = [];
    if (failing > 0)
      all.push(
        `${buildId}: ${runsOf(failing)} not get on, since its code fails there again and again: the log of its workers says how.${isServed ? ' So that nothing more begins on it: npm run deploy -- rollback.' : ''}`,
      );
    if (workers === 0 && (isServed || left > 0))
      all.push(
        `${buildId}: no worker asks for work. ${isServed ? 'What begins on it waits' : `${left} ${left === 1 ? 'run waits' : 'runs wait'}`} until one does.`,
      );
    if (isServed || role === 'new') return all;
    // What waits is safe where it is, as long as it would go over to code that fails.
    if (waiting > 0 && !isCurrentFailing)
      all.push(
        `${buildId}: npm run deploy -- renew ${buildId} has the ${waiting} that wait for people go on with the current version.`,
      );
    if (left === 0)
      all.push(
        workers > 0
          ? `${buildId}: nothing runs on it. Its workers may be stopped${role === 'draining' ? ' when Temporal calls it drained, a few minutes after its last run' : ''}.`
          : `${buildId}: nothing runs on it, and it may be forgotten: npm run deploy -- drop ${buildId}.`,
      );
    return all;
  });
  if (unversioned.failing > 0)
    hints.push(
      `(no version): ${runsOf(unversioned.failing)} not get on, since the code that they were given fails before its first step: the log of its workers says how. They begin anew on what is current: npm run deploy -- rollback.`,
    );
  const newest = versions.find(({ role, workers }) => role === 'new' && workers > 0);
  if (current === undefined && unversioned.workers === 0)
    hints.push(
      `Nothing is current: new articles wait.${newest === undefined ? '' : ` npm run deploy -- promote ${newest.buildId}`}`,
    );
  else if (newest !== undefined)
    hints.push(`${newest.buildId} has workers: npm run deploy -- promote ${newest.buildId}.`);
  return hints;
}

function runsOf(count: number): string {
  return count === 1 ? '1 run does' : `${count} runs do`;
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
