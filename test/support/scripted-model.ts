import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

import type { Json, JsonObject } from '../../src/practice-model/json.ts';
import type { Task } from '../../src/practice-model/brief.ts';
import type { ModelCall } from '../../src/practice-model/model-call.ts';
import type { Mood } from '../../src/practice-model/mood.ts';
import { practiceReply } from '../../src/practice-model/practice-reply.ts';
import { badRequest } from '../../src/practice-model/reply.ts';
import type { Reply } from '../../src/practice-model/reply.ts';
import { startPracticeModel } from '../../src/practice-model/server.ts';
import type { PracticeModel } from '../../src/practice-model/server.ts';

/** One answer of a script; made by {@link step}. */
export type Step =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'practice'; readonly overrides: JsonObject }
  | { readonly kind: 'mood'; readonly mood: Mood }
  | { readonly kind: 'cut' }
  | { readonly kind: 'echo' }
  | { readonly kind: 'costing'; readonly usd: number; readonly next: Step }
  | { readonly kind: 'after'; readonly ms: number; readonly next: Step }
  | { readonly kind: 'hang'; readonly next: Step }
  | { readonly kind: 'halt'; readonly next: Step };

const practice = (overrides: JsonObject = {}): Step => ({ kind: 'practice', overrides });

/** What a script can do with a request. */
export const step = {
  /** The practice model's answer; `overrides` replace fields of a structured one: `{ score: 7.1 }`. */
  practice,
  /** The practice model's answer in a mood. */
  mood: (mood: Mood): Step => ({ kind: 'mood', mood }),
  text: (text: string): Step => ({ kind: 'reply', reply: { kind: 'answer', content: { text } } }),
  /** Any value, wrapped as the call asked for structured output. */
  json: (json: Json): Step => ({ kind: 'reply', reply: { kind: 'answer', content: { json } } }),
  /** An error in OpenAI's shape. */
  status: (
    status: number,
    options: {
      readonly retryAfterSeconds?: number;
      readonly message?: string;
      readonly type?: string;
      readonly code?: string;
    } = {},
  ): Step => ({
    kind: 'reply',
    reply: {
      kind: 'error',
      status,
      message: options.message ?? `Scripted ${status}.`,
      type:
        options.type ??
        (status === 429 ? 'rate_limit_error' : status >= 500 ? 'server_error' : 'invalid_request_error'),
      code: options.code ?? (status === 429 ? 'rate_limit_exceeded' : status === 401 ? 'invalid_api_key' : null),
      ...(options.retryAfterSeconds === undefined
        ? {}
        : { headers: { 'retry-after': String(options.retryAfterSeconds) } }),
    },
  }),
  /** Half of the practice model's answer or stream, then the connection breaks. */
  cut: (): Step => ({ kind: 'cut' }),
  /** Everything that the model was told, word for word: what an obeying model gives away. */
  echo: (): Step => ({ kind: 'echo' }),
  /** A body that is not what its content type says. */
  garbage: (body = '{"choices": [<!doctype html>'): Step => ({
    kind: 'reply',
    reply: { kind: 'raw', status: 200, contentType: 'application/json', body },
  }),
  /** The connection is closed without an answer. */
  drop: (): Step => ({ kind: 'reply', reply: { kind: 'drop' } }),
  /** The same, for which the server names a price in USD. */
  costing: (usd: number, next: Step = practice()): Step => ({ kind: 'costing', usd, next }),
  /** The same later. */
  after: (ms: number, next: Step = practice()): Step => ({ kind: 'after', ms, next }),
  /** No answer until {@link ScriptedModel.release}. */
  hang: (next: Step = practice()): Step => ({ kind: 'hang', next }),
  /** Half of a stream, and the rest after {@link ScriptedModel.release}. */
  halt: (next: Step = practice()): Step => ({ kind: 'halt', next }),
};

/** Which requests a rule or a wait is about; `any` is every one. */
export type Match = Task | 'any' | ((request: LoggedRequest) => boolean);

export interface LoggedRequest {
  readonly task: Task | undefined;
  readonly model: string;
  readonly path: string;
  /** Without `authorization`. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: JsonObject;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** True once the client gave up before the answer. */
  readonly aborted: boolean;
}

export interface ScriptedModelOptions {
  readonly port?: number;
  /** Of the practice model, where the script names no other; `improving` by default. */
  readonly mood?: Mood;
  /** What every answer costs, in USD, as some gateways tell it. */
  readonly costUsd?: number;
  /** When no rule has a step left: the practice model answers, or the request fails and {@link ScriptedModel.stop} complains. */
  readonly fallback?: 'practice' | 'fail';
}

export interface ScriptedModel extends Pick<PracticeModel, 'url' | 'port' | 'pause' | 'resume'> {
  /** Every request, in the order of arrival. */
  readonly requests: readonly LoggedRequest[];
  /** Steps are used up in order; of several rules the one that was made first goes first. */
  on(match: Match, ...steps: readonly Step[]): void;
  /** Resolves with the nth request that matches (1 is the first), when it has arrived. */
  waitFor(match: Match, n?: number, timeoutMs?: number): Promise<LoggedRequest>;
  /** Lets the requests go on that hang now, of all or of those that match. */
  release(match?: Match): void;
  /** Steps that nobody has asked for, by rule. */
  unused(): readonly string[];
  /** Rejects when a request found no step under `fallback: 'fail'`. */
  stop(): Promise<void>;
}

/** The practice model with a script: the same server, the same answers where the script says nothing. */
export async function startScriptedModel(options: ScriptedModelOptions = {}): Promise<ScriptedModel> {
  const { fallback = 'practice', mood, port, costUsd } = options;
  const requests: Mutable<LoggedRequest>[] = [];
  const rules: { readonly match: Match; readonly steps: Step[] }[] = [];
  const waiters = new Set<() => void>();
  const hanging = new Map<LoggedRequest, () => void>();
  const complaints: string[] = [];

  const play = async (next: Step, call: ModelCall, request: LoggedRequest): Promise<Reply> => {
    switch (next.kind) {
      case 'reply':
        return next.reply;
      case 'practice':
        return overridden(practiceReply(call, mood), next.overrides);
      case 'mood':
        return practiceReply(call, next.mood);
      case 'cut': {
        const reply = practiceReply(call, mood);
        return reply.kind === 'answer' ? { kind: 'cut', content: reply.content } : reply;
      }
      case 'echo':
        return { kind: 'answer', content: { text: textsIn(call.body).join('\n\n') } };
      case 'costing': {
        const reply = await play(next.next, call, request);
        return reply.kind === 'answer' ? { ...reply, costUsd: next.usd } : reply;
      }
      case 'after':
        await sleep(next.ms, undefined, { signal: call.signal });
        return play(next.next, call, request);
      case 'hang':
        await new Promise<void>((resolve) => {
          hanging.set(request, resolve);
          call.signal.addEventListener('abort', () => resolve(), { once: true });
        });
        hanging.delete(request);
        return play(next.next, call, request);
      case 'halt': {
        const reply = await play(next.next, call, request);
        if (reply.kind !== 'answer') throw new Error('Only an answer can halt half way.');
        const { promise: halt, resolve } = Promise.withResolvers<void>();
        hanging.set(request, () => {
          hanging.delete(request);
          resolve();
        });
        return { ...reply, halt };
      }
      default:
        return next satisfies never;
    }
  };

  const respond = async (call: ModelCall): Promise<Reply> => {
    const { authorization: _, ...headers } = call.headers;
    const request: Mutable<LoggedRequest> = {
      task: call.task,
      model: call.model,
      path: call.path,
      headers,
      body: call.body,
      at: Date.now(),
      aborted: call.signal.aborted,
    };
    call.signal.addEventListener('abort', () => {
      request.aborted = true;
    });
    requests.push(request);
    for (const wake of waiters) wake();
    const next = rules.find(({ match, steps }) => steps.length > 0 && matches(match, request))?.steps.shift();
    if (next !== undefined) return play(next, call, request);
    if (fallback === 'practice') return practiceReply(call, mood);
    const complaint = `No step is left for request ${requests.length}, task ${call.task ?? 'unknown'}. Rules: ${rules.map(({ match, steps }) => `${nameOf(match)} (${steps.length} left)`).join(', ') || 'none'}.`;
    complaints.push(complaint);
    return badRequest(complaint, 'script_exhausted');
  };

  const priced = async (call: ModelCall): Promise<Reply> => {
    const reply = await respond(call);
    return reply.kind === 'answer' && costUsd !== undefined ? { costUsd, ...reply } : reply;
  };

  const server = await startPracticeModel({ respond: priced, ...(port === undefined ? {} : { port }) });
  return {
    url: server.url,
    port: server.port,
    pause: () => server.pause(),
    resume: () => server.resume(),
    requests,
    on: (match, ...steps) => {
      rules.push({ match, steps: [...steps] });
    },
    waitFor: (match, n = 1, timeoutMs = 20_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiters.delete(check);
          reject(
            new Error(
              `Request ${n} for ${nameOf(match)} did not arrive within ${timeoutMs} ms. Arrived: ${requests.map(({ task }) => task ?? 'unknown').join(', ') || 'none'}.`,
            ),
          );
        }, timeoutMs);
        const check = (): void => {
          const found = requests.filter((request) => matches(match, request))[n - 1];
          if (found === undefined) return;
          clearTimeout(timer);
          waiters.delete(check);
          resolve(found);
        };
        waiters.add(check);
        check();
      }),
    release: (match = 'any') => {
      for (const [request, go] of hanging) if (matches(match, request)) go();
    },
    unused: () =>
      rules
        .filter(({ steps }) => steps.length > 0)
        .map(({ match, steps }) => `${nameOf(match)}: ${steps.map(({ kind }) => kind).join(', ')}`),
    stop: async () => {
      await server.stop();
      if (complaints.length > 0) throw new Error(`The model’s script ran out. ${complaints.join(' ')}`);
    },
  };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function matches(match: Match, request: LoggedRequest): boolean {
  return match === 'any' || (typeof match === 'function' ? match(request) : request.task === match);
}

function nameOf(match: Match): string {
  return typeof match === 'function' ? match.name || 'a predicate' : match;
}

function textsIn({ messages }: JsonObject): readonly string[] {
  const said = z
    .array(z.object({ content: z.string() }))
    .catch([])
    .parse(messages);
  return said.map(({ content }) => content);
}

function overridden(reply: Reply, overrides: JsonObject): Reply {
  if (reply.kind !== 'answer' || Object.keys(overrides).length === 0) return reply;
  if (!('json' in reply.content) || typeof reply.content.json !== 'object' || reply.content.json === null) {
    throw new Error(`Only a structured answer has fields to override: ${Object.keys(overrides).join(', ')}.`);
  }
  return {
    ...reply,
    content: { json: { ...reply.content.json, ...asScored(reply.content.json, overrides), ...overrides } },
  };
}

/** A score that a test gives is what every criterion gets, and no open comment keeps it down: nothing else decides. */
function asScored(answer: object, { score }: JsonObject): JsonObject {
  const { criteria, comments } = answer as { readonly criteria?: unknown; readonly comments?: unknown };
  if (score === undefined || !Array.isArray(criteria)) return {};
  return {
    criteria: criteria.map((one: JsonObject) => ({ ...one, score })),
    ...(Array.isArray(comments) && {
      comments: comments.filter((one: JsonObject) => one['done'] === true || Number(score) < 7),
    }),
  };
}
