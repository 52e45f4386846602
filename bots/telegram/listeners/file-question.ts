import type { CallbackQuery, Message, User } from 'telegraf/types';
import { isAccepted, type Reply } from '../../../src/chat/reply.ts';
import { fileQuestionWords } from '../../../src/chat/reply-words.ts';
import type { MessagePurpose } from '../connect/telegram-chat-store.ts';
import { encodeOwnButton, type OwnButton } from '../render/own-button.ts';
import { inert } from '../render/plain.ts';
import { renderReply } from '../render/reply.ts';
import { answerTap, answerTapInWords, replace, say, tell } from './answer.ts';
import { unlessAway, type Visit } from './front.ts';
import { placeOf } from './person.ts';
import { givenDocument } from './take-document.ts';

type Purpose = Extract<MessagePurpose, { readonly kind: 'file' }>;
type FileButton = Extract<OwnButton, { readonly kind: 'file-draft' | 'file-source' | 'file-ignore' }>;

/** A file below what an article says: it is what its name says, or whoever sent it is asked what it is for. */
export async function handDocument(visit: Visit, message: Message, from: User, articleId: string): Promise<void> {
  const { front, actor, t } = visit;
  const given = givenDocument(visit, message);
  if (given === undefined) return;
  const place = placeOf(message, { reply: true });
  const reply = await front.desk.handFile(actor, { articleId, file: given });
  if (reply.kind !== 'which-use') return await tell(visit, place, renderReply(unlessAway(reply), t));
  const { file, uses, subject, next } = reply;
  const { buttons } = t.chat.file;
  const labels = { draft: buttons.draft(next), source: buttons.source };
  const choices: readonly (readonly [string, FileButton])[] = [
    ...uses.map((use) => [labels[use], { kind: `file-${use}` as const }] as const),
    [buttons.ignore, { kind: 'file-ignore' }],
  ];
  await say(front, place, {
    text: inert(fileQuestionWords(reply, t)),
    markup: {
      inline_keyboard: choices.map(([text, button]) => [{ text, callback_data: encodeOwnButton(button) }]),
    },
    purpose: { kind: 'file', asked: String(from.id), articleId, file, ...(subject && { subject }) },
  });
}

/** Whoever sent a file said what it is for. The answer takes the place of the question, once it counts. */
export async function chooseFileUse(
  visit: Visit,
  query: CallbackQuery,
  message: Message,
  { articleId, file, subject }: Purpose,
  button: FileButton,
): Promise<void> {
  const { front, actor, t } = visit;
  if (button.kind === 'file-ignore') {
    const text = t.chat.file.ignored(file.name);
    await answerTapInWords(visit, query, text, true);
    return await replace(front, message, { text: inert(text) });
  }
  const use = button.kind === 'file-draft' ? 'draft' : 'source';
  const reply: Reply = unlessAway(
    await front.desk.useFile(actor, { articleId, file, use, ...(subject && { subject }) }),
  );
  await answerTap(visit, query, reply);
  if (isAccepted(reply)) await replace(front, message, renderReply(reply, t));
}
