import { describe, expect, it } from 'vitest';
import { loadLanguage } from '../../../../src/agents/editor/guard/language.ts';
import { readUnits } from '../../../../src/agents/editor/guard/read-units.ts';
import { tokensOf } from '../../../../src/agents/editor/guard/tokens.ts';

async function read(tag: string, text: string): Promise<readonly string[]> {
  const language = await loadLanguage(tag);
  return readUnits(text, language).map((unit) =>
    tokensOf(unit, language)
      .map(({ kind, key, isQuoted }) => `${kind === 'word' ? '' : `${kind}:`}${key}${isQuoted ? '"' : ''}`)
      .join(' '),
  );
}

describe('a sentence as it is compared', () => {
  it.each([
    ['en', 'It is 5 km, 5-kilometre, five kilometers.', 'it is number:n5 unit:km number:n5 unit:km number:n5 unit:km'],
    ['en', 'In all 1,000, 1 000 and 1.1 million.', 'in all number:n1000 number:n1000 and number:n1100000'],
    ['en', 'Two hundred and five of twenty-one.', 'number:n205 of number:n21'],
    [
      'en',
      'On 2024-05-01, May 1, 2024 and the 1st of May.',
      'on date:d2024-05-01 date:d2024-05-01 and the date:d--05-01',
    ],
    ['en', "Don't, can't, it's.", "do not can not it 's"],
    ['en', 'He said “yes, sir” once.', 'he said yes" sir" once'],
    [
      'en',
      'See [it](https://a.org/b) and `npm start`[^1].\n\n[^1]: x',
      'see it link:https://a.org/b  and code:npm code:start note:1',
    ],
    ['ru', 'С 1 мая 2024 года и 01.05.2024.', 'с date:d2024-05-01 и date:d2024-05-01'],
    ['ru', 'Там 1,5 млн рублей и 200 г соли.', 'там number:n1500000 unit:₽ и number:n200 unit:g соли'],
    ['de', 'Am 1. Mai 2024 um 12:30.', 'am date:d2024-05-01 um number:n12:30'],
    ['ar', 'العدد ١٢.', 'العدد number:n12'],
  ])('is read (%s): %s', async (tag, text, tokens) => {
    expect((await read(tag, text))[0]).toBe(tokens);
  });

  it('ends where it ends: not within a quotation, a link or an emphasis, nor behind an abbreviation', async () => {
    expect(await read('en', 'Dr. Smith said “No. Never.” twice. He *went. And* came.')).toHaveLength(2);
    expect(await read('ru', 'В г. Москве, ул. Ленина. Он там.')).toHaveLength(2);
  });

  it('is a heading, an item or a cell, too', async () => {
    expect(await read('en', '# A b\n\n- c d\n- e\n\n> f\n\n| g | h |\n|---|---|\n| i | |')).toEqual([
      'a b',
      'c d',
      'e',
      'f',
      'g',
      'h',
      'i',
    ]);
  });
});
