import type { InlineKeyboardMarkup } from 'telegraf/types';
import { shorten } from '../../../src/lib/shorten.ts';
import type { Messages } from '../../../src/messages/messages.ts';
import type { QuestionPurpose } from '../connect/telegram-question-store.ts';
import type { TelegramReply } from '../listeners/answer.ts';
import { encodeOwnButton } from './own-button.ts';
import { inert } from './plain.ts';
import { graphemesOf } from './width.ts';

/** Of a new text: enough to see that it is the right one. */
const SHOWN_CHARS = 300;
const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/**
 * What is below a question about a draft. In private the field for the reply opens by itself (Bot API 10.3); in a group it would do so
 * for everybody.
 */
export function renderQuestionButtons(
  asked: number,
  isPrivate: boolean,
  t: Messages,
): Pick<TelegramReply, 'markup' | 'purpose'> {
  const markup = { ...keyboard(neverMind(t)), ...(isPrivate && { force_reply: true }) };
  return { markup, purpose: { kind: 'question', asked: String(asked) } };
}

/** The words of a decision that cannot be taken back, once more, before they count. */
export function renderConfirmation(
  { decision, draft: { version } }: Extract<QuestionPurpose, { readonly kind: 'decision' }>,
  { asked, question, words }: { readonly asked: string; readonly question: number; readonly words: string },
  t: Messages,
): TelegramReply {
  const { confirm, confirmButtons } = t.telegram;
  const isEdit = decision === 'edit';
  const before = isEdit ? confirm.edit(version, countWords(words)) : confirm.reject(version);
  const shown = inert(graphemesOf(words).length > SHOWN_CHARS ? shorten(words, SHOWN_CHARS) : words);
  return {
    text: `${before}\n\n${shown}`,
    entities: [{ type: 'blockquote', offset: before.length + 2, length: shown.length }],
    markup: keyboard(
      {
        text: isEdit ? confirmButtons.edit : confirmButtons.reject,
        callback_data: encodeOwnButton({ kind: 'confirm' }),
      },
      neverMind(t),
    ),
    purpose: { kind: 'confirmation', asked, question, words },
  };
}

type Button = InlineKeyboardMarkup['inline_keyboard'][number][number];

function neverMind(t: Messages): Button {
  return { text: t.telegram.confirmButtons.neverMind, callback_data: encodeOwnButton({ kind: 'never-mind' }) };
}

function keyboard(...buttons: readonly Button[]): InlineKeyboardMarkup {
  return { inline_keyboard: [[...buttons]] };
}

function countWords(text: string): number {
  let count = 0;
  for (const { isWordLike } of segmenter.segment(text)) if (isWordLike === true) count += 1;
  return count;
}
