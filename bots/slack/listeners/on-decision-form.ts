import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { toDecisionAsk } from '../../../src/chat/make-decision.ts';
import { isAccepted, type Reply } from '../../../src/chat/reply.ts';
import { replyWords } from '../../../src/chat/reply-words.ts';
import { messages } from '../../../src/messages/messages.ts';
import { inTime, LATE } from '../connect/in-time.ts';
import { slackUser } from '../connect/people.ts';
import { typedIn } from './modals/form-state.ts';
import { DECISION_INPUT } from './modals/decision-form.ts';
import { readOrigin } from './modals/origin.ts';
import { createOnce } from './once.ts';
import { PREFIX } from '../platform.ts';
import type { SlackContext } from './slack-context.ts';
import { answer } from './answer.ts';

/** What was asked for or written about a draft. A form whose decision does not count stays open, with the reason: nothing written is lost. */
export function onDecisionForm(slack: SlackContext) {
  const once = createOnce<Reply>(isAccepted);

  return async ({
    ack,
    body,
    context,
    view,
  }: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs): Promise<void> => {
    const workspaceId = context.teamId ?? body.team?.id ?? body.user.team_id ?? '';
    const person = slackUser(workspaceId, { id: body.user.id, name: body.user.name, team: body.user.team_id });
    const { button, ...origin } = readOrigin(view.private_metadata);
    const text = typedIn(view.state, DECISION_INPUT);
    const refuse = (reason: string): Promise<void> =>
      ack({ response_action: 'errors', errors: { [DECISION_INPUT]: reason } });

    const t = messages(await slack.people.languageOf(person));
    if (button === undefined) return await refuse(t.slack.deadButton);
    // With the text: who changes what was refused, and sends it again, means something else.
    const eventKey = `slack:${workspaceId}:${view.root_view_id ?? view.id}:${person.userId}:${text}`;
    const reply = await inTime(
      once(eventKey, async () =>
        slack.desk.decide(await slack.people.actorOf(person, origin.channel), toDecisionAsk(button, text)),
      ),
    );
    if (reply === LATE) return await refuse(t.slack.pressAgain);
    const words = replyWords(reply, t, PREFIX);
    if (!isAccepted(reply)) return await refuse(words);
    await ack();
    slack.later('answer a form', answer(slack, person, origin, words));
  };
}
