import { isOver } from '../../protocol/article.ts';
import type { translations as english } from '../en/translations.ts';
import { format } from './words.ts';

export const translations: typeof english = {
  begun: (topic, language, articleId) =>
    `Приняли в работу перевод: ${topic} → ${format.languageName(language)} (статья ${articleId}). Обсуждение и решение у него свои.`,
  what: (example) =>
    `Назовите, пожалуйста, готовую статью и язык, например: ${example}. В обсуждении самой статьи номер можно не писать.`,
  unknownTongue: (typed) =>
    `Языка «${typed}» не нашлось. Напишите, пожалуйста, его название или код: немецкий, German, de, pt-BR.`,
  none: 'Эта статья — не перевод.',
  ownTongue: (language) => `Статья уже на этом языке (${format.languageName(language)}).`,
  notTranslatable: (stage) =>
    isOver(stage)
      ? 'Эта статья не вышла, переводить нечего.'
      : 'Эта статья ещё не готова. Перевести её можно будет, когда она выйдет.',
  underWay: (language, articleId, byName) =>
    `Перевод (${format.languageName(language)}) уже в работе, его заказали до вас: ${byName}, статья ${articleId}.`,
  there: (language, title, articleId) =>
    `Перевод (${format.languageName(language)}) уже есть и не устарел: «${title}», статья ${articleId}.`,
  of: (from, into, edition) =>
    `Перевод: ${format.languageName(from)} → ${format.languageName(into)}${edition > 1 ? `, издание ${edition}` : ''}`,
  original: (title) => `Оригинал: «${title}»`,
  originalIs: (language, edition) => `${format.languageName(language)}${edition > 1 ? `, издание ${edition}` : ''}`,
  stale: (of, newer) => `Устарел: переведено издание ${of}, а у оригинала уже вышло издание ${newer}.`,
  way: {
    translating: { to: 'оригинал', is: (place) => `С чего переводим: ${place}` },
    'translation-begun': { to: 'перевод', is: (place) => `Обсуждение у него своё: ${place}` },
    'source-renewed': { to: 'новое издание', is: (place) => `Что вышло: ${place}` },
  },
};
