import type { ScheduleView } from '../chat/schedules.ts';
import { messages } from '../messages/messages.ts';
import type { InterfaceLanguage } from '../protocol/article.ts';
import type { ScheduleButton } from '../protocol/schedule-button.ts';
import type { ScheduleAct } from '../protocol/schedule.ts';
import { type Card, code, line, rows } from './card.ts';
import { shownName } from './waiting-for.ts';

/** One schedule: when, what comes next, what became of it last. */
export function scheduleCard(schedule: ScheduleView, language: InterfaceLanguage): Card {
  const t = messages(language).schedules;
  const { topic, timing, next, paused, last, scheduleId, makerName, isOwn } = schedule;
  const when = t.timing(timing);
  return {
    language,
    title: topic,
    parts: [
      rows(
        line(`${when.slice(0, 1).toUpperCase()}${when.slice(1)}`),
        line(paused === undefined ? t.next(next.map((at) => t.moment(at, timing.zone))) : t.paused[paused]),
        ...(last === undefined
          ? []
          : [
              line(
                `${t.last[last.outcome]} · ${t.moment(last.at, timing.zone)}`,
                ...(last.articleId === undefined ? [] : [' · ', code(last.articleId)]),
              ),
            ]),
      ),
      { kind: 'small', words: [code(scheduleId), ...(isOwn ? [] : [` · ${t.madeBy(shownName(makerName))}`])] },
    ],
  };
}

/** What can be done with a schedule now. */
export function scheduleButtons({
  scheduleId,
  paused,
  nextSlot,
}: ScheduleView): readonly Extract<ScheduleButton, { readonly kind: 'schedule' }>[] {
  const button = (act: ScheduleAct) => ({ kind: 'schedule' as const, scheduleId, act });
  return [
    button(paused === undefined ? 'pause' : 'resume'),
    ...(nextSlot === undefined ? [] : [{ ...button('skip'), slot: nextSlot }]),
    button('run'),
    button('delete'),
  ];
}
