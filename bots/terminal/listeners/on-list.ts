import type { Chat } from './chat.ts';
import { handOver, sayReply } from './hand-over.ts';
import { listCard } from '../../../src/cards/list-card.ts';
import { drawCard } from '../render/draw-card.ts';

/** Shows the person's articles, newest first. */
export async function onList(chat: Chat): Promise<void> {
  const { desk, actor, screen, language } = chat;
  const listed = await handOver(chat, () => desk.list(actor));
  if (listed?.kind === 'list') screen.print('', ...drawCard(listCard(listed.articles, language), screen.look()));
  else if (listed !== undefined) sayReply(chat, listed);
}
