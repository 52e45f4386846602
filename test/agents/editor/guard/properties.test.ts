import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guardEdit } from '../../../../src/agents/editor/guard/guard-edit.ts';
import { loadLanguage } from '../../../../src/agents/editor/guard/language.ts';

const RUNS = { numRuns: 80 };
/** What each language's sentences are made of, and what weighs in them. */
const MATERIAL = {
  en: {
    plain:
      'tide moon water port ship gauge engineer coast bridge report people wave storm harbour morning measures watches shows moves'.split(
        ' ',
      ),
    weighty: [
      ['not', 'never', 'without', 'hardly', 'no'],
      ['may', 'might', 'reportedly', 'perhaps', 'about'],
      ['rises', 'falls', 'more', 'less', 'before', 'after', 'higher', 'lower'],
      ['5 km', '6 km', '7 miles', '12 %', '1,500 people', 'twenty ships', '3.5 m'],
      ['2024-05-01', '2 May 2024', 'June 1, 2023', '1998'],
      ['“deep sea”', '“high water”', '“slack tide”'],
      ['[here](https://example.org/a)', '[here](https://example.org/b)', 'https://example.org/c'],
      ['Smith', 'Jones', 'Fundy', 'NASA'],
      ['`npm start`', '`npm test`'],
    ],
  },
  ru: {
    plain:
      'прилив луна вода порт корабль инженер берег мост доклад волна шторм гавань утро измеряет наблюдает показывает движет'.split(
        ' ',
      ),
    weighty: [
      ['не', 'никогда', 'без', 'вряд', 'нет'],
      ['может', 'возможно', 'якобы', 'вероятно', 'около'],
      ['растёт', 'падает', 'больше', 'меньше', 'раньше', 'позже', 'выше', 'ниже'],
      ['5 км', '6 км', '7 миль', '12 %', '1 500 человек', 'двадцать судов', '3,5 м'],
      ['2024-05-01', '2 мая 2024 года', '1 июня 2023 г.', '1998'],
      ['«глубокое море»', '«высокая вода»', '«малая вода»'],
      ['[тут](https://example.org/a)', '[тут](https://example.org/b)', 'https://example.org/c'],
      ['Иванов', 'Петров', 'Лондон', 'ООН'],
      ['`npm start`', '`npm test`'],
    ],
  },
} as const;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const sentence = (words: readonly string[]): string => `${capital(words.join(' '))}.`;

describe.each(Object.entries(MATERIAL))('the guard, in any sentence (%s),', (tag, { plain, weighty }) => {
  const words = fc.array(fc.constantFrom(...plain), { minLength: 4, maxLength: 12 });
  /** Where something may stand without beginning the sentence. */
  const place = fc.nat().map((at) => (length: number) => 1 + (at % (length - 1)));
  const group = fc.constantFrom(...weighty);
  const item = group.chain((all) => fc.constantFrom<string>(...all));
  const others = fc.array(words.map(sentence), { maxLength: 3 });

  /** Among sentences that stay as they are. */
  const text = (before: readonly string[], one: string, after: readonly string[]): string =>
    [...before, one, ...after].join(' ');

  it('lets nothing go that weighs, and nothing come', async () => {
    const language = await loadLanguage(tag);
    fc.assert(
      fc.property(words, place, item, others, others, (base, at, weight, before, after) => {
        const without = text(before, sentence(base), after);
        const having = text(before, sentence(base.toSpliced(at(base.length), 0, weight)), after);
        expect(guardEdit(having, without, language).text).toBe(having);
        expect(guardEdit(without, having, language).text).toBe(without);
      }),
      RUNS,
    );
  });

  it('lets nothing that weighs be changed for another', async () => {
    const language = await loadLanguage(tag);
    const two = group.chain((all) => fc.uniqueArray(fc.constantFrom<string>(...all), { minLength: 2, maxLength: 2 }));
    fc.assert(
      fc.property(words, place, two, others, others, (base, at, [one = '', other = ''], before, after) => {
        const [approved, edited] = [one, other].map((weight) =>
          text(before, sentence(base.toSpliced(at(base.length), 0, weight)), after),
        );
        expect(guardEdit(approved ?? '', edited ?? '', language).text).toBe(approved);
      }),
      RUNS,
    );
  });

  it('lets no two of what weighs change places', async () => {
    const language = await loadLanguage(tag);
    const two = fc.uniqueArray(item, { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(words, two, (base, [one = '', other = '']) => {
        const [approved, edited] = [
          [one, other],
          [other, one],
        ].map(([first = '', second = '']) => sentence([base[0] ?? '', first, ...base.slice(1), second, base[0] ?? '']));
        expect(guardEdit(approved ?? '', edited ?? '', language).text).toBe(approved);
      }),
      RUNS,
    );
  });

  it('lets no sentence be dropped, added or moved', async () => {
    const language = await loadLanguage(tag);
    const many = fc.uniqueArray(words.map(sentence), { minLength: 3, maxLength: 8 });
    fc.assert(
      fc.property(many, fc.nat(), fc.constantFrom(' ', '\n\n'), (sentences, at, gap) => {
        const fewer = sentences.toSpliced(at % sentences.length, 1).join(gap);
        const moved = [...sentences.slice(1), sentences[0]].join(gap);
        const whole = sentences.join(gap);
        expect(guardEdit(whole, fewer, language).text).toBe(whole);
        expect(guardEdit(fewer, whole, language).text).toBe(fewer);
        expect(guardEdit(whole, moved, language).text).toBe(whole);
      }),
      RUNS,
    );
  });

  /** Of one sentence, or of all of them. */
  const TYPOGRAPHY: readonly ((one: string) => string)[] = [
    (one) => one.replaceAll(' ', '  '),
    (one) => one.replaceAll(' ', '\n'),
    (one) => one.replace(' ', ', '),
    (one) => one.replace(/\.$/, '!'),
    (one) => one.replace(/\.$/, '…'),
    (one) => one.replaceAll(/[“”«»]/g, '"'),
    (one) => one.replace(/^(\S+)/, '**$1**'),
    (one) => `*${one}*`,
    (one) => one.toLowerCase(),
  ];

  it('lets pass whatever is only typography', async () => {
    const language = await loadLanguage(tag);
    const harmless = item.filter(
      (weight) => !/\p{Lu}|^(?:not?|never|hardly|without|не|нет|никогда|без|вряд)$/u.test(weight),
    );
    fc.assert(
      fc.property(words, place, harmless, fc.constantFrom(...TYPOGRAPHY), others, (base, at, weight, set, before) => {
        const approved = text(before, sentence(base.toSpliced(at(base.length), 0, weight)), []);
        const edited = text(before, set(sentence(base.toSpliced(at(base.length), 0, weight))), []);
        const guarded = guardEdit(approved, edited, language);
        expect(guarded).toMatchObject({ text: edited, proposals: [] });
      }),
      RUNS,
    );
  });

  it('makes of any two texts one in which every sentence is as approved or passed, and of the result itself', async () => {
    const language = await loadLanguage(tag);
    const any = fc
      .array(
        fc.oneof(
          fc.constantFrom(...plain),
          item,
          fc.string({ maxLength: 8 }),
          fc.constantFrom('\n\n', '\n- ', '. ', '**', '`', '# ', '| ', '"', '> '),
        ),
        { maxLength: 40 },
      )
      .map((parts) => parts.join(' '));
    fc.assert(
      fc.property(any, any, (approved, edited) => {
        const { text: result, changes } = guardEdit(approved, edited, language);
        if (
          changes.length === 0 &&
          result.replaceAll(/[\s\p{P}\p{S}\p{Nd}]/gu, '') !== approved.replaceAll(/[\s\p{P}\p{S}\p{Nd}]/gu, '')
        )
          expect(result).toBe(approved);
        expect(guardEdit(approved, approved, language)).toEqual({ text: approved, changes: [], proposals: [] });
        expect(guardEdit(result, result, language).text).toBe(result);
      }),
      RUNS,
    );
  });
});

describe('the guard, in any text', () => {
  const LONG = 100_000;
  const long = (piece: string, chars: number): string => piece.repeat(Math.ceil(chars / piece.length)).slice(0, chars);

  it.each([
    ['words without an end', 'alpha beta gamma ', 'alpha gamma beta '],
    ['marks of quotations', '"', '“'],
    ['what opens and never closes', '“a ', '“a  '],
    ['apostrophes', " 'a", ' ‘a'],
    ['sentences of one word', 'A. ', 'B. '],
    ['sentences in another order', 'Aa bb. Cc dd. ', 'Cc dd. Aa bb. '],
    ['articles', 'the ', 'the, a '],
    ['numbers', '1 000 ', '1,000 '],
    ['written numbers', 'hundred thousand and ', 'thousand hundred and '],
    ['dates', 'May 1 ', '1 May '],
    ['one long word', 'a', 'b'],
    ['headings', '# A\n\n', '# B\n\n'],
    ['phrases', 'to ', 'in order to '],
    ['brackets', '[a](b', '[a] (b'],
  ])('takes no time that grows faster than the text: %s', async (_name, one, other) => {
    const language = await loadLanguage('en');
    const seconds = (chars: number): number => {
      const start = process.cpuUsage();
      guardEdit(long(one, chars), long(other, chars), language);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1e6;
    };
    // Four times the text; what is quadratic takes sixteen times as long. A tenth of a second is what a machine does besides.
    const isFaster = (): boolean => seconds(LONG) >= 8 * Math.max(seconds(LONG / 4), 0.1);
    // Twice: what grows does so each time, and what a busy machine adds it does not.
    expect(isFaster() && isFaster()).toBe(false);
  });
});
