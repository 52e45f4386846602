import type { Timing } from '../../protocol/timing.ts';
import type { schedules as english } from '../en/schedules.ts';
import { createTimeAgo } from '../relative-time.ts';
import { format, words } from './words.ts';

const ago = createTimeAgo('ru');

/** «по понедельникам» */
const ON_DAYS = ['воскресеньям', 'понедельникам', 'вторникам', 'средам', 'четвергам', 'пятницам', 'субботам'];
/** «в первый понедельник» */
const NTH_DAYS: readonly (readonly [string, 'm' | 'f' | 'n'])[] = [
  ['воскресенье', 'n'],
  ['понедельник', 'm'],
  ['вторник', 'm'],
  ['среду', 'f'],
  ['четверг', 'm'],
  ['пятницу', 'f'],
  ['субботу', 'f'],
];
const NTH = [
  { m: 'первый', f: 'первую', n: 'первое' },
  { m: 'второй', f: 'вторую', n: 'второе' },
  { m: 'третий', f: 'третью', n: 'третье' },
  { m: 'четвёртый', f: 'четвёртую', n: 'четвёртое' },
];
/** After «не больше»: genitive. */
const OF_SCHEDULES = { one: 'расписания', many: 'расписаний' };

function days({ weekdays, monthDays, ofMonth, weeks }: Timing): string {
  if (monthDays !== undefined) return `${format.both(monthDays.map((day) => `${day}-го`))} числа каждого месяца`;
  if (weekdays === undefined) return 'каждый день';
  const sorted = [...weekdays].sort((one, other) => ((one + 6) % 7) - ((other + 6) % 7));
  if (ofMonth !== undefined) {
    const named = sorted.map((day) => {
      const [name, gender] = NTH_DAYS[day] ?? ['', 'm'];
      return `${NTH[ofMonth - 1]?.[gender] ?? ''} ${name}`;
    });
    return `${sorted[0] === 2 && ofMonth === 2 ? 'во' : 'в'} ${format.both(named)} месяца`;
  }
  const named = format.both(sorted.map((day) => ON_DAYS[day] ?? ''));
  if (weeks !== undefined)
    return `раз в ${format.count(weeks.every, { one: 'неделю', few: 'недели', many: 'недель' })} по ${named}`;
  if (weekdays.join('') === '12345') return 'по будням';
  return weekdays.join('') === '06' ? 'по выходным' : `по ${named}`;
}

function clocks({ times }: Timing): string {
  return format.both(times.map(({ hour, minute }) => `${hour}:${String(minute).padStart(2, '0')}`));
}

function timing(when: Timing): string {
  return `${days(when)} в ${clocks(when)} (${when.zone})`;
}

function moment(at: Date, zone: string): string {
  return new Intl.DateTimeFormat('ru-RU', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);
}

/** Within a sentence: «7 декабря в 09:00». */
function said(at: Date, zone: string): string {
  return new Intl.DateTimeFormat('ru-RU', {
    timeZone: zone,
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);
}

export const schedules: typeof english = {
  title: 'Ваши расписания',
  titleOfAll: 'Расписания всех',
  none: (example) => `Расписаний пока нет. Создать первое можно так: ${example}`,
  exampleTopic: 'каждый понедельник 9:00 Новости рынка',
  timing,
  moment,
  next: (moments) => `Дальше: ${moments.join(' · ')}`,
  paused: {
    person: 'На паузе',
    refusals: 'Остановилось само: начать статью не удалось несколько раз подряд',
  },
  last: {
    started: 'Последний раз: статья начата',
    refused: 'Последний раз: начать не удалось',
    waiting: 'Последний раз: пропущено, прошлая статья ещё не закончена',
    late: 'Последний раз: начинать было поздно',
    stopped: 'Последний раз: остановил администратор',
  },
  madeBy: (name) => `автор: ${name}`,
  buttons: {
    pause: 'Пауза',
    resume: 'Продолжить',
    skip: 'Пропустить следующий раз',
    run: 'Запустить сейчас',
    delete: 'Удалить',
  },
  deleteSure: 'Новых статей по нему не будет. Уже начатые останутся.',

  made: (topic, when, first, scheduleId) =>
    `Расписание создано, ${timing(when)}: ${format.ended(topic)}${first === undefined ? '' : ` Первая статья начнётся ${said(first, when.zone)}.`} Номер расписания: ${scheduleId}.`,
  changed(act, topic, when, next) {
    const then = next === undefined ? '' : ` Следующий раз: ${said(next, when.zone)}.`;
    switch (act) {
      case 'pause':
        return `На паузе: ${topic}. Пока расписание не продолжат, новых статей не будет.`;
      case 'resume':
        return `Расписание снова действует: ${format.ended(topic)}${then}`;
      case 'skip':
        return `Пропустим один раз: ${format.ended(topic)}${then}`;
      case 'run':
        return `Начинаем статью: ${format.ended(topic)}`;
      case 'delete':
        return `Расписание удалено: ${topic}, ${timing(when)}. Уже начатые статьи останутся.`;
      default:
        return act satisfies never;
    }
  },

  notWhen: (what, typed) =>
    ({
      day: `Непонятно, по каким дням: «${typed}». Подойдут дни недели или числа месяца, не чаще раза в день, или раз в 2–4 недели.`,
      time: typed === '' ? 'Во сколько?' : `«${typed}» — не время суток.`,
      zone: `Часового пояса «${typed}» нет.`,
      topic: 'О чём писать?',
      rest: `«${typed}» — не время и не часовой пояс.`,
    })[what],
  when: (wrong, example, forTopic) =>
    `Расписание не создано. ${wrong} Например: ${example}. Если нужна одна статья обо всём этом, напишите: ${forTopic}`,
  limit: (scope, most) =>
    scope === 'person'
      ? `Расписание не создано: у вас может быть не больше ${format.count(most, OF_SCHEDULES)}, и столько уже есть. Сначала удалите одно из них.`
      : `Расписание не создано: в этом чате может быть не больше ${format.count(most, OF_SCHEDULES)}, и столько уже есть.`,
  off: 'Расписаний здесь нет.',
  files: 'Расписание не создано: файл читается один раз, поэтому к расписанию его не приложить. Укажите адрес.',
  noSuch: (scheduleId) => `Расписания ${scheduleId} нет.`,
  noneOfYours: 'У вас нет расписаний.',
  isPaused: 'Расписание на паузе: пропускать нечего.',
  noSuchSlot: (slot) => `По этому расписанию ${slot.replace('T', ' в ')} ничего не начинается: пропускать нечего.`,
  which: (candidates, example) =>
    `Какое расписание?\n${candidates.map(({ scheduleId, topic }) => `• ${scheduleId} — ${topic}`).join('\n')}\nДобавьте его номер, например: ${example}`,
  waits: (articleId, topic) =>
    `Прошлая статья ещё не закончена: ${topic} (статья ${articleId}). Следующая начнётся после неё.`,
  leftPlace: 'Вас больше нет в этом канале.',
  signedOut:
    'Токена, по которому можно начинать статьи, у вас больше нет, а страницу вы давно не открывали. Откройте её или попросите новый токен, и статьи снова будут начинаться.',
  placeShut: 'В этом канале больше нельзя писать, либо Copydesk в нём нет.',

  news: {
    started: (topic, articleId) => `По вашему расписанию начата статья: ${topic} (статья ${articleId}).`,
    refused: (topic, when, why) => `Статью по вашему расписанию начать не удалось: ${topic}, ${timing(when)}. ${why}`,
    pausedItself: (resume) =>
      `Так вышло несколько раз подряд, поэтому расписание остановилось. Когда всё наладится, продолжить его можно так: ${resume}`,
    waiting: (topic, when, last, articleId) =>
      `Статья по вашему расписанию не начата: ${topic}, ${timing(when)}. Прошлая ещё не закончена: ${last} (статья ${articleId}). Больше не напоминаем, пока не начнётся следующая.`,
    late: (topic, when, at) =>
      `Статья по вашему расписанию не начата: ${topic}, ${said(at, when.zone)}. Copydesk слишком долго не работал; следующая начнётся в свой срок.`,
    stopped: (topic, when, at) =>
      `Статья по вашему расписанию не начата: ${topic}, ${said(at, when.zone)}. Её остановил администратор; следующая начнётся в свой срок.`,
  },

  alike: (other, example) =>
    [
      `Здесь уже есть похожая статья: ${other.topic} (${[...(other.stage === undefined ? [] : [words.stages[other.stage].toLowerCase()]), other.requesterName, ago(other.startedAt)].join(', ')}; статья ${other.articleId}).`,
      `Пока ничего не начато.${example === undefined ? '' : ` Всё равно начать вашу: ${example}`}`,
    ].join('\n'),
  startAnyway: 'Всё равно начать',
  openOther: 'Открыть ту статью',
  noSuchOrder: 'Начинать нечего: это не ваш заказ, либо он устарел. Закажите статью ещё раз.',
};
