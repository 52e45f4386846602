import type { ChatContent } from '../../../src/delivery/chat-content.ts';
import type { Chat } from './chat.ts';
import { handOver, sayReply } from './hand-over.ts';
import { printableLine } from '../render/text.ts';

/** Asks whether what the person's edits suggest shall hold for all articles from here. Put off, it is asked again when they come back. */
export async function offerRule(
  chat: Chat,
  { frame, rule }: Extract<ChatContent, { readonly kind: 'style-rule' }>,
): Promise<void> {
  const { t, prompts, desk, actor } = chat;
  const words = t.article.styleRule.rule(printableLine(rule.ours), rule.others.map(printableLine));
  const chosen = await prompts.choose(`${t.article.styleRule.heading} ${words}`, [
    { value: 'adopt', label: t.words.buttons.adopt, hint: t.words.buttonHints.adopt },
    { value: 'no', label: t.terminal.notNow },
  ]);
  if (chosen !== 'adopt') return;
  const button = { kind: 'adopt', articleId: frame.articleId, rule: rule.number } as const;
  const reply = await handOver(chat, () => desk.adopt(actor, button));
  if (reply !== undefined) sayReply(chat, reply);
}
