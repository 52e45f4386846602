import type { web as english } from '../en/web.ts';

export const web: typeof english = {
  invalid: 'В запросе что-то не так; что именно, сказано в «errors».',
  malformed: 'Запрос не читается. Отправьте JSON с типом содержимого application/json.',
  tooLarge: 'Запрос больше, чем разрешено.',
  notSignedIn:
    'По этому токену или сеансу никто не известен — или уже не известен. Войдите снова или попросите новый токен.',
  scopeMissing: (scope) => `Этому токену такое не разрешено: у него нет области ${scope}.`,
  notFound: 'По этому адресу ничего нет.',
  broken: 'Что-то сломалось у нас; подробности в журнале. Попробуйте ещё раз.',
  noSuchDraft: (version) => `У этой статьи нет черновика ${version}.`,
  notes: { notes: 'Примечания', back: 'Назад к сноске' },
};
