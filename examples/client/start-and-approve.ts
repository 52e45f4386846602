/**
 * Has an article written over HTTP, waits until people are asked, and approves it.
 *
 *     COPYDESK_TOKEN=$(npm run --silent token -- create --for web:ann --scope all) \
 *       node examples/client/start-and-approve.ts "How tides work"
 *
 * COPYDESK_URL says where Copydesk is. copydesk.ts beside this file is the client: `npm run client` makes it of /openapi.json.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Article, type ArticleOrder, Copydesk } from './copydesk.ts';

export interface Desk {
  readonly baseUrl: string;
  readonly token: string;
  /** How often it is looked, in milliseconds. Default: every two seconds. */
  readonly lookEveryMs?: number;
}

/** Asks for an article and approves the draft at its gate. Resolves when it is over. */
export async function articleFrom(
  { baseUrl, token, lookEveryMs = 2000 }: Desk,
  order: ArticleOrder,
): Promise<{ readonly articleId: string; readonly outcome: string; readonly stage: Article['stage'] }> {
  const desk = new Copydesk<string>({
    baseUrl,
    securityWorker: (secret) => ({ headers: { authorization: `Bearer ${secret}` } }),
  });
  desk.setSecurityData(token);
  // Away for a moment (503): nothing was done, and it is asked again.
  const patiently = async <T>(ask: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof Response) || error.status !== 503) throw error;
        await sleep(lookEveryMs);
      }
    }
  };
  const until = async (articleId: string, isThere: (article: Article) => boolean): Promise<Article> => {
    for (;;) {
      const { data } = await patiently(() => desk.articles.getArticle(articleId));
      if (isThere(data)) return data;
      await sleep(lookEveryMs);
    }
  };

  // Sent again with the same key, it is the same article; the same decision about the same draft counts once.
  const headers = { 'Idempotency-Key': randomUUID() };
  const started = await patiently(() => desk.articles.startArticle(order, { headers }));
  const { articleId } = started.data;
  const waiting = await until(articleId, ({ gate, closedAt }) => gate !== undefined || closedAt !== undefined);
  if (waiting.gate === undefined) throw new Error(`The article is ${waiting.stage}, and nobody is asked about it`);
  const { id: gate, version, hash } = waiting.gate;
  const decision = { kind: 'approve', version, hash, gate } as const;
  const decided = await patiently(() => desk.articles.decide(articleId, decision));
  const { stage } = await until(articleId, ({ closedAt }) => closedAt !== undefined);
  return { articleId, outcome: decided.data.outcome, stage };
}

if (import.meta.main) {
  const { COPYDESK_URL = 'http://127.0.0.1:8000', COPYDESK_TOKEN = '' } = process.env;
  const [topic = 'How tides work'] = process.argv.slice(2);
  const { articleId, stage } = await articleFrom({ baseUrl: COPYDESK_URL, token: COPYDESK_TOKEN }, { topic });
  process.stdout.write(`${COPYDESK_URL}/articles/${articleId} is ${stage}\n`);
}
