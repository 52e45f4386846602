import { decisionIdOf } from '../../../src/chat/decision-id.ts';
import { type Alike, type Reply, refused } from '../../../src/chat/reply.ts';
import { replyWords } from '../../../src/chat/reply-words.ts';
import type { Command } from '../../../src/chat/to-command.ts';
import { type Messages, messages } from '../../../src/messages/messages.ts';
import type { Actor } from '../../../src/protocol/actor.ts';
import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import type { Thread } from '../../../src/protocol/thread.ts';
import { linksTo } from './links.ts';
import { PLATFORM } from '../platform.ts';
import { actions } from '../render/blocks.ts';
import {
  formButton,
  renderCosts,
  renderHelp,
  renderList,
  renderStatus,
  sayPageLink,
  sayReply,
  sayText,
} from '../render/reply.ts';
import { renderAlike, renderScheduleList, renderSchedules } from '../render/schedules.ts';
import type { SlackUser } from '../connect/people.ts';
import type { SlackContext, SlackReply } from './slack-context.ts';
import { isSharedSource, keepFiles, type Shared } from './source-files.ts';
import { sayTranslation } from './say-translation.ts';
import { isDirect } from './tell.ts';
import type { UnsureStart } from './to-command.ts';

/** Who said something, and where. */
export interface Occasion {
  readonly person: SlackUser;
  readonly channel: string;
  /** `thread_ts` of a thread that is not an article's: what begins here goes on there. */
  readonly thread?: string;
  /** Names the event beyond doubt and is the same on every redelivery. */
  readonly eventKey: string;
  /** The article in whose thread it was said: the one that is meant. */
  readonly articleId?: string;
  /** What came with it, to be the sources of what is ordered. */
  readonly shared?: Shared;
  /** What is typed before a verb where it was said: `/article `, `@Copydesk `. */
  readonly prefix: string;
}

/** Does what somebody typed. Never rejects: what cannot be done is said. */
export async function doCommand(
  slack: SlackContext,
  command: Command | UnsureStart,
  at: Occasion,
): Promise<SlackReply> {
  const { person, prefix, eventKey } = at;
  const [actor, language] = await Promise.all([
    slack.people.actorOf(person, at.channel),
    slack.people.languageOf(person),
  ]);
  const t = messages(language);
  const say = (reply: Reply): SlackReply => sayReply(reply, t, prefix);
  switch (command.kind) {
    case 'start': {
      // First: to find out whether it can write there, the app joins a public channel.
      const objection = await slack.desk.objectionToStart(actor, threadAt(at));
      if (objection !== undefined) return say(objection);
      const refusal = await whyNotHere(slack, t, at);
      if (refusal !== undefined) return refusal;
      const kept =
        at.shared === undefined ? undefined : await keepFiles(slack, at.shared, { actor, thread: threadAt(at) });
      if (kept !== undefined && kept.kind !== 'kept') return say(kept);
      const request = { topic: command.topic, ...(kept !== undefined && { files: kept.files }) };
      const reply = await slack.desk.start(actor, { eventKey, request, thread: threadAt(at), language });
      return reply.kind === 'alike' ? renderAlike(reply, await linkTo(slack, person, reply), t, prefix) : say(reply);
    }
    case 'unsure-start': {
      const objection = await slack.desk.objectionToStart(actor, threadAt(at));
      if (objection !== undefined) return say(objection);
      return sayText(t.slack.offer(command.topic), actions(formButton(t, command.topic)));
    }
    case 'form':
    case 'help':
      return at.shared?.files.some(isSharedSource) === true ? sayText(t.slack.file.needsTopic) : renderHelp(prefix, t);
    case 'list': {
      const listed = await slack.desk.list(actor, command.view, threadAt(at));
      if (listed.kind !== 'list') return say(listed);
      const ids = listed.articles.map(({ articleId }) => articleId);
      return renderList(listed, await linksTo(slack, person.workspaceId, ids), language);
    }
    case 'costs': {
      const asked = await slack.desk.costs(actor, isDirect(at.channel) ? undefined : threadAt(at));
      if (asked.kind !== 'costs') return say(asked);
      const ids = asked.costs.articles.map(({ articleId }) => articleId);
      return renderCosts(asked.costs, await linksTo(slack, person.workspaceId, ids), language);
    }
    case 'status': {
      const asked = await slack.desk.status(actor, command.articleId ?? at.articleId);
      if (asked.kind !== 'status') return say(asked);
      const { articleId } = asked.status;
      const links = await linksTo(slack, person.workspaceId, [articleId]);
      return renderStatus(asked.status, { link: links.get(articleId), workspace: person.workspaceId }, language);
    }
    case 'control': {
      const { control } = command;
      return say(
        await slack.desk.control(actor, { id: decisionIdOf(`${eventKey}:${control}`), control, ...meant(command, at) }),
      );
    }
    case 'bring-back': {
      const { version } = command;
      return say(await slack.desk.bringBack(actor, { kind: 'typed', version, ...meant(command, at) }));
    }
    case 'revise':
      return say(await slack.desk.revise(actor, { eventKey, said: command.said, ...meant(command, at) }));
    case 'translate':
      return await translateInto(slack, actor, language, command, at);
    case 'edit-extra':
      return say(await slack.desk.editExtra(actor, { said: command.said, ...meant(command, at) }));
    case 'step-in':
      return say(
        await slack.desk.stepIn(actor, {
          id: decisionIdOf(`${eventKey}:step-in`),
          reason: command.reason,
          ...meant(command, at),
        }),
      );
    case 'assign':
      return say(
        await slack.desk.assign(actor, {
          id: decisionIdOf(`${eventKey}:assign`),
          whom: command.whom,
          ...meant(command, at),
        }),
      );
    case 'move': {
      const refusal = await whyNotHere(slack, t, at);
      if (refusal !== undefined) return refusal;
      const id = decisionIdOf(`${eventKey}:move`);
      return say(await slack.desk.move(actor, { id, thread: threadAt(at), ...meant(command, at) }));
    }
    case 'follow': {
      const refusal = await whyNotHere(slack, t, at);
      if (refusal !== undefined) return refusal;
      const { kind: _kind, articleId: _id, ...shown } = command;
      const id = decisionIdOf(`${eventKey}:follow`);
      return say(await slack.desk.follow(actor, { ...shown, id, thread: threadAt(at), ...meant(command, at) }));
    }
    case 'unfollow': {
      const id = decisionIdOf(`${eventKey}:unfollow`);
      return say(await slack.desk.unfollow(actor, { id, thread: threadAt(at), ...meant(command, at) }));
    }
    case 'article-language': {
      const id = decisionIdOf(`${eventKey}:article-language`);
      return say(await slack.desk.setLanguage(actor, { id, language: command.language, ...meant(command, at) }));
    }
    case 'language': {
      if (command.language === undefined) return sayText(t.chat.language.question);
      try {
        await slack.people.setLanguage(person, command.language);
      } catch (error) {
        slack.logger.warn({ err: error }, 'Could not store a language');
        return sayText(t.answers.unavailable);
      }
      return sayText(messages(command.language).chat.language.set);
    }
    case 'away':
      return say(await slack.desk.delegate(actor, command.ask));
    case 'link':
      return say(await slack.desk.link(actor, command.code));
    case 'unlink':
      return say(await slack.desk.unlink(actor));
    case 'zone':
      return say(await slack.desk.zone(actor, command.zone));
    case 'web':
      return sayPageLink(await slack.desk.openPage(actor, { thread: threadAt(at), ...meant(command, at) }), t, prefix);
    case 'start-held':
      return say(await slack.desk.startHeld(actor, command.orderId));
    case 'schedule': {
      const refusal = await whyNotHere(slack, t, at);
      if (refusal !== undefined) return refusal;
      if (at.shared !== undefined && at.shared.files.length > 0) return say(refused({ code: 'schedule-files' }));
      const zone = await slack.people.zoneOf(person);
      const made = await slack.desk.schedule(actor, {
        eventKey,
        timing: command.timing,
        ...(zone !== undefined && { zone }),
        request: { topic: command.topic },
        // Each article has a thread of its own.
        thread: { platform: PLATFORM, workspace: person.workspaceId, channel: at.channel },
        language,
      });
      return made.kind === 'scheduled'
        ? renderSchedules([made.schedule], language, { notice: replyWords(made, t, prefix) })
        : say(made);
    }
    case 'schedules': {
      const listed = await slack.desk.schedules(actor, command);
      return listed.kind === 'schedules' ? renderScheduleList(listed, language, prefix) : say(listed);
    }
    case 'schedule-act': {
      const changed = await slack.desk.scheduleAct(actor, { ...command, eventKey });
      if (changed.kind !== 'schedule-changed' || changed.act === 'delete') return say(changed);
      return renderSchedules([changed.schedule], language, { notice: replyWords(changed, t, prefix) });
    }
    case 'faulty':
      return say(refused(command.fault));
    default:
      return command satisfies never;
  }
}

async function translateInto(
  slack: SlackContext,
  actor: Actor,
  language: InterfaceLanguage,
  command: Extract<Command, { readonly kind: 'translate' }>,
  at: Occasion,
): Promise<SlackReply> {
  const { person, prefix, eventKey } = at;
  const t = messages(language);
  const thread = threadAt(at);
  const objection = await slack.desk.objectionToStart(actor, thread);
  if (objection !== undefined) return sayReply(objection, t, prefix);
  const refusal = await whyNotHere(slack, t, at);
  if (refusal !== undefined) return refusal;
  const ask = { eventKey, into: command.into, thread, language, ...meant(command, at) };
  return await sayTranslation(slack, person, await slack.desk.translate(actor, ask), t, prefix);
}

/** The thread of an article that is like what was asked for. */
async function linkTo(slack: SlackContext, person: SlackUser, { other }: Alike): Promise<string | undefined> {
  return (await linksTo(slack, person.workspaceId, [other.articleId])).get(other.articleId);
}

function meant(
  command: { readonly articleId?: string },
  at: Pick<Occasion, 'articleId'>,
): { readonly articleId?: string } {
  const articleId = command.articleId ?? at.articleId;
  return articleId === undefined ? {} : { articleId };
}

/** Better said now than after the article has begun. */
async function whyNotHere(slack: SlackContext, t: Messages, at: Occasion): Promise<SlackReply | undefined> {
  const reach = await slack.channels.reach(at.person.workspaceId, at.channel);
  return reach === 'closed' || reach === 'archived' ? sayText(t.slack.cannotWrite[reach]) : undefined;
}

/** In the thread of another article both would be hard to tell apart. */
export function threadAt({ person, channel, thread, articleId }: Occasion): Thread {
  return {
    platform: PLATFORM,
    workspace: person.workspaceId,
    channel,
    ...(articleId === undefined && thread !== undefined && { thread }),
  };
}
