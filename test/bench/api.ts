import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from '@temporalio/client';
import { makeToken } from '../../bots/web/connect/token.ts';
import { createTokenStore } from '../../bots/web/connect/token-store.ts';
import { SCOPES } from '../../bots/web/listeners/caller.ts';
import type { Article } from '../../bots/web/listeners/schemas/article-schema.ts';
import type { GatewayAnswer } from '../../src/gateway/article-gateway.ts';
import { GatewayError } from '../../src/gateway/gateway-error.ts';
import { ensureSearchAttributes } from '../../src/gateway/search-attributes.ts';
import { pickPort } from '../../src/local/ports.ts';
import { connectTemporal } from '../../src/process/open-temporal.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import type { Decision } from '../../src/protocol/decision.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { createPool } from '../../src/storage/pool.ts';
import { createKillableProcess } from '../support/killable-process.ts';
import { openGateway } from '../support/open-gateway.ts';
import type { BenchServers } from './bench-servers.ts';
import { p50P99AndMax, table, timed } from './figures.ts';

/** Each with a token of their own, so that nobody's limit is met. */
const PEOPLE = 40;
const ARTICLES_EACH = 5;
const AT_ONCE = 20;
const LOOK_EVERY_MS = 200;
const AWAY = 503;
const quiet = (): void => undefined;

/** How long requests over HTTP take, and decisions in a chat while they are made. */
export async function benchApi({ temporalAddress, databaseUrl }: BenchServers): Promise<void> {
  const [connection] = await Promise.all([connectTemporal({ address: temporalAddress }), migrate(databaseUrl, quiet)]);
  await ensureSearchAttributes(connection, 'default');
  const pool = createPool(
    databaseUrl,
    { poolSize: 5, connectionTimeoutSeconds: 5, statementTimeoutSeconds: 10 },
    quiet,
  );
  const gateway = openGateway({ client: new Client({ connection }), pool });
  const port = await pickPort();
  const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  const worker = createKillableProcess({
    command: [process.execPath, file('worker-process.ts'), temporalAddress, databaseUrl, '8.4', 'default'],
    ready: 'working',
  });
  const web = createKillableProcess({
    command: [process.execPath, file('../../bots/web/main.ts')],
    env: {
      TEMPORAL_ADDRESS: temporalAddress,
      DATABASE_URL: databaseUrl,
      COPYDESK_SECRET: 'a-secret-of-the-benchmark-for-ids-of-articles',
      WEB_PORT: String(port),
    },
    ready: 'is at work',
  });
  try {
    await Promise.all([worker.start(), web.start()]);
    const tokens = createTokenStore(pool);
    const people = await Promise.all(
      Array.from({ length: PEOPLE }, async (_, at) => {
        const { id, hash, token } = makeToken();
        await tokens.create({ id, hash, actor: personOf(at), scopes: SCOPES });
        return { at, token };
      }),
    );
    const figures = new Map<string, number[]>();
    const measure = async <T>(what: string, run: () => Promise<T>): Promise<T> => {
      let answer: T | undefined;
      const took = await timed(async () => {
        answer = await run();
      });
      figures.set(what, [...(figures.get(what) ?? []), took]);
      return answer as T;
    };
    let away = 0;
    let noted = 0;
    const ask = async <T>(token: string, path: string, body?: object): Promise<T> => {
      const request = {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      };
      for (;;) {
        const answer = await fetch(`http://127.0.0.1:${port}${path}`, request);
        if (answer.ok) return (await answer.json()) as T;
        const said = await answer.text();
        // As programs do: the same request, with the same key. What it took in all is what they wait.
        if (answer.status !== AWAY) throw new Error(`${path} was answered ${answer.status}: ${said}`);
        away += 1;
        await sleep(LOOK_EVERY_MS);
      }
    };

    const tap = async (articleId: string, decision: Decision): Promise<GatewayAnswer> => {
      for (;;) {
        try {
          return await gateway.decide(articleId, decision);
        } catch (error) {
          if (!(error instanceof GatewayError) || error.code !== 'unavailable') throw error;
          away += 1;
          await sleep(LOOK_EVERY_MS);
        }
      }
    };

    const orders = people.flatMap(({ at, token }) => Array.from({ length: ARTICLES_EACH }, () => ({ at, token })));
    const started = await inTurns(orders, async ({ at, token }, index) => {
      // Another number makes another topic: nobody is asked whether they meant the one before.
      const order = { topic: `How tides work, part ${index + 1}`, language: 'en' };
      const { articleId } = await measure('POST /articles', () =>
        ask<{ articleId: string }>(token, '/articles', order),
      );
      return { at, token, path: `/articles/${articleId}`, articleId };
    });
    // Half of them are decided on as chats do, at the same time.
    await inTurns(started, async ({ at, token, path, articleId }, index) => {
      const look = (): Promise<Article> => measure('GET /articles/{id}', () => ask<Article>(token, path));
      let article = await look();
      for (; article.gate === undefined; article = await look()) await sleep(LOOK_EVERY_MS);
      const { id: gate, version, hash } = article.gate;
      const draft = { version, hash };
      await measure('GET /articles', () => ask(token, '/articles'));
      if (index % 2 === 0) {
        const decision = { kind: 'approve', ...draft, gate };
        const { outcome } = await measure('POST …/decisions', () =>
          ask<{ outcome: string }>(token, `${path}/decisions`, decision),
        );
        if (outcome === 'noted') noted += 1;
      } else {
        const decision: Decision = { id: randomUUID(), kind: 'approve', draft, gate, by: personOf(at) };
        const { kind } = await measure('the same in a chat', () => tap(articleId, decision));
        if (kind === 'noted') noted += 1;
      }
    });
    table([
      [`${started.length} articles over HTTP, ${AT_ONCE} requests at once`, 'requests', 'p50 / p99 / max'],
      ...[...figures].map(([what, took]) => [what, String(took.length), p50P99AndMax(took)]),
      ['away, and asked again', String(away), ''],
      ['decisions that were noted, and counted later', String(noted), ''],
    ]);
  } finally {
    await Promise.all([web.kill(), worker.kill()]);
    await Promise.all([pool.end(), connection.close()]);
  }
}

function personOf(at: number): Actor {
  return { platform: 'web', userId: `person-${at}`, displayName: `Person ${at}`, groups: [] };
}

/** So many of them at once. */
async function inTurns<T, R>(items: readonly T[], act: (item: T, index: number) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  const run = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) results[index] = await act(items[index] as T, index);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, run));
  return results;
}
