import { beforeAll, describe, expect, it } from 'vitest';
import { DETECTED_LANGUAGES, type DetectTopicLanguage, loadTopicLanguage } from '../../src/chat/topic-language.ts';

let detect: DetectTopicLanguage;
beforeAll(async () => {
  detect = await loadTopicLanguage();
});

const TOPICS: Readonly<Record<string, readonly string[]>> = {
  en: ['How tides work', 'Why cats purr', 'The history of the Roman Empire', 'Remote work', 'Is 5G safe?'],
  uk: ['Як працюють припливи', 'Чому коти муркочуть', 'Історія Києва', 'Чому варто вчити Kubernetes'],
  ru: [
    'Как устроены приливы',
    'Почему кошки мурлычут',
    'История Москвы',
    'Удалённая работа',
    'Как работает Kubernetes',
  ],
  de: ['Wie Gezeiten funktionieren', 'Warum Katzen schnurren', 'Künstliche Intelligenz im Mittelstand'],
  fr: ['Comment fonctionnent les marées', 'Pourquoi les chats ronronnent', "L'histoire de l'Empire romain"],
  es: ['Cómo funcionan las mareas', 'Por qué ronronean los gatos', 'Inteligencia artificial en España'],
  pt: ['Como funcionam as marés', 'Por que os gatos ronronam', 'Inteligência artificial no Brasil'],
  it: ['Come funzionano le maree', 'Perché i gatti fanno le fusa', "La storia dell'Impero romano"],
  pl: ['Jak działają pływy', 'Dlaczego koty mruczą', 'Praca zdalna'],
  tr: ['Gelgitler nasıl çalışır', 'Kediler neden mırlar', 'Uzaktan çalışma'],
  zh: ['潮汐是如何形成的', '为什么猫会打呼噜', '人工智能'],
  ja: ['潮の満ち引きの仕組み', 'なぜ猫はゴロゴロ言うのか', 'ローマ帝国の歴史'],
  ko: ['조수는 어떻게 작동하는가', '로마 제국의 역사'],
  ar: ['كيف يعمل المد والجزر', 'تاريخ الإمبراطورية الرومانية'],
  bg: ['Защо котките мъркат'],
  nl: ['Waarom katten spinnen'],
  he: ['איך פועלים גאות ושפל'],
  hi: ['ज्वार भाटा कैसे काम करता है'],
};

describe('the language of a topic', () => {
  it.each(Object.entries(TOPICS).flatMap(([language, topics]) => topics.map((topic) => [topic, language] as const)))(
    'of “%s” is %s, whoever asks',
    (topic, language) => {
      for (const spoken of ['en', 'ru'] as const) expect(detect(topic, spoken).language).toBe(language);
    },
  );

  it.each([
    'How tides work',
    'Как устроены приливы',
    'Історія Києва',
    'Wie Gezeiten funktionieren',
    '潮汐是如何形成的',
  ])('of “%s” is no guess', (topic) => {
    expect(detect(topic, 'en').isAssumed).toBe(false);
  });

  it.each(['Kubernetes', 'AI', 'SpaceX', '2026', '', '🙂'])('of “%s” is that of whoever asks, and a guess', (topic) => {
    for (const [spoken, other] of [
      ['ru', 'en'],
      ['en', 'ru'],
    ] as const) {
      const { choices = [], ...told } = detect(topic, spoken);
      expect(told).toEqual({ language: spoken, isAssumed: true });
      // Whatever else it may be, nobody has to type one of those in which the product speaks.
      expect(choices.slice(0, 2)).toEqual([spoken, other]);
      expect(choices.length).toBeLessThanOrEqual(4);
    }
  });

  it('that two languages share is a guess, with what it may be', () => {
    const { language, isAssumed, choices = [] } = detect('Intelligence artificielle', 'ru');
    expect(isAssumed).toBe(true);
    expect(choices).toHaveLength(4);
    expect(choices[0]).toBe(language);
    expect(choices).toEqual(expect.arrayContaining(['fr', 'ru']));
    expect(new Set(choices).size).toBe(4);
  });

  it('is among those that the detector knows', async () => {
    const { eld } = await import('eld/extrasmall');
    eld.setLanguageSubset(false);
    expect(Object.values(eld.info().Languages)).toEqual(expect.arrayContaining([...DETECTED_LANGUAGES]));
  });
});
