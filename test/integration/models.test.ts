import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AgentsSettings } from '../../src/agents/settings.ts';
import { openNewsroom, type Newsroom } from '../support/newsroom.ts';
import { type LoggedRequest, type ScriptedModel, startScriptedModel, step } from '../support/scripted-model.ts';

let newsroom: Newsroom | undefined;
afterEach(async () => {
  await newsroom?.close();
});

/** Texts of all drafts, in their order. */
async function draftsOf({ pool }: Newsroom): Promise<readonly string[]> {
  const { rows } = await pool.query<{ body: string }>('select body from drafts order by created_at');
  return rows.map(({ body }) => body);
}

describe('a model', () => {
  it('with one place serves twelve articles, each call once', async () => {
    newsroom = await openNewsroom({ agents: (shipped) => ({ ...shipped, maxConcurrency: 1 }) });
    const desk = newsroom;
    const topics = Array.from({ length: 12 }, (_, at) => `How tide number ${at + 1} works`);
    for (const topic of topics) desk.script(topic, 'draft', step.after(100));
    const articles = await Promise.all(topics.map((topic) => desk.start(topic)));
    await Promise.all(articles.map((article) => article.until('waiting')));
    expect(topics.map((topic) => desk.asked(topic, 'draft').length)).toEqual(topics.map(() => 1));
    expect(desk.model.requests.filter(({ aborted }) => aborted)).toEqual([]);
    const hashes = desk.model.requests.map(({ body }) => JSON.stringify(body));
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('that thinks aloud has no thought in a draft', async () => {
    newsroom = await openNewsroom({ mood: 'thinking' });
    const article = await newsroom.start('How tides work');
    await article.until('waiting');
    const drafts = await draftsOf(newsroom);
    expect(drafts.length).toBeGreaterThan(1);
    for (const draft of drafts) {
      expect(draft).toMatch(/^# /);
      expect(draft).not.toMatch(/think>/);
    }
  });

  it('that is always cut off stops the article after four calls, each with a higher limit', async () => {
    newsroom = await openNewsroom({ mood: 'cut' });
    const article = await newsroom.start('How tides work');
    expect(await article.until('stuck')).toMatchObject({ failure: { code: 'model-answer-unusable' } });
    const limits = newsroom.asked('How tides work', 'outline').map(({ body }) => body['max_tokens']);
    expect(limits).toEqual([undefined, 4096, 8192, 16_384]);
    expect(await draftsOf(newsroom)).toEqual([]);
  });

  it('that was answered while PostgreSQL could not take it is not asked again', async () => {
    newsroom = await openNewsroom();
    const { pool } = newsroom;
    await pool.query(
      `create function shut_down() returns trigger language plpgsql as $$ begin raise 'terminating connection' using errcode = '57P01'; end $$;
       create trigger away before insert on model_calls execute function shut_down();`,
    );
    const article = await newsroom.start('How moss grows');
    await newsroom.model.waitFor('outline');
    await article.until(({ outage }) => outage?.code === 'storage-unavailable');
    await pool.query('drop trigger away on model_calls');
    await article.until('waiting');
    expect(newsroom.asked('How moss grows', 'outline')).toHaveLength(1);
  });
});

describe('several models for one agent', () => {
  const withSecond =
    (second: ScriptedModel) =>
    (shipped: AgentsSettings): AgentsSettings => ({
      ...shipped,
      skipFailedSeconds: 1,
      writer: {
        ...shipped.writer,
        fallbacks: [{ ...shipped.writer, model: 'second-writer', api: { kind: 'chat', baseUrl: second.url } }],
      },
    });
  let second: ScriptedModel;
  beforeEach(async () => {
    second = await startScriptedModel();
  });
  afterEach(() => second.stop());

  const isWriting = ({ model }: LoggedRequest): boolean => model === 'writer';
  /** Names of those who wrote, of drafts and of calls. */
  async function authorsOf({ pool }: Newsroom): Promise<readonly string[]> {
    const { rows } = await pool.query<{ name: string }>(
      `select author_name as name from drafts union select model from model_calls where purpose like 'writer.%'`,
    );
    return rows.map(({ name }) => name).toSorted();
  }

  it.each([
    ['is away', step.status(503)],
    ['refuses the key', step.status(401)],
  ])('let an article go on while the first one %s, without a word, and say who wrote', async (_why, failing) => {
    newsroom = await openNewsroom({ agents: withSecond(second) });
    newsroom.model.on(isWriting, ...Array.from({ length: 20 }, () => failing));
    const article = await newsroom.start('How tides work');
    const stages = await article.until(({ stage, outage }) => stage === 'waiting' || outage !== undefined);
    expect(stages).toMatchObject({ stage: 'waiting' });
    expect(stages).not.toHaveProperty('outage');
    expect(second.requests.length).toBeGreaterThan(1);
    expect(await authorsOf(newsroom)).toEqual(['second-writer']);
    expect(article.kinds()).not.toContain('failure');
  });

  it('have an article wait while all are away, which goes on by itself when one is back', async () => {
    newsroom = await openNewsroom({ agents: withSecond(second) });
    newsroom.model.on(isWriting, ...Array.from({ length: 50 }, () => step.status(503)));
    second.on('any', ...Array.from({ length: 3 }, () => step.status(503)));
    const article = await newsroom.start('How moss grows');
    await article.until(({ outage }) => outage?.code === 'model-unavailable');
    await article.until('waiting');
    expect(second.requests.length).toBeGreaterThan(3);
    expect(article.kinds()).not.toContain('failure');
    expect(await authorsOf(newsroom)).toEqual(['second-writer']);
  });

  it('do not answer twice what PostgreSQL could not take, though the first one is back', async () => {
    newsroom = await openNewsroom({ agents: withSecond(second) });
    const { pool, model } = newsroom;
    await pool.query(
      `create function shut_down() returns trigger language plpgsql as $$ begin raise 'terminating connection' using errcode = '57P01'; end $$;
       create trigger away before insert on model_calls execute function shut_down();`,
    );
    model.on(isWriting, step.status(503));
    const article = await newsroom.start('How wells fill');
    await article.until(({ outage }) => outage?.code === 'storage-unavailable');
    await pool.query('drop trigger away on model_calls');
    await article.until('waiting');
    expect(second.requests.filter(({ task }) => task === 'outline')).toHaveLength(1);
    expect(newsroom.asked('How wells fill', 'outline')).toHaveLength(1);
  });
});
