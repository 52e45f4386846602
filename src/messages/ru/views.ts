import type { views as english } from '../en/views.ts';
import { waited } from './waited.ts';
import { format } from './words.ts';

const FILES = { one: 'файл', few: 'файла', many: 'файлов' };
/** После «до» и «не больше»: родительный падеж. */
const UP_TO_FILES = { one: 'файла', few: 'файлов', many: 'файлов' };
const DAYS = { one: 'день', few: 'дня', many: 'дней' };
const ARTICLES = { one: 'статья', few: 'статьи', many: 'статей' };

export const views: typeof english = {
  nav: {
    label: 'Основное',
    home: 'Входящие',
    list: 'Статьи',
    schedules: 'Расписания',
    dashboard: 'Сводка',
    waiting: 'ждут вас',
    newArticle: 'Новая статья',
    commands: 'Поиск и команды',
    keys: 'Сочетания клавиш',
    signOut: 'Выйти',
  },

  palette: {
    title: 'Команды',
    label: 'Что сделать или какую статью найти?',
    nothing: (typed) => `По запросу «${typed}» ничего нет.`,
    theme: (name) => `Оформление: ${name}`,
    language: (name) => `Язык: ${name}`,
  },

  keys: {
    title: 'Сочетания клавиш',
    here: 'На этой странице',
    everywhere: 'Везде',
    next: 'Следующая статья',
    previous: 'Предыдущая статья',
    singleKeys: 'Включить одиночные клавиши. Отключите, если диктуете текст или нажимаете их случайно.',
  },

  rows: {
    edition: (edition) => `${edition}-е издание`,
    askedBy: (name) => `заказчик: ${name}`,
    waits: (ms) => `ждёт уже ${waited(ms)}`,
    overdue: 'срок прошёл, другим сообщили',
    score: (score) => `Оценка ${score} из 10`,
  },

  inbox: {
    title: (count) => {
      if (count.total === 0) return 'От вас ничего не ждут';
      return count.isMore
        ? `На вашем решении больше ${format.number(count.total)} статей`
        : `На вашем решении: ${format.count(count.total, ARTICLES)}`;
    },
    more: 'Остальное, что ждёт вас',
    nothingWaits: 'Здесь появляется всё, что ждёт вашего решения, начиная с самого давнего. То же приходит и в чат.',
    underWay: 'В работе',
    latest: 'Недавно закончены',
    notNow: (topic) => `По статье «${topic}» сейчас так решить нельзя. Откройте её, чтобы узнать почему.`,
    approve: (topic) => `Одобрить «${topic}»?`,
  },

  list: {
    title: 'Статьи',
    search: 'Поиск по темам',
    scope: 'Чьи статьи',
    scopes: { mine: 'Заказанные мной', waiting: 'Ждут меня', everywhere: 'Все доступные' },
    stage: 'На какой стадии',
    anyStage: 'На любой стадии',
    states: { running: 'В работе', done: 'Закончены' },
    nothingFound: 'Таких статей нет.',
    nothingYet: 'Вы ещё не заказывали статей.',
    showAll: 'Показать все',
    pages: 'Страницы',
    newest: 'Самые новые',
    older: 'Раньше',
    first: 'В начало',
    next: 'Дальше',
  },

  order: {
    title: 'Новая статья',
    topic: 'О чём статья?',
    topicHint: 'Хватит одной фразы, например «Как устроены приливы». Остальное можно не заполнять.',
    topicMissing: 'Напишите, о чём должна быть статья.',
    brief: 'Задание',
    template: 'Какой это текст?',
    templateThatFits: 'Какой подойдёт',
    language: 'Язык',
    languageOfTopic: 'Тот же, что у темы',
    audience: 'Кто будет её читать?',
    audienceLike: 'Любознательные взрослые, не изучавшие физику',
    purpose: 'Для чего статья?',
    purposeLike: 'Объяснить, убедить, колонка',
    tone: 'Каким тоном писать?',
    toneLike: 'Сдержанно, короткими фразами',
    lengthWords: 'Какой длины, в словах?',
    lengthLike: 'Сколько потребуется',
    badLength: (least, most) => `Укажите число слов от ${format.number(least)} до ${format.number(most)}.`,
    notLikeThat: 'В таком виде это не подходит: возможно, слишком длинно или слишком много.',
    mustMention: 'Что обязательно упомянуть?',
    mustAvoid: 'Чего в тексте быть не должно?',
    onePerLine: 'По одному на строку.',
    always: (items) => `Здесь всегда: ${format.both(items)}.`,
    isDefault: (value) => `${value} (здесь так принято)`,
    approval: 'Одобрение',
    approversHint: 'Имена или номера, по одному на строку: тех, с кем вы уже работали над статьями.',
    addApprover: (name) => `Пусть одобрит и ${name}`,
    sources: 'Источники',
    addresses: 'Веб-адреса',
    pasted: 'Текст, на который опереться',
    pastedHint: 'Заметки, интервью, пресс-релиз — как есть.',
    noSources: 'Здесь статьи пишутся без источников: их отключил тот, кто запустил Copydesk.',
    submit: 'Начать работу',
    sending: 'Начинаем …',
    writeAnyway: 'Всё равно написать',
    openOther: 'Открыть ту статью',
    clear: 'Очистить форму',
    whatFollows: 'Черновики пишутся и рецензируются сами. Без вашего одобрения статья не выйдет.',
  },

  repeat: {
    title: 'Когда',
    once: 'Сейчас, один раз',
    again: 'Регулярно',
    days: 'По каким дням?',
    onDays: {
      weekday: 'По будням',
      day: 'Каждый день',
      weekend: 'По выходным',
      monday: 'По понедельникам',
      tuesday: 'По вторникам',
      wednesday: 'По средам',
      thursday: 'По четвергам',
      friday: 'По пятницам',
      saturday: 'По субботам',
      sunday: 'По воскресеньям',
      '1st': '1-го числа каждого месяца',
    },
    otherDays: 'Иначе, своими словами',
    at: 'Во сколько?',
    inWords: 'Когда, своими словами?',
    wordsLike: 'каждый первый понедельник 10:00',
    wordsHint:
      'Как в чатах: по понедельникам, средам и пятницам в 9:00; раз в две недели по пятницам в 16:00; 1-го числа каждого месяца в 10:00; каждый день 9:00 и 18:00.',
    zone: 'По времени какого часового пояса?',
    first: (moment) => `Первая статья начнётся: ${moment}.`,
    timeMissing: 'Укажите время.',
    noZone: (typed) => `Часового пояса «${typed}» нет.`,
    wordsMissing: 'Напишите когда, например: каждый первый понедельник 10:00',
    noFiles:
      'Файл читается один раз, поэтому в расписании файлов нет. То, что лежит по адресу, читается каждый раз заново.',
    submit: 'Создать расписание',
    whatFollows:
      'Каждый раз статья начинается так, будто вы её только что заказали. Без вашего одобрения она не выйдет.',
  },

  files: {
    choose: 'Выбрать файлы',
    hint: (most, endings, megabytes) =>
      `или перетащите их сюда: до ${format.count(most, UP_TO_FILES)} (${endings}), каждый до ${format.number(megabytes)} МБ.`,
    sending: 'отправляется …',
    remove: (name) => `Убрать ${name}`,
    tooMany: (most) => `лишний: можно использовать ${format.count(most, FILES)}.`,
    badKind: (endings) => `не читается как источник. Подходят: ${endings}.`,
    tooLarge: (megabytes) => `слишком велик: разрешено не больше ${format.number(megabytes)} МБ.`,
  },

  welcome: {
    title: 'Добро пожаловать в редакцию',
    lead: 'Назовите тему. Статью будут писать, разбирать и проверять, пока она не станет хорошей, и без вашего одобрения она не выйдет.',
    steps: [
      { title: 'Вы заказываете', text: 'Хватит темы. Читатели, тон, объём и источники помогут.' },
      {
        title: 'Появляются черновики',
        text: 'Автор пишет, рецензент оценивает и возражает, факты проверяются. За этим можно следить и вмешиваться.',
      },
      { title: 'Вы решаете', text: 'Одобрить, отправить на доработку, исправить самостоятельно или отклонить.' },
      { title: 'Статья готова', text: 'В Markdown, Word, HTML или PDF — и с отчётом о том, как она появилась.' },
    ],
    begin: 'Заказать первую статью',
    keys: 'Нажмите ?, чтобы увидеть все сочетания клавиш.',
  },

  schedules: {
    title: 'Расписания',
    whose: { label: 'Чьи расписания', mine: 'Ваши', everywhere: 'Все' },
    make: 'Новое расписание',
    none: 'Расписаний пока нет. Статья, которая нужна регулярно, начинается сама, например по будням в девять, а потом ждёт решения, как любая другая.',
    begins: (where) => `начинается ${where}`,
    command: (act, topic) => `${act}: ${topic}`,
    open: 'Открыть статью',
    made: (when) => `Расписание создано: ${when}.`,
    sure: {
      run: (topic) => `Начать статью «${topic}» сейчас?`,
      delete: (topic) => `Удалить расписание «${topic}»?`,
    },
    runSure: 'Статья начнётся сразу, помимо тех, что начинаются по расписанию.',
    keys: { next: 'Следующее расписание', previous: 'Предыдущее расписание' },
  },

  absence: {
    title: 'Когда меня нет',
    lead: 'Вместо вас может решать кто-то другой, и у каждого такого голоса видно, что он за вас. Ваше собственное решение остаётся в силе, его никто не отменит.',
    stands: (name, from, last, zone) =>
      `С ${format.day(from, zone)} по ${format.day(last, zone)} (${zone}) вместо вас решает ${name}.`,
    none: 'Вместо вас никто не решает.',
    from: 'Первый день',
    fromHint: 'Пусто — с этой минуты. Дни считаются по вашему часовому поясу.',
    until: 'Последний день',
    whom: 'Кто решает за вас?',
    whomHint: 'Тот, с кем вы уже работали над статьями, или номер, например slack:WORKSPACE:PERSON.',
    untilMissing: 'Укажите, до какого дня.',
    whomMissing: 'Укажите кто.',
    notThen: 'Последний день — сегодня или позже, не раньше первого и не дальше чем через год.',
    submit: 'Пусть решает',
    submitInstead: 'Изменить',
    end: 'Снова решаю я',
  },

  sessions: {
    title: 'Где выполнен вход',
    lead: 'Выйдите там, где это не вы или уже не вы.',
    browser: 'Браузер',
    isThis: 'этот браузер',
    cameBy: {
      machine: 'по адресу, который Copydesk показал на своём компьютере',
      chat: 'по ссылке из чата',
      company: 'с учётной записью компании',
      'mini-app': 'в Telegram',
    },
    began: 'Вход',
    seen: 'Последний раз',
    until: 'До',
    signOut: 'Выйти там',
    signOutOf: (browser) => `Выйти там: ${browser}`,
    signedOut: (browser) => `Выход выполнен: ${browser}.`,
    everywhere: 'Выйти везде',
    everywhereSure: 'Вы выйдете во всех браузерах, и в этом тоже. Неотправленное в них пропадёт.',
    keys: { next: 'Следующий браузер', previous: 'Предыдущий браузер' },
  },

  webhooks: {
    title: 'Вебхуки',
    lead: 'Ваши системы, которым сообщается, что происходит со статьями. Подпись — по Standard Webhooks.',
    make: 'Новый вебхук',
    none: 'Пока сообщать некому.',
    url: 'Куда?',
    urlHint: 'Адрес, доступный всем, по https.',
    what: 'О чём?',
    events: {
      'article.started': 'статья начата',
      'article.draft': 'готов черновик',
      'article.waiting': 'ждут решения',
      'article.decided': 'решение принято',
      'article.stuck': 'работа остановилась',
      'article.delivered': 'статья готова',
      'article.cancelled': 'статья отменена',
    },
    allEvents: 'обо всём',
    ofAll: 'по всем статьям',
    ofMaker: 'по статьям, которые заказал создатель вебхука',
    onlyIn: (places) => `только в ${places.join(', ')}`,
    inSettings: (name) => `«${name}» в настройках`,
    disabled: 'Адрес ответил, что его больше нет, и ничего не получает',
    submit: 'Создать вебхук',
    delivered: (count) => `доставлено: ${format.number(count)}`,
    pending: (count) => `в пути: ${format.number(count)}`,
    givenUp: (count) => `не доставлено: ${format.number(count)}`,
    buttons: { deliveries: 'Что отправлено', enable: 'Снова сообщать', rotate: 'Новый секрет', delete: 'Удалить' },
    command: (act, what) => `${act}: ${what}`,
    sure: { rotate: 'Создать новый секрет?', delete: 'Удалить вебхук?' },
    sureWhy: {
      rotate: 'с этой минуты подписывает новый секрет, а прежний действует ещё сутки.',
      delete: 'сообщений больше не будет, и то, что в пути, не дойдёт.',
    },
    did: { enable: 'Теперь сообщения снова приходят.', delete: 'Сообщений больше не будет.' },
    secret: 'Секрет',
    secretLabel: 'Передайте его получателю',
    secretOnce: 'Он показан здесь и больше нигде. Если потеряется, создайте новый.',
    copy: 'Скопировать',
    copied: 'Скопировано.',
    notCopied: 'Этот браузер не разрешает странице копировать. Выделите секрет и скопируйте его сами.',
    state: 'Что стало с отправленным',
    anyState: 'Всё отправленное',
    states: { pending: 'в пути', delivered: 'доставлено', 'given-up': 'не доставлено' },
    nothingSent: 'Такого нет.',
    attempts: (count) => format.count(count, { one: 'попытка', few: 'попытки', many: 'попыток' }),
    answered: (status) => `ответ ${status}`,
    replay: 'Отправить снова',
    replayAll: 'Отправить снова всё недоставленное',
    replayed: (count) => (count === 0 ? 'Отправлять нечего.' : `Отправлено снова: ${format.number(count)}.`),
    keys: { next: 'Следующий вебхук', previous: 'Предыдущий вебхук' },
  },

  dashboard: {
    title: 'Сводка',
    whose: { label: 'Чьи статьи', mine: 'Заказанные вами', all: 'Все' },
    begun: (days) => `Начато за ${format.count(days, DAYS)}`,
    delivered: (days) => `Готово за ${format.count(days, DAYS)}`,
    articles: (count) => format.count(count, ARTICLES),
    timeInStage: 'Медианное время на каждой стадии',
    stage: 'Стадия',
    time: 'Время',
    costByDay: 'Расходы по дням',
    day: 'День',
    cost: 'Расход',
    costByPerson: (days) => `Расходы по людям за ${format.count(days, DAYS)}`,
    person: 'Кто',
    edits: 'Как получились готовые тексты',
    asWritten: 'такими, как написаны',
    edited: 'после правки людьми',
    howMany: 'Тексты',
    share: 'Доля',
    nothingDelivered: 'За эти дни ни одной готовой статьи.',
    noCost: 'Ни одна модель не сообщила, сколько стоили её ответы.',
    unpriced: (calls) =>
      `Не учтено в суммах: ${format.count(calls, { one: 'ответ модели', few: 'ответа моделей', many: 'ответов моделей' })} — цену никто не сообщил.`,
    duration(seconds) {
      const minutes = seconds / 60;
      if (minutes < 1) return 'меньше минуты';
      if (minutes < 90) return `${format.number(Math.round(minutes))} мин`;
      const hours = minutes / 60;
      return hours < 48 ? `${format.score(hours)} ч` : format.count(Math.round(hours / 24), DAYS);
    },
  },

  charts: {
    inWords: (from, to, when, most) => `С ${from} по ${to}; больше всего — ${most}, ${when}.`,
    most: (most) => `не больше ${most}`,
    asTable: 'Таблицей',
  },
};
