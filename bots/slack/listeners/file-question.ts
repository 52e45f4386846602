import type { Button } from '@slack/types';
import { z } from 'zod';
import type { FileQuestion, FileUse, UseFileAsk } from '../../../src/chat/hand-file.ts';
import { isAccepted, type Reply } from '../../../src/chat/reply.ts';
import { fileQuestionWords, replyWords } from '../../../src/chat/reply-words.ts';
import { type Messages, messages } from '../../../src/messages/messages.ts';
import { MAX_FILE_NAME_CHARS } from '../../../src/protocol/article.ts';
import { PREFIX } from '../platform.ts';
import { actions, plain } from '../render/blocks.ts';
import { sayReply, sayText } from '../render/reply.ts';
import { answer } from './answer.ts';
import { onClick } from './on-click.ts';
import type { SlackContext, SlackReply } from './slack-context.ts';

/** Fits the `action_id` of every button below the question what a file is for. */
export const FILE_ACTION = /^file:/;

/** What such a button says: what the file is for, and who may say so. It comes back as Slack was given it. */
interface FileChoice extends Omit<UseFileAsk, 'use'> {
  readonly use: FileUse | 'ignore';
  readonly asked: string;
}

/** What became of a file, or the question what it is for. @param how.asked who sent it */
export function replyToFile(
  reply: Reply | FileQuestion,
  { asked, t, prefix }: { readonly asked: string; readonly t: Messages; readonly prefix: string },
): SlackReply {
  if (reply.kind !== 'which-use') return sayReply(reply, t, prefix);
  const { articleId, file, subject, uses, next } = reply;
  const { buttons } = t.chat.file;
  const choice = { articleId, file, asked, ...(subject && { subject }) };
  return sayText(
    fileQuestionWords(reply, t),
    actions(
      ...uses.map((use) => toButton({ ...choice, use }, use === 'draft' ? buttons.draft(next) : buttons.source)),
      toButton({ ...choice, use: 'ignore' }, buttons.ignore),
    ),
  );
}

function toButton(choice: FileChoice, label: string): Button {
  return { type: 'button', action_id: `file:${choice.use}`, text: plain(label), value: JSON.stringify(choice) };
}

const text = z.string().min(1).max(MAX_FILE_NAME_CHARS);
const choice = z.strictObject({
  articleId: text,
  file: z.strictObject({ id: text, name: text }),
  asked: text,
  use: z.enum(['draft', 'source', 'ignore']),
  subject: z
    .strictObject({
      kind: z.enum(['draft', 'outline']),
      version: z.int().positive(),
      hash: text,
      gate: text.optional(),
    })
    .optional(),
});

/** Undefined for what {@link replyToFile} could not have made. */
export function choiceIn(value: string): FileChoice | undefined {
  try {
    // JSON knows no undefined: what is optional is there or not.
    return choice.parse(JSON.parse(value)) as FileChoice;
  } catch {
    return undefined;
  }
}

/** Whoever sent a file says what it is for. The answer takes the place of the question, unless it has to be asked again. */
export function onFileButton(slack: SlackContext) {
  return onClick(async ({ person, origin, value }, respond) => {
    const t = messages(await slack.people.languageOf(person));
    const say = (words: string): void => slack.later('answer a click', answer(slack, person, origin, words, respond));
    const chosen = choiceIn(value);
    if (chosen === undefined) return say(t.slack.deadButton);
    const { use, asked, ...ask } = chosen;
    // Only who was asked sees the question; in a conversation it may be somebody else all the same.
    if (asked !== person.userId) return;
    const replace = (words: string): void =>
      slack.later('answer a click', respond({ ...sayText(words), replace_original: true }));
    if (use === 'ignore') return replace(t.chat.file.ignored(ask.file.name));
    const reply = await slack.desk.useFile(await slack.people.actorOf(person, origin.channel), { ...ask, use });
    const words = replyWords(reply, t, PREFIX);
    return isAccepted(reply) || reply.kind === 'refused' ? replace(words) : say(words);
  });
}
