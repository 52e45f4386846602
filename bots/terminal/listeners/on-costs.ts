import { costsCard } from '../../../src/cards/costs-card.ts';
import { drawCard } from '../render/draw-card.ts';
import type { Chat } from './chat.ts';
import { handOver, sayReply } from './hand-over.ts';

/** Says what articles cost. */
export async function onCosts(chat: Chat): Promise<void> {
  const { desk, actor, screen, language } = chat;
  // Nobody else is at this terminal: its channel is the person.
  const asked = await handOver(chat, () => desk.costs(actor));
  if (asked?.kind === 'costs') screen.print('', ...drawCard(costsCard(asked.costs, language), screen.look()));
  else if (asked !== undefined) sayReply(chat, asked);
}
