import { setTimeout as sleep } from 'node:timers/promises';
import { p50AndP99 } from '../bench/figures.ts';
import { quietRuntime } from '../support/quiet-runtime.ts';
import type { TcpGate } from '../support/tcp-gate.ts';
import { CONNECTIONS, type Company, type Connection, openCompany } from './company.ts';
import { type Load, underLoad } from './load.ts';
import type { Rehearsed, RehearsalOptions, Tell } from './rehearsal.ts';
import { type Click, createResidents } from './residents.ts';
import { withProduction } from './servers.ts';

const MODEL_MS = 200;
const AT_ONCE = 8;
const SLOW_MS = 500;
const RESET_EVERY_MS = 2_000;
const FAULT_MS = 20_000;
/** Of a fault, until the next one begins. */
const CALM_SHARE = 0.5;
/** After that a chat tells people that nobody answers. */
const ANSWER_MS = 3_000;

/** What is done to a connection, and what mends it. */
const FAULTS: Readonly<Record<string, (gate: TcpGate) => () => void>> = {
  [`${SLOW_MS} ms slower`]: (gate) => {
    gate.slow({ roundTripMs: SLOW_MS });
    return () => gate.open();
  },
  'nothing comes through': (gate) => {
    gate.hold();
    return () => gate.open();
  },
  [`reset every ${RESET_EVERY_MS / 1000} s`]: (gate) => {
    gate.reset();
    const timer = setInterval(() => gate.reset(), RESET_EVERY_MS);
    return () => clearInterval(timer);
  },
};

interface Phase {
  readonly connection: Connection;
  readonly fault: string;
  /** By `performance.now()`. */
  readonly from: number;
  readonly to: number;
}

/** Each connection of the product slow, without any answer and reset in turn, while articles run and people click. */
export function rehearseSlowWorlds(tell: Tell, { loadMs }: RehearsalOptions): Promise<Rehearsed> {
  quietRuntime();
  const each = CONNECTIONS.length * Object.keys(FAULTS).length;
  const faultMs = loadMs === undefined ? FAULT_MS : loadMs / (each * (1 + CALM_SHARE));
  return withProduction(async (servers) => {
    const channels = ['articles', 'news', 'reports', 'stories'];
    const company = await openCompany(servers, {
      counts: { worker: 1, slack: 1, telegram: 1, web: 1 },
      modelMs: MODEL_MS,
      gated: true,
      channels,
    });
    try {
      const residents = createResidents({ ...company, channels });
      const phases: Phase[] = [];
      const load = await underLoad(company, residents, {
        atOnce: AT_ONCE,
        during: () => spoil(company, faultMs, phases, tell),
      });
      const { clicks } = residents;
      return {
        figures: figuresOf(servers.what, faultMs, phases, clicks, load),
        faults: [...load.faults, ...phases.flatMap((phase) => faultsOf(phase, clicks))],
      };
    } finally {
      await company.close();
    }
  });
}

async function spoil(company: Company, faultMs: number, phases: Phase[], tell: Tell): Promise<void> {
  // Until people are in the middle of it.
  await sleep(faultMs);
  for (const connection of CONNECTIONS)
    for (const [fault, begin] of Object.entries(FAULTS)) {
      tell(`${connection}: ${fault}`);
      const from = performance.now();
      const mend = begin(company.gates[connection]);
      await sleep(faultMs);
      mend();
      phases.push({ connection, fault, from, to: performance.now() });
      await sleep(faultMs * CALM_SHARE);
    }
}

function within({ from, to }: Phase): (one: { readonly at: number }) => boolean {
  return ({ at }) => at >= from && at < to;
}

function isInTime({ answeredMs }: Pick<Click, 'answeredMs'>): boolean {
  return answeredMs !== undefined && answeredMs <= ANSWER_MS;
}

/** Clicks that came to nothing, and nobody said so. Where the chat itself is away, nobody can. */
function faultsOf(phase: Phase, clicks: readonly Click[]): readonly string[] {
  return clicks
    .filter(within(phase))
    .filter((click) => click.chat !== phase.connection && !click.cameTo && !click.isTold)
    .map(
      ({ chat }) => `a click in ${chat} came to nothing, and nobody said so, while ${phase.connection}: ${phase.fault}`,
    );
}

function figuresOf(
  what: string,
  faultMs: number,
  phases: readonly Phase[],
  clicks: readonly Click[],
  { stays, reads }: Load,
): string {
  const rows = phases.map((phase) => {
    const own = clicks.filter(within(phase));
    const answered = own.flatMap(({ answeredMs }) => answeredMs ?? []);
    const late = own.filter((click) => !isInTime(click));
    const read = reads.filter(within(phase));
    const readMs = read.flatMap(({ answeredMs }) => answeredMs ?? []);
    return `| ${phase.connection} | ${phase.fault} | ${own.length} | ${answered.length === 0 ? '' : p50AndP99(answered)} | ${late.length}, of which ${late.filter(({ cameTo }) => cameTo).length} noted | ${read.length - readMs.length} of ${read.length} |`;
  });
  const delivered = stays.filter(({ stage }) => stage === 'delivered');
  return `${what}; a worker, a Slack bot in Socket Mode, a Telegram bot that polls and a web server, each of their connections through a proxy; ${AT_ONCE} people at once, a model that answers after ${MODEL_MS} ms; each fault for ${(faultMs / 1000).toFixed(0)} s. ${stays.length} articles: ${delivered.length} delivered, ${stays.filter(({ twice }) => twice.length > 0).length} with something twice in their threads; the longest took ${(Math.max(0, ...stays.map(({ tookMs }) => tookMs)) / 1000).toFixed(0)} s. ${new Date().toISOString().slice(0, 10)}.

| connection | what is wrong with it | clicks | answered, p50 / p99 | not within ${ANSWER_MS / 1000} s | reads of the page without an answer |
|---|---|---|---|---|---|
${rows.join('\n')}`;
}
