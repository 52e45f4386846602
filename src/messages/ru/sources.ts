import { countSupport } from '../../protocol/evidence.ts';
import type { sources as english } from '../en/sources.ts';
import { format } from './words.ts';

export const sources: typeof english = {
  heading: 'Источники',
  summary({ read, failed }) {
    const all = read.length + failed.filter(({ fault }) => fault !== 'search-failed').length;
    if (all === 0) return 'Источников, которые можно прочитать, нет.';
    return `Прочитано источников: ${format.number(read.length)} из ${format.number(all)}.`;
  },
  notes: (count) => format.count(count, { one: 'выписка', few: 'выписки', many: 'выписок' }),
  found: 'найден поиском',
  handedIn: 'присланный текст',
  failed: (source, fault) =>
    fault === 'search-failed' ? sources.faults[fault] : `Не удалось прочитать ${source}: ${sources.faults[fault]}`,
  faults: {
    'not-an-address': 'это не веб-адрес',
    credentials: 'в адресе указаны имя или пароль',
    'port-refused': 'обращаться к этому порту нельзя',
    'private-address': 'адрес ведёт во внутреннюю сеть',
    robots: 'robots.txt сайта это запрещает',
    'too-many-redirects': 'слишком много перенаправлений',
    'not-found': 'такой страницы нет',
    forbidden: 'страница открыта только после входа или оплаты',
    'bad-status': 'сервер ответил ошибкой',
    'timed-out': 'сервер отвечал слишком долго',
    'too-large': 'страница слишком большая',
    'unreadable-type': 'прочитать это невозможно',
    empty: 'на странице нет текста',
    unreachable: 'сервер недоступен',
    'file-gone': 'файл больше не хранится; пришлите его, пожалуйста, ещё раз',
    'nothing-in-it': 'о теме там ничего не нашлось',
    'search-failed': 'Поиск не дал ничего полезного.',
  },

  file: {
    kinds: (name) => `Файл ${name} не принят: источником может быть .md, .txt, .pdf или .docx.`,
    tooLarge: (name, megabytes) => `Файл ${name} не принят: он больше ${format.number(megabytes)} МБ.`,
    empty: (name) => `Файл ${name} не принят: он пуст.`,
    unreachable: (name) => `Файл ${name} не принят: его не удалось получить. Пришлите его, пожалуйста, ещё раз.`,
    notText: (name) => `Файл ${name} ничего не изменил: это не текст в UTF-8 и не документ Word (.docx).`,
    tooMany: (most) =>
      `Не принято: за один раз можно прислать не больше ${format.count(most, { one: 'файла', many: 'файлов' })}.`,
  },

  none: 'Без источников: для статьи ничего не читали, и ссылок в ней нет.',
  nothingCited: 'Статья не ссылается ни на один из своих источников.',
  notJudged: 'Никто не проверял, подтверждают ли источники написанное.',
  support(report) {
    const { supported, partly, not } = countSupport(report);
    const cited = format.count(report.sentences.length, {
      one: 'предложение ссылается',
      few: 'предложения ссылаются',
      many: 'предложений ссылаются',
    });
    return `На источники ${cited}: подтверждается ${format.number(supported)}, частично — ${format.number(partly)}, не подтверждается ${format.number(not)}`;
  },
  verdicts: { partly: 'Подтверждается частично', not: 'Источник этого не подтверждает' },
};
