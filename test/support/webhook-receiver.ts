import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';

/** One request, as it came. */
export interface ReceivedEvent {
  readonly id: string;
  readonly type: string;
  readonly articleId: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What it was answered with. */
  readonly status: number;
}

/** How a request is answered: by a status, with headers, or never. */
export type Answer = number | { readonly status: number; readonly headers: Readonly<Record<string, string>> } | 'never';

export interface WebhookReceiver {
  readonly url: string;
  /** In the order in which they came. */
  readonly received: readonly ReceivedEvent[];
  /** Those that were accepted, each once: what a receiver acts upon. */
  accepted(articleId?: string): readonly ReceivedEvent[];
  /** From now on it knows this secret, too. */
  trust(secret: string): void;
  /** How later requests are answered. Default: 204. */
  answer(how: (event: Omit<ReceivedEvent, 'status'>) => Answer): void;
  /** Resolves when so many were accepted. */
  untilAccepted(count: number, articleId?: string): Promise<readonly ReceivedEvent[]>;
  until(reached: () => boolean): Promise<void>;
  close(): Promise<void>;
}

const LOOK_EVERY_MS = 25;
const MAX_LOOKS = 1600;

/** A receiver as docs/webhooks.md has it: it verifies, and knows what it has seen. @param secrets `whsec_…` */
export async function startWebhookReceiver(...secrets: string[]): Promise<WebhookReceiver> {
  const received: ReceivedEvent[] = [];
  let how: (event: Omit<ReceivedEvent, 'status'>) => Answer = () => 204;
  const server = createServer((request, response) => {
    void (async () => {
      const body = await bodyOf(request);
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      if (!secrets.some((secret) => isBy(secret, body, headers))) return void response.writeHead(401).end();
      const verified = JSON.parse(body) as { type: string; data: { article: { id: string } } };
      const event = {
        id: headers['webhook-id'] ?? '',
        type: verified.type,
        articleId: verified.data.article.id,
        body,
        headers,
      };
      const answer = how(event);
      const status = answer === 'never' ? 0 : typeof answer === 'number' ? answer : answer.status;
      received.push({ ...event, status });
      if (answer === 'never') return;
      response.writeHead(status, typeof answer === 'number' ? {} : answer.headers).end('thanks');
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received,
    accepted: (articleId) => {
      const seen = new Set<string>();
      return received.filter(({ id, status, articleId: about }) => {
        const isNew =
          status >= 200 && status < 300 && (articleId === undefined || about === articleId) && !seen.has(id);
        if (isNew) seen.add(id);
        return isNew;
      });
    },
    trust: (secret) => void secrets.push(secret),
    answer(next) {
      how = next;
    },
    async until(reached) {
      for (let look = 0; look < MAX_LOOKS; look += 1) {
        if (reached()) return;
        await sleep(LOOK_EVERY_MS);
      }
      throw new Error(
        `It did not come to that; received: ${received.map(({ type, status }) => `${type} ${status}`).join(', ')}`,
      );
    },
    async untilAccepted(count, articleId) {
      await receiver.until(() => receiver.accepted(articleId).length >= count);
      return receiver.accepted(articleId);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
}

function isBy(secret: string, body: string, headers: Readonly<Record<string, string>>): boolean {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
