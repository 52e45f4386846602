import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { decisionIdOf } from '../../../src/chat/decision-id.ts';
import { looksLikeDecision } from '../../../src/chat/looks-like-decision.ts';
import { type Messages, messages } from '../../../src/messages/messages.ts';
import { type SharedFile, isTextFile } from '../edited-file.ts';
import { inTime, LATE } from '../in-time.ts';
import { latestCardLink } from '../links.ts';
import { obey, type Occasion } from '../obey.ts';
import { createOnce } from '../once.ts';
import { outdatedBy } from '../outdated-by.ts';
import { PLATFORM } from '../platform.ts';
import { actions } from '../render/blocks.ts';
import { linkButton, renderHelp, sayText } from '../render/reply.ts';
import type { Reply, SlackContext } from '../slack-context.ts';
import { isDirect, tell } from '../tell.ts';
import { toMessageCommand, toPlainText, withoutMention } from '../to-command.ts';

/** What `message` and `app_mention` events have in common. */
interface Spoken {
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts?: string;
  readonly user?: string;
  readonly bot_id?: string;
  readonly subtype?: string;
  readonly text?: string;
  readonly files?: readonly SharedFile[];
}

/** A message that may concern us. */
interface Heard extends Occasion {
  /** Without the mention of us. */
  readonly text: string;
  /** Whether it is said to us: by a mention, or because nobody else is there. */
  readonly toUs: boolean;
  readonly files: readonly SharedFile[];
  readonly token: string | undefined;
}

/** A message in the thread of an article. */
interface InThread extends Heard {
  readonly articleId: string;
  readonly thread: string;
}

/** What people write: plainly, with a file, and in a thread also to everybody. The rest is about messages, not one. */
const SPOKEN: readonly (string | undefined)[] = [undefined, 'file_share', 'thread_broadcast'];
const PREFIX = '@Copydesk ';

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
    const heard: Heard = {
      person: { workspaceId, userId },
      channel: spoken.channel,
      ...(inThread && spoken.thread_ts !== undefined && { thread: spoken.thread_ts }),
      eventKey: `slack:${workspaceId}:${spoken.channel}:${spoken.ts}`,
      prefix: direct ? '' : PREFIX,
      text: addressed ?? spoken.text ?? '',
      toUs: addressed !== undefined || direct,
      files: spoken.files ?? [],
      token: context.botToken,
    };
    // What people say among themselves costs nothing.
    if (!heard.toUs && !(inThread && (heard.files.some(isTextFile) || looksLikeDecision(toPlainText(heard.text)))))
      return;
    const taken = await inTime(once(heard.eventKey, () => take(slack, heard)));
    if (taken === LATE) throw new Error('A message is still being taken');
  };
}

async function take(slack: SlackContext, heard: Heard): Promise<void> {
  const inThread = await inThreadOf(slack, heard);
  const reply =
    inThread !== undefined
      ? await replyInThread(slack, inThread)
      : heard.toUs
        ? await obey(slack, toMessageCommand(heard.text), heard)
        : undefined;
  if (reply === undefined) return;
  const { person, channel, thread } = heard;
  const client = await slack.workspaces.clientOf(person.workspaceId);
  await tell(client, { userId: person.userId, channel, ...(thread !== undefined && { thread }) }, reply);
}

/** The message with the article whose thread it is in; undefined when it is in none. */
async function inThreadOf({ threads }: SlackContext, heard: Heard): Promise<InThread | undefined> {
  const { person, channel, thread } = heard;
  if (thread === undefined) return undefined;
  const articleId =
    (await threads.articleOf(PLATFORM, { channel, ts: thread })) ??
    (await threads.articleIn({ platform: PLATFORM, workspace: person.workspaceId, channel, thread }));
  return articleId === undefined ? undefined : { ...heard, thread, articleId };
}

/** Nothing for ordinary replies. */
async function replyInThread(slack: SlackContext, heard: InThread): Promise<Reply | undefined> {
  const texts = heard.files.filter(isTextFile);
  if (texts.length > 0) return await takeFile(slack, heard, texts);
  const command = toMessageCommand(heard.text);
  if (looksLikeDecision(toPlainText(heard.text))) return await pointToButtons(slack, heard);
  if (!heard.toUs) return undefined;
  switch (command.kind) {
    case 'offer':
    case 'form':
    case 'help': {
      // In a conversation of two, not everything is said to the other.
      if (isDirect(heard.channel) && command.kind === 'offer') return undefined;
      const t = messages(await slack.people.languageOf(heard.person));
      if (heard.files.length > 0) return sayText(t.slack.file.wrongKind);
      return renderHelp(heard.prefix, t);
    }
    case 'start':
    case 'list':
    case 'status':
    case 'control':
    case 'move':
    case 'language':
    case 'faulty':
      return await obey(slack, command, heard);
    default:
      return command satisfies never;
  }
}

async function pointToButtons(slack: SlackContext, heard: InThread): Promise<Reply> {
  const [language, link] = await Promise.all([
    slack.people.languageOf(heard.person),
    latestCardLink(slack, heard.person.workspaceId, heard.articleId, heard.thread),
  ]);
  const t = messages(language);
  return link === undefined
    ? sayText(t.chat.notADecision)
    : sayText(t.chat.notADecision, actions(linkButton(t.slack.toButtons, link)));
}

/** A file with the text of a draft edits the current one. */
async function takeFile(
  slack: SlackContext,
  { person, articleId, eventKey, token }: InThread,
  [file, ...others]: readonly SharedFile[],
): Promise<Reply> {
  const asker = await slack.people.askerOf(person);
  const t = messages(asker.language);
  if (file === undefined || others.length > 0) return sayText(t.slack.file.several);
  const [read, asked] = await Promise.all([slack.readFile(file, token), slack.desk.status(asker, articleId)]);
  if (read.kind !== 'text') return sayText(fileFault(read.kind, t));
  if (asked.kind === 'told') return sayText(asked.told.text);
  const { current } = asked.status;
  const refusal = current === undefined ? outdatedBy(asked.status, { version: 0, hash: '' }) : undefined;
  if (refusal !== undefined) return sayText(t.answers.refusal(refusal));
  if (current === undefined) return sayText(t.answers.refusal({ code: 'no-draft-yet' }));
  const told = await slack.desk.decide(asker, {
    id: decisionIdOf(eventKey),
    button: {
      kind: 'decision',
      articleId,
      decision: 'edit',
      draft: { version: current.version, hash: current.hash },
    },
    kind: 'edit',
    text: read.text,
  });
  return sayText(told.text);
}

function fileFault(kind: 'too-large' | 'not-utf8' | 'unreadable', t: Messages): string {
  switch (kind) {
    case 'too-large':
      return t.slack.file.tooLarge;
    case 'not-utf8':
      return t.slack.file.notText;
    case 'unreadable':
      return t.slack.file.unreadable;
    default:
      return kind satisfies never;
  }
}
