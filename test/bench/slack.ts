import { spawn } from 'node:child_process';
import { text as readAll } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pickPort } from '../../src/local/ports.ts';
import { list } from '../../src/practice-model/json.ts';
import { decodeButton } from '../../src/protocol/button-codec.ts';
import type { SlackDelivery, SlackTransport } from '../emulators/slack/delivery.ts';
import { createSlackPerson, type Told } from '../emulators/slack/person.ts';
import { buttonsOf } from '../emulators/slack/rendered.ts';
import { createHttpSender } from '../emulators/slack/sender.ts';
import { type SlackCall, type SlackEmulator, startSlackEmulator } from '../emulators/slack/web-api.ts';
import type { BenchServers } from './bench-servers.ts';
import { median, ms, p50AndP99, p50P99AndMax, table } from './figures.ts';
import { openSlackArticles, type ParkedArticle, type SlackArticles } from './slack-articles.ts';
import type { ClickOutcome, ClickPlan } from './slack-clicks-process.ts';
import { startChild } from './start-child.ts';

const ALONE = 100;
const PARKED = 1000;
const AT_ONCE = 50;
const ROUNDS = 2;
/** Clicked together in one channel. */
const IN_ONE_CHANNEL = 10;
/** Clicked together in one channel, when one in another channel is measured. */
const BUSY = 25;
/** Those are under way by then. */
const BUSY_BEFORE_MS = 1000;
const CLICKS_PER_SECOND = [50, 200];
const CLICKING_SECONDS = 10;
/** What an article gets from a crowd: clicks of somebody who may not decide, one that counts, clicks that come too late. */
const STRANGE = 9;
const LATE = 10;
const CROWD = STRANGE + 1 + LATE;
const CHANNELS = 200;
const STARTS = 3;
/** Whoever clicked has been told by then. */
const ANSWER_MS = 4000;
const LOOK_EVERY_MS = 2;
const PATIENCE_MS = 60_000;

/** Whether the bot keeps to one message a second in a channel, as Slack asks. */
type Pace = 'paced' | 'unpaced';

/** The bot in a process of its own, with real Bolt over HTTP. */
interface Bot {
  readonly url: string;
  stop(): Promise<void>;
}

/** The Slack platform: real Bolt over HTTP in a process of its own. Slack itself is an emulator in this one. */
export async function benchSlack(servers: BenchServers): Promise<void> {
  const names = Array.from({ length: CHANNELS }, (_, index) => `bench-${index}`);
  const slack = await startSlackEmulator({ channels: [...names, 'one', 'busy', 'quiet'] });
  const articles = await openSlackArticles(slack, servers);
  const channels = names.map((name) => slack.channel(name));
  const starts: number[] = [];
  for (let run = 0; run < STARTS; run += 1) starts.push(await startUp(slack, servers));

  const worker = await startChild([
    fileURLToPath(new URL('worker-process.ts', import.meta.url)),
    servers.temporalAddress,
    servers.databaseUrl,
    // One draft, since it does not matter how an article came to its gate.
    '8.4',
  ]);
  let bot = await openBot(slack, servers, 'unpaced');
  const alone: number[] = [];
  for (const article of await articles.look(await articles.park(ALONE, channels))) {
    alone.push(...(await clickAll(slack, bot, [article])));
    await articles.untilOver([article]);
  }
  const parkIn = async (channel: string, count: number): Promise<readonly ParkedArticle[]> =>
    await articles.look(await articles.park(count, [slack.channel(channel)]));
  const inOne = await parkIn('one', IN_ONE_CHANNEL);
  const busy = await parkIn('busy', BUSY);
  const quiet = await parkIn('quiet', 1);
  const parked = [...(await articles.park(PARKED, channels))];
  const next = (count: number): Promise<readonly ParkedArticle[]> => articles.look(parked.splice(0, count));
  const together: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const clicked = await next(AT_ONCE);
    together.push(...(await clickAll(slack, bot, clicked)));
    await articles.untilOver(clicked);
  }
  const crowds: Crowd[] = [];
  for (const perSecond of CLICKS_PER_SECOND) {
    const clicked = await next((perSecond * CLICKING_SECONDS) / CROWD);
    crowds.push(await clickInCrowds(slack, bot, articles, clicked, perSecond));
    await articles.untilOver(await articles.decided(clicked));
  }
  await bot.stop();

  bot = await openBot(slack, servers, 'paced');
  const pile = await clickAll(slack, bot, inOne);
  await articles.untilOver(inOne);
  const busying = Promise.all(approveAll(slack, bot, busy));
  await sleep(BUSY_BEFORE_MS);
  const [aside = Number.NaN] = await clickAll(slack, bot, quiet);
  await busying;
  await articles.untilOver([...busy, ...quiet]);
  // Last: an article has several cards to change, and Slack takes fifty changes a minute.
  const paced = await clickAll(slack, bot, await next(AT_ONCE));
  await bot.stop();
  await worker.stop();

  table([
    ['Slack', ''],
    ['click → card edited, alone, p50 / p99', p50AndP99(alone)],
    [`click → card edited, ${AT_ONCE} at once, ${PARKED} parked, p50 / p99`, p50AndP99(together)],
    ['the same at the pace that Slack asks for', p50AndP99(paced)],
    [
      `click → card edited, ${IN_ONE_CHANNEL} at once in one channel, first / median / last`,
      [Math.min(...pile), median(pile), Math.max(...pile)].map(ms).join(' / '),
    ],
    [`click → card edited, while ${BUSY} wait in another channel`, ms(aside)],
    ...crowds.flatMap(({ perSecond, counting, strange, late, faults }) => [
      [`ack at ${perSecond} clicks/s, p50 / p99 / max`, p50P99AndMax([...counting, ...strange, ...late])],
      [`of a click that counts`, p50P99AndMax(counting)],
      [`of a click by somebody who may not decide`, p50P99AndMax(strange)],
      [`of a click that comes too late`, p50P99AndMax(late)],
      ['not acknowledged, not answered, not counted', faults.join(', ')],
    ]),
    ['npm run slack to at work', `${(median(starts) / 1000).toFixed(1)} s`],
  ]);
  await Promise.all([articles.close(), slack.stop()]);
}

/** Milliseconds from the start of the process to its being at work, in Socket Mode, with servers that are up. */
async function startUp(slack: SlackEmulator, servers: BenchServers): Promise<number> {
  const started = performance.now();
  const child = await startChild([fileURLToPath(new URL('../../bots/slack/main.ts', import.meta.url))], {
    env: { ...variablesFor(slack, servers), SLACK_APP_TOKEN: slack.appToken, LOG_LEVEL: 'info' },
    says: 'stderr',
    ready: 'The Slack bot is at work',
  });
  const tookMs = performance.now() - started;
  await child.stop();
  return tookMs;
}

async function openBot(slack: SlackEmulator, servers: BenchServers, pace: Pace): Promise<Bot> {
  const port = await pickPort();
  const child = await startChild([fileURLToPath(new URL('slack-process.ts', import.meta.url)), pace], {
    env: { ...variablesFor(slack, servers), SLACK_SIGNING_SECRET: slack.signingSecret, PORT: String(port) },
  });
  return { url: `http://127.0.0.1:${port}/slack/events`, stop: () => child.stop() };
}

function variablesFor(slack: SlackEmulator, servers: BenchServers): Readonly<Record<string, string>> {
  return {
    TEMPORAL_ADDRESS: servers.temporalAddress,
    DATABASE_URL: servers.databaseUrl,
    COPYDESK_SECRET: 'a-secret-of-the-benchmarks-for-the-ids-of-articles',
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
  };
}

/** Ann clicks on them all in one moment. */
function approveAll(slack: SlackEmulator, bot: Bot, articles: readonly ParkedArticle[]): readonly Promise<Told>[] {
  const transport = createHttpSender({ url: bot.url, signingSecret: slack.signingSecret });
  const ann = createSlackPerson({ slack, transport }, 'ann');
  return articles.map(({ card, approve }) => ann.click(card, approve));
}

/** Milliseconds from the moment of the clicks until Slack was told to take the buttons off each card; infinite when that takes too long. */
async function clickAll(
  slack: SlackEmulator,
  bot: Bot,
  articles: readonly ParkedArticle[],
): Promise<readonly number[]> {
  const calls = slack.calls();
  let looked = calls.length;
  const edited = new Map<string, number>();
  const begun = Date.now();
  const clicks = approveAll(slack, bot, articles);
  while (articles.some(({ card }) => !edited.has(placeOf(card)))) {
    if (Date.now() - begun > PATIENCE_MS) break;
    await sleep(LOOK_EVERY_MS);
    for (; looked < calls.length; looked += 1) {
      const call = calls[looked];
      if (call !== undefined && takesButtonsAway(call)) edited.set(placeOf(call.args), call.at);
    }
  }
  await Promise.all(clicks);
  return articles.map(({ card }) => (edited.get(placeOf(card)) ?? Number.POSITIVE_INFINITY) - begun);
}

function placeOf({ channel, ts }: { readonly channel?: unknown; readonly ts?: unknown }): string {
  return `${String(channel)} ${String(ts)}`;
}

function takesButtonsAway({ method, args }: SlackCall): boolean {
  return (
    method === 'chat.update' &&
    !buttonsOf(list(args['blocks'])).some(({ value }) => decodeButton(value)?.kind === 'decision')
  );
}

/** Acknowledgements of clicks that came at a steady rate, in milliseconds. */
interface Crowd {
  readonly perSecond: number;
  readonly counting: readonly number[];
  readonly strange: readonly number[];
  readonly late: readonly number[];
  /** Clicks that were not acknowledged, clicks after which nobody was told anything, approvals that changed nothing. */
  readonly faults: readonly [number, number, number];
}

/** A crowd clicks on one article after another: each click when it is due, whatever became of those before. */
async function clickInCrowds(
  slack: SlackEmulator,
  bot: Bot,
  articles: SlackArticles,
  clicked: readonly ParkedArticle[],
  perSecond: number,
): Promise<Crowd> {
  const click = async (handle: string, { card, approve }: ParkedArticle): Promise<SlackDelivery> =>
    (await createSlackPerson({ slack, transport: NOWHERE }, handle).click(card, approve)).delivery;
  const deliveries = await Promise.all(
    clicked.flatMap((article) =>
      Array.from({ length: CROWD }, (_, at) => click(at < STRANGE ? 'eve' : 'ann', article)),
    ),
  );
  const answered = answersIn(slack);
  const outcomes = await sendClicks({ url: bot.url, signingSecret: slack.signingSecret, perSecond, deliveries });
  await sleep(ANSWER_MS);
  const decided = await articles.decided(clicked);
  await articles.untilOver(decided);
  const from = (first: number, end: number): readonly number[] =>
    outcomes.flatMap(({ afterMs }, index) => (index % CROWD >= first && index % CROWD < end ? [afterMs] : []));
  return {
    perSecond,
    strange: from(0, STRANGE),
    counting: from(STRANGE, STRANGE + 1),
    late: from(STRANGE + 1, CROWD),
    faults: [
      outcomes.filter(({ status }) => status !== 200).length,
      outcomes.length - (answersIn(slack) - answered),
      clicked.length - decided.length,
    ],
  };
}

/** Where clicks are made and not sent. */
const NOWHERE: SlackTransport = { deliver: () => Promise.resolve({ taken: true, status: 200, afterMs: 0 }) };

/** Answers that only one person sees. */
function answersIn(slack: SlackEmulator): number {
  return slack.calls('response_url').length + slack.calls('chat.postEphemeral').length;
}

async function sendClicks(plan: ClickPlan): Promise<readonly ClickOutcome[]> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('slack-clicks-process.ts', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(plan));
  return JSON.parse(await readAll(child.stdout)) as readonly ClickOutcome[];
}
