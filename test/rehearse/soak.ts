import { setTimeout as sleep } from 'node:timers/promises';
import { quietRuntime } from '../support/quiet-runtime.ts';
import { type Company, openCompany, type Role } from './company.ts';
import { type Load, underLoad } from './load.ts';
import { type Part, seeProcesses } from './processes.ts';
import type { Rehearsed, RehearsalOptions, Tell } from './rehearsal.ts';
import { createResidents } from './residents.ts';
import { withProduction } from './servers.ts';

const COUNTS = { worker: 2, slack: 1, telegram: 1, web: 1 } as const;
/** Of the product: servers keep what they may, and this process all that was ever said in its chats. */
const WATCHED = ['worker', 'Slack bot', 'Telegram bot', 'web server'] as const satisfies readonly Part[];
const MODEL_MS = 200;
const AT_ONCE = 6;
const LOAD_MS = 2 * 3_600_000;
const SAMPLES = 240;
/** Of the samples: caches fill, code is compiled. */
const WARM_SHARE = 0.25;
/** What may be added over the rest of the time and still be called flat: a share of the memory, and handles that come and go. */
const FLAT_SHARE = 0.1;
const FLAT_HANDLES = 10;
const HOUR_MS = 3_600_000;

interface Sample {
  /** By `performance.now()`. */
  readonly at: number;
  readonly parts: ReadonlyMap<Part, { readonly residentMb: number; readonly handles: number }>;
  /** What JavaScript keeps, megabytes. */
  readonly heaps: ReadonlyMap<Role, number>;
  /** Connections to PostgreSQL, of everybody. */
  readonly connections: number;
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

/** Hours of load, after which memory, handles and connections are where they were. */
export function rehearseSoak(tell: Tell, { loadMs = LOAD_MS }: RehearsalOptions): Promise<Rehearsed> {
  quietRuntime();
  return withProduction(async (servers) => {
    const channels = ['articles', 'news', 'reports', 'stories'];
    const company = await openCompany(servers, { counts: COUNTS, modelMs: MODEL_MS, gated: false, channels });
    try {
      const samples: Sample[] = [];
      const load = await underLoad(company, createResidents({ ...company, channels }), {
        atOnce: AT_ONCE,
        during: () => watch(company, loadMs, samples, tell),
      });
      const warm = samples.slice(Math.floor(samples.length * WARM_SHARE));
      return {
        figures: figuresOf(servers.what, loadMs, warm, load),
        faults: [...load.faults, ...WATCHED.flatMap((part) => growthOf(part, warm))],
      };
    } finally {
      await company.close();
    }
  });
}

async function watch({ pool, members }: Company, loadMs: number, samples: Sample[], tell: Tell): Promise<void> {
  for (let index = 0; index < SAMPLES; index += 1) {
    await sleep(loadMs / SAMPLES);
    const { rows } = await pool.query<{ count: number }>('select count(*)::integer as count from pg_stat_activity');
    const parts = new Map<Part, { residentMb: number; handles: number }>();
    for (const { part, residentMb, handles } of seeProcesses()) {
      const before = parts.get(part) ?? { residentMb: 0, handles: 0 };
      parts.set(part, { residentMb: before.residentMb + residentMb, handles: before.handles + handles });
    }
    const heaps = new Map<Role, number>();
    for (const { role, metricsUrl } of members) heaps.set(role, (heaps.get(role) ?? 0) + (await heapMb(metricsUrl)));
    samples.push({ at: performance.now(), parts, heaps, connections: rows[0]?.count ?? 0 });
    if (index % (SAMPLES / 10) === 0)
      tell(WATCHED.map((part) => `${part} ${(parts.get(part)?.residentMb ?? 0).toFixed(0)} MB`).join(', '));
  }
}

/** As Node tells of itself to Prometheus. */
async function heapMb(metricsUrl: string): Promise<number> {
  const text = await (await fetch(metricsUrl)).text();
  const [, bytes] = /^nodejs_heap_size_used_bytes(?:\{[^}]*\})? (\S+)/m.exec(text) ?? [];
  if (bytes === undefined) throw new Error(`${metricsUrl} says nothing of a heap`);
  return Number(bytes) / 1024 ** 2;
}

function courseOf(samples: readonly Sample[], value: (sample: Sample) => number): Course {
  const points = samples.map((sample) => ({ x: sample.at / HOUR_MS, y: value(sample) }));
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

const memoryOf = (part: Part) => (sample: Sample) => sample.parts.get(part)?.residentMb ?? 0;
const handlesOf = (part: Part) => (sample: Sample) => sample.parts.get(part)?.handles ?? 0;

function growthOf(part: Part, samples: readonly Sample[]): readonly string[] {
  const memory = courseOf(samples, memoryOf(part));
  const handles = courseOf(samples, handlesOf(part));
  return [
    ...(memory.added > FLAT_SHARE * memory.first ? [`${part}: ${memory.added.toFixed(0)} MB were added`] : []),
    ...(handles.added > FLAT_HANDLES ? [`${part}: ${handles.added.toFixed(0)} handles were added`] : []),
  ];
}

function figuresOf(what: string, loadMs: number, samples: readonly Sample[], { stays, reads }: Load): string {
  const row = (name: string, { first, last, most, perHour }: Course): string =>
    `| ${name} | ${first.toFixed(0)} | ${last.toFixed(0)} | ${most.toFixed(0)} | ${perHour >= 0 ? '+' : ''}${perHour.toFixed(1)} |`;
  const parts = [...WATCHED, 'Temporal', 'PostgreSQL'] as const;
  return `${what}; ${COUNTS.worker} workers, a Slack bot, a Telegram bot and a web server for ${(loadMs / 60_000).toFixed(0)} minutes with ${AT_ONCE} people at once: ${stays.length} articles, ${reads.length} reads over HTTP. From a quarter of the time on, when caches are full. ${new Date().toISOString().slice(0, 10)}.

| | first | last | most | an hour |
|---|---|---|---|---|
${parts.map((part) => row(`${part}, MB`, courseOf(samples, memoryOf(part)))).join('\n')}
${(Object.keys(COUNTS) as readonly Role[])
  .map((role) =>
    row(
      `heap of ${role}, MB`,
      courseOf(samples, ({ heaps }) => heaps.get(role) ?? 0),
    ),
  )
  .join('\n')}
${parts.map((part) => row(`${part}, handles`, courseOf(samples, handlesOf(part)))).join('\n')}
${row(
  'connections to PostgreSQL',
  courseOf(samples, ({ connections }) => connections),
)}`;
}
