import type { views as english } from '../en/views.ts';
import { format } from './words.ts';

const FILES = { one: 'файл', few: 'файла', many: 'файлов' };
/** После «до» и «не больше»: родительный падеж. */
const UP_TO_FILES = { one: 'файла', few: 'файлов', many: 'файлов' };

export const views: typeof english = {
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
    mustMention: 'Что обязательно упомянуть?',
    mustAvoid: 'Чего в тексте быть не должно?',
    onePerLine: 'По одному на строку.',
    always: (items) => `Здесь всегда: ${format.both(items)}.`,
    isDefault: (value) => `${value} (здесь так принято)`,
    sources: 'Источники',
    addresses: 'Веб-адреса',
    pasted: 'Текст, на который опереться',
    pastedHint: 'Заметки, интервью, пресс-релиз — как есть.',
    noSources: 'Здесь статьи пишутся без источников: их отключил тот, кто запустил Copydesk.',
    submit: 'Начать работу',
    sending: 'Начинаем …',
    clear: 'Очистить форму',
    whatFollows: 'Черновики пишутся и рецензируются сами. Без вашего одобрения статья не выйдет.',
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
};
