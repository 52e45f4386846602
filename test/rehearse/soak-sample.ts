import type { Company, Role } from './company.ts';
import type { Load } from './load.ts';
import { byPart, seeProcesses } from './processes.ts';
import type { SoakSample } from './soak-figures.ts';

const ASK_MS = 10_000;

/** What the processes weigh now. @param afterMs since the load began @param soFar what people have done meanwhile */
export async function soakSample({ pool, members }: Company, afterMs: number, soFar: Load): Promise<SoakSample> {
  const processes = seeProcesses();
  const told = await Promise.all(
    members.map(async ({ role, metricsUrl }) => ({ role, ...(await toldBy(metricsUrl)) })),
  );
  const sumsOf = (of: (one: (typeof told)[number]) => number | undefined): Partial<Record<Role, number>> => {
    const sums: Partial<Record<Role, number>> = {};
    for (const role of new Set(members.map((member) => member.role))) {
      const values = told.flatMap((one) => (one.role === role ? [of(one) ?? Number.NaN] : []));
      const sum = values.reduce((total, value) => total + value, 0);
      // A sum without one of them would look like a fall.
      if (Number.isFinite(sum)) sums[role] = Math.round(sum * 10) / 10;
    }
    return sums;
  };
  const counted = await pool
    .query<{ count: number }>('select count(*)::integer as count from pg_stat_activity')
    .catch(() => undefined);
  const [row] = counted?.rows ?? [];
  return {
    afterMs: Math.round(afterMs),
    residentMb: rounded(byPart(processes, ({ residentMb }) => residentMb)),
    handles: rounded(byPart(processes, ({ handles }) => handles)),
    heapMb: sumsOf(({ heapMb }) => heapMb),
    resources: sumsOf(({ resources }) => resources),
    ...(row !== undefined && { connections: row.count }),
    articles: soFar.stays.length,
    reads: soFar.reads.length,
    faults: soFar.faults.length,
  };
}

function rounded(sums: ReturnType<typeof byPart>): SoakSample['residentMb'] {
  return Object.fromEntries([...sums].map(([part, sum]) => [part, Math.round(sum * 10) / 10]));
}

/** As a process tells of itself to Prometheus. Nothing: it could not be asked. */
async function toldBy(metricsUrl: string): Promise<{ readonly heapMb?: number; readonly resources?: number }> {
  try {
    const text = await (await fetch(metricsUrl, { signal: AbortSignal.timeout(ASK_MS) })).text();
    const value = (name: string): number => Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)`, 'm').exec(text)?.[1]);
    const heapMb = value('nodejs_heap_size_used_bytes') / 1024 ** 2;
    const resources = value('nodejs_active_resources_total');
    return { heapMb, resources };
  } catch {
    return {};
  }
}
