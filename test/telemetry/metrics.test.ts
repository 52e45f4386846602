import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import type { Backlog } from '../../src/storage/backlog-store.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';

const { telemetry: SETTINGS } = loadConfig('config');
const BACKLOG: Backlog = {
  stages: [{ stage: 'stuck', articles: 2, oldestSeconds: 90 }],
  feed: [{ platform: 'slack', due: 3, lagSeconds: 7.5, broken: 1 }],
  webhooks: { pending: 4, oldestSeconds: 60 },
};

describe('metrics', () => {
  it('count every kind of fact, by labels that are few', async () => {
    const metrics = createMetrics(SETTINGS);
    const writer = { agent: 'writer', model: 'm' } as const;
    metrics.note({
      kind: 'model-call',
      ...writer,
      outcome: 'answered',
      durationMs: 1500,
      inputTokens: 10,
      outputTokens: 5,
      costUsd: 0.25,
    });
    metrics.note({ kind: 'model-call', ...writer, outcome: 'cached', durationMs: 1, costUsd: 0 });
    metrics.note({ kind: 'model-call', ...writer, outcome: 'model-rate-limited', durationMs: 50 });
    metrics.note({ kind: 'answer', platform: 'slack', act: 'decide', outcome: 'counted', durationMs: 40 });
    const call = { kind: 'chat-call', platform: 'slack', call: 'post', durationMs: 300 } as const;
    metrics.note({ ...call, outcome: 'sent', isLimited: false });
    metrics.note({ ...call, outcome: 'not-sent', isLimited: true });
    metrics.note({ kind: 'drain', platform: 'slack', durationMs: 700 });
    metrics.note({ kind: 'stage', stage: 'waiting', durationMs: 3_600_000 });
    metrics.note({ kind: 'spans', outcome: 'dropped', count: 9 });
    const page = await metrics.page();
    for (const line of [
      'copydesk_model_calls_total{agent="writer",model="m",outcome="answered"} 1',
      'copydesk_model_calls_total{agent="writer",model="m",outcome="cached"} 1',
      'copydesk_model_call_duration_seconds_count{agent="writer",model="m"} 2',
      'copydesk_model_tokens_total{agent="writer",model="m",direction="input"} 10',
      'copydesk_model_tokens_total{agent="writer",model="m",direction="output"} 5',
      'copydesk_model_cost_usd_total{agent="writer",model="m"} 0.25',
      'copydesk_rate_limited_total{source="model"} 1',
      'copydesk_rate_limited_total{source="slack"} 1',
      'copydesk_answer_duration_seconds_bucket{le="0.05",platform="slack",act="decide",outcome="counted"} 1',
      'copydesk_chat_calls_total{platform="slack",call="post",outcome="not-sent"} 1',
      'copydesk_chat_call_duration_seconds_sum{platform="slack",call="post"} 0.6',
      'copydesk_drain_duration_seconds_count{platform="slack"} 1',
      'copydesk_stage_duration_seconds_sum{stage="waiting"} 3600',
      'copydesk_spans_total{outcome="dropped"} 9',
    ])
      expect(page).toContain(`${line}\n`);
    expect(metrics.contentType).toContain('text/plain');
  });

  it('begin at 0 for what is known to come, so that the first of it is a rise', async () => {
    const metrics = createMetrics(SETTINGS);
    metrics.note({ kind: 'model', agent: 'writer', model: 'm' });
    metrics.note({ kind: 'chat', platform: 'slack' });
    const page = await metrics.page();
    for (const line of [
      'copydesk_model_calls_total{agent="writer",model="m",outcome="answered"} 0',
      'copydesk_model_tokens_total{agent="writer",model="m",direction="input"} 0',
      'copydesk_model_tokens_total{agent="writer",model="m",direction="output"} 0',
      'copydesk_model_cost_usd_total{agent="writer",model="m"} 0',
      'copydesk_rate_limited_total{source="model"} 0',
      'copydesk_rate_limited_total{source="slack"} 0',
      'copydesk_spans_total{outcome="dropped"} 0',
    ])
      expect(page).toContain(`${line}\n`);
    metrics.note({ kind: 'model-call', agent: 'writer', model: 'm', outcome: 'answered', durationMs: 1, costUsd: 2 });
    metrics.note({ kind: 'model', agent: 'writer', model: 'm' });
    expect(await metrics.page()).toContain('copydesk_model_cost_usd_total{agent="writer",model="m"} 2\n');
  });

  it('say 0 of the feed of a platform that has caught up', async () => {
    const metrics = createMetrics({ ...SETTINGS, countEveryMs: 0 });
    const answers = [BACKLOG, { ...BACKLOG, feed: [] }];
    metrics.countBacklog(async () => answers.shift() ?? BACKLOG);
    await metrics.page();
    const page = await metrics.page();
    for (const name of ['feed_lag_seconds', 'feed_threads_due', 'feed_threads_broken'])
      expect(page).toContain(`copydesk_${name}{platform="slack"} 0\n`);
  });

  it('say the same to two who ask at once', async () => {
    const metrics = createMetrics(SETTINGS);
    metrics.countBacklog(async () => BACKLOG);
    for (const page of await Promise.all([metrics.page(), metrics.page()]))
      expect(page).toContain('copydesk_backlog_up 1\n');
  });

  it('show what waits, with a zero for every stage, and nothing of it where nobody counts', async () => {
    const metrics = createMetrics(SETTINGS);
    expect(await metrics.page()).not.toMatch(/copydesk_(backlog_up|articles|feed|webhooks)/);
    metrics.countBacklog(async () => BACKLOG);
    const page = await metrics.page();
    for (const line of [
      'copydesk_backlog_up 1',
      'copydesk_articles{stage="stuck"} 2',
      'copydesk_articles{stage="drafting"} 0',
      'copydesk_articles_oldest_seconds{stage="stuck"} 90',
      'copydesk_feed_threads_due{platform="slack"} 3',
      'copydesk_feed_lag_seconds{platform="slack"} 7.5',
      'copydesk_feed_threads_broken{platform="slack"} 1',
      'copydesk_webhooks_pending 4',
      'copydesk_webhooks_oldest_seconds 60',
    ])
      expect(page).toContain(`${line}\n`);
  });

  it('count no more often than the settings say, however often they are asked for', async () => {
    let counted = 0;
    const metrics = createMetrics({ ...SETTINGS, countEveryMs: 3_600_000 });
    metrics.countBacklog(async () => {
      counted += 1;
      return BACKLOG;
    });
    for (let asked = 0; asked < 5; asked += 1)
      expect(await metrics.page()).toContain('copydesk_articles{stage="stuck"} 2');
    expect(counted).toBe(1);
  });

  it('say that nothing could be counted instead of what was true before', async () => {
    const metrics = createMetrics({ ...SETTINGS, countEveryMs: 0 });
    const answers = [
      async () => BACKLOG,
      async () => Promise.reject(new Error('PostgreSQL is away')),
      async () => BACKLOG,
    ];
    metrics.countBacklog(() => (answers.shift() ?? (async () => BACKLOG))());
    expect(await metrics.page()).toContain('copydesk_feed_lag_seconds{platform="slack"} 7.5');
    const without = await metrics.page();
    expect(without).toContain('copydesk_backlog_up 0\n');
    expect(without).not.toMatch(/^copydesk_(articles|feed\w+|webhooks\w+)(\{| )/m);
    expect(await metrics.page()).toContain('copydesk_backlog_up 1\n');
  });

  it('add up the connections of all pools of a process', async () => {
    const metrics = createMetrics(SETTINGS);
    metrics.watchPool({ totalCount: 5, idleCount: 2, waitingCount: 1 });
    metrics.watchPool({ totalCount: 1, idleCount: 1, waitingCount: 2 });
    const page = await metrics.page();
    expect(page).toContain('copydesk_database_connections{state="busy"} 3\n');
    expect(page).toContain('copydesk_database_connections{state="idle"} 3\n');
    expect(page).toContain('copydesk_database_waiting 3\n');
  });
});
