import { createHash } from 'node:crypto';

/**
 * The W3C trace id of an article, 32 hex digits: the same in every process that has heard of the article, and in everything that it ever
 * does. Its digits are as good as random, so that whoever keeps one trace in ten can go by them.
 */
export function traceIdOf(articleId: string): string {
  return createHash('sha256').update(`copydesk article ${articleId}`).digest('hex').slice(0, 32);
}
