import { type OpenWeb, webPlatform } from '../../bots/web/platform.ts';
import { createTokenStore } from '../../bots/web/connect/token-store.ts';
import { makeToken } from '../../bots/web/connect/token.ts';
import { SCOPES, type Scope } from '../../bots/web/listeners/caller.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { type Config, loadConfig } from '../../src/config/load.ts';
import { createLogger, type Logger } from '../../src/lib/logger.ts';
import { type Actor, actorKey } from '../../src/protocol/actor.ts';
import { type Newsroom, type NewsroomOptions, openNewsroom } from './newsroom.ts';
import { TEST_SETTINGS } from './settings.ts';

export interface WebDeskOptions {
  readonly newsroom?: NewsroomOptions;
  readonly config?: (config: Config) => Config;
  /** Default: none is written. */
  readonly logger?: Logger;
  /** Of the process, beside what it needs. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** An answer over HTTP, read whole. */
export interface WebAnswer<T = unknown> {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed, where it is JSON. */
  readonly body: T;
}

/** A program that acts as a person. */
export interface WebCaller {
  readonly token: string;
  /** @param body is sent as JSON, unless it is bytes or a form */
  request<T = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<WebAnswer<T>>;
  get<T = unknown>(path: string, headers?: Readonly<Record<string, string>>): Promise<WebAnswer<T>>;
  post<T = unknown>(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<WebAnswer<T>>;
}

/** A whole Copydesk with the web in front of it: a real desk, real HTTP, real tokens. Ann asks, she and Ben decide, Eve does not. */
export interface WebDesk {
  readonly newsroom: Newsroom;
  readonly web: OpenWeb;
  /** Where it is: `http://127.0.0.1:41234`. */
  readonly url: string;
  /** Of its process. */
  readonly variables: Readonly<Record<string, string>>;
  /** A caller with a token of its own. Default: with every scope. */
  as(person: Actor, scopes?: readonly Scope[]): Promise<WebCaller>;
  /** Somebody without a token, or with what they send. */
  withoutToken(headers?: Readonly<Record<string, string>>): WebCaller;
  /** Another process of the same place. */
  openAnother(): Promise<OpenWeb>;
  close(): Promise<void>;
}

export const WEB_ANN: Actor = { platform: 'web', userId: 'ann', displayName: 'Ann', groups: [] };
export const WEB_BEN: Actor = { platform: 'web', userId: 'ben', displayName: 'Ben', groups: [] };
export const WEB_EVE: Actor = { platform: 'web', userId: 'eve', displayName: 'Eve', groups: [] };

export async function openWebDesk(options: WebDeskOptions = {}): Promise<WebDesk> {
  const newsroom = await openNewsroom(options.newsroom);
  const { temporalAddress, namespace, databaseUrl } = newsroom.place;
  const variables = {
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: namespace,
    DATABASE_URL: databaseUrl,
    COPYDESK_SECRET: 'a-secret-of-the-tests-for-ids-of-articles',
    // Whichever is free.
    WEB_PORT: '0',
    ...options.variables,
  };
  const shipped = loadConfig('config');
  const approval = { gate: 'final', approvers: ['requester', actorKey(WEB_BEN)] } as const;
  const plain: Config = { ...shipped, article: { ...TEST_SETTINGS, approval } };
  const config = options.config?.(plain) ?? plain;
  const opened: OpenWeb[] = [];
  const open = async (): Promise<OpenWeb> => {
    const web = await webPlatform.open({
      config,
      environment: readEnvironment(variables),
      variables,
      logger: options.logger ?? createLogger({ level: 'silent' }),
      signal: new AbortController().signal,
    });
    opened.push(web);
    return web;
  };
  const web = await open();
  const tokens = createTokenStore(newsroom.pool);

  const calling = (token: string, always: Readonly<Record<string, string>>): WebCaller => {
    const caller: WebCaller = {
      token,
      async request<T>(
        method: string,
        path: string,
        body?: unknown,
        headers: Readonly<Record<string, string>> = {},
      ): Promise<WebAnswer<T>> {
        const isRaw = body instanceof Uint8Array || body instanceof FormData || typeof body === 'string';
        const answer = await fetch(new URL(path, web.url), {
          method,
          redirect: 'manual',
          headers: {
            ...(body !== undefined && !isRaw && { 'content-type': 'application/json' }),
            ...always,
            ...headers,
          },
          ...(body !== undefined && {
            body: isRaw ? (body as string | FormData | Uint8Array<ArrayBuffer>) : JSON.stringify(body),
          }),
        });
        const text = await answer.text();
        const isJson = /[/+]json\b/.test(answer.headers.get('content-type') ?? '');
        return { status: answer.status, headers: answer.headers, body: (isJson ? JSON.parse(text) : text) as T };
      },
      get: (path, headers) => caller.request('GET', path, undefined, headers),
      post: (path, body, headers) => caller.request('POST', path, body, headers),
    };
    return caller;
  };

  return {
    newsroom,
    web,
    url: web.url,
    variables,
    async as(person, scopes = SCOPES) {
      const { id, hash, token } = makeToken();
      await tokens.create({ id, hash, actor: person, scopes });
      return calling(token, { authorization: `Bearer ${token}` });
    },
    withoutToken: (headers = {}) => calling('', headers),
    openAnother: open,
    async close() {
      await Promise.allSettled(opened.map((one) => one.stop()));
      await newsroom.close();
    },
  };
}
