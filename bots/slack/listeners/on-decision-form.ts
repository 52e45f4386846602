import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { DecisionAsk, DecisionButton } from '../../../src/chat/make-decision.ts';
import { decisionIdOf } from '../../../src/chat/decision-id.ts';
import type { Told } from '../../../src/chat/told.ts';
import { messages } from '../../../src/messages/messages.ts';
import { inTime, LATE } from '../in-time.ts';
import { typedIn } from '../modals/form-state.ts';
import { DECISION_INPUT } from '../modals/decision-form.ts';
import { readOrigin } from '../modals/origin.ts';
import { createOnce } from '../once.ts';
import type { SlackContext } from '../slack-context.ts';
import { answer } from './answer.ts';

/** What was asked for or written about a draft. A form whose decision does not count stays open, with the reason: nothing written is lost. */
export function onDecisionForm(slack: SlackContext) {
  const once = createOnce<Told>(({ ok }) => ok);

  return async ({
    ack,
    body,
    context,
    view,
  }: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs): Promise<void> => {
    const workspaceId = context.teamId ?? body.team?.id ?? body.user.team_id ?? '';
    const person = { workspaceId, userId: body.user.id, name: body.user.name };
    const { button, ...origin } = readOrigin(view.private_metadata);
    const text = typedIn(view.state, DECISION_INPUT);
    const refuse = (reason: string): Promise<void> =>
      ack({ response_action: 'errors', errors: { [DECISION_INPUT]: reason } });

    if (button === undefined) return await refuse(messages(await slack.people.languageOf(person)).slack.deadButton);
    // With the text: who changes what was refused, and sends it again, means something else.
    const eventKey = `slack:${workspaceId}:${view.root_view_id ?? view.id}:${person.userId}:${text}`;
    const told = await inTime(
      once(eventKey, async () =>
        slack.desk.decide(await slack.people.askerOf(person), toAsk(decisionIdOf(eventKey), button, text)),
      ),
    );
    if (told === LATE) return await refuse(messages(await slack.people.languageOf(person)).slack.pressAgain);
    if (!told.ok) return await refuse(told.text);
    await ack();
    slack.later('answer a form', answer(slack, person, origin, told));
  };
}

function toAsk(id: string, button: DecisionButton, text: string): DecisionAsk {
  switch (button.decision) {
    case 'approve':
      return { id, button, kind: 'approve' };
    case 'request-changes':
      return { id, button, kind: 'request-changes', comment: text };
    case 'edit':
      return { id, button, kind: 'edit', text };
    case 'reject':
      return { id, button, kind: 'reject', reason: text };
    default:
      return button.decision satisfies never;
  }
}
