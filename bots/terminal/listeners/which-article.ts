import type { Chat } from './chat.ts';
import { isOver } from '../../../src/protocol/article.ts';
import { handOver, say, sayReply } from './hand-over.ts';
import { printableLine, truncate } from '../render/text.ts';

/** More do not fit a menu. */
const MENU_LIMIT = 10;
/** What a menu puts before a label, and a little. */
const MENU_MARGIN = 4;
const NONE = 'none';

/**
 * The article that is meant when none is named: the only one under way, or the one the person picks.
 * @param options.offer asks even when there is only one.
 */
export async function whichArticle(
  chat: Chat,
  { offer = false }: { readonly offer?: boolean } = {},
): Promise<string | undefined> {
  const { desk, actor, prompts, screen, t } = chat;
  const listed = await handOver(chat, () => desk.list(actor));
  if (listed?.kind === 'refused') sayReply(chat, listed);
  if (listed?.kind !== 'list') return undefined;
  const running = listed.articles.filter(({ stage }) => !isOver(stage)).slice(0, MENU_LIMIT);
  if (running.length === 0) say(chat, t.terminal.idOptional);
  if (running.length === 0 || (running.length === 1 && !offer)) return running[0]?.articleId;
  const { columns } = screen.look();
  const picked = await prompts.choose(t.terminal.list.pick, [
    ...running.map(({ articleId, topic, stage }) => ({
      value: articleId,
      label: truncate(printableLine(`${topic} (${t.words.stages[stage]})`), columns - MENU_MARGIN),
    })),
    { value: NONE, label: t.terminal.list.none },
  ]);
  return picked === NONE ? undefined : picked;
}
