import type { RespondFn } from '@slack/bolt';
import { replyWords } from '../../../src/chat/reply-words.ts';
import { messages } from '../../../src/messages/messages.ts';
import { decodeScheduleButton } from '../../../src/protocol/schedule-button.ts';
import { PREFIX } from '../platform.ts';
import { renderScheduleList, renderSchedules } from '../render/schedules.ts';
import { sayText } from '../render/reply.ts';
import { answer } from './answer.ts';
import type { Click } from './clicked.ts';
import { onClick } from './on-click.ts';
import type { SlackContext, SlackReply } from './slack-context.ts';

/** A button of a schedule: what became of it stands in the place of what had the button. */
export function onScheduleButton(slack: SlackContext) {
  return onClick(async (click, respond) => {
    const { person, origin, actionId, eventKey } = click;
    const [actor, language] = await Promise.all([
      slack.people.actorOf(person, origin.channel),
      slack.people.languageOf(person),
    ]);
    const t = messages(language);
    const button = decodeScheduleButton(click.value);
    if (button?.kind !== 'schedule') return sayPrivately(slack, click, t.slack.deadButton, respond);
    const reply = await slack.desk.scheduleAct(actor, { ...button, eventKey });
    const notice = replyWords(reply, t, PREFIX);
    if (reply.kind !== 'schedule-changed') return sayPrivately(slack, click, notice, respond);
    const listed = actionId.startsWith('schedules:') ? await slack.desk.schedules(actor, { scope: 'mine' }) : undefined;
    if (listed?.kind === 'schedules')
      return replace(slack, respond, renderScheduleList(listed, language, PREFIX, notice));
    return replace(
      slack,
      respond,
      reply.act === 'delete' ? sayText(notice) : renderSchedules([reply.schedule], language, { notice }),
    );
  });
}

/** “Start all the same”: of two clicks one starts it. */
export function onHeldButton(slack: SlackContext) {
  return onClick(async (click, respond) => {
    const { person, origin } = click;
    const [actor, language] = await Promise.all([
      slack.people.actorOf(person, origin.channel),
      slack.people.languageOf(person),
    ]);
    const t = messages(language);
    const button = decodeScheduleButton(click.value);
    if (button?.kind !== 'start-held') return sayPrivately(slack, click, t.slack.deadButton, respond);
    const reply = await slack.desk.startHeld(actor, button.orderId);
    const words = replyWords(reply, t, PREFIX);
    return reply.kind === 'started'
      ? replace(slack, respond, sayText(words))
      : sayPrivately(slack, click, words, respond);
  });
}

function sayPrivately(slack: SlackContext, { person, origin }: Click, text: string, respond: RespondFn): void {
  slack.later('answer a click', answer(slack, person, origin, text, respond));
}

function replace(slack: SlackContext, respond: RespondFn, reply: SlackReply): void {
  slack.later('show a schedule', respond({ replace_original: true, ...reply }));
}
