import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { toCommand } from '../../../src/chat/to-command.ts';
import { wishIn } from '../../../src/chat/looks-like-wish.ts';
import { looksLikeDecision } from '../../../src/chat/looks-like-decision.ts';
import { messages } from '../../../src/messages/messages.ts';
import { replyToFile } from './file-question.ts';
import { lookUpFiles, type SharedFile } from './shared-file.ts';
import { handFiles, isSharedSource } from './source-files.ts';
import { inTime, LATE } from '../connect/in-time.ts';
import { slackUser } from '../connect/people.ts';
import { latestCardLink } from './links.ts';
import { doCommand, type Occasion } from './do-command.ts';
import { createOnce } from './once.ts';
import { PLATFORM } from '../platform.ts';
import { actions, linkButton, wishButton } from '../render/blocks.ts';
import { renderHelp, sayText } from '../render/reply.ts';
import type { ArticleStatus } from '../../../src/protocol/desk-state.ts';
import type { SlackContext, SlackReply } from './slack-context.ts';
import { isDirect, tell } from './tell.ts';
import { toMessageCommand, toPlainText, withoutMention } from './to-command.ts';

/** What `message` and `app_mention` events have in common. */
interface Spoken {
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts?: string;
  readonly user?: string;
  readonly bot_id?: string;
  readonly subtype?: string;
  /** Where its author belongs, in channels of several companies under other names. */
  readonly user_team?: string;
  readonly source_team?: string;
  readonly team?: string;
  readonly text?: string;
  readonly files?: readonly SharedFile[];
}

/** A message that may concern us. */
interface Received extends Occasion {
  /** Without the mention of us. */
  readonly text: string;
  /** Whether it is said to us: by a mention, or because nobody else is there. */
  readonly toUs: boolean;
  readonly files: readonly SharedFile[];
  readonly token: string | undefined;
}

/** A message in the thread of an article. */
interface InThread extends Received {
  readonly articleId: string;
  readonly thread: string;
}

/** What people write: plainly, with a file, and in a thread also to everybody. The rest is about messages, not one. */
const SPOKEN: readonly (string | undefined)[] = [undefined, 'file_share', 'thread_broadcast'];
const MENTION_PREFIX = '@Copydesk ';

/**
 * What is said to us, and replies in the threads of articles. Slack tells of one message up to twice, as `app_mention` and as
 * `message`; both are this listener's. It rejects when neither anybody took the message nor its author was told: then Slack delivers it again.
 */
export function onMessage(slack: SlackContext) {
  const once = createOnce<void>();

  return async ({
    event,
    body,
    context,
  }: (SlackEventMiddlewareArgs<'message'> | SlackEventMiddlewareArgs<'app_mention'>) &
    AllMiddlewareArgs): Promise<void> => {
    const spoken: Spoken = event as Spoken;
    const { user: userId } = spoken;
    if (userId === undefined || spoken.bot_id !== undefined || !SPOKEN.includes(spoken.subtype)) return;
    const workspaceId = context.teamId ?? body.team_id;
    const addressed = withoutMention(spoken.text ?? '', context.botUserId ?? '');
    const direct = isDirect(spoken.channel);
    const inThread = spoken.thread_ts !== undefined && spoken.thread_ts !== spoken.ts;
    const message: Received = {
      person: slackUser(workspaceId, { id: userId, team: spoken.user_team ?? spoken.source_team ?? spoken.team }),
      channel: spoken.channel,
      ...(inThread && spoken.thread_ts !== undefined && { thread: spoken.thread_ts }),
      eventKey: `slack:${workspaceId}:${spoken.channel}:${spoken.ts}`,
      prefix: direct ? '' : MENTION_PREFIX,
      text: addressed ?? spoken.text ?? '',
      toUs: addressed !== undefined || direct,
      files: spoken.files ?? [],
      token: context.botToken,
    };
    // What people say among themselves costs nothing.
    if (!message.toUs && !(inThread && (message.files.length > 0 || isForDesk(toPlainText(message.text))))) return;
    const taken = await inTime(once(message.eventKey, () => answerMessage(slack, message)));
    if (taken === LATE) throw new Error('A message is still being taken');
  };
}

async function answerMessage(slack: SlackContext, received: Received): Promise<void> {
  const articleId = await articleOf(slack, received);
  if (articleId === undefined && !received.toUs) return;
  const client = await slack.workspaces.clientOf(received.person.workspaceId);
  const message = { ...received, files: await lookUpFiles(client, received.files) };
  const { person, channel, thread } = message;
  const inThread = articleId === undefined || thread === undefined ? undefined : { ...message, thread, articleId };
  const replies =
    inThread !== undefined
      ? await replyInThread(slack, inThread)
      : message.toUs
        ? await doCommand(
            slack,
            orderWith(message),
            message.files.length === 0 ? message : { ...message, shared: message },
          )
        : undefined;
  for (const reply of [replies ?? []].flat())
    await tell(slack, client, { ...person, channel, ...(thread !== undefined && { thread }) }, reply);
}

/** Whoever sends us a source and a topic with it wants an article. */
function orderWith({ text, files }: Received): ReturnType<typeof toMessageCommand> {
  const command = toMessageCommand(text);
  return command.kind === 'unsure-start' && files.some(isSharedSource) ? { ...command, kind: 'start' } : command;
}

/** The article whose thread a message is in; undefined when it is in none. */
async function articleOf(
  { threads }: SlackContext,
  { person, channel, thread }: Received,
): Promise<string | undefined> {
  if (thread === undefined) return undefined;
  return (
    (await threads.articleOf(PLATFORM, { channel, ts: thread })) ??
    (await threads.articleIn({ platform: PLATFORM, workspace: person.workspaceId, channel, thread }))
  );
}

/** Nothing for ordinary replies. */
async function replyInThread(
  slack: SlackContext,
  message: InThread,
): Promise<SlackReply | readonly SlackReply[] | undefined> {
  if (message.files.some(isSharedSource)) return await takeFiles(slack, message);
  const command = toMessageCommand(message.text);
  const said = toPlainText(message.text);
  const wish = wishIn(said);
  if (looksLikeDecision(said)) return await pointToButtons(slack, message, wish);
  const offer = wish === undefined ? undefined : await offerWish(slack, message, wish);
  if (offer !== undefined) return offer;
  // Of a delivered article a reply is enough: it decides nothing, and is asked about at the gate.
  if (command.kind === 'revise') return await doCommand(slack, command, message);
  if (!message.toUs) return message.files.length > 0 ? await takeFiles(slack, message) : undefined;
  switch (command.kind) {
    case 'unsure-start':
    case 'form':
    case 'help': {
      if (message.files.length > 0) return await takeFiles(slack, message);
      // In a conversation of two, not everything is said to the other.
      if (isDirect(message.channel) && command.kind === 'unsure-start') return undefined;
      return renderHelp(message.prefix, messages(await slack.people.languageOf(message.person)));
    }
    case 'start':
    case 'schedule':
    case 'schedules':
    case 'schedule-act':
    case 'start-held':
    case 'list':
    case 'costs':
    case 'status':
    case 'control':
    case 'bring-back':
    case 'translate':
    case 'edit-extra':
    case 'assign':
    case 'step-in':
    case 'away':
    case 'move':
    case 'follow':
    case 'unfollow':
    case 'language':
    case 'article-language':
    case 'link':
    case 'unlink':
    case 'zone':
    case 'web':
    case 'faulty':
      return await doCommand(slack, command, message);
    default:
      return command satisfies never;
  }
}

/** What is answered also where nobody mentions us. */
function isForDesk(text: string): boolean {
  return looksLikeDecision(text) || wishIn(text) !== undefined || toCommand(text).kind === 'revise';
}

/** @param wish what the person wants changed, to be in the form when they open it */
async function pointToButtons(slack: SlackContext, message: InThread, wish: string | undefined): Promise<SlackReply> {
  const [language, link, subject] = await Promise.all([
    slack.people.languageOf(message.person),
    latestCardLink(slack, message.person.workspaceId, message.articleId, message.thread),
    wish === undefined ? undefined : waitingFor(slack, message),
  ]);
  const t = messages(language);
  const buttons = [
    ...(wish === undefined || subject === undefined ? [] : [wishButton(message.articleId, subject, wish, t)]),
    ...(link === undefined ? [] : [linkButton(t.slack.toButtons, link)]),
  ];
  return sayText(t.chat.notADecision(t.words.buttons), ...(buttons.length === 0 ? [] : [actions(...buttons)]));
}

/** For who may decide, while the article waits for that; to everybody else it is talk. */
async function offerWish(slack: SlackContext, message: InThread, wish: string): Promise<SlackReply | undefined> {
  const subject = await waitingFor(slack, message);
  if (subject === undefined) return undefined;
  const [language, link] = await Promise.all([
    slack.people.languageOf(message.person),
    latestCardLink(slack, message.person.workspaceId, message.articleId, message.thread),
  ]);
  const t = messages(language);
  return sayText(
    t.chat.wish(t.words.buttons['request-changes']),
    actions(
      wishButton(message.articleId, subject, wish, t),
      ...(link === undefined ? [] : [linkButton(t.slack.toButtons, link)]),
    ),
  );
}

/** What the article waits for this person to decide on. */
async function waitingFor(
  slack: SlackContext,
  { person, channel, articleId }: Pick<InThread, 'person' | 'channel' | 'articleId'>,
): Promise<ArticleStatus['decidable'][number] | undefined> {
  const asked = await slack.desk.status(await slack.people.actorOf(person, channel), articleId);
  return asked.kind === 'status' && asked.status.stage === 'waiting' ? asked.status.decidable[0] : undefined;
}

/** What becomes of each file; what is said of several alike is said once. */
async function takeFiles(slack: SlackContext, message: InThread): Promise<readonly SlackReply[]> {
  const { person, channel, articleId, prefix } = message;
  const [actor, language] = await Promise.all([slack.people.actorOf(person, channel), slack.people.languageOf(person)]);
  const t = messages(language);
  const replies = await handFiles(slack, actor, articleId, message);
  return replies
    .map((reply) => replyToFile(reply, { asked: person.userId, t, prefix }))
    .filter(({ text }, index, all) => all.findIndex((other) => other.text === text) === index);
}
