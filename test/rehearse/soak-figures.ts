import type { Part } from './processes.ts';
import type { Role } from './company.ts';

/** Of the product: servers keep what they may, and the rehearsal itself all that was ever said in its chats. */
const WATCHED = [
  ['worker', 'worker', 'the workers together'],
  ['Slack bot', 'slack', 'Slack bot'],
  ['Telegram bot', 'telegram', 'Telegram bot'],
  ['web server', 'web', 'web server'],
] as const satisfies readonly (readonly [Part, Role, string])[];
/** Of the samples: caches fill, code is compiled. */
const WARM_SHARE = 0.25;
/** What may be added over the rest of the time and still be called flat: a share of the memory, and handles that come and go. */
const FLAT_SHARE = 0.1;
const FLAT_HANDLES = 10;
const MINUTE_MS = 60_000;

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
  /** How much was lost or was there twice, or could not be looked at. */
  readonly faults: number;
}

/** What a value did over the time. */
interface Course {
  /** Means over the first and the last tenth. */
  readonly first: number;
  readonly last: number;
  readonly most: number;
  /** Over the whole time, by the line that fits best: garbage goes up and down. */
  readonly added: number;
}

type ValueOf = (sample: SoakSample) => number | undefined;

/** @param what on which servers, and under which load @returns Markdown */
export function soakFigures(what: string, samples: readonly SoakSample[]): string {
  const warm = warmOf(samples);
  const last = samples.at(-1);
  const faults = last?.faults ?? 0;
  const course = (value: ValueOf): string => {
    const found = courseOf(warm, value);
    if (found === undefined) return '';
    return `${found.first.toFixed(0)} → ${found.last.toFixed(0)}, at most ${found.most.toFixed(0)}`;
  };
  const row = (name: string, values: readonly ValueOf[]): string => `| ${[name, ...values.map(course)].join(' | ')} |`;
  const memory =
    (part: Part): ValueOf =>
    ({ residentMb }) =>
      residentMb[part];
  const handles =
    (part: Part): ValueOf =>
    ({ handles: open }) =>
      open[part];
  const rows = WATCHED.map(([part, role, name]) =>
    row(name, [memory(part), ({ heapMb }) => heapMb[role], handles(part), ({ resources }) => resources[role]]),
  );
  return `${what}; ${((last?.afterMs ?? 0) / MINUTE_MS).toFixed(0)} minutes, ${last?.articles ?? 0} articles in the chats${faults === 0 ? '' : ` (and ${faults} that its log names)`}, ${last?.reads ?? 0} reads of the list. The mean over the first tenth → over the last, of what came after a quarter of the time, when caches are full. ${new Date().toISOString().slice(0, 10)}.

| | memory, MB | of it JavaScript's, MB | handles | timers, sockets and the like in Node |
|---|---|---|---|---|
${rows.join('\n')}
${row('Temporal', [memory('Temporal'), () => undefined, handles('Temporal'), () => undefined])}

Connections to PostgreSQL, of all of them: ${course(({ connections }) => connections)}.`;
}

/** What grew although nothing more was asked of it than before; none: all is flat. */
export function soakGrowth(samples: readonly SoakSample[]): readonly string[] {
  const warm = warmOf(samples);
  const grown = (name: string, unit: string, value: ValueOf, most: (first: number) => number): readonly string[] => {
    const { first, added } = courseOf(warm, value) ?? { first: 0, added: 0 };
    return added > most(first) ? [`${name}: ${added.toFixed(0)} ${unit} were added to ${first.toFixed(0)}`] : [];
  };
  const share = (first: number): number => FLAT_SHARE * first;
  const few = (): number => FLAT_HANDLES;
  return [
    ...WATCHED.flatMap(([part, role, name]) => [
      ...grown(name, 'MB', ({ residentMb }) => residentMb[part], share),
      ...grown(name, 'MB of JavaScript', ({ heapMb }) => heapMb[role], share),
      ...grown(name, 'handles', ({ handles }) => handles[part], few),
      ...grown(name, 'timers and sockets', ({ resources }) => resources[role], few),
    ]),
    ...grown('PostgreSQL', 'connections', ({ connections }) => connections, few),
  ];
}

function warmOf(samples: readonly SoakSample[]): readonly SoakSample[] {
  return samples.slice(Math.floor(samples.length * WARM_SHARE));
}

/** Undefined: nobody saw it. */
function courseOf(samples: readonly SoakSample[], value: ValueOf): Course | undefined {
  const points = samples.flatMap((sample) => {
    const y = value(sample);
    return y === undefined ? [] : [{ x: sample.afterMs, y }];
  });
  if (points.length === 0) return undefined;
  const tenth = Math.ceil(points.length / 10);
  const [x, y] = [meanOf(points.map((point) => point.x)), meanOf(points.map((point) => point.y))];
  const spread = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
  const slope = points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0) / spread;
  const [from, to] = [points.at(0), points.at(-1)];
  return {
    first: meanOf(points.slice(0, tenth).map((point) => point.y)),
    last: meanOf(points.slice(-tenth).map((point) => point.y)),
    most: Math.max(...points.map((point) => point.y)),
    added: slope * ((to?.x ?? 0) - (from?.x ?? 0)),
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
