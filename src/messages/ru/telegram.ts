import type { telegram as english } from '../en/telegram.ts';
import { format } from './words.ts';

const CHARACTERS = { one: 'символа', few: 'символов', many: 'символов' };

/** What is said in Telegram only. */
export const telegram: typeof english = {
  welcome: [
    'Редакция в вашем чате: пришлите тему, и статью напишут, разберут и проверят, пока она не станет хорошей.',
    'Каждый черновик появляется здесь; кнопками под ним вы одобряете его, просите правки, правите сами или отклоняете.',
    'Одобренное приходит сообщением и файлом. /help покажет, что ещё есть.',
  ],
  exampleTopic: 'Как устроены приливы',
  exampleButton: (topic) => `Попробовать: ${topic}`,

  commands: [
    { command: 'article', description: 'Заказать статью: /article Как устроены приливы' },
    { command: 'list', description: 'Ваши статьи' },
    { command: 'costs', description: 'Сколько стоили статьи' },
    { command: 'status', description: 'Что со статьёй' },
    { command: 'pause', description: 'Приостановить статью' },
    { command: 'resume', description: 'Продолжить с того же места' },
    { command: 'finish', description: 'Отдать лучший черновик' },
    { command: 'another', description: 'Написать другой вариант, с самого начала' },
    { command: 'back', description: 'Вернуть прежний черновик: /back 2' },
    { command: 'revise', description: 'Переделать раздел готовой статьи' },
    { command: 'retry', description: 'Повторить то, что не удалось' },
    { command: 'raise', description: 'Добавить денег на статью' },
    { command: 'cancel', description: 'Отменить статью насовсем' },
    { command: 'move', description: 'Продолжить статью в этом чате' },
    { command: 'language', description: 'На каком языке говорить с вами' },
    { command: 'help', description: 'Что можно написать' },
  ],

  proposal: { before: 'Написать на тему: ', after: '?' },
  proposalButtons: { start: '✅ Начать', change: '✏️ Изменить', answer: '✍️ Это мой ответ' },
  notYourProposal: 'Этот вопрос — тому, кто написал тему. Пришлите /article со своей темой.',
  notYourLanguage: 'Этот вопрос задан не вам. Чтобы выбрать свой язык, пришлите /language.',
  askTopic: 'О чём должна быть статья? Ответьте, пожалуйста, на это сообщение.',
  topicPlaceholder: 'Как устроены приливы',

  ask: {
    'request-changes': (name, version) =>
      `${name}, что изменить в черновике ${version}? Ответьте, пожалуйста, на это сообщение.`,
    reject: (name, version) =>
      `${name}, почему отклонён черновик ${version}? Ответьте, пожалуйста, на это сообщение. На этом статья закончится.`,
    edit: (name, version) =>
      `${name}, ответьте, пожалуйста, на это сообщение полным новым текстом черновика ${version}: файлом .md или .txt либо, если текст короткий, сообщением.`,
  },
  placeholders: { 'request-changes': 'Что изменить?', reject: 'Почему?', edit: 'Новый текст целиком' },
  notYourQuestion: 'Этот вопрос задан не вам. Чтобы решить самому, нажмите, пожалуйста, кнопку под черновиком.',
  replyToQuestion:
    'Пока ничего не решено. Чтобы ответить на мой вопрос, ответьте, пожалуйста, на само сообщение с вопросом.',
  questionClosed: 'Ничего не решено: этот вопрос уже закрыт. Нажмите, пожалуйста, кнопку под черновиком ещё раз.',
  wordsPlease: 'Ответьте, пожалуйста, словами.',

  file: {
    kinds: 'Пришлите, пожалуйста, текст файлом .md или .txt.',
    tooLarge: (kilobytes) => `Файл слишком велик: самое большее — ${format.number(kilobytes)} КБ.`,
    notText: 'Этот файл — не текст в UTF-8. Сохраните его, пожалуйста, в UTF-8 и пришлите снова.',
    unreachable: 'Telegram не отдал файл. Пришлите его, пожалуйста, ещё раз.',
    maybeCut: (characters) =>
      `Сообщения длиннее ${format.count(characters, CHARACTERS)} Telegram режет на части, и здесь может не хватать куска. Пришлите, пожалуйста, текст файлом .md или .txt.`,
  },

  kept: 'Принято к сведению. Редакция сейчас не отвечает; это будет сделано, как только она вернётся.',
  givenUp: (hours) =>
    `Это не удалось: редакция не отвечала ${format.count(hours, { one: 'час', few: 'часа', many: 'часов' })}. Попросите, пожалуйста, ещё раз.`,
  lateAnswer: (name, text) => `${name}: ${text}`,
  broken: 'Не получилось, и виноваты мы; это записано. Попробуйте, пожалуйста, чуть позже.',

  unknownButton: 'Эта кнопка больше не действует. Нажмите, пожалуйста, кнопку более нового сообщения.',
  otherArticle: 'Эта кнопка относится к другой статье.',
  anonymous:
    'Не видно, кто вы: вы пишете от имени группы или канала. Напишите, пожалуйста, от себя, тогда это будет учтено.',
  unknownCommand: (command) => `Такой команды нет: ${command}. /help покажет, что можно написать.`,
  textOnly: 'Я понимаю только текст. Пришлите тему или /help.',

  list: { open: 'открыть' },
  buttons: {
    approve: '✅ Одобрить',
    'request-changes': '✍️ Доработать',
    edit: '✏️ Править',
    reject: '❌ Отклонить',
    pause: '⏸ Пауза',
    resume: '▶️ Продолжить',
    cancel: '🛑 Отменить статью',
    finish: '🏁 Взять лучший черновик',
    another: '🔄 Другой вариант',
    retry: '🔁 Повторить',
    raise: '💰 Продолжить, добавив денег',
    'bring-back': '↩️ Прежний черновик',
    changes: '🔍 Что изменилось',
  },
  anotherChat: 'в другом чате или теме',
};
