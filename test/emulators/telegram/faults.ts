import type { Params } from './request-params.ts';

/** What goes wrong with a request. */
export type Fault =
  /** Refused, and nothing done: 429 takes `retryAfterSeconds`, 5xx may bring a page instead of JSON. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly description?: string;
      readonly retryAfterSeconds?: number;
    }
  | { readonly kind: 'html'; readonly status: number; readonly isDone: boolean }
  /** Done, and the connection breaks before the answer. */
  | { readonly kind: 'lost-response' }
  /** Not done, and the connection breaks. */
  | { readonly kind: 'dropped' }
  /** No answer until the emulator stops. */
  | { readonly kind: 'hang'; readonly isDone: boolean }
  | { readonly kind: 'delay'; readonly ms: number };

export interface FaultOptions {
  /** Default 1. */
  readonly times?: number;
  /** Which requests; default all. */
  readonly when?: (params: Params) => boolean;
}

export interface FaultPlan {
  /** @param method `*`: any but getUpdates */
  add(method: string, fault: Fault, options?: FaultOptions): void;
  /** The fault for a request, which is used up by it. */
  take(method: string, params: Params): Fault | undefined;
  /** Faults that no request has met. */
  readonly left: number;
  clear(): void;
}

export function createFaultPlan(): FaultPlan {
  let rules: { method: string; fault: Fault; times: number; when: (params: Params) => boolean }[] = [];
  return {
    add(method, fault, { times = 1, when = () => true } = {}) {
      rules.push({ method: method.toLowerCase(), fault, times, when });
    },
    take(method, params) {
      const name = method.toLowerCase();
      const rule = rules.find(
        (candidate) =>
          (candidate.method === name || (candidate.method === '*' && name !== 'getupdates')) && candidate.when(params),
      );
      if (rule === undefined) return undefined;
      rule.times -= 1;
      rules = rules.filter(({ times }) => times > 0);
      return rule.fault;
    },
    get left() {
      return rules.reduce((sum, { times }) => sum + times, 0);
    },
    clear() {
      rules = [];
    },
  };
}
