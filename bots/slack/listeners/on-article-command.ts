import type { AllMiddlewareArgs, RespondArguments, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { messages } from '../../../src/messages/messages.ts';
import { type Command, toCommand } from '../../../src/chat/to-command.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { inTime, LATE } from '../connect/in-time.ts';
import { slackUser } from '../connect/people.ts';
import { articleForm } from './modals/article-form.ts';
import { doCommand, type Occasion, threadAt } from './do-command.ts';
import { createOnce } from './once.ts';
import { openView, type Trigger } from './open-view.ts';
import { renderHelp, sayReply, sayText } from '../render/reply.ts';
import { PREFIX } from '../platform.ts';
import type { SlackContext, SlackReply } from './slack-context.ts';
import { toPlainText } from './to-command.ts';

/**
 * `/article …`. Whatever is answered, only the one who typed it sees it.
 * @param read what is meant by what is typed behind it
 */
export function onArticleCommand(slack: SlackContext, read: (text: string) => Command = toCommand) {
  const once = createOnce<SlackReply | undefined>();

  return async ({ ack, command, context, respond }: SlackCommandMiddlewareArgs & AllMiddlewareArgs): Promise<void> => {
    const began = Date.now();
    const workspaceId = context.teamId ?? command.team_id;
    const person = slackUser(workspaceId, { id: command.user_id, name: command.user_name, team: command.team_id });
    const at: Occasion = {
      person,
      channel: command.channel_id,
      eventKey: `slack:${workspaceId}:${command.channel_id}:${command.trigger_id}`,
      prefix: PREFIX,
    };
    // Without text Slack leaves it out.
    const asked = read(toPlainText(command.text ?? ''));
    const answer = once(at.eventKey, () =>
      asked.kind === 'form' ? openForm(slack, { id: command.trigger_id, at: began }, at) : doCommand(slack, asked, at),
    );
    const reply = await inTime(answer);
    if (reply !== LATE) return await ack(reply === undefined ? undefined : privately(reply));
    const language = await slack.people.languageOf(person);
    await ack(privately(sayText(messages(language).slack.answerFollows)));
    slack.later(
      'answer a command',
      answer.then((late) => (late === undefined ? undefined : respond(privately(late)))),
    );
  };
}

/** Of `/inbox`, which begins no article: a page, or the first. */
export function toInboxCommand(text: string): Command {
  const asked = toCommand(`inbox ${text}`);
  return asked.kind === 'list' ? asked : toCommand('inbox');
}

/** Nothing to say when the form is open. */
async function openForm(slack: SlackContext, trigger: Trigger, at: Occasion): Promise<SlackReply | undefined> {
  const { person, channel } = at;
  const [language, actor] = await Promise.all([slack.people.languageOf(person), slack.people.actorOf(person, channel)]);
  const t = messages(language);
  const objection = await slack.desk.objectionToStart(actor, threadAt(at));
  if (objection !== undefined) return sayReply(objection, t, PREFIX);
  const reach = await slack.channels.reach(person.workspaceId, channel);
  if (reach === 'closed' || reach === 'archived') return sayText(t.slack.cannotWrite[reach]);
  try {
    const [client, room] = await Promise.all([
      slack.workspaces.clientOf(person.workspaceId),
      slack.desk.approvalRoom(actor, threadAt(at)),
    ]);
    await openView(client, trigger, articleForm({ channel }, language, { ...slack, room }));
    return undefined;
  } catch (error) {
    slack.logger.warn({ reason: reasonOf(error) }, 'Could not open the form of an article');
    return renderHelp(PREFIX, t);
  }
}

function privately(reply: SlackReply): RespondArguments {
  return { response_type: 'ephemeral', ...reply };
}
