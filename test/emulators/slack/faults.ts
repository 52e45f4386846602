import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '../../../src/practice-model/json.ts';

/** How Slack, or the way there, fails. `done`: the method did what it was asked to, only the answer is wrong or missing. */
export type SlackFault =
  /** HTTP 429; `Retry-After` is sometimes missing. */
  | { readonly kind: 'rate-limited'; readonly retryAfterSeconds?: number }
  /** Another HTTP status, as from a gateway on the way. */
  | { readonly kind: 'status'; readonly status: number; readonly done?: boolean }
  /** A page for people instead of JSON. Default: with status 200. */
  | { readonly kind: 'html'; readonly status?: number; readonly done?: boolean }
  /** `ok: false` with this code. */
  | { readonly kind: 'error'; readonly error: string }
  /** Done, and the connection breaks before the answer. */
  | { readonly kind: 'lost-response' }
  /** The connection breaks before anything was done. */
  | { readonly kind: 'lost-request' }
  /** Half open: the connection stays and nobody ever answers. */
  | { readonly kind: 'silent'; readonly done?: boolean }
  /** The request is on its way for so long, then all is well. */
  | { readonly kind: 'delay'; readonly ms: number };

export interface FaultOptions {
  /** How many calls it hits. Default: 1. */
  readonly times?: number;
  /** Which calls; default: the next ones. */
  readonly when?: (args: JsonObject) => boolean;
}

/** What a request is answered with. */
export interface SlackAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer, or why there is none. */
export type Outcome = SlackAnswer | 'broken' | 'silence';

interface Planned {
  readonly method: string;
  readonly fault: SlackFault;
  readonly when: (args: JsonObject) => boolean;
  left: number;
}

/** The faults that lie ahead; of several for one call the one that was planned first goes first. */
export class Faults {
  readonly #planned: Planned[] = [];

  plan(method: string, fault: SlackFault, { times = 1, when = () => true }: FaultOptions = {}): void {
    this.#planned.push({ method, fault, when, left: times });
  }

  clear(): void {
    this.#planned.length = 0;
  }

  /** Lets the call happen as planned. */
  async through(method: string, args: JsonObject, perform: () => Promise<SlackAnswer>): Promise<Outcome> {
    const planned = this.#planned.find((one) => one.left > 0 && [method, '*'].includes(one.method) && one.when(args));
    if (planned === undefined) return await perform();
    planned.left -= 1;
    const { fault } = planned;
    switch (fault.kind) {
      case 'rate-limited':
        return {
          status: 429,
          body: JSON.stringify({ ok: false, error: 'ratelimited' }),
          ...(fault.retryAfterSeconds !== undefined && { headers: { 'retry-after': String(fault.retryAfterSeconds) } }),
        };
      case 'status':
        if (fault.done === true) await perform();
        return { status: fault.status, body: '', headers: { 'content-type': 'text/plain' } };
      case 'html':
        if (fault.done === true) await perform();
        return { status: fault.status ?? 200, body: PAGE, headers: { 'content-type': 'text/html; charset=utf-8' } };
      case 'error':
        return { status: 200, body: JSON.stringify({ ok: false, error: fault.error }) };
      case 'lost-response':
        await perform();
        return 'broken';
      case 'lost-request':
        return 'broken';
      case 'silent':
        if (fault.done === true) await perform();
        return 'silence';
      case 'delay':
        await sleep(fault.ms);
        return await perform();
      default:
        return fault satisfies never;
    }
  }
}

const PAGE = `<!DOCTYPE html>
<html lang="en">
  <head><title>Server Error | Slack</title></head>
  <body><h1>Uh oh, something went wrong</h1><p>Slack is having trouble. <a href="https://slack-status.com">Status</a></p></body>
</html>
`;
