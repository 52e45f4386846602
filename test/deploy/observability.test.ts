import { readFileSync } from 'node:fs';
import { parser } from '@prometheus-io/lezer-promql';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadConfig } from '../../src/config/load.ts';
import type { Fact } from '../../src/lib/telemetry.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook: string };
}
interface Panel {
  readonly id: number;
  readonly title: string;
  readonly type: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly refId: string; readonly expr: string; readonly legendFormat: string }[];
}

const read = (path: string): string => readFileSync(path, 'utf8');
const DASHBOARD = JSON.parse(read('deploy/observability/grafana-dashboard.json')) as {
  readonly uid: string;
  readonly panels: readonly Panel[];
};
const RULES = (
  parse(read('deploy/observability/alerts.yaml')) as { readonly groups: readonly { readonly rules: readonly Rule[] }[] }
).groups.flatMap(({ rules }) => rules);
const QUERIES = DASHBOARD.panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr, legendFormat }) => ({ title, expr, legendFormat })),
);

/** One of each kind, so that every metric has its labels on the page. */
const FACTS: readonly Fact[] = [
  {
    kind: 'model-call',
    agent: 'writer',
    model: 'm',
    outcome: 'model-rate-limited',
    durationMs: 1,
    inputTokens: 1,
    outputTokens: 1,
    costUsd: 1,
  },
  { kind: 'answer', platform: 'slack', act: 'decide', outcome: 'counted', durationMs: 1 },
  { kind: 'chat-call', platform: 'slack', call: 'post', outcome: 'sent', durationMs: 1, isLimited: true },
  { kind: 'drain', platform: 'slack', durationMs: 1 },
  { kind: 'stage', stage: 'waiting', durationMs: 1 },
  { kind: 'spans', outcome: 'exported', count: 1 },
];
/** Of Temporal's core 0.x as the SDK has it, with seconds and suffixes: read off the page of a worker. */
const OF_CORE: Readonly<Record<string, readonly string[]>> = {
  temporal_workflow_task_schedule_to_start_latency_seconds_bucket: ['namespace', 'task_queue', 'le'],
  temporal_activity_schedule_to_start_latency_seconds_bucket: ['namespace', 'task_queue', 'le'],
  temporal_worker_task_slots_available: ['namespace', 'task_queue', 'worker_type'],
  temporal_request_failure_total: ['namespace', 'operation', 'status_code'],
};
/** Prometheus puts them there. */
const OF_PROMETHEUS = ['instance', 'job'];

/** Labels by the names under which Prometheus has what a worker serves. */
async function served(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const metrics = createMetrics(loadConfig('config').telemetry);
  metrics.watchSpans(() => 0);
  metrics.countBacklog(async () => ({
    stages: [{ stage: 'stuck', articles: 1, oldestSeconds: 1 }],
    feed: [{ platform: 'slack', due: 1, lagSeconds: 1, broken: 1 }],
    webhooks: { pending: 1, oldestSeconds: 1 },
  }));
  for (const fact of FACTS) metrics.note(fact);
  const known = new Map(
    Object.entries(OF_CORE).map(([name, labels]) => [name, new Set([...labels, ...OF_PROMETHEUS])]),
  );
  for (const [, name = '', labels = ''] of (await metrics.page()).matchAll(/^([a-z]\w*)(?:\{(.*)\})? \S+$/gm)) {
    const names = [...labels.matchAll(/(\w+)="/g)].map(([, label = '']) => label);
    known.set(name, new Set([...(known.get(name) ?? []), ...names, ...OF_PROMETHEUS]));
  }
  return known;
}

interface Read {
  readonly faults: readonly string[];
  readonly metrics: readonly { readonly name: string; readonly labels: readonly string[] }[];
  /** Of `by (…)`. */
  readonly groups: readonly string[];
}

/** Reads an expression as Prometheus would; Grafana's variable stands for a duration. */
function readExpression(expression: string): Read {
  const text = expression.replaceAll('$__rate_interval', '5m');
  const faults: string[] = [];
  const metrics: { name: string; labels: string[] }[] = [];
  const groups: string[] = [];
  let isGrouping = false;
  parser.parse(text).iterate({
    enter(node) {
      const words = text.slice(node.from, node.to);
      if (node.type.isError) faults.push(`at ${node.from} of ${text}`);
      if (node.name === 'GroupingLabels') isGrouping = true;
      if (node.name === 'Identifier') metrics.push({ name: words, labels: [] });
      if (node.name === 'LabelName' && isGrouping) groups.push(words);
      else if (node.name === 'LabelName') metrics.at(-1)?.labels.push(words);
    },
    leave(node) {
      if (node.name === 'GroupingLabels') isGrouping = false;
    },
  });
  return { faults, metrics, groups };
}

/** What is wrong with an expression, by what is served. */
async function faultsOf(expression: string): Promise<readonly string[]> {
  const known = await served();
  const { faults, metrics, groups } = readExpression(expression);
  const labelsOf = (name: string): ReadonlySet<string> => known.get(name) ?? new Set();
  // It chooses among processes, and what is grouped is on the other side.
  const grouped = metrics.length === 1 ? metrics : metrics.filter(({ name }) => name !== 'copydesk_build_info');
  return [
    ...faults,
    ...(metrics.length === 0 ? [`no metric in ${expression}`] : []),
    ...metrics.filter(({ name }) => !known.has(name)).map(({ name }) => `${name} is served by nobody`),
    ...metrics.flatMap(({ name, labels }) =>
      labels.filter((label) => !labelsOf(name).has(label)).map((label) => `${name} has no ${label}`),
    ),
    ...groups
      .filter((label) => !grouped.every(({ name }) => labelsOf(name).has(label)))
      .map((label) => `nothing to group by ${label} in ${expression}`),
  ];
}

/** As GitHub makes them of headings. */
const anchors = new Set(
  [...read('docs/operations.md').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  ),
);

describe('the expressions of the dashboard and the alerts', () => {
  it.each([...RULES.map(({ alert, expr }) => [alert, expr]), ...QUERIES.map(({ title, expr }) => [title, expr])])(
    'name what is served, with its labels: %s, %s',
    async (_, expr = '') => {
      expect(await faultsOf(expr)).toEqual([]);
    },
  );

  it('are about processes of ours alone where others serve the same', () => {
    const ofOthers = [...RULES, ...QUERIES]
      .map(({ expr }) => expr)
      .filter((expr) => /\b(process|nodejs|temporal)_/.test(expr));
    expect(ofOthers.length).toBeGreaterThan(5);
    for (const expr of ofOthers)
      expect(expr).toMatch(/task_queue=~"copydesk\.\*"|and on \(instance, job\) copydesk_build_info/);
  });

  it.each([
    ['rate(copydesk_articles[5m)', /at \d+ of/],
    ['copydesk_article', /copydesk_article is served by nobody/],
    ['copydesk_articles{platform="slack"}', /copydesk_articles has no platform/],
    ['sum by (model) (copydesk_articles)', /nothing to group by model/],
    ['1 > 0', /no metric/],
  ])('would be caught: %s', async (expr, fault) => {
    expect((await faultsOf(expr)).join('\n')).toMatch(fault);
  });
});

describe('the alerts', () => {
  it('have names of their own, a time, a severity, and say what is wrong', () => {
    expect(RULES.length).toBeGreaterThan(10);
    expect(new Set(RULES.map(({ alert }) => alert)).size).toBe(RULES.length);
    for (const { alert, for: time, labels, annotations } of RULES) {
      expect(time, alert).toMatch(/^\d+[smh]$/);
      expect(['critical', 'warning', 'info'], alert).toContain(labels.severity);
      expect(annotations.summary.length, alert).toBeGreaterThan(10);
    }
  });

  it.each(RULES.map(({ alert, annotations: { runbook } }) => [alert, runbook]))(
    'lead to a section that says what to do: %s',
    (alert, runbook = '') => {
      expect(runbook).toBe(`docs/operations.md#${alert?.toLowerCase()}`);
      expect(anchors).toContain(runbook.split('#')[1]);
    },
  );

  it('compare something, so that they end', () => {
    for (const { alert, expr } of RULES) expect(expr, alert).toMatch(/ (>|==|<) \d|^absent\(/);
  });
});

describe('the dashboard', () => {
  it('has panels with ids of their own that do not lie upon one another, within its 24 columns', () => {
    const { panels } = DASHBOARD;
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const [at, { title, gridPos: one }] of panels.entries()) {
      expect(one.x + one.w, title).toBeLessThanOrEqual(24);
      for (const { title: second, gridPos: other } of panels.slice(at + 1)) {
        const isBeside = one.x + one.w <= other.x || other.x + other.w <= one.x;
        const isAbove = one.y + one.h <= other.y || other.y + other.h <= one.y;
        expect(isBeside || isAbove, `${title} and ${second}`).toBe(true);
      }
    }
  });

  it('says of each panel what it shows, and of each line what it is called by labels that are there', () => {
    for (const { title, type, description = '', targets = [] } of DASHBOARD.panels) {
      if (type === 'row') continue;
      expect(description.length, title).toBeGreaterThan(5);
      expect(new Set(targets.map(({ refId }) => refId)).size, title).toBe(targets.length);
      for (const { expr, legendFormat } of targets) {
        const { groups } = readExpression(expr);
        for (const [, label = ''] of legendFormat.matchAll(/\{\{(\w+)\}\}/g))
          expect([...groups, ...OF_PROMETHEUS], `${title}: ${legendFormat}`).toContain(label);
      }
    }
  });

  it('shows every metric of ours that people asked for', () => {
    const shown = new Set(QUERIES.flatMap(({ expr }) => readExpression(expr).metrics.map(({ name }) => name)));
    for (const name of [
      'copydesk_articles',
      'copydesk_stage_duration_seconds_bucket',
      'copydesk_feed_lag_seconds',
      'copydesk_rate_limited_total',
      'copydesk_model_tokens_total',
      'copydesk_model_cost_usd_total',
      'copydesk_answer_duration_seconds_bucket',
    ])
      expect(shown).toContain(name);
  });
});
