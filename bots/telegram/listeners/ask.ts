import type { User } from 'telegraf/types';
import type { QuestionPurpose } from '../connect/telegram-question-store.ts';
import { say } from './answer.ts';
import type { Visit } from './front.ts';
import type { Place } from './person.ts';

export interface Asking {
  /** Of the tap or command that led to it: however often it comes, the person is asked once. */
  readonly eventKey: string;
  readonly person: User;
  /** May begin with the person's name. */
  readonly text: string;
  /** At most 64 characters. */
  readonly placeholder: string;
  readonly question: QuestionPurpose;
}

/**
 * Asks a person for words. The question is a message of its own that is never edited, as Telegram demands of one with ForceReply, and
 * is remembered, so that a reply finds it after any time.
 */
export async function ask({ front }: Visit, place: Place, asking: Asking): Promise<void> {
  const { eventKey, person, text, placeholder, question } = asking;
  const { questions } = front;
  if (await questions.wasAsked(eventKey)) return;
  const name = text.startsWith(person.first_name) && person.first_name !== '' ? person.first_name : undefined;
  const sent = await say(front, place, {
    text,
    // Only those who are mentioned see the field for the reply.
    ...(name !== undefined && { entities: [{ type: 'text_mention', offset: 0, length: name.length, user: person }] }),
    markup: { force_reply: true, selective: true, input_field_placeholder: placeholder },
  });
  if (sent === undefined) return;
  await questions.save(eventKey, {
    asked: String(person.id),
    chat: String(sent.chat.id),
    message: sent.message_id,
    question,
  });
}
