import { setTimeout as sleep } from 'node:timers/promises';
import { p50AndP99, p50P99AndMax } from '../bench/figures.ts';
import { quietRuntime } from '../support/quiet-runtime.ts';
import { type Company, type Member, openCompany, type Role } from './company.ts';
import { type Load, underLoad } from './load.ts';
import type { Rehearsed, RehearsalOptions, Tell } from './rehearsal.ts';
import { type Click, createResidents } from './residents.ts';
import { withProduction } from './servers.ts';

const COUNTS = { worker: 4, slack: 2, telegram: 2, web: 2 } as const;
const MODEL_MS = 200;
const AT_ONCE = 12;
const KILL_EVERY_MS = 10_000;
const LOAD_MS = 10 * 60_000;
/** After that a chat tells people that nobody answers. */
const ANSWER_MS = 3_000;

/** What was killed, and when it was at work again. */
interface Death {
  readonly role: Role;
  readonly backMs: number;
  /** Why it had ended before anybody killed it; undefined: it had not. */
  readonly before: string | undefined;
}

/** Four workers, two bots of each chat and two web servers, one of which is killed every ten seconds while people work. */
export function rehearseMany(tell: Tell, { loadMs = LOAD_MS }: RehearsalOptions): Promise<Rehearsed> {
  quietRuntime();
  return withProduction(async (servers) => {
    const channels = ['articles', 'news', 'reports', 'stories'];
    const company = await openCompany(servers, { counts: COUNTS, modelMs: MODEL_MS, gated: false, channels });
    try {
      const residents = createResidents({ ...company, channels });
      const deaths: Death[] = [];
      const faults: string[] = [];
      const load = await underLoad(company, residents, {
        atOnce: AT_ONCE,
        during: () => killInTurns(company, loadMs, { deaths, faults }, tell),
      });
      const alone = deaths.flatMap(({ role, before }) =>
        before === undefined ? [] : [`a ${role} ended by itself with ${before}`],
      );
      return {
        figures: figuresOf(servers.what, loadMs, deaths, residents.clicks, load),
        faults: [...load.faults, ...faults, ...alone],
      };
    } finally {
      await company.close();
    }
  });
}

/** Kills one after the other of those that are at work, each as often as any. */
async function killInTurns(
  { members }: Company,
  loadMs: number,
  { deaths, faults }: { readonly deaths: Death[]; readonly faults: string[] },
  tell: Tell,
): Promise<void> {
  const atWork = [...members];
  const coming = new Set<Promise<void>>();
  const revive = async (member: Member): Promise<void> => {
    const began = performance.now();
    const before = member.ended();
    await member.kill();
    try {
      await member.start();
    } catch (error) {
      faults.push(`${member.name} did not come back: ${String(error)}`);
      return;
    }
    deaths.push({ role: member.role, backMs: performance.now() - began, before });
    atWork.push(member);
  };
  for (const until = performance.now() + loadMs; performance.now() < until; ) {
    await sleep(KILL_EVERY_MS);
    const member = atWork[0];
    // On a machine that has them come back more slowly than they are killed, nobody would be left.
    if (member === undefined || atWork.length <= members.length / 2) continue;
    atWork.shift();
    tell(`kill -9 ${member.name}`);
    const back = revive(member);
    coming.add(back);
    back.then(
      () => coming.delete(back),
      // Whoever waits for all of them hears of it.
      () => undefined,
    );
  }
  await Promise.all(coming);
}

function figuresOf(
  what: string,
  loadMs: number,
  deaths: readonly Death[],
  clicks: readonly Click[],
  { stays, reads }: Load,
): string {
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(0)} s`;
  const killed = (Object.keys(COUNTS) as readonly Role[])
    .map((role) => `${role} ${deaths.filter((death) => death.role === role).length}`)
    .join(', ');
  const delivered = stays.filter(({ stage }) => stage === 'delivered').length;
  const row = (chat: Click['chat']): string => {
    const own = clicks.filter((click) => click.chat === chat);
    const late = own.filter(({ answeredMs = Number.POSITIVE_INFINITY }) => answeredMs > ANSWER_MS);
    return `| ${chat}: from a click to its answer (p50 / p99, ${own.length} clicks) | ${p50AndP99(own.flatMap(({ answeredMs }) => answeredMs ?? []))} |
| … not within ${ANSWER_MS / 1000} s; of those noted all the same | ${late.length}; ${late.filter(({ cameTo }) => cameTo).length} |
| … done again, because nothing came of it | ${own.filter(({ cameTo }) => !cameTo).length} |`;
  };
  const readMs = reads.flatMap(({ answeredMs }) => answeredMs ?? []);
  return `${what}; ${COUNTS.worker} workers, ${COUNTS.slack} Slack bots in Socket Mode, ${COUNTS.telegram} Telegram bots of which one polls at a time, ${COUNTS.web} web servers; ${AT_ONCE} people at once, a model that answers after ${MODEL_MS} ms; one process killed with SIGKILL every ${seconds(KILL_EVERY_MS)} for ${seconds(loadMs)}. ${new Date().toISOString().slice(0, 10)}.

| | |
|---|---|
| killed | ${deaths.length}: ${killed} |
| … at work again after (p50 / p99 / max) | ${p50P99AndMax(deaths.map(({ backMs }) => backMs))} |
| articles | ${stays.length}: ${delivered} delivered, ${stays.length - delivered} not |
| … with something twice in their threads | ${stays.filter(({ twice }) => twice.length > 0).length} |
| … from the order to the end (p50 / p99 / max) | ${p50P99AndMax(stays.map(({ tookMs }) => tookMs))} |
${row('Slack')}
${row('Telegram')}
| reads over HTTP (p50 / p99); without an answer | ${p50AndP99(readMs)}; ${reads.length - readMs.length} of ${reads.length} |`;
}
