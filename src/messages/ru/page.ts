import type { page as english } from '../en/page.ts';

export const page: typeof english = {
  skip: 'К тексту',
  loading: 'Секунду…',
  dismiss: 'Скрыть',
  close: 'Закрыть',
  tryAgain: 'Попробовать ещё раз',
  language: 'Язык страницы',
  theme: { label: 'Цвета', auto: 'Как в системе', light: 'Светлые', dark: 'Тёмные' },
  noScript: 'Этой странице нужен JavaScript. Всё, что она показывает, есть и в чате, и по адресу /docs.',
  home: {
    signedIn: (name) => `Вы вошли как ${name}.`,
  },
  signIn: {
    title: 'Кто вы?',
    how: 'В этом браузере вас пока не знают — или уже забыли. В Slack или Telegram нажмите «Открыть в браузере» под статьёй, а на машине, где работает Copydesk, откройте адрес, который напечатал «npm start».',
  },
  nothingHere: { title: 'Здесь ничего нет', text: 'Страницы с таким адресом нет.' },
  article: {
    away: 'Copydesk пока не отвечает. То, что вы видите, могло устареть; связь восстановится сама.',
    scores: (scores, goal) => `Оценки: ${scores.join('; ')}. Цель — ${goal}.`,
    sayWhy: { 'request-changes': 'Что изменить?', reject: 'Почему?' },
  },
  problems: {
    offline:
      'Copydesk не отвечает. Всё, что вы набрали, на месте: проверьте связь и попробуйте ещё раз — отправленное дважды засчитывается один раз.',
    unsaid: (status) => `Сделать это не получилось (ошибка ${status}). Попробуйте ещё раз.`,
  },
};
