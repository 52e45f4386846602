import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, Connection } from '@temporalio/client';
import { type ChatDesk, createChatDesk } from '../../src/chat/chat-desk.ts';
import { decisionIdOf } from '../../src/chat/decision-id.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { messages } from '../../src/messages/messages.ts';
import type { ArticleStatus } from '../../src/protocol/desk-state.ts';
import { createDraftStore } from '../../src/storage/draft-store.ts';
import { ANN, BEN, type Newsroom, openNewsroom } from '../support/newsroom.ts';
import { openGateway } from '../support/open-gateway.ts';
import { step } from '../support/scripted-model.ts';

const en = messages('en');
const ann = { actor: ANN, language: 'en' } as const;
const ben = { actor: BEN, language: 'ru' } as const;
const logger = createLogger({ level: 'silent' });

let newsroom: Newsroom;
let desk: ChatDesk;
beforeAll(async () => {
  newsroom = await openNewsroom();
  const drafts = createDraftStore(newsroom.pool);
  desk = createChatDesk({ gateway: newsroom.gateway, drafts, articleLanguage: 'auto', logger, storeBudgetMs: 15_000 });
});
afterAll(() => newsroom.close());

const thread = () => ({ platform: newsroom.messenger.platform, channel: 'C1' });

async function order(topic: string, eventKey: string = randomUUID()): Promise<string> {
  const { articleId = '' } = await desk.start(ann, { eventKey, request: { topic }, thread: thread() });
  return articleId;
}

async function statusOf(articleId: string): Promise<ArticleStatus | undefined> {
  const answer = await desk.status(ann, articleId);
  return answer.kind === 'status' ? answer.status : undefined;
}

describe('the chat desk', () => {
  it('takes an article from its order, delivered twice, to a person’s own text', async () => {
    const topic = 'How locks lift boats';
    newsroom.script(topic, 'critique', step.practice({ score: 9, factsQuestionable: false }));
    const eventKey = randomUUID();
    const [articleId, again] = await Promise.all([order(topic, eventKey), order(topic, eventKey)]);
    expect(again).toBe(articleId);
    await expect.poll(async () => (await statusOf(articleId))?.stage).toBe('waiting');
    await expect
      .poll(async () => await desk.home(ann))
      .toMatchObject({ waitingForMe: [{ articleId, topic, requesterName: 'Ann' }], askedByMe: [] });

    const current = (await statusOf(articleId))?.current;
    const draft = { version: current?.version ?? 0, hash: current?.hash ?? '' };
    const button = { kind: 'decision', articleId, decision: 'edit', draft } as const;
    const click = {
      id: decisionIdOf(randomUUID()),
      kind: 'edit',
      button,
      text: '# Locks\r\n\r\nWater lifts boats.',
    } as const;
    expect(await desk.decide(ben, { ...click, id: decisionIdOf(randomUUID()) })).toMatchObject({ ok: false });
    const told = await Promise.all([desk.decide(ann, click), desk.decide(ann, click)]);
    expect(told).toEqual(Array.from({ length: 2 }, () => ({ ok: true, text: en.answers.counted.edit })));
    const { rows } = await newsroom.pool.query<{ body: string }>(
      `select body from drafts where article_id = $1 and author = 'person' and version is not null`,
      [articleId],
    );
    expect(rows).toEqual([{ body: '# Locks\n\nWater lifts boats.' }]);
    expect(await desk.control(ann, { id: decisionIdOf(randomUUID()), control: 'cancel' })).toEqual({
      ok: true,
      text: en.answers.counted.cancel,
    });
    await expect.poll(async () => await desk.home(ann)).toMatchObject({ finishedLastWeek: [{ articleId }] });
  });

  it('stores no text for an article that does not exist', async () => {
    const button = {
      kind: 'decision',
      articleId: '0000000000',
      decision: 'edit',
      draft: { version: 1, hash: '0a1b2c3d' },
    } as const;
    expect(await desk.decide(ann, { id: randomUUID(), kind: 'edit', button, text: 'Mine' })).toEqual({
      ok: false,
      text: en.answers.noSuchArticle('0000000000'),
    });
  });

  it('says that nothing was taken while Temporal is away, and starts nothing', async () => {
    const connection = Connection.lazy({ address: '127.0.0.1:1' });
    const gateway = openGateway({ client: new Client({ connection }), pool: newsroom.pool });
    const drafts = createDraftStore(newsroom.pool);
    const away = createChatDesk({ gateway, drafts, articleLanguage: 'auto', logger });
    const eventKey = randomUUID();
    const asked = await away.start(ann, { eventKey, request: { topic: 'How fog forms' }, thread: thread() });
    expect(asked).toEqual({ ok: false, text: en.answers.unavailable });
    expect(await away.control(ann, { id: randomUUID(), control: 'pause', articleId: '0'.repeat(16) })).toEqual({
      ok: false,
      text: en.answers.unavailable,
    });
    await connection.close();
  });
});
