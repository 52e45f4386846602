import { describe, expect, it } from 'vitest';
import { differencesBetween, faultsOf } from '../../../src/agents/translation/differences.ts';

const TEXT = `## The pull of the Moon

Twice a day, since 1867, the water rises by 16.3 metres [e1], as **Newton** knew [e2][e1].[^1] See [the table](https://tides.example/table) and https://noaa.example.

- The Moon: 1,500 km
- The Sun

| When | What |
|---|---|
| 15:00 | 2.5 million tonnes |

\`\`\`sh
tide --at 3pm # now
\`\`\`

> A tide is no hill of water.

[^1]: In 1687.
`;

const TRANSLATION = `## Как притягивает Луна

Дважды в день с 1867 года вода поднимается на 16,3 метра [e1], как знал ещё **Ньютон** [e2][e1].[^1] Вот [таблица](https://tides.example/table) и https://noaa.example.

- Луна: 1500 км
- Солнце

| Когда | Что |
|---|---|
| 3 часа дня | 2,5 млн тонн |

\`\`\`sh
tide --at 3pm # now
\`\`\`

> Прилив — не холм из воды.

[^1]: В 1687 году.
`;

const of = (text: string, translation: string) =>
  differencesBetween(text, translation).map(({ kind, missing, added }) => [kind, missing, added]);

describe('differencesBetween', () => {
  it('finds none where only the words are others', () => {
    expect(of(TEXT, TRANSLATION)).toEqual([]);
    expect(of('', '')).toEqual([]);
  });

  it.each([
    ['a heading of another level', '## Как', '### Как', ['structure', ['h2'], ['h3']]],
    ['an item that is gone', '- Солнце\n', '', ['structure', ['ul2', 'p'], ['ul1']]],
    ['two paragraphs made of one', ' Вот [', '\n\nВот [', ['structure', [], ['p']]],
    ['another year', '1867', '1876', ['numbers', ['1867'], ['1876']]],
    ['a decimal that slipped', '16,3', '163', ['numbers', ['16.3'], ['163']]],
    ['a number that is left out', ' с 1867 года', '', ['numbers', ['1867'], []]],
    ['a number that has come in', 'Солнце', 'Солнце в 1900', ['numbers', [], ['1900']]],
    [
      'a link that is gone',
      '[таблица](https://tides.example/table)',
      'таблица',
      ['links', ['https://tides.example/table'], []],
    ],
    ['a link elsewhere', 'noaa.example', 'noaa.test', ['links', ['https://noaa.example'], ['https://noaa.test']]],
    ['a note that is cited once less', '[e2][e1]', '[e2]', ['citations', ['e1'], []]],
    ['a note of another number', '[e2]', '[e3]', ['citations', ['e2'], ['e3']]],
    ['code that was translated', '# now', '# сейчас', ['code', ['tide --at 3pm # now'], ['tide --at 3pm # сейчас']]],
  ])('finds %s', (_, from, to, difference) => {
    expect(TRANSLATION).toContain(from);
    expect(of(TEXT, TRANSLATION.replace(from, to))).toEqual([difference]);
  });

  it('takes a small number for the same as its word, unless another one has come in for it', () => {
    expect(of('It takes 3 days.', 'Es dauert drei Tage.')).toEqual([]);
    expect(of('It takes three days.', 'Es dauert 3 Tage.')).toEqual([]);
    expect(of('It takes 3 days.', 'Es dauert 4 Tage.')).toEqual([['numbers', ['3'], ['4']]]);
  });

  it.each([
    ['1,234,567 people', '1.234.567 Menschen'],
    ['1,234 people', '1 234 человека'],
    ['0.50 euros', '0,5 Euro'],
    ['1.5 million people', '150万人'],
    ['300 million people', '3億人'],
    ['at 3 pm', 'um 15:00 Uhr'],
    ['at 3:05 pm', 'в 15:05'],
    ['in the 1990s', 'в 1990-е годы'],
    ['the 21st', '21-й'],
    ['12 metres', '१२ मीटर'],
  ])('reads the numbers of “%s” and “%s” as the same', (text, translation) => {
    expect(of(text, translation)).toEqual([]);
  });

  it('looks at the order of what a text is built of', () => {
    expect(of('> A\n\nB', 'A\n\n> B')).toEqual([['structure', ['blockquote'], ['p']]]);
  });

  it('tells a bounded part of what differs', () => {
    const numbers = Array.from({ length: 50 }, (_, at) => String(1000 + at)).join(' and ');
    const [difference] = differencesBetween(numbers, 'nichts');
    expect(difference?.missing).toHaveLength(10);
  });
});

describe('faultsOf', () => {
  it('names kinds, numbers and notes, and never an address or words', () => {
    const faults = faultsOf(
      differencesBetween(TEXT, TRANSLATION.replace('1867', '1876').replace('noaa.example', 'evil.example')),
    );
    expect(faults).toEqual([
      { code: 'differs-in-links', words: expect.stringContaining('1 are missing and 1 are not in the original') },
      { code: 'differs-in-numbers', words: expect.stringContaining('missing 1867, added 1876') },
    ]);
    expect(JSON.stringify(faults)).not.toContain('.example');
  });
});
