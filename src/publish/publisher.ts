import type { EditionToPublish } from '../storage/publication-store.ts';
import type { Published, PublishFailureCode } from '../protocol/publication.ts';

/** Whether what is made is seen by the world at once, or waits for somebody to publish it there. */
export type PublishMode = 'draft' | 'publish';

/** A delivered edition for one target. */
export interface Publication extends EditionToPublish {
  /**
   * What the target calls what is there of this article already, of whatever edition: the `ref` that it gave. Absent: nobody knows of
   * anything, and something may be there all the same, of an attempt whose answer got lost.
   */
  readonly known?: unknown;
}

/** What was made, and how the target calls it: plain data, by which the next edition finds it. */
export interface Made extends Omit<Published, 'isUpdate'> {
  readonly ref: unknown;
}

/**
 * One place where articles are published. Of each article there is one thing at most, whatever happens between a request and its answer:
 * before anything is made, it is looked for what an attempt before may have left, by a mark of the article's own. A later edition changes
 * what the one before has made.
 */
export interface Publisher {
  /** @throws PublishError, or the reason of `signal` */
  publish(publication: Publication, signal: AbortSignal): Promise<Made>;
  /**
   * Looks whether it can be reached and we may publish there, and changes nothing.
   * @returns what was found, for operators: `My blog, as the integration copydesk`
   * @throws PublishError, or the reason of `signal`
   */
  examine(signal: AbortSignal): Promise<string>;
}

/** It could not be published. */
export class PublishError extends Error {
  override readonly name = 'PublishError';
  readonly code: PublishFailureCode;
  /** What the target said, as it said it. */
  readonly detail: string | undefined;
  /** How long it asks us to wait. */
  readonly retryAfterMs: number | undefined;

  constructor(
    code: PublishFailureCode,
    message: string,
    {
      detail,
      retryAfterMs,
      cause,
    }: { readonly detail?: string; readonly retryAfterMs?: number; readonly cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.code = code;
    this.detail = detail;
    this.retryAfterMs = retryAfterMs;
  }
}
