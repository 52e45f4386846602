import type { reminders as english } from '../en/reminders.ts';
import { format, words } from './words.ts';
import { waited } from './waited.ts';

export const reminders: typeof english = {
  title: (count) =>
    count === 1
      ? 'Ждём вашего решения'
      : `Ждём вашего решения: ${format.count(count, { one: 'статья', few: 'статьи', many: 'статей' })}`,
  escalated: (ms) => `Решения нет уже ${waited(ms)}`,
  why: 'Вы получили это сообщение, потому что вы указаны в настройках.',
  draft: (version, score) =>
    score === undefined ? words.draft(version) : `${words.draft(version)} · ${format.score(score)}/10`,
  waits: (ms) => `ждёт уже ${waited(ms)}`,
  more: (count) => `… и ещё ${format.number(count)}. Все они есть в списке.`,
  open: 'Открыть',
  buttons: { snooze: 'Завтра', 'not-mine': 'Это не моё' },
  zone: {
    set: (zone) => `Теперь напоминания приходят по времени ${zone}, в рабочие часы.`,
    is: (zone, command) => `Напоминания приходят по времени ${zone}. Если вы в другом месте, напишите: ${command}`,
    unknown: (typed) =>
      `Часовой пояс «${typed}» неизвестен. Пояса называются так: Europe/Moscow, Asia/Yekaterinburg, Europe/Berlin.`,
  },
  done: {
    snooze: 'До завтра напоминаний об этой статье не будет.',
    'not-mine': 'Больше напоминаний об этой статье не будет. Принять решение по ней вы по-прежнему можете.',
  },
};
