import type { Chat } from './chat.ts';
import { handOver, sayReply } from './hand-over.ts';
import { renderList } from '../render/list.ts';

/** Shows the person's articles, newest first. */
export async function onList(chat: Chat): Promise<void> {
  const { desk, actor, screen, t } = chat;
  const listed = await handOver(chat, () => desk.list(actor));
  if (listed?.kind === 'list') screen.print('', ...renderList(listed.articles, t, screen.look()));
  else if (listed !== undefined) sayReply(chat, listed);
}
