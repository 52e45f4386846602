import type { Button, KnownBlock } from '@slack/types';
import { scheduleButtons, scheduleCard } from '../../../src/cards/schedule-card.ts';
import type { Alike } from '../../../src/chat/reply.ts';
import { replyWords } from '../../../src/chat/reply-words.ts';
import type { ScheduleList, ScheduleView } from '../../../src/chat/schedules.ts';
import { type Messages, messages } from '../../../src/messages/messages.ts';
import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import { encodeScheduleButton } from '../../../src/protocol/schedule-button.ts';
import type { SlackReply } from '../listeners/slack-context.ts';
import { actions, confirmation, header, linkButton, plain } from './blocks.ts';
import { drawCard } from './draw-card.ts';
import { sayText } from './reply.ts';

/** The `action_id` of buttons of schedules: `schedule:pause` below one, `schedules:pause` in a list that is to be shown again. */
export const SCHEDULE_ACTION = /^schedules?:(?:pause|resume|skip|run|delete)$/;
/** And of the one that starts what is like another article. */
export const HELD_ACTION = 'held:start';
/** Slack: 50 blocks a message, and a schedule has four. */
const MOST_SHOWN = 10;

/** Schedules with what can be done about them. @param list they are a list, which is shown again after a click */
export function renderSchedules(
  schedules: readonly ScheduleView[],
  language: InterfaceLanguage,
  { notice, list = false }: { readonly notice?: string; readonly list?: boolean } = {},
): SlackReply {
  const t = messages(language);
  const drawn = schedules.slice(0, MOST_SHOWN).flatMap((schedule) => drawSchedule(schedule, language, list, t));
  const said = sayText(notice ?? t.schedules.title);
  return { text: said.text, blocks: [...(notice === undefined ? [header(t.schedules.title)] : said.blocks), ...drawn] };
}

/** @param prefix as of a command. @param notice what became of a click */
export function renderScheduleList(
  { schedules, scope }: ScheduleList,
  language: InterfaceLanguage,
  prefix: string,
  notice?: string,
): SlackReply {
  const t = messages(language);
  const none = sayText(t.schedules.none(`${prefix}${t.schedules.exampleTopic}`));
  const title = scope === 'mine' ? t.schedules.title : t.schedules.titleOfAll;
  const said = notice === undefined ? [] : sayText(notice).blocks;
  if (schedules.length === 0) return notice === undefined ? none : { text: notice, blocks: said };
  const { blocks } = renderSchedules(schedules, language, { notice: title, list: true });
  return { text: notice ?? title, blocks: [...said, header(title), ...blocks.slice(1)] };
}

/** A question before an article begins. @param link to the thread of the other one, where that can be opened */
export function renderAlike(reply: Alike, link: string | undefined, t: Messages, prefix: string): SlackReply {
  const start: Button = {
    type: 'button',
    action_id: HELD_ACTION,
    text: plain(t.schedules.startAnyway),
    value: encodeScheduleButton({ kind: 'start-held', orderId: reply.orderId }),
  };
  return sayText(
    replyWords(reply, t, prefix),
    actions(start, ...(link === undefined ? [] : [linkButton(t.schedules.openOther, link)])),
  );
}

function drawSchedule(
  schedule: ScheduleView,
  language: InterfaceLanguage,
  isListed: boolean,
  words: Messages,
): readonly KnownBlock[] {
  const t = words.schedules;
  const buttons = scheduleButtons(schedule).map(
    (button): Button => ({
      type: 'button',
      action_id: `${isListed ? 'schedules' : 'schedule'}:${button.act}`,
      text: plain(t.buttons[button.act]),
      value: encodeScheduleButton(button),
      ...(button.act === 'delete' && {
        style: 'danger',
        confirm: confirmation(t.buttons.delete, t.deleteSure, words),
      }),
    }),
  );
  return [...drawCard(scheduleCard(schedule, language)), actions(...buttons)];
}
