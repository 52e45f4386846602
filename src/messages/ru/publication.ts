import type { Published, PublishFailureCode } from '../../protocol/publication.ts';
import type { publication as english } from '../en/publication.ts';
import type { FailureWords } from '../failure-code.ts';

const made: Readonly<
  Record<Published['made'], { readonly title: string; readonly open: string; readonly next?: string }>
> = {
  draft: {
    title: 'черновик создан',
    open: 'Открыть черновик',
    next: 'Читатели его не увидят, пока кто-нибудь не опубликует.',
  },
  post: { title: 'опубликовано', open: 'Открыть публикацию' },
  page: { title: 'опубликовано', open: 'Открыть публикацию' },
  'pull-request': {
    title: 'открыт пул-реквест',
    open: 'Открыть пул-реквест',
    next: 'Статья выйдет, когда его примут.',
  },
  file: { title: 'файл сохранён', open: 'Открыть файл' },
  message: { title: 'передано', open: 'Открыть' },
};

const failures: Readonly<Record<PublishFailureCode, FailureWords>> = {
  unauthorized: {
    what: 'Наш ключ не принят.',
    wayOut: 'Попросите того, кто обслуживает Copydesk, задать новый ключ, затем повторите.',
  },
  forbidden: {
    what: 'Нашему ключу не разрешено там публиковать.',
    wayOut: 'Попросите того, кто обслуживает Copydesk, дать ключу право на запись, затем повторите.',
  },
  'not-found': {
    what: 'Указанного в настройках сайта, репозитория или папки нет, либо наш ключ их не видит.',
    wayOut: 'Попросите того, кто обслуживает Copydesk, проверить адрес в config/publish.yaml, затем повторите.',
  },
  conflict: {
    what: 'Кто-то раз за разом менял то же самое одновременно с нами.',
    wayOut: 'Повторите, когда там никто не работает.',
  },
  rejected: {
    what: 'В таком виде статью там не принимают.',
    wayOut:
      'Причина указана в ответе. Попросите того, кто обслуживает Copydesk, проверить настройки с обеих сторон, затем повторите.',
  },
  'too-large': {
    what: 'Статья длиннее, чем там принимают.',
    wayOut: 'Закажите издание покороче или опубликуйте её там вручную из файла.',
  },
  'rate-limited': {
    what: 'Пока что наши запросы там больше не принимают: их было слишком много.',
    wayOut: 'Подождите немного и повторите.',
  },
  unavailable: {
    what: 'Сервер недоступен или сообщает о сбое.',
    wayOut: 'Повторите, когда он заработает.',
  },
  timeout: {
    what: 'Сервер не ответил вовремя. Если он всё же успел что-то создать, мы это найдём и второй раз создавать не будем.',
    wayOut: 'Повторите. Если не поможет, попросите того, кто обслуживает Copydesk, увеличить срок (timeout_seconds).',
  },
  'private-address': {
    what: 'Адрес ведёт на эту машину или в её внутреннюю сеть, а туда без разрешения ничего не отправляется.',
    wayOut:
      'Попросите того, кто обслуживает Copydesk, проверить адрес или разрешить его (allow_private_addresses), затем повторите.',
  },
  moved: {
    what: 'Сервер перенаправляет на другой адрес, а ключи мы туда не отправляем.',
    wayOut: 'Попросите того, кто обслуживает Copydesk, указать новый адрес в config/publish.yaml, затем повторите.',
  },
  'unusable-answer': {
    what: 'По этому адресу отвечает не то, что указано в настройках.',
    wayOut: 'Попросите того, кто обслуживает Copydesk, проверить адрес в config/publish.yaml, затем повторите.',
  },
  'not-writable': {
    what: 'Не удалось записать файл.',
    wayOut:
      'Попросите того, кто обслуживает Copydesk, проверить папку, права на неё и свободное место, затем повторите.',
  },
  'newer-edition': {
    what: 'Там уже есть более позднее издание, оно и останется.',
    wayOut: 'Делать ничего не нужно.',
  },
  'no-such-target': {
    what: 'Такого места в настройках больше нет.',
    wayOut: 'Попросите того, кто обслуживает Copydesk, вернуть его в config/publish.yaml, затем повторите.',
  },
  cancelled: { what: 'Публикацию остановил администратор.', wayOut: 'Спросите его почему или повторите.' },
  'storage-unavailable': {
    what: 'База данных недоступна.',
    wayOut: 'Попросите того, кто обслуживает Copydesk, проверить её, затем повторите.',
  },
  internal: {
    what: 'Сломалось то, что не должно было: это ошибка Copydesk.',
    wayOut: 'Повторите. Если не поможет, сообщите тому, кто обслуживает Copydesk: подробности в журнале.',
  },
};

export const publication: typeof english = {
  publishing: (title) => `${title}: публикуется…`,
  published: (title, what) => `${title}: ${made[what].title}`,
  failed: (title) => `${title}: не опубликовано`,
  open: (what) => made[what].open,
  next: (what) => made[what].next,
  updated: (edition) => `Там теперь издание ${edition} вместо прежнего.`,
  again: (time) => `Попытки продолжаются, следующая — в ${time}.`,
  tryingAgain: (byName) => `Пробуем снова по просьбе: ${byName}.`,
  says: 'Ответ сервера:',
  unharmed: 'Статья при этом одобрена и готова.',
  failure: (code) => failures[code],
  answered: (title) => `Публикуем ещё раз: ${title}. За ходом можно следить на карточке.`,
  nothingToRepeat: 'Повторять нечего: статья уже опубликована или публикуется прямо сейчас.',
};
