import type { Chat } from './chat.ts';
import { handOver, sayReply } from './hand-over.ts';
import { listCard } from '../../../src/cards/list-card.ts';
import { PLATFORM, PREFIX } from '../platform.ts';
import { drawCard } from '../render/draw-card.ts';
import type { TerminalCommand } from './to-terminal-command.ts';

/** Shows a list of articles, newest first. */
export async function onList(chat: Chat, { view }: Extract<TerminalCommand, { readonly kind: 'list' }>): Promise<void> {
  const { desk, actor, screen, language } = chat;
  const listed = await handOver(chat, () => desk.list(actor, view, { platform: PLATFORM, channel: actor.userId }));
  if (listed?.kind === 'list') screen.print('', ...drawCard(listCard(listed, language, PREFIX), screen.look()));
  else if (listed !== undefined) sayReply(chat, listed);
}
