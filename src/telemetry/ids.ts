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
