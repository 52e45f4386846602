import type { Part } from './processes.ts';
import type { Role } from './company.ts';

/** Of the product: servers keep what they may, and the rehearsal itself all that was ever said in its chats. */
const WATCHED = ['worker', 'Slack bot', 'Telegram bot', 'web server'] as const satisfies readonly Part[];
const ROLES = ['worker', 'slack', 'telegram', 'web'] as const satisfies readonly Role[];
/** Of the samples: caches fill, code is compiled. */
const WARM_SHARE = 0.25;
/** What may be added over the rest of the time and still be called flat: a share of the memory, and handles that come and go. */
const FLAT_SHARE = 0.1;
const FLAT_HANDLES = 10;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** What was seen at one moment; of processes of one kind the sum. What could not be asked is not there. */
export interface SoakSample {
  /** Since the load began, milliseconds. */
  readonly afterMs: number;
  readonly residentMb: Partial<Record<Part, number>>;
  /** Files, sockets and the like that the system keeps open for them. */
  readonly handles: Partial<Record<Part, number>>;
  /** What JavaScript keeps, megabytes. */
  readonly heapMb: Partial<Record<Role, number>>;
  /** Timers, sockets, requests and the like that keep Node waiting. */
  readonly resources: Partial<Record<Role, number>>;
  /** To PostgreSQL, of everybody. */
  readonly connections?: number;
  /** So far. */
  readonly articles: number;
  readonly reads: number;
  /** What was lost or was there twice. */
  readonly faults: number;
}

/** What a value did over the time. */
interface Course {
  readonly first: number;
  readonly last: number;
  readonly most: number;
  /** By the line that fits best. */
  readonly perHour: number;
  /** The same over the whole time. */
  readonly added: number;
}

type ValueOf = (sample: SoakSample) => number | undefined;

/** @param what on which servers, and under which load @returns Markdown */
export function soakFigures(what: string, samples: readonly SoakSample[]): string {
  const warm = warmOf(samples);
  const last = samples.at(-1);
  const row = (name: string, value: ValueOf): readonly string[] => {
    if (warm.every((sample) => value(sample) === undefined)) return [];
    const { first, last: end, most, perHour } = courseOf(warm, value);
    const sign = perHour >= 0.05 ? '+' : '';
    return [
      `| ${name} | ${first.toFixed(0)} | ${end.toFixed(0)} | ${most.toFixed(0)} | ${sign}${perHour.toFixed(1).replace('-0.0', '0.0')} |`,
    ];
  };
  const parts = [...WATCHED, 'Temporal'] as const;
  return `${what}, for ${((last?.afterMs ?? 0) / MINUTE_MS).toFixed(0)} minutes: ${last?.articles ?? 0} articles, ${last?.reads ?? 0} reads over HTTP. From a quarter of the time on, when caches are full; of processes of one kind the sum. ${new Date().toISOString().slice(0, 10)}.

| | first | last | most | change in an hour |
|---|---|---|---|---|
${[
  ...parts.flatMap((part) => row(`${part}, memory in MB`, ({ residentMb }) => residentMb[part])),
  ...ROLES.flatMap((role, index) => row(`${WATCHED[index]}, heap in MB`, ({ heapMb }) => heapMb[role])),
  ...parts.flatMap((part) => row(`${part}, handles`, ({ handles }) => handles[part])),
  ...ROLES.flatMap((role, index) => row(`${WATCHED[index]}, timers and sockets`, ({ resources }) => resources[role])),
  ...row('connections to PostgreSQL', ({ connections }) => connections),
].join('\n')}`;
}

/** What grew although nothing more was asked of it than before; none: all is flat. */
export function soakFaults(samples: readonly SoakSample[]): readonly string[] {
  const warm = warmOf(samples);
  const grown = (name: string, unit: string, value: ValueOf, most: (first: number) => number): readonly string[] => {
    const { first, added } = courseOf(warm, value);
    return added > most(first) ? [`${name}: ${added.toFixed(0)} ${unit} were added to ${first.toFixed(0)}`] : [];
  };
  const lost = samples.at(-1)?.faults ?? 0;
  const few = (): number => FLAT_HANDLES;
  return [
    ...(lost > 0 ? [`${lost} times something was lost or was there twice`] : []),
    ...WATCHED.flatMap((part) => [
      ...grown(
        part,
        'MB',
        ({ residentMb }) => residentMb[part],
        (first) => FLAT_SHARE * first,
      ),
      ...grown(part, 'handles', ({ handles }) => handles[part], few),
    ]),
    ...ROLES.flatMap((role) => [
      ...grown(
        `heap of ${role}`,
        'MB',
        ({ heapMb }) => heapMb[role],
        (first) => FLAT_SHARE * first,
      ),
      ...grown(role, 'timers and sockets', ({ resources }) => resources[role], few),
    ]),
    ...grown('PostgreSQL', 'connections', ({ connections }) => connections, few),
  ];
}

function warmOf(samples: readonly SoakSample[]): readonly SoakSample[] {
  return samples.slice(Math.floor(samples.length * WARM_SHARE));
}

function courseOf(samples: readonly SoakSample[], value: ValueOf): Course {
  const points = samples.flatMap((sample) => {
    const y = value(sample);
    return y === undefined ? [] : [{ x: sample.afterMs / HOUR_MS, y }];
  });
  const mean = (of: (point: (typeof points)[number]) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  const spread = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
  const perHour = points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0) / spread;
  const [first, last] = [points.at(0), points.at(-1)];
  return {
    first: first?.y ?? 0,
    last: last?.y ?? 0,
    most: Math.max(...points.map((point) => point.y)),
    perHour,
    added: perHour * ((last?.x ?? 0) - (first?.x ?? 0)),
  };
}
