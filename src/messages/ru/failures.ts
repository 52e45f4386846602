import type { FailureRecord } from '../../protocol/desk-state.ts';
import type { failures as english } from '../en/failures.ts';
import type { FailureCode, FailureTexts, FailureWords } from '../failure-code.ts';

const headings: Readonly<Record<FailureRecord['step'], string>> = {
  researching: 'Не удалось прочитать источники',
  writing: 'Не удалось написать черновик',
  citing: 'Не удалось сверить ссылки с источниками',
  critiquing: 'Не удалось получить рецензию',
  outlining: 'Не удалось составить план',
  comparing: 'Не удалось сравнить черновики',
  'fact-checking': 'Не удалось проверить факты',
  'writing-extras': 'Не удалось написать тексты к статье',
  editing: 'Не удалось сделать финальную правку',
  delivering: 'Не удалось отправить сообщения',
  recording: 'Не удалось сохранить статью',
};

const codes: Readonly<Record<FailureCode, FailureTexts>> = {
  'model-unavailable': {
    what: 'Языковая модель недоступна или обрывает ответ, сколько её ни спрашивали.',
    wayOut: 'Подождите несколько минут и повторите.',
  },
  'model-rate-limited': {
    what: 'Языковая модель перегружена и пока не принимает наши запросы.',
    wayOut: 'Подождите несколько минут и повторите.',
  },
  'model-unauthorized': {
    what: 'Языковая модель не приняла наш ключ.',
    wayOut: 'Попросите того, кто обслуживает Copydesk, проверить ключ модели, затем повторите.',
  },
  'model-not-found': {
    what: 'Модели, названной в настройках, не существует.',
    wayOut: 'Попросите того, кто обслуживает Copydesk, проверить её название и адрес, затем повторите.',
  },
  'model-budget-exceeded': {
    what: 'Бюджет на языковую модель исчерпан.',
    wayOut: 'Попросите того, кто платит за модель, увеличить его, затем повторите.',
    withDraft:
      'Попросите того, кто платит за модель, увеличить его, затем повторите. Или закончите на лучшем черновике.',
  },
  'model-refused': {
    what: 'Языковая модель отказалась отвечать: её не устраивает содержание запроса.',
    wayOut: 'Отмените статью и закажите её другими словами.',
    withDraft: 'Закончите на лучшем черновике или отмените статью и закажите её другими словами.',
  },
  'model-context-exceeded': {
    what: 'Статья вместе с замечаниями стала слишком длинной для языковой модели.',
    wayOut: 'Отмените статью и закажите её покороче.',
    withDraft: 'Закончите на лучшем черновике или отмените статью и закажите её покороче.',
  },
  'model-request-refused': {
    what: 'Языковая модель не понимает запросов Copydesk.',
    wayOut: 'Сообщите тому, кто обслуживает Copydesk, затем повторите.',
    withDraft: 'Сообщите тому, кто обслуживает Copydesk, затем повторите. Или закончите на лучшем черновике.',
  },
  'model-answer-unusable': {
    what: 'Языковая модель отвечает, но не в том виде, который нужен, даже когда ей указали на ошибку.',
    wayOut: 'Повторите. Если не поможет, попросите того, кто обслуживает Copydesk, выбрать другую модель.',
  },
  timeout: {
    what: 'Работа заняла больше времени, чем разрешено в настройках.',
    wayOut: 'Повторите. Если не поможет, попросите того, кто обслуживает Copydesk, дать больше времени.',
  },
  'storage-unavailable': {
    what: 'База данных недоступна.',
    wayOut: 'Попросите того, кто обслуживает Copydesk, проверить её, затем повторите. Всё сохранённое на месте.',
  },
  'key-missing': {
    what: 'Тексты этой статьи хранятся в зашифрованном виде, а ключа к ним у Copydesk нет.',
    wayOut:
      'Попросите того, кто обслуживает Copydesk, вернуть ключ (какой — видно в журнале), затем повторите. Ничего не потеряно.',
  },
  'delivery-refused': {
    what: 'Писать в этот чат Copydesk нельзя.',
    wayOut: 'Проверьте, что Copydesk — участник чата и может в нём писать, затем повторите.',
  },
  internal: {
    what: 'Сломалось то, что не должно ломаться: это ошибка в самом Copydesk.',
    wayOut: 'Повторите. Если не поможет, сообщите тому, кто обслуживает Copydesk: подробности есть в журнале.',
  },
};

export const failures: typeof english = {
  heading: (step: FailureRecord['step']): string => headings[step],
  words(code: string, { hasDraft }: { readonly hasDraft: boolean }): FailureWords {
    const {
      what,
      wayOut,
      withDraft = wayOut,
    } = Object.hasOwn(codes, code) ? codes[code as FailureCode] : codes.internal;
    return { what, wayOut: hasDraft ? withDraft : wayOut };
  },
};
