import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Json, type JsonObject, object } from '../../../src/practice-model/json.ts';
import type { SlackEmulator } from '../../emulators/slack/web-api.ts';

export interface SlackFront {
  /** For `SLACK_API_URL`. */
  readonly apiUrl: string;
  /** Arguments of each `users.conversations`. */
  readonly listings: readonly URLSearchParams[];
  /** What messages lack when they are read from now on. */
  hide(field: string | undefined): void;
  close(): Promise<void>;
}

/** The emulator, and in front of it what it does not know: `users.conversations`, one channel a page, and the app in `bots.info`. */
export async function withConversations(slack: SlackEmulator, names: readonly string[]): Promise<SlackFront> {
  const { origin } = new URL(slack.apiUrl);
  const listings: URLSearchParams[] = [];
  let hidden: string | undefined;
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const headers = {
      authorization: request.headers.authorization ?? '',
      'content-type': request.headers['content-type'] ?? 'text/plain',
    };
    if (request.url === '/api/users.conversations') {
      const args = new URLSearchParams(body.toString());
      listings.push(args);
      const channels = await conversationsOf(headers);
      const start = Number(args.get('cursor') ?? 0);
      const next = start + 1 < channels.length ? String(start + 1) : '';
      const answer = {
        ok: true,
        channels: channels.slice(start, start + 1),
        response_metadata: { next_cursor: next },
      };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      return;
    }
    const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
    const passed = await fetch(`${origin}${request.url}`, {
      method: request.method ?? 'GET',
      redirect: 'manual',
      headers,
      ...(hasBody && { body: new Uint8Array(body) }),
    });
    const kept = [...passed.headers].filter(
      ([name]) => !['content-length', 'transfer-encoding', 'connection'].includes(name),
    );
    const said = Buffer.from(await passed.arrayBuffer());
    response.writeHead(passed.status, Object.fromEntries(kept));
    const isHistory = request.url === '/api/conversations.history' && hidden !== undefined;
    response.end(request.url === '/api/bots.info' ? withAppId(said) : isHistory ? withoutHidden(said) : said);
  }

  function withAppId(said: Buffer): string {
    const answer = JSON.parse(said.toString()) as JsonObject;
    return JSON.stringify({ ...answer, bot: { ...object(answer['bot']), app_id: slack.appId } });
  }

  function withoutHidden(said: Buffer): string {
    return JSON.stringify(JSON.parse(said.toString()), (key, value: Json) => (key === hidden ? undefined : value));
  }

  async function conversationsOf(headers: Record<string, string>): Promise<readonly JsonObject[]> {
    const infos = await Promise.all(
      names.map(async (name) => {
        const body = new URLSearchParams({ channel: slack.channel(name) });
        const asked = await fetch(`${slack.apiUrl}conversations.info`, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
          body,
        });
        return object(object((await asked.json()) as JsonObject)['channel']);
      }),
    );
    return infos.filter((info) => info['is_member'] === true && info['is_archived'] === false);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    listings,
    hide(field) {
      hidden = field;
    },
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
