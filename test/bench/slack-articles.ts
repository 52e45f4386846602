import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { connectTemporal } from '../../src/process/open-temporal.ts';
import { ensureSearchAttributes } from '../../src/gateway/search-attributes.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import { decodeButton } from '../../src/protocol/button-codec.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { createPool } from '../../src/storage/pool.ts';
import { createThreadIndex } from '../../src/storage/thread-index.ts';
import type { RenderedButton, RenderedMessage } from '../emulators/slack/rendered.ts';
import type { SlackEmulator } from '../emulators/slack/web-api.ts';
import { openGateway } from '../support/open-gateway.ts';
import type { BenchServers } from './bench-servers.ts';

/** Started together while parking. */
const BATCH = 50;
const LOOK_EVERY_MS = 20;
const PATIENCE_MS = 60_000;

/** An article that waits at its gate, as Ann sees it, who asked for it. */
export interface ParkedArticle {
  readonly articleId: string;
  readonly card: RenderedMessage;
  readonly approve: RenderedButton;
}

export interface SlackArticles {
  /** Resolves when all of them wait at their gates. @param channels taken in turns */
  park(count: number, channels: readonly string[]): Promise<readonly string[]>;
  /** What people see of them. */
  look(articleIds: readonly string[]): Promise<readonly ParkedArticle[]>;
  /** Resolves when they are over, or after a minute. */
  untilOver(articles: readonly ParkedArticle[]): Promise<void>;
  /** Those that somebody decided about. */
  decided(articles: readonly ParkedArticle[]): Promise<readonly ParkedArticle[]>;
  close(): Promise<void>;
}

export async function openSlackArticles(
  slack: SlackEmulator,
  { temporalAddress, databaseUrl }: BenchServers,
): Promise<SlackArticles> {
  const [connection] = await Promise.all([
    connectTemporal({ address: temporalAddress }),
    migrate(databaseUrl, () => undefined),
  ]);
  await ensureSearchAttributes(connection, 'default');
  const client = new Client({ connection });
  // Starting fifty together takes longer than a person would wait.
  const pool = createPool(
    databaseUrl,
    { poolSize: 5, connectionTimeoutSeconds: 5, statementTimeoutSeconds: 10 },
    () => undefined,
  );
  const gateway = openGateway({ client, pool, answerBudgetMs: 30_000 });
  const threads = createThreadIndex(pool);
  const ann: Actor = {
    platform: 'slack',
    workspace: slack.teamId,
    userId: slack.user('ann'),
    displayName: 'Ann',
    groups: [],
  };

  async function start(channel: string): Promise<{ readonly articleId: string }> {
    return await gateway.start({
      eventKey: randomUUID(),
      request: { topic: 'How tides work', language: 'en' },
      requester: ann,
      thread: { platform: 'slack', workspace: slack.teamId, channel },
      language: 'en',
    });
  }

  return {
    async park(count, channels) {
      const parked: { readonly articleId: string }[] = [];
      while (parked.length < count) {
        const batch = await Promise.all(
          Array.from({ length: Math.min(BATCH, count - parked.length) }, (_, at) =>
            start(channels[(parked.length + at) % channels.length] ?? ''),
          ),
        );
        while ((await among(pool, batch, AT_THE_GATE)).length < batch.length) await sleep(LOOK_EVERY_MS);
        parked.push(...batch);
      }
      return parked.map(({ articleId }) => articleId);
    },

    async look(articleIds) {
      const cards = await threads.cardsOf(articleIds);
      return await Promise.all(
        articleIds.map(async (articleId) => {
          const { channel, ts } = cards.get(articleId)?.ref ?? {};
          const ref = await threads.latestDraftCard(articleId);
          const card = (await slack.thread(String(channel), String(ts))).find((message) => message.ts === ref?.['ts']);
          const approve = card?.buttons.find(({ value }) => {
            const button = decodeButton(value);
            return button?.kind === 'decision' && button.decision === 'approve';
          });
          if (card === undefined || approve === undefined)
            throw new Error(`${articleId} shows no button to approve it`);
          return { articleId, card, approve };
        }),
      );
    },

    async untilOver(articles) {
      const until = Date.now() + PATIENCE_MS;
      while ((await among(pool, articles, OVER)).length < articles.length && Date.now() < until)
        await sleep(LOOK_EVERY_MS);
    },

    decided: (articles) => among(pool, articles, DECIDED),

    async close() {
      await Promise.all([connection.close(), pool.end()]);
    },
  };
}

const AT_THE_GATE = `select article_id as id from messages join followers using (follower_id)
  where article_id = any($1) and kind = 'gate' and phase = 'sent'`;
const OVER = 'select article_id as id from articles where article_id = any($1) and closed_at is not null';
const DECIDED = 'select article_id as id from decisions where article_id = any($1)';

/** Those that a query finds. */
async function among<T extends { readonly articleId: string }>(
  pool: Pool,
  articles: readonly T[],
  query: string,
): Promise<readonly T[]> {
  const { rows } = await pool.query<{ id: string }>(query, [articles.map(({ articleId }) => articleId)]);
  const found = new Set(rows.map(({ id }) => id));
  return articles.filter(({ articleId }) => found.has(articleId));
}
