import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { decisionIdOf } from '../../../src/chat/decision-id.ts';
import { messages } from '../../../src/messages/messages.ts';
import { PLATFORM } from '../platform.ts';
import { renderStatus, sayReply } from '../render/reply.ts';
import { createOnce } from './once.ts';
import type { SlackContext } from './slack-context.ts';
import { tell } from './tell.ts';

/** Slack's own Stop, in a conversation with us: the article pauses, and its requester chooses whether to go on, finish or cancel it. */
export function onSessionStopped(slack: SlackContext) {
  const once = createOnce<void>();

  return async ({
    event,
    body,
    context,
  }: SlackEventMiddlewareArgs<'agent_session_stopped'> & AllMiddlewareArgs): Promise<void> => {
    const { channel, user: userId, thread_ts: thread, event_ts: at } = event;
    const workspaceId = context.teamId ?? body.team_id;
    const eventKey = `slack:${workspaceId}:${channel}:${thread}:stopped:${at}`;
    const person = { workspaceId, userId };
    await once(eventKey, async () => {
      const articleId =
        (await slack.threads.articleOf(PLATFORM, { channel, ts: thread })) ??
        (await slack.threads.articleIn({ platform: PLATFORM, workspace: workspaceId, channel, thread }));
      if (articleId === undefined) return;
      const [actor, language, client] = await Promise.all([
        slack.people.actorOf(person, channel),
        slack.people.languageOf(person),
        slack.workspaces.clientOf(workspaceId),
      ]);
      const paused = await slack.desk.control(actor, { id: decisionIdOf(eventKey), control: 'pause', articleId });
      const asked = await slack.desk.status(actor, articleId);
      const t = messages(language);
      const reply =
        asked.kind === 'status'
          ? renderStatus(asked.status, { workspace: workspaceId }, language)
          : sayReply(paused, t, '');
      await tell(slack, client, { ...person, channel, thread }, reply);
    });
  };
}
