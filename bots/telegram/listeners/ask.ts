import type { User } from 'telegraf/types';
import type { QuestionPurpose } from '../connect/telegram-question-store.ts';
import { say, type TelegramReply } from './answer.ts';
import type { Visit } from './front.ts';
import type { Place } from './person.ts';

export interface Asking {
  /** Of the tap or command that led to it: however often it comes, the person is asked once. */
  readonly eventKey: string;
  readonly person: User;
  /** May begin with the person's name. */
  readonly text: string;
  readonly question: QuestionPurpose;
  /** How it is answered: in a field with this hint of at most 64 characters, or below buttons. */
  readonly answer: { readonly placeholder: string } | Pick<TelegramReply, 'markup' | 'purpose'>;
}

/**
 * Asks a person for words. The question is a message of its own and is remembered, so that a reply finds it after any time. One with a
 * field for the reply (ForceReply) can never be edited.
 */
export async function ask({ front }: Visit, place: Place, asking: Asking): Promise<void> {
  const { eventKey, person, text, answer, question } = asking;
  const { questions } = front;
  if (await questions.wasAsked(eventKey)) return;
  const name = text.startsWith(person.first_name) && person.first_name !== '' ? person.first_name : undefined;
  const sent = await say(front, place, {
    text,
    // Where it is for one person, only those who are mentioned see the field for the reply.
    ...(name !== undefined && { entities: [{ type: 'text_mention', offset: 0, length: name.length, user: person }] }),
    ...('placeholder' in answer
      ? { markup: { force_reply: true, selective: true, input_field_placeholder: answer.placeholder } }
      : answer),
  });
  if (sent === undefined) return;
  await questions.save(eventKey, {
    asked: String(person.id),
    chat: String(sent.chat.id),
    message: sent.message_id,
    question,
  });
}
