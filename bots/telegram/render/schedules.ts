import { scheduleButtons, scheduleCard } from '../../../src/cards/schedule-card.ts';
import type { Alike } from '../../../src/chat/reply.ts';
import type { ScheduleList, ScheduleView } from '../../../src/chat/schedules.ts';
import { shorten } from '../../../src/lib/shorten.ts';
import { type Messages, messages } from '../../../src/messages/messages.ts';
import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import { encodeScheduleButton } from '../../../src/protocol/schedule-button.ts';
import { newerEntities, type ReplyMarkup } from '../connect/newer-bot-api.ts';
import type { TelegramReply } from '../listeners/answer.ts';
import { PREFIX } from '../platform.ts';
import { drawCard } from './draw-card.ts';
import { inert, joinPieces, type Piece } from './plain.ts';
import { splitBlocks } from './split.ts';

/** Thirty of them, with what stands around, stay below Telegram's 4,096 characters. */
const MAX_TOPIC_CHARS = 40;
const PER_ROW = 2;

/** One schedule, with its buttons. @param notice what has just become of it */
export function renderSchedule(schedule: ScheduleView, language: InterfaceLanguage, notice?: string): TelegramReply {
  const t = messages(language).schedules;
  const [{ text, entities } = { text: '', entities: [] }] = splitBlocks(drawCard(scheduleCard(schedule, language)));
  const before = notice === undefined ? '' : `${inert(notice)}\n\n`;
  const buttons = scheduleButtons(schedule).map((button) => ({
    text: t.buttons[button.act],
    callback_data: encodeScheduleButton(button),
  }));
  return {
    text: `${before}${text}`,
    entities: newerEntities(entities.map((entity) => ({ ...entity, offset: entity.offset + before.length }))),
    markup: {
      inline_keyboard: buttons.flatMap((_, at) => (at % PER_ROW === 0 ? [buttons.slice(at, at + PER_ROW)] : [])),
    },
  };
}

/** What `/schedules` says. `/schedule_<id>` can be tapped as it stands, and shows one with its buttons. */
export function renderSchedules({ schedules, scope }: ScheduleList, language: InterfaceLanguage): TelegramReply {
  const t = messages(language).schedules;
  const [only, ...more] = schedules;
  if (only === undefined) return { text: t.none(`${PREFIX}article ${t.exampleTopic}`) };
  if (more.length === 0) return renderSchedule(only, language);
  return joinPieces([
    { text: scope === 'mine' ? t.title : t.titleOfAll, type: 'bold' },
    ...schedules.flatMap((schedule): readonly Piece[] => {
      const { topic, timing, next, paused, scheduleId } = schedule;
      const [first] = next;
      const then = paused === undefined ? first && t.next([t.moment(first, timing.zone)]) : t.paused[paused];
      return [
        '\n\n',
        { text: inert(shorten(topic, MAX_TOPIC_CHARS)), type: 'bold' },
        `\n${[t.timing(timing), ...(then === undefined ? [] : [then])].join('\n')}\n/schedule_${scheduleId}`,
      ];
    }),
  ]);
}

/** Below the question whether another article is meant. @param link to the card of the other one, where it has an address */
export function alikeKeyboard({ orderId }: Alike, link: string | undefined, t: Messages): ReplyMarkup {
  return {
    inline_keyboard: [
      [{ text: t.schedules.startAnyway, callback_data: encodeScheduleButton({ kind: 'start-held', orderId }) }],
      ...(link === undefined ? [] : [[{ text: t.schedules.openOther, url: link }]]),
    ],
  };
}
