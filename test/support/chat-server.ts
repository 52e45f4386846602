import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatContent } from '../../src/delivery/chat-content.ts';

/** What a messenger sends: a new message, or what replaces one. */
export interface ChatPost {
  readonly key: string;
  readonly content: ChatContent;
}

/** One message as it stands in the chat. */
export interface StandingMessage {
  readonly key: string;
  content: ChatContent;
}

/**
 * Where the next new message that matches is held: `before-storing` its request is lost in the end, `after-storing` the message is
 * in the chat and only the answer is missing.
 */
export type HoldPoint = 'before-storing' | 'after-storing';

export interface Hold {
  /** Resolves when the request is there and held. */
  readonly reached: Promise<void>;
  release(): void;
}

export interface ChatServer {
  readonly url: string;
  /** In the order in which they were posted; a message posted twice is there twice. */
  readonly messages: readonly StandingMessage[];
  /** Every new message that was asked for, at its arrival. */
  readonly arrivals: readonly ChatPost[];
  hold(point: HoldPoint, matches: (post: ChatPost) => boolean): Hold;
  close(): Promise<void>;
}

interface HeldPost extends Hold {
  readonly point: HoldPoint;
  readonly matches: (post: ChatPost) => boolean;
  readonly arrive: () => void;
  readonly released: Promise<void>;
}

/**
 * A chat platform in this process, reached over HTTP by `createChatMessenger` in another. It does what it was asked to also when
 * whoever asked has died meanwhile, as real ones do.
 *
 * @param latencyMs before a message is stored, and again before the answer
 */
export async function startChatServer(latencyMs = 0): Promise<ChatServer> {
  const messages: StandingMessage[] = [];
  const arrivals: ChatPost[] = [];
  const holds: HeldPost[] = [];

  const post = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const message = await readPost(request);
    arrivals.push(message);
    await sleep(latencyMs);
    const held = holds.find(({ matches }) => matches(message));
    if (held !== undefined) holds.splice(holds.indexOf(held), 1);
    if (held?.point === 'before-storing') {
      held.arrive();
      await held.released;
      response.destroy();
      return;
    }
    const index = messages.push({ ...message }) - 1;
    if (held !== undefined) {
      held.arrive();
      await held.released;
    }
    await sleep(latencyMs);
    answer(response, 200, { message: index });
  };

  const edit = async (request: IncomingMessage, response: ServerResponse, index: number): Promise<void> => {
    const { content } = await readPost(request);
    await sleep(latencyMs);
    const message = messages[index];
    if (message !== undefined) message.content = content;
    await sleep(latencyMs);
    answer(response, message === undefined ? 404 : 200, { message: index });
  };

  const find = (response: ServerResponse, key: string | null): void => {
    const index = messages.findIndex((message) => message.key === key);
    answer(response, 200, index === -1 ? {} : { message: index });
  };

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://chat');
    const index = Number(pathname.slice('/messages/'.length));
    const served =
      request.method === 'GET'
        ? Promise.resolve(find(response, searchParams.get('key')))
        : request.method === 'POST'
          ? post(request, response)
          : edit(request, response, index);
    served.catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    arrivals,
    hold(point, matches) {
      const arrived = Promise.withResolvers<void>();
      const released = Promise.withResolvers<void>();
      const held = { reached: arrived.promise, release: released.resolve };
      holds.push({ ...held, point, matches, arrive: arrived.resolve, released: released.promise });
      return held;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readPost(request: IncomingMessage): Promise<ChatPost> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as ChatPost;
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
