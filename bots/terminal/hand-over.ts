import { GatewayError } from '../../src/gateway/gateway-error.ts';
import type { GatewayAnswer } from '../../src/gateway/article-gateway.ts';
import type { Chat } from './chat.ts';
import { cleanLine, wrap } from './render/text.ts';

/** Says something of ours, wrapped. */
export function say(chat: Chat, text: string): void {
  chat.screen.print(...wrap(cleanLine(text), chat.screen.look().columns));
}

/**
 * Hands something over, and when it was not taken asks whether to try again: the same act, under the same id.
 * Undefined when the person gave up, the article does not exist, or the desk does not understand: each has been said.
 */
export async function handOver<T>(chat: Chat, articleId: string, act: () => Promise<T>): Promise<T | undefined> {
  const { t, prompts } = chat;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (error instanceof GatewayError && error.code === 'no-such-article') {
        say(chat, t.answers.noSuchArticle(articleId));
        return undefined;
      }
      if (error instanceof GatewayError && error.code === 'malformed') {
        say(chat, t.chat.failed);
        return undefined;
      }
      say(chat, error instanceof GatewayError ? t.answers.unavailable : t.terminal.databaseSilent);
      const next = await prompts.choose(t.article.failure.options, [
        { value: 'again', label: t.terminal.tryAgain },
        { value: 'back', label: t.terminal.back, hint: t.terminal.yourTextIsKept },
      ]);
      if (next !== 'again') return undefined;
    }
  }
}

/** Says what became of a decision or control. */
export function sayAnswer(chat: Chat, asked: keyof Chat['t']['answers']['counted'], answer: GatewayAnswer): void {
  const { t, screen } = chat;
  const { colors } = screen.look();
  switch (answer.kind) {
    case 'counted':
      return screen.print(colors.green(`✓ ${t.answers.counted[asked]}`));
    case 'noted':
      return say(chat, t.answers.noted);
    case 'refused':
      return say(chat, t.answers.refusal(answer.refusal));
    default:
      return answer satisfies never;
  }
}
