import { createHash, randomBytes } from 'node:crypto';
import type { IdGenerator } from '@opentelemetry/sdk-trace-base';

/** Of every trace: the article itself. */
export const ROOT_KEY = 'article';

/** The id of a step by its key: whoever knows the article and the key can refer to the step, whoever takes it and whenever. */
export function spanIdOf(traceId: string, key: string): string {
  return createHash('sha256').update(`${traceId}/${key}`).digest('hex').slice(0, 16);
}

/** Ids as somebody has asked for them, once; else random ones. */
export class GivenIds implements IdGenerator {
  #trace: string | undefined;
  #span: string | undefined;

  /** For the one span that `start` starts. */
  give<T>({ traceId, spanId }: { readonly traceId?: string; readonly spanId?: string }, start: () => T): T {
    this.#trace = traceId;
    this.#span = spanId;
    try {
      return start();
    } finally {
      this.#trace = undefined;
      this.#span = undefined;
    }
  }

  generateTraceId(): string {
    return this.#trace ?? randomBytes(16).toString('hex');
  }

  generateSpanId(): string {
    return this.#span ?? randomBytes(8).toString('hex');
  }
}

/** Far more than one process has under way. */
const MOST_FIRSTS = 10_000;

/** Tells what is done for the first time from what is done again, as long as anybody would do it again. */
export class Firsts {
  readonly #known = new Set<string>();

  /** Whether nobody has taken it before. */
  take(name: string): boolean {
    if (this.#known.has(name)) return false;
    this.#known.add(name);
    for (const oldest of this.#known) {
      if (this.#known.size <= MOST_FIRSTS) break;
      this.#known.delete(oldest);
    }
    return true;
  }
}
