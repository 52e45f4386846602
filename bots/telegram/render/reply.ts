import type { Reply } from '../../../src/chat/reply.ts';
import { replyWords } from '../../../src/chat/reply-words.ts';
import type { Messages } from '../../../src/messages/messages.ts';
import type { TelegramReply } from '../listeners/answer.ts';
import { PREFIX } from '../platform.ts';
import { inert, joinPieces, type Piece } from './plain.ts';

/** Around a command that a reply suggests: nothing that people write holds them, once it is made inert. */
const OPEN = '\u0002';
const CLOSE = '\u0003';
/** `/pause 4kx9m2c7pz5rh8vw`, which a tap sends when it is written as one word. */
const WITH_ID_ALONE = /^(\/[a-z]+) ([0-9a-z]{16})$/;

/**
 * A reply as a message. What people wrote in it mentions nobody and can send nothing; a command that it suggests is sent by a tap, or
 * copied when there is more to write.
 */
export function renderReply(reply: Reply, t: Messages): TelegramReply {
  const words = replyWords(inertIn(reply), t, PREFIX, (typed) => `${OPEN}${typed}${CLOSE}`);
  const [before = '', ...rest] = words.split(OPEN);
  const pieces = rest.flatMap((piece): readonly Piece[] => {
    const [typed = '', after = ''] = piece.split(CLOSE);
    return [suggested(typed), after];
  });
  return joinPieces([before, ...pieces]);
}

function suggested(typed: string): Piece {
  const tapped = typed.replace(WITH_ID_ALONE, '$1_$2');
  return tapped === typed ? { text: typed, type: 'code' } : tapped;
}

/** Every text in it. Kinds, codes and ids are what they were. */
function inertIn<T>(part: T): T {
  if (typeof part === 'string') return inert(part) as T;
  if (Array.isArray(part)) return part.map((one: unknown) => inertIn(one)) as T;
  // A date has no fields of its own.
  if (typeof part !== 'object' || part === null || part instanceof Date) return part;
  return Object.fromEntries(
    Object.entries(part).map(([name, value]: [string, unknown]) => [name, inertIn(value)]),
  ) as T;
}
