import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSpanQueue } from '../../src/telemetry/span-queue.ts';
import { drawTrace, type StoredStep } from '../../src/telemetry/draw-trace.ts';
import { openTraceFiles } from '../../src/telemetry/trace-files.ts';
import { createTracing } from '../../src/telemetry/tracing.ts';
import { traceIdOf } from '../../src/lib/trace-id.ts';
import { memoryLogger } from '../agents/run.ts';
import { makeTestFolder } from '../support/test-folder.ts';

const ARTICLE = '7gq2m4xw9k3t5v8n';
const step = (
  spanId: string,
  name: string,
  atMs: number,
  durationMs: number,
  more: Partial<StoredStep> = {},
): StoredStep => ({
  traceId: 'f'.repeat(32),
  spanId,
  name,
  service: 'copydesk-newsroom',
  startedAt: new Date(Date.UTC(2026, 10, 30, 10) + atMs).toISOString(),
  durationMs,
  attributes: {},
  ...more,
});

describe('drawTrace', () => {
  it('draws steps within steps in the order in which they began, with when, how long and what is known', () => {
    const cost = { 'gen_ai.request.model': 'm', 'gen_ai.usage.input_tokens': 900, 'gen_ai.usage.output_tokens': 40 };
    const tree = drawTrace(ARTICLE, [
      step('c', 'model writer', 1200, 3400, { parentSpanId: 'b', attributes: { ...cost, 'copydesk.cost_usd': 0.01 } }),
      step('a', 'article', 0, 0),
      step('b', 'RunActivity:writeDraft', 1000, 4000, { parentSpanId: 'a' }),
      step('d', 'feed draft', 4800, 12, { parentSpanId: 'b', attributes: { 'copydesk.entry': 'draft' } }),
      step('e', 'RunWorkflow:article', 0, 5 * 86_400_000, { parentSpanId: 'a', attributes: { 'error.type': 'Oops' } }),
      step('a', 'article', 0, 0),
    ]);
    expect(tree).toBe(
      [
        `article ${ARTICLE} · trace ${'f'.repeat(32)} · 2026-11-30T10:00:00.000Z`,
        '',
        '     +0 ms      0 ms  article',
        '     +0 ms  120:00 h  ├ RunWorkflow:article · ✗ Oops',
        '    +1.0 s     4.0 s  └ RunActivity:writeDraft',
        '    +1.2 s     3.4 s    ├ model writer · m · 900 → 40 tokens · $0.01',
        '    +4.8 s     12 ms    └ feed draft · draft',
        '',
      ].join('\n'),
    );
  });

  it('shows what has come before its parent did, and nothing of nothing', () => {
    expect(drawTrace(ARTICLE, [step('c', 'model writer', 0, 65_000, { parentSpanId: 'b' })])).toContain(
      '     +0 ms  1:05 min  model writer',
    );
    expect(drawTrace(ARTICLE, [])).toBe('');
  });
});

describe('trace files', () => {
  let folder = '';
  beforeEach(async () => {
    folder = join(await makeTestFolder(), 'traces');
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

  async function trace(...names: readonly string[]): Promise<void> {
    const queue = createSpanQueue({
      exporter: await openTraceFiles(folder),
      what: folder,
      mostWaiting: 100,
      note: () => undefined,
      log: memoryLogger(),
    });
    const tracing = createTracing({ service: 'copydesk-newsroom', resource: {}, sampling: 1, queues: [queue] });
    for (const name of names) await tracing.span({ name, articleId: ARTICLE }, async () => undefined);
    await tracing.span({ name: 'of another', articleId: '../../evil' }, async () => undefined);
    await queue.close(5000);
  }

  it('has a line for each step and a tree of all, gone on with by the next process, for articles alone', async () => {
    await trace('first');
    // As a crash in the middle of a line leaves it.
    await writeFile(join(folder, `${ARTICLE}.jsonl`), '{"traceId":"cut', { flag: 'a' });
    await trace('second');
    expect((await readdir(folder)).toSorted()).toEqual([`${ARTICLE}.jsonl`, `${ARTICLE}.txt`]);
    const lines = (await readFile(join(folder, `${ARTICLE}.jsonl`), 'utf8')).trim().split('\n');
    expect(lines.map((line) => /"name":"(\w+)"/.exec(line)?.[1])).toEqual(['first', undefined, 'second']);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ traceId: traceIdOf(ARTICLE), service: 'copydesk-newsroom' });
    const tree = await readFile(join(folder, `${ARTICLE}.txt`), 'utf8');
    expect(tree).toMatch(/^article 7gq2m4xw9k3t5v8n · trace [0-9a-f]{32} · [\s\S]* first\n[\s\S]* second\n$/);
  });

  it('are those of the latest 500 articles, also while the process runs', async () => {
    await trace('first');
    const old = (at: number): string => `old${String(at).padStart(13, '0')}`;
    for (let at = 0; at < 505; at += 1)
      for (const ending of ['jsonl', 'txt']) {
        const file = join(folder, `${old(at)}.${ending}`);
        await writeFile(file, '{}\n');
        await utimes(file, 1000 + at, 1000 + at);
      }
    const queue = createSpanQueue({
      exporter: await openTraceFiles(folder),
      what: folder,
      mostWaiting: 100,
      note: () => undefined,
      log: memoryLogger(),
    });
    const tracing = createTracing({ service: 'copydesk-newsroom', resource: {}, sampling: 1, queues: [queue] });
    await tracing.span({ name: 'of another', articleId: '8gq2m4xw9k3t5v8n' }, async () => undefined);
    await queue.close(5000);
    const names = await readdir(folder);
    expect(names).toHaveLength(1000);
    expect(names).toEqual(expect.arrayContaining([`${ARTICLE}.txt`, '8gq2m4xw9k3t5v8n.txt', `${old(504)}.txt`]));
    expect(names).not.toContain(`${old(6)}.txt`);
  });
});
