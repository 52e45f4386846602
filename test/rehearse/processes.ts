import { readdirSync, readFileSync } from 'node:fs';

/** What a process is, by what stands in its command line. */
const PARTS = [
  ['worker', 'worker/main.ts'],
  ['Slack bot', 'bots/slack/main.ts'],
  ['Telegram bot', 'bots/telegram/main.ts'],
  ['web server', 'bots/web/main.ts'],
  ['Temporal', 'temporal-server'],
  ['PostgreSQL', 'postgres'],
  ['Redis', 'redis-server'],
] as const;

/** `rehearsal`: this process, which is people, chats and model. */
export type Part = (typeof PARTS)[number][0] | 'rehearsal';

/** A process, as Linux tells of it. */
interface SeenProcess {
  readonly pid: number;
  readonly part: Part;
  /** Time of a processor that it has used, milliseconds. */
  readonly cpuMs: number;
  readonly residentMb: number;
  /** Files, sockets and the like that it has open. */
  readonly handles: number;
}

/** Ticks of the clock in which Linux counts, on every machine of today. */
const TICK_MS = 10;

/** This process and all that it has started, and those in turn. Linux only. */
export function seeProcesses(): readonly SeenProcess[] {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (stat(Number(name)) ?? []) : []));
  const found: SeenProcess[] = [];
  const see = ({ pid, cpuMs }: (typeof all)[number], parentIs: Part): void => {
    const part = partOf(pid) ?? parentIs;
    found.push({ pid, part, cpuMs, residentMb: residentMb(pid), handles: handles(pid) });
    for (const child of all.filter(({ parent }) => parent === pid)) see(child, part);
  };
  for (const own of all.filter(({ pid }) => pid === process.pid)) see(own, 'rehearsal');
  return found;
}

/** Sums, by part. */
export function byPart(processes: readonly SeenProcess[], of: (one: SeenProcess) => number): ReadonlyMap<Part, number> {
  const sums = new Map<Part, number>();
  for (const one of processes) sums.set(one.part, (sums.get(one.part) ?? 0) + of(one));
  return sums;
}

function stat(pid: number): { readonly pid: number; readonly parent: number; readonly cpuMs: number } | undefined {
  // A name may have spaces and brackets in it.
  const fields = read(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, '')
    .split(' ');
  if (fields === undefined) return undefined;
  // `utime` and `stime` are the 14th and 15th of all, the state being the third.
  return { pid, parent: Number(fields[1]), cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS };
}

function partOf(pid: number): Part | undefined {
  const command = read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ') ?? '';
  return PARTS.find(([, sign]) => command.includes(sign))?.[0];
}

function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`) ?? '')?.[1] ?? 0) / 1024;
}

function handles(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}

/** Undefined: it has ended meanwhile. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
