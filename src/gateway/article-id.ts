import { createHmac } from 'node:crypto';

/** Crockford's base32 without I, L, O, U: nothing to mix up when said aloud. */
const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';
/** 80 bits: nobody meets an id by chance. */
const ID_LENGTH = 16;

export interface ArticleIds {
  /**
   * The article id for a chat event: 16 characters that are the same however often the event is delivered.
   * @param eventKey names the event beyond doubt: `slack:T1:C1:Ev123`.
   */
  idOf(eventKey: string): string;
}

/**
 * @param secret without which nobody can compute an id from what an event is called, such as a person's number and a count of messages.
 * The same in every process that is told of the same events.
 */
export function createArticleIds(secret: string): ArticleIds {
  return {
    idOf(eventKey) {
      const digest = createHmac('sha256', secret).update(eventKey).digest();
      // Five of a byte's eight bits each: even, because 256 is a multiple of 32.
      return Array.from(digest.subarray(0, ID_LENGTH), (byte) => CROCKFORD[byte % CROCKFORD.length]).join('');
    },
  };
}

/** Reads an id as a person may type it: case, `o` for `0`, `i` and `l` for `1`, dashes. Undefined when it cannot be one. */
export function parseArticleId(text: string): string | undefined {
  const id = text
    .trim()
    .toLowerCase()
    .replace(/^article-/, '')
    .replaceAll('-', '')
    .replaceAll('o', '0')
    .replaceAll(/[il]/g, '1');
  return id.length === ID_LENGTH && [...id].every((character) => CROCKFORD.includes(character)) ? id : undefined;
}
