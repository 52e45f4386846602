import type { Chat } from '../chat.ts';
import { handOver } from '../hand-over.ts';
import { renderList } from '../render/list.ts';

/** One screen of them. */
const LIST_LIMIT = 20;

/** Shows the person's articles, newest first. */
export async function onList(chat: Chat): Promise<void> {
  const { gateway, actor, screen, t } = chat;
  const articles = await handOver(chat, '', () => gateway.list({ requester: actor, limit: LIST_LIMIT }));
  if (articles !== undefined) screen.print('', ...renderList(articles, t, screen.look()));
}
