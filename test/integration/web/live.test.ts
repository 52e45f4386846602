import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { OpenWeb } from '../../../bots/web/platform.ts';
import { type EventReader, readEvents, type ServerEvent } from '../../support/read-events.ts';
import { step } from '../../support/scripted-model.ts';
import { openWebDesk, WEB_ANN, WEB_BEN, WEB_EVE, type WebCaller, type WebDesk } from '../../support/web-desk.ts';

let desk: WebDesk;
let ann: WebCaller;
let ben: WebCaller;
let eve: WebCaller;
beforeAll(async () => {
  // So often that a test need not wait for it.
  desk = await openWebDesk({ newsroom: { wordsEveryMs: 100 } });
  [ann, ben, eve] = await Promise.all([desk.as(WEB_ANN), desk.as(WEB_BEN), desk.as(WEB_EVE)]);
});
afterAll(() => desk.close());

interface Entry {
  readonly seq: number;
  readonly kind: string;
  readonly html?: string;
  readonly card: {
    readonly title?: string;
    readonly language: string;
    readonly decided?: unknown;
    readonly buttons?: readonly unknown[];
  };
}
interface Feed {
  readonly entries: readonly Entry[];
  readonly status?: { readonly title?: string };
  readonly lastEventId: string;
}

const startedByAnn = (topic: string) =>
  desk.newsroom.start(
    topic,
    { requester: WEB_ANN, thread: { platform: 'web', channel: 'web:ann' } },
    { approval: { gate: 'final', approvers: ['requester', 'web:ben'] } },
  );

function watch(
  caller: WebCaller,
  articleId: string,
  { base = () => desk.url, after }: { base?: () => string; after?: string } = {},
): EventReader {
  const query = after === undefined ? '' : `?after=${after}`;
  const reader = readEvents({
    url: () => `${base()}/articles/${articleId}/events${query}`,
    headers: { authorization: `Bearer ${caller.token}` },
  });
  onTestFinished(() => reader.close());
  return reader;
}

/** A machine that does a lot else may say at first that it should be asked again. */
async function feedOf(
  caller: WebCaller,
  articleId: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Feed> {
  let body: Feed | undefined;
  await expect
    .poll(async () => {
      const answer = await caller.get<Feed>(`/articles/${articleId}/feed`, headers);
      ({ body } = answer);
      return answer.status;
    })
    .toBe(200);
  if (body === undefined) throw new Error('It was answered');
  return body;
}

const stageOf = ({ events }: EventReader): unknown =>
  (events.findLast(({ event }) => event === 'state')?.data as { readonly stage?: unknown } | undefined)?.stage;
const entriesOf = (events: readonly ServerEvent[]): readonly Entry[] =>
  events.filter(({ event }) => event === 'entry').map(({ data }) => data as Entry);

/** What a page shows that takes each entry in place of the one before with its number. */
function threadOf(events: readonly ServerEvent[]): readonly Entry[] {
  return [...new Map(entriesOf(events).map((entry) => [entry.seq, entry])).values()].toSorted(
    (one, other) => one.seq - other.seq,
  );
}

describe('the feed of an article over HTTP', () => {
  it('is the whole thread as cards, in the language of whoever asks', async () => {
    const article = await startedByAnn('How tides work');
    await article.until('waiting');
    const [english, russian] = await Promise.all([
      feedOf(ann, article.articleId),
      feedOf(ben, article.articleId, { 'accept-language': 'ru' }),
    ]);
    expect(english.entries.map(({ seq }) => seq)).toEqual(english.entries.map((_, at) => at + 1));
    expect(english.entries.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['draft', 'critique', 'gate']));
    const [draft] = english.entries;
    expect(draft).toMatchObject({
      kind: 'draft',
      card: { language: 'en' },
      html: expect.stringMatching(/^<h1 dir="auto">/),
    });
    expect(russian.entries[0]?.card).toMatchObject({ language: 'ru', title: expect.stringMatching(/Черновик 1/) });
    expect(english.entries.at(-1)?.card.buttons?.length).toBeGreaterThan(0);
    expect((await eve.get(`/articles/${article.articleId}/feed`)).status).toBe(404);
  });
});

describe('the events of an article', () => {
  it('tell all that it says, as it says it, and nothing that the feed has told', async () => {
    const article = await startedByAnn('How clocks work');
    const whole = watch(ann, article.articleId);
    await article.until('waiting');
    const body = await feedOf(ann, article.articleId);
    const rest = watch(ben, article.articleId, { after: body.lastEventId });
    await article.decide({ kind: 'approve', by: WEB_ANN });
    await article.outcome();
    await expect.poll(() => stageOf(whole)).toBe('delivered');
    await expect.poll(() => stageOf(rest)).toBe('delivered');
    const after = await feedOf(ann, article.articleId);
    await expect.poll(() => threadOf(whole.events)).toEqual(after.entries);
    // Of what had been told, only what says something else: the gate, which was decided.
    const known = new Set(body.entries.map((entry) => JSON.stringify(entry)));
    expect(entriesOf(rest.events).filter((entry) => known.has(JSON.stringify(entry)))).toEqual([]);
    expect(entriesOf(rest.events).map(({ kind }) => kind)).toEqual(expect.arrayContaining(['gate', 'final']));
    expect(rest.events.every(({ id }) => id !== undefined)).toBe(true);
    // Nothing came twice.
    for (const { events } of [whole, rest])
      expect(new Set(events.map(({ data }) => JSON.stringify(data))).size).toBe(events.length);
  });

  it('tell what is being written while somebody watches, and leave nothing of it elsewhere', async () => {
    const topic = 'How moss grows';
    desk.newsroom.script(topic, 'draft', step.halt());
    const article = await startedByAnn(topic);
    const reader = watch(ann, article.articleId);
    const written = (): string =>
      reader.events
        .filter(({ event }) => event === 'text')
        .map(({ data }) => data as { readonly at: number; readonly text: string })
        .reduce((text, piece) => text.slice(0, piece.at) + piece.text, '');
    await expect.poll(written).toMatch(/^# /);
    const begun = written();
    desk.newsroom.model.release('draft');
    await article.until('waiting');
    await expect.poll(() => stageOf(reader)).toBe('waiting');
    const { rows } = await desk.newsroom.pool.query<{ body: string }>(
      'select body from drafts where article_id = $1 order by version limit 1',
      [article.articleId],
    );
    expect(rows[0]?.body.startsWith(begun.trimEnd())).toBe(true);
  });

  it('go on where they broke off when the process is another one', async () => {
    const article = await startedByAnn('How kites fly');
    let web: OpenWeb = await desk.openAnother();
    let isUp = true;
    const reader = watch(ann, article.articleId, { base: () => (isUp ? web.url : 'http://127.0.0.1:9') });
    await expect.poll(() => entriesOf(reader.events).length).toBeGreaterThan(0);
    isUp = false;
    await web.stop();
    await article.until('waiting');
    const before = reader.connections;
    web = await desk.openAnother();
    isUp = true;
    await expect.poll(() => stageOf(reader)).toBe('waiting');
    expect(reader.connections).toBeGreaterThan(before);
    const body = await feedOf(ann, article.articleId);
    expect(threadOf(reader.events)).toEqual(body.entries);
    expect(new Set(reader.events.map(({ data }) => JSON.stringify(data))).size).toBe(reader.events.length);
  });

  it('go on when PostgreSQL has broken every connection in the middle', async () => {
    const article = await startedByAnn('How floods end');
    const reader = watch(ann, article.articleId);
    await expect.poll(() => entriesOf(reader.events).length).toBeGreaterThan(0);
    for (let times = 0; times < 3; times += 1) {
      const before = reader.events.length;
      await desk.newsroom.pool.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
      await expect.poll(() => reader.events.length > before || stageOf(reader) === 'waiting').toBe(true);
    }
    await article.until('waiting');
    await expect.poll(() => stageOf(reader)).toBe('waiting');
    const body = await feedOf(ann, article.articleId);
    await expect.poll(() => threadOf(reader.events)).toEqual(body.entries);
    expect(reader.connections).toBe(1);
    expect(new Set(reader.events.map(({ data }) => JSON.stringify(data))).size).toBe(reader.events.length);
  });

  it('end for who may not see it any more, and are none for who never might', async () => {
    const article = await startedByAnn('How bees dance');
    const stranger = watch(eve, article.articleId);
    await expect.poll(() => stranger.status).toBe(404);
    expect(stranger.events).toEqual([]);
  });

  it('are read where the article lives in a chat, too', async () => {
    const article = await desk.newsroom.start(
      'How locks lift boats',
      { requester: WEB_ANN },
      { approval: { gate: 'final', approvers: ['requester'] } },
    );
    const reader = watch(ann, article.articleId);
    await article.until('waiting');
    await expect.poll(() => stageOf(reader)).toBe('waiting');
    await article.decide({ kind: 'request-changes', comment: 'Shorter, please', by: WEB_ANN });
    await expect.poll(() => entriesOf(reader.events).filter(({ kind }) => kind === 'gate').length).toBeGreaterThan(1);
  });
});
