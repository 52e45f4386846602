import { changesCard, changesFile } from '../../../src/cards/changes-card.ts';
import type { DraftRef } from '../../../src/protocol/draft.ts';
import { drawCard } from '../render/draw-card.ts';
import { page } from '../ui/pager.ts';
import { saveFile } from '../ui/save-article.ts';
import type { Chat } from './chat.ts';
import { handOver, say, sayReply } from './hand-over.ts';

/** What changed in a draft since the person saw one last, page by page; and whole, as a page beside their articles. */
export async function showDraftChanges(chat: Chat, articleId: string, draft: DraftRef): Promise<void> {
  const { screen, keyboard, t, leaving, articlesFolder, actor, language } = chat;
  const { version, hash } = draft;
  const found = await handOver(chat, () =>
    chat.desk.changes(actor, { kind: 'changes', articleId, draft: { version, hash } }),
  );
  if (found === undefined) return;
  if (found.kind !== 'changes') return sayReply(chat, found);
  await page((look) => drawCard(changesCard(found, language), look), screen, keyboard, t, leaving);
  const { name, bytes } = changesFile(found, language);
  try {
    const path = await saveFile(articlesFolder, articleId, `${articleId}-${name}`, new TextDecoder().decode(bytes));
    screen.print(screen.look().colors.dim(t.terminal.saved(path)));
  } catch (error) {
    say(chat, t.terminal.saveFailed(articlesFolder, error instanceof Error ? error.message : String(error)));
  }
}
