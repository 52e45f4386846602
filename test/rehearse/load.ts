import { setTimeout as sleep } from 'node:timers/promises';
import type { Company } from './company.ts';
import type { Residents, Stay } from './residents.ts';

/** What came of what people did, so far. */
export interface Load {
  readonly stays: readonly Stay[];
  readonly reads: readonly Read[];
  /** What was lost or was there twice, and in the end processes that ended by themselves. */
  readonly faults: readonly string[];
}

/** Somebody looked at the list of articles over HTTP. */
interface Read {
  /** By `performance.now()`. */
  readonly at: number;
  /** Undefined: no web server answered. */
  readonly answeredMs: number | undefined;
}

const READ_EVERY_MS = 500;
const READ_MS = 10_000;

/** Has people of both chats live, so many at once and one article after the other, and somebody read, while something happens. */
export async function underLoad(
  company: Company,
  residents: Residents,
  { atOnce, during }: { readonly atOnce: number; readonly during: (soFar: Load) => Promise<void> },
): Promise<Load> {
  const stays: Stay[] = [];
  const faults: string[] = [];
  const reads: Read[] = [];
  let isOver = false;
  let begun = 0;
  const lane = async (_: unknown, index: number): Promise<void> => {
    while (!isOver) {
      begun += 1;
      const topic = `How number ${begun} came about`;
      try {
        const stay = await residents.live(index % 2 === 0 ? 'Slack' : 'Telegram', topic);
        stays.push(stay);
        faults.push(...faultsOf(topic, stay));
      } catch (error) {
        faults.push(`${topic}: ${String(error)}`);
      }
    }
  };
  const read = async (): Promise<void> => {
    while (!isOver) {
      const at = performance.now();
      const isAnswered = await readFromOne(company);
      reads.push({ at, answeredMs: isAnswered ? performance.now() - at : undefined });
      await sleep(READ_EVERY_MS);
    }
  };
  const living = Promise.all([...Array.from({ length: atOnce }).map(lane), read()]);
  try {
    await during({ stays, reads, faults });
  } finally {
    isOver = true;
  }
  await living;
  for (const member of company.members) {
    const ended = member.ended();
    if (ended !== undefined) faults.push(`${member.name} ended by itself with ${ended}`);
  }
  return { stays, reads, faults };
}

/** As a balancer does: the next one, when one cannot be reached or says that it cannot. */
async function readFromOne({ webUrls, webToken }: Company): Promise<boolean> {
  for (const url of webUrls) {
    try {
      const answer = await fetch(`${url}/articles?limit=5`, {
        headers: { authorization: `Bearer ${webToken}` },
        signal: AbortSignal.timeout(READ_MS),
      });
      await answer.arrayBuffer();
      if (answer.ok) return true;
    } catch {
      // The next one.
    }
  }
  return false;
}

function faultsOf(topic: string, { articleIds, orders, stage, decisions, twice }: Stay): readonly string[] {
  return [
    ...(stage === 'delivered' ? [] : [`${topic} ended as ${stage}`]),
    ...(decisions === 1 ? [] : [`${topic} was decided on ${decisions} times`]),
    ...(articleIds.length > orders
      ? [`${topic} became ${articleIds.length} articles, and was ordered ${orders} times`]
      : []),
    ...twice.map((text) => `${topic}: twice in its thread: ${JSON.stringify(text.slice(0, 80))}`),
  ];
}
