import { originalCard } from '../../../src/cards/original-card.ts';
import { drawWhole } from '../render/draw-card.ts';
import { page } from '../ui/pager.ts';
import type { Chat } from './chat.ts';
import { handOver, sayReply } from './hand-over.ts';

/** What a translation is made of, page by page. */
export async function showOriginal(chat: Chat, articleId: string): Promise<void> {
  const { screen, keyboard, t, leaving, actor, language } = chat;
  const found = await handOver(chat, () => chat.desk.original(actor, articleId));
  if (found === undefined) return;
  if (found.kind !== 'original') return sayReply(chat, found);
  const card = originalCard(found.original, language);
  await page((look) => drawWhole(card, look) ?? [], screen, keyboard, t, leaving);
}
