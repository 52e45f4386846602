import type { Away, Reply } from '../../../src/chat/reply.ts';
import { replyWords } from '../../../src/chat/reply-words.ts';
import type { Chat } from './chat.ts';
import { printableLine, wrap } from '../render/text.ts';
import { PREFIX } from '../platform.ts';

/** Says something of ours, wrapped. */
export function say(chat: Pick<Chat, 'screen'>, text: string): void {
  chat.screen.print(...text.split('\n').flatMap((line) => wrap(printableLine(line), chat.screen.look().columns)));
}

export function sayReply(chat: Pick<Chat, 'screen' | 't'>, reply: Reply): void {
  const words = replyWords(reply, chat.t, PREFIX);
  const { columns, colors } = chat.screen.look();
  if (reply.kind === 'counted') chat.screen.print(...wrap(`✓ ${words}`, columns).map((line) => colors.green(line)));
  else say(chat, words);
}

/**
 * Hands something over, and while the desk is away asks whether to try again: the same act, under the same id. Undefined when the
 * person gave up.
 */
export async function handOver<T extends { readonly kind: string }>(
  chat: Pick<Chat, 'screen' | 't' | 'prompts'>,
  act: () => Promise<T>,
): Promise<Exclude<T, Away> | undefined> {
  const { t, prompts } = chat;
  for (;;) {
    const answer = await act();
    if (isFromDesk(answer)) return answer;
    sayReply(chat, { kind: 'away', what: 'what' in answer && answer.what === 'store' ? 'store' : 'desk' });
    const next = await prompts.choose(t.article.failure.options, [
      { value: 'again', label: t.terminal.tryAgain },
      { value: 'back', label: t.terminal.back, hint: t.terminal.yourTextIsKept },
    ]);
    if (next !== 'again') return undefined;
  }
}

function isFromDesk<T extends { readonly kind: string }>(answer: T): answer is Exclude<T, Away> {
  return answer.kind !== 'away';
}
