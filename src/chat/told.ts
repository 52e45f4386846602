import { GatewayError } from '../gateway/gateway-error.ts';
import type { Logger } from '../lib/logger.ts';
import { type Messages, messages } from '../messages/messages.ts';
import type { Actor } from '../protocol/actor.ts';
import type { InterfaceLanguage } from '../protocol/article.ts';

/** A person who asks for something, and in which language to answer. */
export interface Asker {
  readonly actor: Actor;
  readonly language: InterfaceLanguage;
}

/** What to tell the person who asked, and only them. */
export interface Told {
  /** Whether what was asked for has been taken. */
  readonly ok: boolean;
  /** In the asker's language. Plain text, lines apart by `\n`; what people wrote is in it as it is. */
  readonly text: string;
}

export function took(text: string): Told {
  return { ok: true, text };
}

export function refused(text: string): Told {
  return { ok: false, text };
}

/** Does something for a person. Whatever goes wrong becomes a sentence, and a line in the log unless the person is to blame. */
export type Attempt = <T>(
  asker: Asker,
  what: { readonly doing: string; readonly articleId?: string },
  act: (t: Messages) => Promise<T>,
) => Promise<T | Told>;

export function createAttempt(logger: Logger): Attempt {
  return async (asker, { doing, articleId }, act) => {
    const t = messages(asker.language);
    try {
      return await act(t);
    } catch (error) {
      const where = articleId === undefined ? {} : { articleId };
      if (!(error instanceof GatewayError) || error.code === 'malformed') {
        logger.error({ ...where, err: error }, `Could not ${doing}`);
        return refused(t.chat.failed);
      }
      if (error.code === 'no-such-article') return refused(t.answers.noSuchArticle(articleId ?? ''));
      logger.warn({ ...where, reason: error.message }, `Could not ${doing}`);
      return refused(error.code === 'conflict' ? t.answers.conflict : t.answers.unavailable);
    }
  };
}
