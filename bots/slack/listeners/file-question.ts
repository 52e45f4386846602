import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { Button } from '@slack/types';
import type { FileQuestion, FileUse, UseFileAsk } from '../../../src/chat/hand-file.ts';
import { isAccepted, type Reply } from '../../../src/chat/reply.ts';
import { fileQuestionWords, replyWords } from '../../../src/chat/reply-words.ts';
import { type Messages, messages } from '../../../src/messages/messages.ts';
import { inTime } from '../connect/in-time.ts';
import { PREFIX } from '../platform.ts';
import { actions, plain } from '../render/blocks.ts';
import { sayReply, sayText } from '../render/reply.ts';
import { answer } from './answer.ts';
import { toClick } from './clicked.ts';
import { createOnce } from './once.ts';
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

/** Whoever sent a file says what it is for. The answer takes the place of the question, unless it has to be asked again. */
export function onFileButton(slack: SlackContext) {
  const once = createOnce<void>();

  return async ({
    ack,
    action,
    body,
    context,
    respond,
  }: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs): Promise<void> => {
    const click = toClick(body, action, context.teamId);
    const { person, origin } = click;
    await inTime(
      once(click.eventKey, async () => {
        const t = messages(await slack.people.languageOf(person));
        const { use, asked, ...ask } = JSON.parse(click.value) as FileChoice;
        // Only who was asked sees the question; in a conversation it may be somebody else all the same.
        if (asked !== person.userId) return;
        const replace = (text: string): void =>
          slack.later('answer a click', respond({ ...sayText(text), replace_original: true }));
        if (use === 'ignore') return replace(t.chat.file.ignored(ask.file.name));
        const reply = await slack.desk.useFile(await slack.people.actorOf(person, origin.channel), { ...ask, use });
        const words = replyWords(reply, t, PREFIX);
        if (isAccepted(reply) || reply.kind === 'refused') return replace(words);
        slack.later('answer a click', answer(slack, person, origin, words, respond));
      }),
    );
    await ack();
  };
}
