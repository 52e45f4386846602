import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { articleFrom } from '../../examples/client/start-and-approve.ts';
import { within } from '../../src/lib/within.ts';
import { quietRuntime } from '../support/quiet-runtime.ts';
import { readEvents } from '../support/read-events.ts';
import { type Company, openCompany } from './company.ts';
import { type Load, underLoad } from './load.ts';
import type { Rehearsed, RehearsalOptions, Tell } from './rehearsal.ts';
import { createResidents } from './residents.ts';
import { withProduction } from './servers.ts';
import { type SoakSample, soakFigures, soakGrowth } from './soak-figures.ts';
import { soakSample } from './soak-sample.ts';

const COUNTS = { worker: 2, slack: 1, telegram: 1, web: 1 } as const;
const MODEL_MS = 200;
const AT_ONCE = 6;
const READERS = 2;
/** Of each worker. What articles it keeps at hand that another has gone on with stay until it has so many: soon, and not after hours, which would be seen as growth. */
const CACHED = 20;
const LOAD_MS = 2 * 3_600_000;
const SAMPLES = 240;
/** So often it is told how it goes. */
const TOLD = 24;
const LOOK_EVERY_MS = 1000;
/** Until somebody gives an article up. */
const PATIENCE_MS = 15 * 60_000;

/** Hours of load, after which memory, handles and connections are where they were. Whoever ends it before (SIGUSR2) gets the figures of what time it had. */
export async function rehearseSoak(
  tell: Tell,
  { loadMs = LOAD_MS, samplesFile, isOver = false }: RehearsalOptions,
): Promise<Rehearsed> {
  if (isOver) return await fromFile(samplesFile);
  quietRuntime();
  const ending = new AbortController();
  // Not SIGTERM: on that the PostgreSQL of tests ends at once.
  process.once('SIGUSR2', () => ending.abort());
  return await withProduction(async (servers) => {
    const channels = ['articles', 'news', 'reports', 'stories'];
    const company = await openCompany(servers, {
      counts: COUNTS,
      modelMs: MODEL_MS,
      gated: false,
      channels,
      settings: `worker: { max_cached_workflows: ${CACHED} }`,
    });
    const what = `${servers.what}; ${COUNTS.worker} workers that keep ${CACHED} articles at hand each, a Slack bot, a Telegram bot and a web server with ${AT_ONCE} people at once in the chats and ${READERS} who watch theirs over HTTP`;
    const samples: SoakSample[] = [];
    const keep = async (sample: SoakSample): Promise<void> => {
      samples.push(sample);
      if (samplesFile !== undefined) await appendFile(samplesFile, `${JSON.stringify(sample)}\n`);
    };
    if (samplesFile !== undefined) await writeFile(samplesFile, `${JSON.stringify({ what })}\n`);
    const readersFaults: string[] = [];
    try {
      const load = await underLoad(company, createResidents({ ...company, channels }), {
        atOnce: AT_ONCE,
        async during(soFar) {
          const isWatched = new AbortController();
          const readers = Promise.all(
            Array.from({ length: READERS }, async (_, index) => {
              for (let nth = 1; !isWatched.signal.aborted; nth += 1)
                readersFaults.push(...(await watchOne(company, `What reader ${index + 1} saw, number ${nth}`)));
            }),
          );
          const all = (): Load => ({ ...soFar, faults: [...soFar.faults, ...readersFaults] });
          await watch(company, { loadMs, soFar: all, keep, tell, ending: ending.signal });
          isWatched.abort();
          await readers;
        },
      });
      return {
        figures: soakFigures(what, samples),
        faults: [...load.faults, ...readersFaults, ...soakGrowth(samples)],
      };
    } finally {
      await company.close();
    }
  });
}

/** What a rehearsal kept that was cut off. What was lost meanwhile, its log tells. */
async function fromFile(samplesFile = ''): Promise<Rehearsed> {
  const [first = '', ...lines] = (await readFile(samplesFile, 'utf8')).trim().split('\n');
  const { what } = JSON.parse(first) as { readonly what: string };
  const samples = lines.map((line) => JSON.parse(line) as SoakSample);
  return { figures: soakFigures(what, samples), faults: soakGrowth(samples) };
}

/** Somebody who has an article written over HTTP, watches how it is made, approves it, and is off. @returns what was not as it has to be */
async function watchOne({ webUrls, webToken, pool }: Company, topic: string): Promise<readonly string[]> {
  const [baseUrl = ''] = webUrls;
  const ordered = articleFrom({ baseUrl, token: webToken, lookEveryMs: LOOK_EVERY_MS }, { topic });
  let isOver = false;
  const watched = (async () => {
    while (!isOver) {
      const { rows } = await pool.query<{ id: string }>(ABOUT, [topic]);
      const [{ id } = { id: undefined }] = rows;
      if (id !== undefined)
        return readEvents({
          url: () => `${baseUrl}/articles/${id}/events`,
          headers: bearer(webToken),
          retryMs: LOOK_EVERY_MS,
        });
      await sleep(LOOK_EVERY_MS / 4);
    }
    return undefined;
  })();
  try {
    const { stage } = await within(PATIENCE_MS, topic, ordered);
    const reader = await watched;
    const seen = reader?.events.length ?? 0;
    return [
      ...(stage === 'delivered' ? [] : [`${topic} ended as ${stage}`]),
      ...(seen === 0 ? [`${topic}: nobody saw it being made`] : []),
    ];
  } catch (error) {
    await sleep(LOOK_EVERY_MS);
    return [`${topic}: ${error instanceof Response ? `${error.status} ${await error.text()}` : String(error)}`];
  } finally {
    isOver = true;
    await (await watched.catch(() => undefined))?.close();
  }
}

const ABOUT = `select article_id as id from articles where request ->> 'topic' = $1`;

function bearer(token: string): { readonly authorization: string } {
  return { authorization: `Bearer ${token}` };
}

async function watch(
  company: Company,
  {
    loadMs,
    soFar,
    keep,
    tell,
    ending,
  }: {
    readonly loadMs: number;
    readonly soFar: () => Load;
    readonly keep: (sample: SoakSample) => Promise<void>;
    readonly tell: Tell;
    readonly ending: AbortSignal;
  },
): Promise<void> {
  const began = performance.now();
  const told = new Set<string>();
  for (let index = 1; index <= SAMPLES && !ending.aborted; index += 1) {
    const untilNext = began + (index * loadMs) / SAMPLES - performance.now();
    await sleep(Math.max(0, untilNext), undefined, { signal: ending }).catch(() => undefined);
    const now = soFar();
    const sample = await soakSample(company, performance.now() - began, now);
    await keep(sample);
    for (const fault of now.faults.filter((one) => !told.has(one))) {
      told.add(fault);
      tell(fault);
    }
    if (index % (SAMPLES / TOLD) === 0) tell(`${new Date().toISOString().slice(11, 19)} ${JSON.stringify(sample)}`);
  }
}
