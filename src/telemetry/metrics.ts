import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { TelemetrySettings } from '../config/telemetry-schema.ts';
import type { Fact } from '../lib/telemetry.ts';
import { COPYDESK_VERSION } from '../lib/version.ts';
import { within } from '../lib/within.ts';
import type { Backlog } from '../storage/backlog-store.ts';

/** What is counted of one process. Labels are platforms, stages, agents, models as configured, and codes of ours: never a person, a place, an article or a word. */
export interface Metrics {
  note(fact: Fact): void;
  /** Counts what waits whenever somebody asks, but no more often than the settings say. */
  countBacklog(read: () => Promise<Backlog>): void;
  /** Shows the connections to PostgreSQL. */
  watchPool(pool: PoolCounts): void;
  /** Shows what waits to be sent to whoever keeps traces. */
  watchSpans(waiting: () => number): void;
  /** The page for Prometheus. Does not reject: what cannot be counted now is not on it. */
  page(): Promise<string>;
  readonly contentType: string;
}

/** As `pg` counts them. */
export interface PoolCounts {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
}

const SECOND_MS = 1000;
/** Prometheus waits ten seconds for a page unless told otherwise. */
const COUNT_BUDGET_MS = 5000;
/** `requested`: its workflow has not been heard of. */
const UNDER_WAY = ['requested', 'drafting', 'waiting', 'finishing', 'paused', 'stuck'] as const;

/** @param settings buckets in seconds, and how old a count of what waits may be */
export function createMetrics({ buckets, countEveryMs }: TelemetrySettings): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const gauge = gaugesOf(registers);
  gauge('copydesk_build_info', 'The release that this process runs, as a label; always 1.', ['version']).set(
    { version: COPYDESK_VERSION },
    1,
  );
  const pools: PoolCounts[] = [];
  const sumOf = (of: (pool: PoolCounts) => number): number => pools.reduce((sum, pool) => sum + of(pool), 0);
  gauge(
    'copydesk_database_connections',
    'Connections of this process to PostgreSQL, by what they do.',
    ['state'],
    (now) => {
      now.set(
        { state: 'busy' },
        sumOf(({ totalCount, idleCount }) => totalCount - idleCount),
      );
      now.set(
        { state: 'idle' },
        sumOf(({ idleCount }) => idleCount),
      );
    },
  );
  gauge('copydesk_database_waiting', 'Queries of this process that wait for a connection.', [], (now) =>
    now.set(sumOf(({ waitingCount }) => waitingCount)),
  );

  const ours = instruments(registers, buckets);
  let backlog: { readonly read: () => Promise<Backlog>; readonly gauges: ReturnType<typeof backlogGauges> } | undefined;
  let countedAt = Number.NEGATIVE_INFINITY;
  // Two who ask at once, as pairs of Prometheus do, are told the same.
  let counting: Promise<void> = Promise.resolve();

  async function count({ read, gauges }: NonNullable<typeof backlog>): Promise<void> {
    try {
      gauges.show(await within(COUNT_BUDGET_MS, 'PostgreSQL', read()));
    } catch {
      gauges.hide();
    }
  }

  function countIfDue(): Promise<void> {
    if (backlog === undefined || performance.now() - countedAt < countEveryMs) return counting;
    countedAt = performance.now();
    counting = count(backlog);
    return counting;
  }

  return {
    note: (fact) => ours.note(fact),
    countBacklog(read) {
      backlog = { read, gauges: backlogGauges(registers) };
    },
    watchPool(pool) {
      pools.push(pool);
    },
    watchSpans(waiting) {
      gauge('copydesk_spans_waiting', 'Steps of traces that wait in memory to be sent.', [], (now) =>
        now.set(waiting()),
      );
    },
    async page() {
      await countIfDue();
      return await registry.metrics();
    },
    contentType: registry.contentType,
  };
}

/** @param collect sets it whenever somebody asks. Absent: it is set when it changes */
function gaugesOf(registers: Registry[]) {
  return <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    collect?: (gauge: Gauge<Label>) => void,
  ): Gauge<Label> => {
    const gauge: Gauge<Label> = new Gauge<Label>({
      name,
      help,
      labelNames: [...labelNames],
      registers,
      ...(collect !== undefined && { collect: () => collect(gauge) }),
    });
    return gauge;
  };
}

function instruments(registers: Registry[], buckets: TelemetrySettings['buckets']) {
  const histogram = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    bounds: readonly number[],
  ) => new Histogram({ name, help, labelNames: [...labelNames], buckets: [...bounds], registers });
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name, help, labelNames: [...labelNames], registers });

  const answers = histogram(
    'copydesk_answer_duration_seconds',
    'From when the desk is asked for something to its answer, by what it answered; outcome="counted" is a click that counts.',
    ['platform', 'act', 'outcome'],
    buckets.answers,
  );
  const modelCalls = counter('copydesk_model_calls_total', 'Calls of models, by how they ended.', [
    'agent',
    'model',
    'outcome',
  ]);
  const modelDurations = histogram(
    'copydesk_model_call_duration_seconds',
    'How long calls of models take.',
    ['agent', 'model'],
    buckets.models,
  );
  const tokens = counter('copydesk_model_tokens_total', 'Tokens that models read and wrote, as their servers tell.', [
    'agent',
    'model',
    'direction',
  ]);
  const cost = counter('copydesk_model_cost_usd_total', 'What models cost in USD, where the price is known.', [
    'agent',
    'model',
  ]);
  const limited = counter(
    'copydesk_rate_limited_total',
    'How often a platform, or a model, asked to be left alone for a while (429).',
    ['source'],
  );
  const chatCalls = counter('copydesk_chat_calls_total', 'Calls of chat platforms on the way out, by how they ended.', [
    'platform',
    'call',
    'outcome',
  ]);
  const chatDurations = histogram(
    'copydesk_chat_call_duration_seconds',
    'How long calls of chat platforms take.',
    ['platform', 'call'],
    buckets.chats,
  );
  const drains = histogram(
    'copydesk_drain_duration_seconds',
    'How long it takes to bring a thread up to date.',
    ['platform'],
    buckets.chats,
  );
  const stageDurations = histogram(
    'copydesk_stage_duration_seconds',
    'How long articles were in a stage that they went on from.',
    ['stage'],
    buckets.stages,
  );
  const forgotten = counter('copydesk_forgotten_total', 'What was deleted because it was kept for long enough.', [
    'what',
  ]);
  const spans = counter('copydesk_spans_total', 'Steps of traces, by what became of them.', ['outcome']);
  // What rises from nothing is no rise for Prometheus.
  for (const outcome of ['exported', 'failed', 'dropped']) spans.inc({ outcome }, 0);

  return {
    note(fact: Fact): void {
      switch (fact.kind) {
        case 'model': {
          const { agent, model } = fact;
          modelCalls.inc({ agent, model, outcome: 'answered' }, 0);
          for (const direction of ['input', 'output']) tokens.inc({ agent, model, direction }, 0);
          cost.inc({ agent, model }, 0);
          return limited.inc({ source: 'model' }, 0);
        }
        case 'chat':
          return limited.inc({ source: fact.platform }, 0);
        case 'model-call': {
          const { agent, model, outcome } = fact;
          modelCalls.inc({ agent, model, outcome });
          if (outcome !== 'cached') modelDurations.observe({ agent, model }, fact.durationMs / SECOND_MS);
          if (fact.inputTokens !== undefined) tokens.inc({ agent, model, direction: 'input' }, fact.inputTokens);
          if (fact.outputTokens !== undefined) tokens.inc({ agent, model, direction: 'output' }, fact.outputTokens);
          if (fact.costUsd !== undefined) cost.inc({ agent, model }, fact.costUsd);
          if (outcome === 'model-rate-limited') limited.inc({ source: 'model' });
          return;
        }
        case 'answer': {
          const { platform, act, outcome } = fact;
          return answers.observe({ platform, act, outcome }, fact.durationMs / SECOND_MS);
        }
        case 'chat-call': {
          const { platform, call, outcome } = fact;
          chatCalls.inc({ platform, call, outcome });
          chatDurations.observe({ platform, call }, fact.durationMs / SECOND_MS);
          if (fact.isLimited) limited.inc({ source: platform });
          return;
        }
        case 'drain':
          return drains.observe({ platform: fact.platform }, fact.durationMs / SECOND_MS);
        case 'stage':
          return stageDurations.observe({ stage: fact.stage }, fact.durationMs / SECOND_MS);
        case 'forgotten':
          return forgotten.inc({ what: fact.what }, fact.count);
        case 'spans':
          return spans.inc({ outcome: fact.outcome }, fact.count);
        default:
          fact satisfies never;
      }
    },
  };
}

/** Only of a process that counts: a worker. */
function backlogGauges(registers: Registry[]) {
  const gauge = gaugesOf(registers);
  const isCounted = gauge('copydesk_backlog_up', 'Whether what waits could be counted: 1 or 0.', []);
  const articles = gauge('copydesk_articles', 'Articles that are not over. The same from every worker.', ['stage']);
  const oldest = gauge('copydesk_articles_oldest_seconds', 'How long the article is there that is there longest.', [
    'stage',
  ]);
  const due = gauge('copydesk_feed_threads_due', 'Threads that have something to show.', ['platform']);
  const lag = gauge('copydesk_feed_lag_seconds', 'How long what was said waits to be shown, at most.', ['platform']);
  const broken = gauge('copydesk_feed_threads_broken', 'Threads of articles under way that get no more messages.', [
    'platform',
  ]);
  const webhooks = gauge('copydesk_webhooks_pending', 'Events that endpoints are still to be told.', []);
  const oldestWebhook = gauge('copydesk_webhooks_oldest_seconds', 'How long the oldest of these waits.', []);
  const labelled = [articles, oldest, due, lag, broken] as const;
  /** That had something to show since this process began: nothing is 0 there, and no gap. */
  const platforms = new Set<string>();

  return {
    show(backlog: Backlog): void {
      for (const one of labelled) one.reset();
      // Who scales by it has to see that there is none.
      for (const stage of UNDER_WAY) articles.set({ stage }, 0);
      for (const { stage, articles: number, oldestSeconds } of backlog.stages) {
        articles.set({ stage }, number);
        oldest.set({ stage }, oldestSeconds);
      }
      for (const { platform } of backlog.feed) platforms.add(platform);
      for (const platform of platforms) for (const one of [due, lag, broken]) one.set({ platform }, 0);
      for (const { platform, ...now } of backlog.feed) {
        due.set({ platform }, now.due);
        lag.set({ platform }, now.lagSeconds);
        broken.set({ platform }, now.broken);
      }
      webhooks.set(backlog.webhooks.pending);
      oldestWebhook.set(backlog.webhooks.oldestSeconds);
      isCounted.set(1);
    },

    /** Nothing is better than what was true some time ago. */
    hide(): void {
      for (const one of labelled) one.reset();
      webhooks.remove();
      oldestWebhook.remove();
      isCounted.set(0);
    },
  };
}
