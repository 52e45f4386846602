import { languageLabel } from '../../../src/cards/button-label.ts';
import { replyWords } from '../../../src/chat/reply-words.ts';
import { refused } from '../../../src/chat/reply.ts';
import { canonicalTag } from '../../../src/chat/to-article-request.ts';
import { PREFIX } from '../platform.ts';
import type { Chat } from './chat.ts';
import { setArticleLanguage } from './on-control.ts';

interface Asked {
  readonly articleId: string;
  /** BCP 47 tags, the likeliest first. */
  readonly languages: readonly string[];
}

const OTHER = 'other';
const LEAVE = 'leave';

/**
 * Asks in what language an article is to be, and hands the answer over. Undefined: it is answered, or put off.
 * @param outdated when somebody else has answered, or there is a draft
 */
export async function askLanguage(
  chat: Chat,
  { articleId, languages }: Asked,
  outdated: AbortSignal,
): Promise<typeof LEAVE | undefined> {
  const { t, prompts } = chat;
  const words = t.terminal.articleLanguage;
  const chosen = await prompts.choose<string>(
    words.question,
    [
      ...languages.map((tag) => ({ value: tag, label: languageLabel(tag, t) })),
      { value: OTHER, label: words.other },
      { value: LEAVE, label: t.terminal.leave, hint: t.terminal.leaveHint },
    ],
    { signal: outdated, keys: { q: LEAVE } },
  );
  if (chosen === LEAVE) return LEAVE;
  const tag = chosen === OTHER ? await askTag(chat) : chosen;
  if (tag !== undefined) await setArticleLanguage(chat, articleId, tag);
  return undefined;
}

/** An empty line goes back. */
async function askTag({ t, prompts }: Chat): Promise<string | undefined> {
  const typed = await prompts.ask({
    message: t.terminal.articleLanguage.tag,
    placeholder: t.terminal.emptyGoesBack,
    fault: (text) =>
      text.trim() === '' || canonicalTag(text.trim()) !== undefined
        ? undefined
        : replyWords(refused({ code: 'bad-language', typed: text.trim() }), t, PREFIX),
  });
  return canonicalTag(typed?.trim() ?? '');
}
