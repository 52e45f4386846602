import type { Asker } from '../../src/chat/told.ts';
import { decisionIdOf } from '../../src/chat/decision-id.ts';
import type { ChatCommand } from '../../src/chat/to-command.ts';
import { messages } from '../../src/messages/messages.ts';
import type { Thread } from '../../src/protocol/thread.ts';
import { linksTo } from './links.ts';
import { PLATFORM } from './platform.ts';
import { actions } from './render/blocks.ts';
import { formButton, renderHelp, renderList, renderStatus, sayText } from './render/reply.ts';
import type { Person } from './people.ts';
import type { Reply, SlackContext } from './slack-context.ts';
import type { Offer } from './to-command.ts';

/** Who said something, and where. */
export interface Occasion {
  readonly person: Person;
  readonly channel: string;
  /** `thread_ts` of a thread that is not an article's: what begins here goes on there. */
  readonly thread?: string;
  /** Names the event beyond doubt and is the same on every redelivery. */
  readonly eventKey: string;
  /** The article in whose thread it was said: the one that is meant. */
  readonly articleId?: string;
  /** What is typed before a verb where it was said: `/article `, `@Copydesk `. */
  readonly prefix: string;
}

/** Does what somebody typed. Never rejects: what cannot be done is said. */
export async function obey(slack: SlackContext, command: ChatCommand | Offer, at: Occasion): Promise<Reply> {
  const asker = await slack.people.askerOf(at.person);
  const t = messages(asker.language);
  switch (command.kind) {
    case 'start':
      return await start(slack, asker, command.topic, at);
    case 'offer':
      return sayText(t.slack.offer(command.topic), actions(formButton(t, command.topic)));
    case 'form':
    case 'help':
      return renderHelp(at.prefix, t);
    case 'list': {
      const listed = await slack.desk.list(asker);
      if (listed.kind === 'told') return sayText(listed.told.text);
      const { articles } = listed;
      return renderList(
        articles,
        await linksTo(
          slack,
          at.person.workspaceId,
          articles.map(({ articleId }) => articleId),
        ),
        t,
      );
    }
    case 'status': {
      const asked = await slack.desk.status(asker, command.articleId ?? at.articleId);
      if (asked.kind === 'told') return sayText(asked.told.text);
      const { articleId } = asked.status;
      const links = await linksTo(slack, at.person.workspaceId, [articleId]);
      return renderStatus(asked.status, links.get(articleId), t);
    }
    case 'control': {
      const articleId = command.articleId ?? at.articleId;
      const told = await slack.desk.control(asker, {
        id: decisionIdOf(`${at.eventKey}:${command.control}`),
        control: command.control,
        ...(articleId !== undefined && { articleId }),
      });
      return sayText(told.text);
    }
    case 'move':
      return await move(slack, asker, command.articleId ?? at.articleId, at);
    case 'language': {
      if (command.language === undefined) return sayText(t.chat.language.question);
      try {
        await slack.people.setLanguage(at.person, command.language);
      } catch (error) {
        slack.logger.warn({ err: error }, 'Could not store a language');
        return sayText(t.answers.unavailable);
      }
      return sayText(messages(command.language).chat.language.set);
    }
    case 'faulty':
      return sayText(slack.desk.fault(asker, command.fault).text);
    default:
      return command satisfies never;
  }
}

async function start(slack: SlackContext, asker: Asker, topic: string, at: Occasion): Promise<Reply> {
  const closed = await whyNotHere(slack, asker, at);
  if (closed !== undefined) return closed;
  // In the thread of another article both would be hard to tell apart.
  const thread = threadAt(at, at.articleId === undefined ? at.thread : undefined);
  const told = await slack.desk.start(asker, { eventKey: at.eventKey, request: { topic }, thread });
  return sayText(told.text);
}

async function move(slack: SlackContext, asker: Asker, articleId: string | undefined, at: Occasion): Promise<Reply> {
  const closed = await whyNotHere(slack, asker, at);
  if (closed !== undefined) return closed;
  const told = await slack.desk.move(asker, {
    id: decisionIdOf(`${at.eventKey}:move`),
    ...(articleId !== undefined && { articleId }),
    thread: threadAt(at, at.articleId === undefined ? at.thread : undefined),
  });
  return sayText(told.text);
}

/** Better said now than after the article has begun. */
async function whyNotHere(slack: SlackContext, { language }: Asker, at: Occasion): Promise<Reply | undefined> {
  const reach = await slack.channels.reach(at.person.workspaceId, at.channel);
  return reach === 'closed' || reach === 'archived' ? sayText(messages(language).slack.cannotWrite[reach]) : undefined;
}

function threadAt({ person, channel }: Occasion, thread: string | undefined): Thread {
  return {
    platform: PLATFORM,
    workspace: person.workspaceId,
    channel,
    ...(thread !== undefined && { thread }),
  };
}
