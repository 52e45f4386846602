import { MAX_COMMENT_CHARS } from '../../protocol/decision.ts';
import type { terminal as english } from '../en/terminal.ts';
import { format } from './words.ts';

const CHARACTERS = { one: 'символ', few: 'символа', many: 'символов' };

export const terminal: typeof english = {
  page: 'Страница открывается по этому адресу: на этом компьютере, один раз.',
  greeting: 'Добро пожаловать в редакцию. Напишите тему — и по ней будет статья. Всё остальное покажет /help.',
  topicPrompt: 'О чём написать статью?',
  topicPlaceholder: 'Как устроены приливы',
  emptyTopic: 'Напишите тему или /help.',
  unknownCommand: (command: string): string => `Команды ${command} нет. Что есть, покажет /help.`,
  idOptional: 'Сейчас ни одна статья не открыта. /list покажет ваши, /open с номером откроет нужную.',

  help: {
    commands: [
      { usage: '/open <номер>', does: 'открыть статью: черновики, рецензии, решения' },
      { usage: '/quit', does: 'выйти; начатые статьи продолжатся' },
    ],
    keys: 'Esc — выйти из меню или статьи, пустая строка — из вопроса. Ctrl-C — закончить разговор, ничего не пропадёт.',
  },

  list: {
    pick: 'Какую открыть?',
    none: 'Никакую, вернуться',
  },

  resumed: (count: number): string =>
    `С возвращением! В работе ${format.count(count, { one: 'статья', few: 'статьи', many: 'статей' })}: /list покажет, что с ними, /open откроет нужную.`,
  opened: (topic: string): string => `Открываем «${topic}»`,
  left: (topic: string): string => `Вы вышли из «${topic}». Работа идёт и без вас; вернуться — /open.`,
  deskSilent: 'Редакция не отвечает. Статья в сохранности; работа продолжится, когда редакция вернётся.',

  otherLanguages: (example) => `На другом языке: ${example}`,
  pager: {
    offer: (lines: number): string =>
      `Длинный текст: ${format.count(lines, { one: 'строка', few: 'строки', many: 'строк' })}`,
    whole: 'Прочитать целиком',
    skip: 'Дальше',
    hint: 'Пробел или Enter — дальше · b — назад · q — закрыть',
    position: (from: number, to: number, of: number): string => `строки ${from}–${to} из ${of}`,
    end: 'конец текста',
  },

  articleLanguage: {
    question: 'На каком языке писать статью?',
    other: 'На другом',
    tag: 'Код языка: de, pt-BR…',
  },
  decide: {
    question: (version: number, outline?: true): string => `Что с ${outline ? 'планом' : 'черновиком'} ${version}?`,
    approveOutline: 'статья будет написана по нему',
    comment: 'Что изменить?',
    reason: 'Почему отклоняете?',
    textTooLong: (length: number): string =>
      `Здесь ${format.count(length, CHARACTERS)}, а помещается не больше ${format.number(MAX_COMMENT_CHARS)}. Скажите, пожалуйста, короче.`,
    confirmCancel: (topic: string): string => `Отменить «${topic}»? Статьи не будет.`,
    yes: 'Да',
    no: 'Нет',
    unchanged: 'Всё осталось как было.',
  },

  editor: {
    opening: (editor: string): string =>
      `Открываем ${editor}. Сохраните текст и закройте редактор, чтобы сдать правку.`,
    missing: 'Редактор не найден. Укажите команду в EDITOR, например EDITOR=nano, и запустите снова.',
    failed: (editor: string, how: string): string => `${editor} завершился с ошибкой (${how}). Решение не отправлено.`,
    unchanged: 'Текст не изменился. Ничего не отправлено.',
    empty: 'Текст пуст. Ничего не отправлено.',
  },

  saved: (path: string): string => `Сохранено в ${path}`,
  changesSaved: (path: string): string => `Что изменила финальная правка: ${path}`,
  saveFailed: (path: string, why: string): string =>
    `Не удалось сохранить статью в ${path}: ${why}. В базе данных она цела; /open покажет её снова.`,
  goodbye: 'До встречи! Начатые статьи продолжатся, как только Copydesk снова заработает.',
  moreLines: (count: number): string =>
    `Ещё ${format.count(count, { one: 'строка', few: 'строки', many: 'строк' })}: клавиша r покажет весь текст.`,
  didYouMean: (command: string): string => `Может быть, ${command}?`,
  keys: { menu: 'm — меню', read: 'r — читать', leave: 'q — выйти' },
  notNow: 'Не сейчас',
  back: 'Назад',
  leave: 'Пока выйти',
  leaveHint: 'статья продолжится или подождёт вас',
  read: 'Читать черновик',
  tryAgain: 'Попробовать ещё раз',
  emptyGoesBack: 'Пустая строка — вернуться назад',
  yourTextIsKept: 'Написанное сохранено.',
  databaseSilent: 'База данных не отвечает. Ничего не пропало; работа продолжится, когда она вернётся.',
  demoTimeout: (articleId: string, seconds: number): string =>
    `Статья не готова за ${format.count(seconds, { one: 'секунду', few: 'секунды', many: 'секунд' })}. Работа над ней продолжается: /open ${articleId}`,
  decidedByFlag: (decision: string): string => `Решено флагом --decide: ${decision}`,
};
