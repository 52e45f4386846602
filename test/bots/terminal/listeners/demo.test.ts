import { Writable } from 'node:stream';
import type pg from 'pg';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DemoDecision, type DemoOutcome, runTerminalDemo } from '../../../../bots/terminal/listeners/demo.ts';
import { DemoNotStarted } from '../../../../bots/terminal/platform.ts';
import { createTerminalMessenger } from '../../../../bots/terminal/messenger/messenger.ts';
import { GatewayError } from '../../../../src/gateway/gateway-error.ts';
import { type TerminalStore, createTerminalStore } from '../../../../bots/terminal/connect/terminal-store.ts';
import { chatContents } from '../../../fixtures/chat-contents.ts';
import { useDatabase } from '../../../support/use-database.ts';
import { deskOf } from '../desk-of.ts';
import { ARTICLE_ID, SCENES } from '../scenes.ts';
import { type Scene, createScriptedDesk } from '../scripted-desk.ts';

describe('runTerminalDemo', () => {
  const database = useDatabase();
  let pool: pg.Pool;
  let store: TerminalStore;

  beforeAll(async () => {
    ({ pool } = database);
    store = createTerminalStore(pool);
  });

  beforeEach(async () => {
    await pool.query('truncate terminal_messages');
  });

  async function run(
    script: readonly Scene[],
    decisions: readonly DemoDecision[] = [],
    timeoutMs = 20_000,
  ): Promise<{ outcome: DemoOutcome; said: string; complaints: readonly string[]; ids: readonly string[] }> {
    const desk = createScriptedDesk(createTerminalMessenger(store), script);
    let said = '';
    const progress = new Writable({
      write(chunk: Buffer, _encoding, done) {
        said += chunk.toString();
        done();
      },
    });
    const outcome = await runTerminalDemo({
      desk: deskOf(desk.gateway),
      store,
      language: 'en',
      actor: { platform: 'terminal', userId: 'ann', displayName: 'Ann', groups: [] },
      topic: 'How tides work',
      decisions,
      progress,
      timeoutMs,
      signal: new AbortController().signal,
    });
    return { outcome, said, complaints: desk.complaints, ids: desk.decisionIds };
  }

  const [, start] = SCENES.approve.script;
  const [, , approve] = SCENES.approve.script;
  const all = chatContents('en', ARTICLE_ID);

  it('answers the article, and tells on the way what happens', async () => {
    const { outcome, said, complaints } = await run([start, approve]);
    expect(outcome).toEqual({ articleId: ARTICLE_ID, stage: 'delivered', article: all.final.article });
    expect(said).toMatch(
      /On it: How tides work.*Draft 1.*6\.1 of 10.*Decided by --decide: Approve.*The article is ready/s,
    );
    expect(complaints).toEqual([]);
  });

  it('uses its decisions up in order, and insists under one id when the desk cannot be reached', async () => {
    const again = { key: '20', content: all.gate };
    const unavailable = new GatewayError('unavailable', 'Temporal did not answer.');
    const changes = { call: 'decide', expect: { kind: 'request-changes', comment: 'Say more' } } as const;
    const { outcome, complaints, ids } = await run(
      [
        start,
        { ...changes, answer: unavailable },
        { ...changes, answer: { kind: 'counted' }, lines: [again] },
        approve,
      ],
      [{ kind: 'request-changes', comment: 'Say more' }],
    );
    expect(outcome.stage).toBe('delivered');
    expect(complaints).toEqual([]);
    expect(ids[0]).toBe(ids[1]);
    expect(new Set(ids).size).toBe(2);
  });

  it('insists on its beginning, too, while the desk cannot be reached', async () => {
    const away = {
      call: 'start',
      topic: 'How tides work',
      answer: new GatewayError('unavailable', 'No answer.'),
    } as const;
    const { outcome, complaints } = await run([away, away, start, approve]);
    expect(outcome.stage).toBe('delivered');
    expect(complaints).toEqual([]);
  });

  it('says in a person’s words that it was not begun, when its time is over', async () => {
    const away = {
      call: 'start',
      topic: 'How tides work',
      answer: new GatewayError('unavailable', 'No answer.'),
    } as const;
    await expect(run([away, away], [], 200)).rejects.toThrow(
      new DemoNotStarted('This was not taken: the desk cannot be reached right now. Please try again in a moment.'),
    );
  });

  it('answers no article when it was rejected', async () => {
    const rejected = {
      key: '21',
      edits: '0',
      content: { ...all.statusWaiting, stage: 'rejected', waitingFor: [] },
    } as const;
    const reject: Scene = {
      call: 'decide',
      expect: { kind: 'reject', reason: 'No' },
      answer: { kind: 'counted' },
      lines: [rejected],
    };
    const { outcome } = await run([start, reject], [{ kind: 'reject', reason: 'No' }]);
    expect(outcome).toEqual({ articleId: ARTICLE_ID, stage: 'rejected' });
  });

  it('gives up when the article is stuck, and says why', async () => {
    const stuck = {
      call: 'start',
      topic: 'How tides work',
      answer: ARTICLE_ID,
      lines: [{ key: '1', content: all.failure }],
    } as const;
    const { outcome, said } = await run([stuck]);
    expect(outcome).toEqual({ articleId: ARTICLE_ID, stage: 'stuck', reason: all.failure.failure.message });
    expect(said).toContain('The language model could not be reached');
  });

  it('gives up in time, and says where the article is', async () => {
    const silent = { call: 'start', topic: 'How tides work', answer: ARTICLE_ID } as const;
    const { outcome } = await run([silent], [], 300);
    expect(outcome).toMatchObject({ stage: 'drafting', reason: expect.stringContaining(`/open ${ARTICLE_ID}`) });
  });
});
