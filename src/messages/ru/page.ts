import type { page as english } from '../en/page.ts';
import { views } from './views.ts';

export const page: typeof english = {
  ...views,
  skip: 'К тексту',
  loading: 'Секунду…',
  dismiss: 'Скрыть',
  close: 'Закрыть',
  tryAgain: 'Попробовать ещё раз',
  language: 'Язык страницы',
  theme: { label: 'Цвета', auto: 'Как в системе', light: 'Светлые', dark: 'Тёмные' },
  noScript: 'Этой странице нужен JavaScript. Всё, что она показывает, есть и в чате, и по адресу /docs.',
  signIn: {
    title: 'Кто вы?',
    how: 'В этом браузере вас пока не знают — или уже забыли. В Slack или Telegram нажмите «Открыть в браузере» под статьёй, а на машине, где работает Copydesk, откройте адрес, который напечатал «npm start».',
  },
  nothingHere: { title: 'Здесь ничего нет', text: 'Страницы с таким адресом нет.' },
  article: {
    gone: 'Эту статью вам больше нельзя смотреть.',
    views: { label: 'Что показать', text: 'Текст', compare: 'Изменения', ledger: 'Замечания', thread: 'Лента' },
    writing: 'Пишется прямо сейчас. Это ещё не черновик.',
    compare: {
      from: 'Раньше',
      to: 'Позже',
      kinds: { same: 'без изменений', changed: 'изменено', added: 'новое', removed: 'убрано' },
      beginning: 'Начало',
      sameText: 'Тексты одинаковые.',
    },
    ledger: {
      none: 'Пока никто ни о чём не просил.',
      done: 'Сделано',
      open: 'Не сделано',
      pending: 'Пока ничего не сделано',
      comments: 'Замечания людей',
      suggestions: 'Предложения рецензента',
    },
    threadEmpty: 'Статья пока ничего не сказала.',
    sources: 'Источники',
    notes: {
      title: 'Утверждения и доказательства',
      fromMemory: 'по памяти модели',
      citation: (number, verdict) => {
        const source = number === undefined ? 'Источник' : `Источник ${number}`;
        if (verdict === undefined) return source;
        return `${source} ${{ supported: 'это подтверждает', partly: 'подтверждает это отчасти', not: 'этого не говорит' }[verdict]}`;
      },
      weakness: 'Рецензент возражает',
      suggestion: 'Рецензент предлагает',
      comment: (byName, done) => (done === undefined ? byName : done ? `${byName}: сделано` : `${byName}: не сделано`),
      show: 'Показать в тексте',
    },
    drafts: 'Черновики',
    current: 'на решении',
    noDraft: 'Черновиков пока нет. Первый появится здесь, как только будет написан.',
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
