import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataConverterOf } from '../../src/config/data-converter.ts';
import type { DataKey } from '../../src/lib/vault.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import type { ArticleStatus } from '../../src/protocol/desk-state.ts';
import { DECIDE_SIGNAL, STATUS_QUERY, workflowIdOf } from '../../src/protocol/names.ts';
import { replayRuns } from '../../worker/replay/replay-runs.ts';
import { buildWorkflowBundle } from '../../worker/workflow-bundle.ts';
import { connectTemporal } from '../../src/process/open-temporal.ts';
import { ANN, type Newsroom, openNewsroom } from '../support/newsroom.ts';
import { step } from '../support/scripted-model.ts';

const keyOf = (id: string, byte: number): DataKey => ({ id, key: Buffer.alloc(32, byte) });
const OLD = keyOf('2026-01', 1);
const NEW = keyOf('2026-11', 2);
const ANOTHER = keyOf('2026-01', 9);

function converterOf(...keys: readonly [DataKey, ...DataKey[]]): DataConverter {
  return dataConverterOf({ dataKeys: keys }, true).dataConverter;
}
/** Of whoever only reads: `npm run replay`. */
function readerOf(...keys: readonly [DataKey, ...DataKey[]]): DataConverter {
  return dataConverterOf({ dataKeys: keys }).dataConverter;
}

/** What each article is asked for with: words that stand nowhere else. */
const ORDER = {
  request: { topic: 'Zugspitze in winter', language: 'en', audience: 'mountaineers of Garmisch', tone: 'whimsical' },
};
const ANN_MARMOTTE: Actor = { ...ANN, displayName: 'Ann Marmotte' };
const WORDS = ['Zugspitze', 'Garmisch', 'whimsical', 'gondola', 'Edelweiss', 'Marmotte'];

let newsroom: Newsroom;
/** As Temporal's own tools see it: without any key. */
let bare: Client;
beforeAll(async () => {
  newsroom = await openNewsroom({ dataConverter: converterOf(OLD) });
  const { temporalAddress: address, namespace } = newsroom.place;
  bare = new Client({ connection: await connectTemporal({ address }), namespace });
});
afterAll(async () => {
  await bare.connection.close();
  await newsroom.close();
});

/** Whatever Temporal has of all runs of an article, payloads as they are: all that it says, and the names of keys. */
async function historyOf(articleId: string, { workflow } = bare) {
  const said: string[] = [];
  const keys = new Set<string>();
  let count = 0;
  const read = (value: unknown, name = ''): void => {
    if (value instanceof Uint8Array) {
      const text = Buffer.from(value).toString('utf8');
      said.push(text);
      if (name === 'encryption-key-id') keys.add(text);
    } else if (typeof value === 'string') said.push(value);
    else if (typeof value === 'object' && value !== null)
      for (const [key, part] of Object.entries(value)) read(part, key);
  };
  for (let runId: string | null | undefined; runId !== ''; ) {
    const { events } = await workflow.getHandle(workflowIdOf(articleId), runId ?? undefined).fetchHistory();
    read(events);
    count += events?.length ?? 0;
    runId = events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ?? '';
  }
  return { text: said.join('\n'), keys: [...keys].sort(), events: count };
}

/** Why its workflow tasks failed. */
const reasonsOf = async (articleId: string): Promise<readonly string[]> =>
  ((await bare.workflow.getHandle(workflowIdOf(articleId)).fetchHistory()).events ?? []).flatMap(
    ({ workflowTaskFailedEventAttributes: failed }) => (failed ? [JSON.stringify(failed.failure)] : []),
  );

async function startWaiting(topic: string) {
  newsroom.script(topic, 'critique', step.practice({ score: 9, factsQuestionable: false }));
  const article = await newsroom.start(topic);
  await article.until('waiting');
  return article;
}

describe('an article whose payloads are encrypted', () => {
  it('goes from its request to its end, and Temporal has no word of it', async () => {
    const { topic } = ORDER.request;
    newsroom.script(topic, 'critique', step.practice({ score: 9, factsQuestionable: false }));
    newsroom.script(topic, 'draft', step.status(403, { message: 'The gondola may not be drawn' }));
    const article = await newsroom.start(topic, ORDER);
    await article.until('stuck');
    await newsroom.gateway.control(article.articleId, { id: randomUUID(), kind: 'retry', by: ANN_MARMOTTE });
    await article.until('waiting');
    await article.askForChanges('Say something of the Edelweiss');
    await article.decide({ kind: 'approve' });
    expect(await article.outcome()).toMatchObject({ stage: 'delivered' });

    const { text, keys, events } = await historyOf(article.articleId);
    expect(events).toBeGreaterThan(50);
    expect(keys).toEqual(['2026-01']);
    expect(WORDS.filter((word) => text.includes(word))).toEqual([]);
    expect(text).not.toContain('displayName');
    const { typedSearchAttributes, memo } = await bare.workflow.getHandle(workflowIdOf(article.articleId)).describe();
    expect(JSON.stringify([typedSearchAttributes, memo])).not.toContain('Zugspitze');
  });

  it('would be told by Temporal of those who take part if it were not', async () => {
    const article = await startWaiting('How clear it was');
    const { text } = await historyOf(article.articleId, newsroom.client);
    expect(text).not.toContain('displayName');
    const open = await openNewsroom();
    try {
      const { articleId } = await open.start('How clear it is');
      const { text: clear, keys } = await historyOf(articleId, open.client);
      expect(clear).toContain('displayName');
      expect(keys).toEqual([]);
    } finally {
      await open.close();
    }
  });

  it('is replayed by whoever has its keys, beside what was recorded in clear; without them it is said what is missing', async () => {
    await startWaiting('How replays go');
    const bundle = await buildWorkflowBundle();
    const replay = async (dataConverter: DataConverter) => {
      const lines: string[] = [];
      const failed = await replayRuns({
        client: newsroom.client,
        bundle,
        dataConverter,
        since: new Date(Date.now() - 3_600_000),
        limit: 1000,
        unpinned: false,
        print: (line) => void lines.push(line),
        progress: () => undefined,
      });
      return { failed, lines };
    };
    expect(await replay(readerOf(NEW, OLD))).toMatchObject({ failed: 0 });
    const { failed, lines } = await replay(readerOf(NEW));
    expect(failed).toBeGreaterThan(0);
    expect(lines[0]).toContain('encrypted with the key 2026-01, which is not among COPYDESK_DATA_KEYS');
    const recorded = JSON.parse(readFileSync('test/histories/approved-early.json', 'utf8')) as unknown;
    await Worker.runReplayHistory({ workflowBundle: bundle, dataConverter: readerOf(NEW, OLD) }, recorded);
  });

  it('goes on under a new key while it waits at its gate, and needs the old one for what was', async () => {
    const article = await startWaiting('How keys turn');
    await newsroom.stopWorker();
    await newsroom.startWorker(converterOf(NEW, OLD));
    await withClient(converterOf(NEW, OLD), async (client) => {
      const { current } = await client.workflow
        .getHandle(workflowIdOf(article.articleId))
        .query<ArticleStatus>(STATUS_QUERY);
      if (current === undefined) throw new Error('There is a draft');
      const { version, hash } = current;
      await client.workflow
        .getHandle(workflowIdOf(article.articleId))
        .signal(DECIDE_SIGNAL, { id: randomUUID(), kind: 'approve', by: ANN, draft: { version, hash } });
      expect(await client.workflow.getHandle(workflowIdOf(article.articleId)).result()).toMatchObject({
        stage: 'delivered',
      });
    });
    const { keys } = await historyOf(article.articleId);
    expect(keys).toEqual(['2026-01', '2026-11']);
    await newsroom.stopWorker();
    await newsroom.startWorker();
  });

  it.each([
    ['has not its key', converterOf(NEW), 'which is not among COPYDESK_DATA_KEYS'],
    ['has another key of that name', converterOf(ANOTHER), 'is another one than then'],
    ['has no keys at all', dataConverterOf({}).dataConverter, 'COPYDESK_DATA_KEYS is not set'],
  ])('stands still at a worker that %s, which says so, and loses nothing', async (_what, blind, words) => {
    const article = await startWaiting(`How locks hold: ${words}`);
    const { current } = await article.until('waiting');
    await newsroom.stopWorker();
    await newsroom.startWorker(blind);
    await newsroom.client.workflow.getHandle(workflowIdOf(article.articleId)).signal(DECIDE_SIGNAL, {
      id: randomUUID(),
      kind: 'approve',
      by: ANN,
      draft: { version: current?.version, hash: current?.hash },
    });
    await expect.poll(() => reasonsOf(article.articleId), { timeout: 30_000 }).not.toEqual([]);
    expect((await reasonsOf(article.articleId)).join('\n')).toContain(words);
    await newsroom.stopWorker();
    await newsroom.startWorker();
    expect(await article.outcome()).toMatchObject({ stage: 'delivered' });
  });

  it('is not harmed by a worker that thinks without its key: another one does its steps', async () => {
    await newsroom.stopWorker();
    const topic = 'How half a worker thinks';
    newsroom.script(topic, 'critique', step.practice({ score: 9, factsQuestionable: false }));
    const decides = await newsroom.startHalf('decides');
    const blind = await newsroom.startHalf('thinks', converterOf(NEW));
    const article = await newsroom.start(topic);
    const attempts = async () =>
      ((await bare.workflow.getHandle(workflowIdOf(article.articleId)).describe()).raw.pendingActivities ?? []).map(
        ({ attempt }) => attempt ?? 0,
      );
    await expect.poll(async () => Math.max(0, ...(await attempts())), { timeout: 30_000 }).toBeGreaterThan(1);
    await blind();
    const thinks = await newsroom.startHalf('thinks');
    await article.until('waiting');
    await Promise.all([decides(), thinks()]);
    await newsroom.startWorker();
  });
});

async function withClient(dataConverter: DataConverter, act: (client: Client) => Promise<void>): Promise<void> {
  const { temporalAddress: address, namespace } = newsroom.place;
  const connection = await connectTemporal({ address });
  try {
    await act(new Client({ connection, namespace, dataConverter }));
  } finally {
    await connection.close();
  }
}
