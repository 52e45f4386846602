import type { DecisionKind } from '../../protocol/decision.ts';
import type { chat as english } from '../en/chat.ts';
import type { Spending } from '../../storage/cost-store.ts';
import { createTimeAgo } from '../relative-time.ts';
import { failures } from './failures.ts';
import { reminders } from './reminders.ts';
import { format, words } from './words.ts';

const CHARACTERS = { one: 'символ', few: 'символа', many: 'символов' };
/** After «не больше»: genitive. */
const AT_MOST_CHARACTERS = { one: 'символа', many: 'символов' };

/** After «не больше»: genitive. */
const OF_ARTICLES = { one: 'статьи', many: 'статей' };
const CALLS = { one: 'запрос к модели', few: 'запроса к модели', many: 'запросов к модели' };

const DECIDED_BELOW = ['approve', 'request-changes', 'edit', 'reject'] as const satisfies readonly DecisionKind[];

const ago = createTimeAgo('ru');

function startSmall(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
}

function spending({ calls, unpriced, usd }: Spending): string {
  if (calls === 0) return 'ничего';
  if (unpriced === calls) return `${format.count(calls, CALLS)}, цена неизвестна`;
  const known = `${format.money(usd)}, ${format.count(calls, CALLS)}`;
  return unpriced === 0 ? known : `${known}, из них с неизвестной ценой: ${format.number(unpriced)}`;
}

export const chat: typeof english = {
  help: {
    title: 'Что можно написать',
    commands: (prefix) => [
      { usage: '/article Как устроены приливы', does: 'начать статью на эту тему' },
      { usage: '/article', does: 'ответить на вопросы: о чём, для кого и какой длины статья' },
      {
        usage: `${prefix}every понедельник 9:00 Новости рынка`,
        does: 'начинать статью каждую неделю; ещё: по будням, каждый день, 1-го числа',
      },
      {
        usage: `${prefix}schedules`,
        does: 'показать ваши расписания; pause, resume, skip, run, delete с номером — пауза, продолжить, пропустить, запустить, удалить',
      },
      { usage: `${prefix}list`, does: 'показать ваши статьи' },
      { usage: `${prefix}inbox`, does: 'показать, что ждёт вас, начиная с самого давнего' },
      {
        usage: `${prefix}list here`,
        does: 'показать всё, что здесь; running, done — что в работе и что закончено; с числом — другая страница',
      },
      { usage: `${prefix}costs`, does: 'показать, сколько стоили статьи' },
      { usage: `${prefix}status [номер]`, does: 'показать, что со статьёй' },
      { usage: `${prefix}pause [номер]`, does: 'остановить на время' },
      { usage: `${prefix}resume [номер]`, does: 'продолжить с того же места' },
      { usage: `${prefix}finish [номер]`, does: 'закончить на лучшем черновике' },
      {
        usage: `${prefix}claim [номер]`,
        does: 'сказать остальным, что берёте решение на себя; release — что оставляете другим',
      },
      {
        usage: `${prefix}takeover НОМЕР причина`,
        does: 'для администраторов: решаете только вы, и все видят почему',
      },
      { usage: `${prefix}assign [номер] @Ben`, does: 'попросить решить того, у кого есть право' },
      { usage: `${prefix}another [номер]`, does: 'написать другой вариант, с самого начала' },
      { usage: `${prefix}back [номер] 2`, does: 'вернуть черновик 2 и принять решение по нему' },
      {
        usage: `${prefix}revise [номер] Раздел: комментарий`,
        does: 'сделать новое издание готовой статьи, переписав только этот раздел',
      },
      {
        usage: `${prefix}translate [номер] немецкий`,
        does: 'перевести готовую статью; решение по переводу принимают отдельно',
      },
      {
        usage: `${prefix}extras [номер] seo_title: текст`,
        does: 'заменить текст к статье, пока черновик ждёт решения',
      },
      { usage: `${prefix}retry [номер]`, does: 'повторить то, что не удалось' },
      { usage: `${prefix}raise [номер]`, does: 'продолжить, когда бюджет исчерпан' },
      { usage: `${prefix}cancel [номер]`, does: 'отменить статью' },
      { usage: `${prefix}move [номер] сюда`, does: 'продолжить работу над статьёй в этом чате' },
      {
        usage: `${prefix}follow НОМЕР decides`,
        does: 'показать статью и здесь, с кнопками; reads: только читать; whole: с самого начала; anyone: решать могут все участники; unfollow: убрать отсюда',
      },
      {
        usage: `${prefix}language: de [номер]`,
        does: 'писать статью по-немецки; можно до первого черновика',
      },
      { usage: `${prefix}language ru`, does: 'говорить с вами по-русски; en — по-английски' },
      {
        usage: `${prefix}away 2026-12-24 2027-01-06 @Ben`,
        does: 'пусть за вас решает другой, пока вас нет; away off — больше не решает',
      },
      { usage: `${prefix}link`, does: 'связать вас с вами же в другом чате, по коду; unlink — отвязать' },
      { usage: `${prefix}zone Europe/Moscow`, does: 'сказать, по какому времени вам напоминать' },
      { usage: `${prefix}web [ID]`, does: 'открыть статью или страницу со всеми вашими статьями в браузере' },
      { usage: `${prefix}help`, does: 'показать эту подсказку' },
    ],
    ids: 'Номер можно не писать, если в работе только одна ваша статья. Решения по черновикам принимаются кнопками под ними.',
  },

  page: {
    link: (minutes) =>
      `Ваша ссылка на страницу: только для вас, на один раз и на ${format.count(minutes, { one: 'минуту', few: 'минуты', many: 'минут' })}. Никому её не передавайте: кто её откроет, будет действовать от вашего имени.`,
    none: 'Отсюда страницу не открыть: её адрес не задан (WEB_URL). На компьютере, где работает Copydesk, его печатает npm start.',
    sentPrivately: 'Ссылка — в нашем личном чате.',
    inPrivate: 'Ссылку прочитали бы здесь все. Сначала напишите мне в личные сообщения.',
  },

  assign: {
    nobody: (typed, usage) =>
      typed === ''
        ? `Кому решать? Напишите ${usage} и имя: ${usage} @Ben`
        : `Никого с именем ${typed} я здесь не знаю. Назовите того, кто уже занимался этой статьёй, или его номер в этом чате.`,
    several: (typed, keys) => `Имя ${typed} здесь у нескольких человек. Уточните: ${format.either(keys)}`,
  },

  absence: {
    none: 'За вас никто не решает: вы на месте.',
    set: (name, from, last, zone) =>
      `С ${format.day(from, zone)} по ${format.day(last, zone)} (${zone}) вместо вас решает ${name}, и у каждого голоса видно, что он за вас. Ваше собственное решение остаётся в силе, его никто не отменит. Вернуть всё как было: «away off».`,
    when: (usage) => `С какого дня по какой и кто решает за вас? Например: ${usage} 2026-12-24 2027-01-06 @Ben`,
    ownSubstitute: 'Заменять самого себя нельзя. Назовите кого-нибудь другого.',
  },

  link: {
    offered: (code, minutes) =>
      [
        `Ваш код: ${code}. Введите его в другом чате в течение ${format.count(minutes, { one: 'минуты', few: 'минут', many: 'минут' })}: в Slack — «/article link ${code}», в Telegram — «/link ${code}».`,
        'Никому его не передавайте: кто введёт этот код, того мы будем считать вами, а вас — им.',
      ].join('\n'),
    linked: (names, unlink) =>
      `Готово: здесь и в другом чате (${names.join(', ')}) вы теперь один человек с общими правами. Если это не вы, сразу введите ${unlink}.`,
    unlinked: 'Готово: больше никого в других чатах за вас не принимают.',
    unknownCode: (link) =>
      `Такого кода нет, либо им уже воспользовались, либо он устарел. Введите ${link} в другом чате, чтобы получить новый.`,
    codeOfHere: 'Этот код получен здесь же. Введите его в другом чате: в Telegram, если он из Slack.',
    tooManyCodes: (minutes) =>
      `Ни один из этих кодов не подошёл. Попробуйте ещё раз через ${format.count(minutes, { one: 'минуту', few: 'минуты', many: 'минут' })}.`,
    inPrivate: 'Здесь код увидят все. Напишите мне в личные сообщения.',
    notLinked: 'Вы ни с кем не связаны в других чатах: отвязывать нечего.',
  },

  list: {
    heading: ({ scope, state, page }, count) =>
      [
        { mine: 'Ваши статьи', waiting: 'Ждут вас', here: 'Статьи здесь', everywhere: 'Статьи всех' }[scope],
        ...(count === undefined ? [] : [words.counted(count)]),
        ...(state === undefined ? [] : [{ running: 'в работе', done: 'закончены' }[state]]),
        ...(page === 1 ? [] : [`страница ${format.number(page)}`]),
      ].join(' · '),
    empty: ({ scope, state, page }) => {
      if (page > 1) return `На странице ${format.number(page)} ничего нет.`;
      if (scope === 'waiting') return 'Вашего решения ничего не ждёт.';
      if (state === 'running') return 'Сейчас ни одной статьи в работе нет.';
      if (state === 'done') return 'Законченных статей пока нет.';
      return scope === 'here' || scope === 'everywhere'
        ? 'Здесь пока нет ни одной статьи.'
        : 'Статей у вас пока нет. Начать первую можно так: /article Как устроены приливы';
    },
    notAnAdministrator: 'Статьи всех видят только администраторы. «list here» покажет те, что в этом чате.',
    views: {
      mine: 'Мои',
      waiting: 'Ждут меня',
      here: 'Все здесь',
      running: 'В работе',
      done: 'Законченные',
      newer: '‹ Новые',
      older: 'Старые ›',
      back: '‹ Назад',
      more: 'Дальше ›',
    },
    older: (command) => `Более ранние: \`${command}\``,
    more: (command) => `Дальше: \`${command}\``,
    unknown: (list, forTopic) =>
      `Какой список? ${list()} покажет ваши статьи, ${list('waiting')} — что ждёт вас, ${list('here')} — все статьи здесь, ${list('running')} и ${list('done')} — что в работе и что закончено; число в конце — номер страницы. Чтобы заказать статью на эту тему, напишите: ${forTopic}`,
    detail: (article, options) => {
      const { stage, waits, claimedBy, edition, translation, startedAt, closedAt, requesterName, score, usd } = article;
      return [
        waits === undefined ? words.stages[stage] : chat.inbox.missing(waits.missing, requesterName),
        ...(claimedBy === undefined ? [] : [words.claimed(claimedBy)]),
        ...(edition === undefined ? [] : [`издание ${edition}`]),
        ...(translation === undefined
          ? []
          : [words.translation(translation.from, translation.into, translation.newer !== undefined)]),
        ...(options?.requesterName === undefined ? [] : [`заказчик: ${options.requesterName}`]),
        ...(waits === undefined
          ? [ago(closedAt ?? startedAt, options?.now)]
          : [
              reminders.waits(Math.max(0, (options?.now ?? new Date()).getTime() - waits.since.getTime())),
              ...(waits.escalatedAt === undefined ? [] : [chat.inbox.escalated]),
              ...(score === undefined ? [] : [`${format.score(score)} из 10`]),
              ...(usd === undefined ? [] : [format.money(usd)]),
            ]),
      ].join(' · ');
    },
  },

  inbox: {
    missing(missing, requesterName) {
      switch (missing.kind) {
        case 'decision': {
          const { about, votes, waitingFor, assigned, names = {} } = missing;
          const what =
            about === undefined
              ? undefined
              : about.kind === 'outline'
                ? words.outline(about.version)
                : words.draft(about.version);
          if (votes === undefined)
            return [
              what === undefined ? words.stages.waiting : `${what} ждёт решения`,
              ...(assigned === undefined ? [] : [`решить просили: ${assigned.name}`]),
            ].join('; ');
          const { approvals, done, rejections, rejected } = votes;
          const who = [
            ...new Set(
              waitingFor.map((rule) =>
                rule === assigned?.key ? assigned.name : (names[rule] ?? words.approver(rule, requesterName)),
              ),
            ),
          ];
          const counts = [
            `одобрений ${done} из ${approvals}`,
            ...(rejected === 0 ? [] : [`против ${rejected} из ${rejections}`]),
          ].join(', ');
          const others = who.length === 0 ? '' : `; ещё не высказались: ${format.both(who)}`;
          return `${what === undefined ? '' : `${what}: `}${counts}${others}`;
        }
        case 'way-on':
          return missing.step === undefined
            ? words.stages.stuck
            : `Остановилась: ${startSmall(failures.heading(missing.step))}`;
        case 'money':
          return `Остановилась: потрачено ${format.money(missing.spentUsd)} из ${format.money(missing.capUsd)}`;
        default:
          return missing satisfies never;
      }
    },
    escalated: 'срок прошёл, другим сообщили',
  },

  costs: {
    title: 'Сколько стоили статьи',
    person: 'Ваши статьи',
    channel: 'Заказаны в этом чате',
    everyone: 'Все статьи',
    today: (spent) => `Сегодня: ${spending(spent)}`,
    month: (spent) => `В этом месяце: ${spending(spent)}`,
    latest: 'Ваши последние статьи',
    none: 'Статей у вас пока нет.',
    detail: (stage, spent) => `${spending(spent)} · ${words.stages[stage]}`,
    basis: 'Дни и месяцы начинаются в полночь по UTC. Цены — поставщика модели или заданные в настройках.',
  },

  mayNotStart(why, ask) {
    const whom =
      ask.length === 0
        ? 'Спросите, пожалуйста, того, кто запустил Copydesk.'
        : `Разрешить может ${format.either(ask.map((rule) => words.approver(rule)))}.`;
    switch (why) {
      case 'workspace':
        return `В этом рабочем пространстве статьи не заказывают. ${whom}`;
      case 'place':
        return `Здесь статьи не заказывают. ${whom}`;
      case 'person':
        return `Вы пока не можете заказывать статьи. ${whom}`;
      case 'guest':
        return `Гости здесь статьи не заказывают. ${whom}`;
      case 'external':
        return `Сотрудники других компаний здесь статьи не заказывают. ${whom}`;
      case 'unknown':
        return 'Заказ не принят: Slack сейчас не сообщает, кто вы в этом рабочем пространстве. Попробуйте, пожалуйста, чуть позже.';
      default:
        return why satisfies never;
    }
  },

  quotaReached: ({ scope, most, atWork }, example) =>
    [
      scope === 'person'
        ? `Заказ не принят: одновременно в работе может быть не больше ${format.count(most, OF_ARTICLES)} на человека, и столько ваших статей уже в работе.`
        : `Заказ не принят: одновременно в работе может быть не больше ${format.count(most, OF_ARTICLES)} на чат, и столько их здесь уже в работе.`,
      atWork.map(({ articleId, topic }) => `• ${articleId} — ${topic}`).join('\n'),
      `Попробуйте ещё раз, когда одна из них будет готова или дойдёт до решения. Или поставьте одну на паузу: ${example}`,
    ].join('\n'),

  which: (articles, example) =>
    `Какая статья? В работе несколько:\n${articles.map(({ articleId, topic }) => `• ${articleId} — ${topic}`).join('\n')}\nДобавьте, пожалуйста, номер, например: ${example}`,
  noneUnderWay: 'Ваших статей в работе нет. Если нужна чужая статья, добавьте её номер.',

  notAnId: (typed, forTopic) =>
    `«${typed}» — не номер статьи; номера показывает список. Чтобы заказать статью на эту тему, напишите: ${forTopic}`,
  takesNothing: (verb, forTopic) =>
    `После «${verb}» ничего не нужно. Чтобы заказать статью на эту тему, напишите: ${forTopic}`,
  noDraftNumber: (example) => `Какой черновик? Добавьте, пожалуйста, его номер, например: ${example}`,
  reviseWhat: (example, forTopic) =>
    `Назовите, пожалуйста, готовую статью, её раздел и что изменить, например: ${example('7k3m9x2c4p0qrstv Притяжение Луны: короче')}. В чате статьи номер можно не писать. Чтобы заказать статью на эту тему, напишите: ${forTopic}`,
  unknownLanguage: (typed, known, forTopic) =>
    `Языка «${typed}» Copydesk не знает. Он говорит на таких языках: ${known.map((tag) => `${format.languageName(tag)} (${tag})`).join(', ')}. Чтобы заказать статью на эту тему, напишите: ${forTopic}`,

  language: {
    question: 'На каком языке с вами говорить?',
    set: 'Теперь Copydesk говорит с вами по-русски. У начатых статей язык останется прежним.',
  },

  order: {
    descriptionTooLong: (of, most) =>
      `Опишите ${{ purpose: 'цель', audience: 'читателей', tone: 'тон' }[of]} короче: не больше ${format.count(most, AT_MOST_CHARACTERS)}.`,
    unknownTemplate: (typed, known) =>
      known.length === 0 ? 'Шаблонов здесь нет.' : `Шаблона «${typed}» нет. Есть: ${known.join(', ')}.`,
    unknownFlag: (typed, meant) => `«${typed}» — такого параметра нет. Может быть, «${meant}»?`,
    mentionAndAvoid: 'Нельзя одно и то же и упомянуть, и не упоминать.',
    badLength: (least, most) => `Длина — это число слов от ${format.number(least)} до ${format.number(most)}.`,
    badLanguage: (typed) => `«${typed}» — не обозначение языка. Подойдёт, например, en, ru или de.`,
    tooManyMentions: (most, mostChars) =>
      `Можно потребовать упомянуть не больше ${format.number(most)} вещей и столько же исключить; каждая — не длиннее ${format.count(mostChars, AT_MOST_CHARACTERS)}.`,
    pastedTooLong: (most) =>
      `В тексте, на который должна опираться статья, может быть не больше ${format.count(most, AT_MOST_CHARACTERS)}.`,
    tooManySources: (most) => `Источников может быть не больше ${format.number(most)}.`,
    badSource: (typed) => `«${typed}» — не веб-адрес: источники начинаются с https:// или http://.`,
  },

  file: {
    ask: (name) => `Для чего файл ${name}? Пока он ничего не изменил.`,
    askOfOther: (name, named, current) =>
      `Файл ${name} назван черновиком ${named}, а решение нужно по черновику ${current}. Для чего он? Пока он ничего не изменил.`,
    buttons: {
      draft: (version) => `Сделать черновиком ${version}`,
      source: 'Взять как источник',
      ignore: 'Не использовать',
    },
    ignored: (name) => `Файл ${name} не использован: ничего не изменилось.`,
  },

  edit: {
    empty: 'Текст пуст, поэтому ничего не изменилось.',
    unchanged: 'Текст тот же, что и был, поэтому ничего не изменилось. Если он хорош, одобрите его, пожалуйста.',
    tooLong: (length, most) =>
      `В тексте ${format.count(length, CHARACTERS)}, а можно не больше ${format.number(most)}. Ничего не изменилось.`,
    notStored: 'Не принято: сейчас не удалось сохранить ваш текст. Попробуйте, пожалуйста, чуть позже.',
  },

  notADecision: (buttons) =>
    `Ответ в чате — ещё не решение. Решить можно кнопками под текущим черновиком: ${DECIDED_BELOW.map((kind) => buttons[kind]).join(', ')}.`,

  wish: (button) =>
    `Слова в ветке ничего не меняют: черновик ждёт решения. Чтобы просьбу учли, нажмите «${button}» под ним.`,

  home: {
    askedByMe: 'Ваши статьи',
    running: 'В работе',
    finishedLastWeek: 'Завершены за неделю',
    empty: {
      askedByMe: 'Ваших статей в работе нет.',
      running: 'Чужих статей в работе нет.',
      finishedLastWeek: 'За последние семь дней ничего не завершено.',
    },
  },

  failed: 'Не получилось: это ошибка на нашей стороне, она записана. Попробуйте, пожалуйста, чуть позже.',
};
