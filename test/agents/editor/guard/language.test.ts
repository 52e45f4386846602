import { describe, expect, it } from 'vitest';
import { readDictionary } from '../../../../src/agents/editor/guard/dictionary.ts';
import { loadLanguage } from '../../../../src/agents/editor/guard/language.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a dictionary', () => {
  const small = readDictionary(
    {
      aff: bytes(
        'SET UTF-8\nPFX U Y 1\nPFX U 0 un .\nSFX S Y 2\nSFX S y ies [^aeiou]y\nSFX S 0 s [^sxzhy]\nSFX D Y 1\nSFX D 0 d e\n',
      ),
      dic: bytes('3\nfactory/S\nseal/SU\nmove/SD\n'),
    },
    'S',
  );

  it('knows words, their forms and their prefixes, and nothing else', () => {
    for (const word of ['factory', 'factories', 'seal', 'unseal', 'moved']) expect(small.has(word)).toBe(true);
    for (const word of ['factorys', 'unfactory', 'seald', '', 'un']) expect(small.has(word)).toBe(false);
  });

  it('takes only grammatical endings for forms of one word', () => {
    expect([...small.stems('factories')]).toEqual(['factory']);
    expect([...small.stems('moved')]).toEqual([]);
  });

  it.each([
    ['en', ['rises', 'unhappy', 'NASA'], ['teh', 'recieve', 'alot']],
    ['ru', ['растёт', 'закону', 'Москве'], ['карова', 'чуство', 'закону́']],
  ] as const)('is there for %s', async (tag, known, unknown) => {
    const { dictionary } = await loadLanguage(tag);
    for (const word of known) expect(dictionary?.has(word)).toBe(true);
    for (const word of unknown) expect(dictionary?.has(word)).toBe(false);
  });
});

describe('a language', () => {
  it('is the same for every region, and without words where nobody knows it', async () => {
    expect(await loadLanguage('en-GB')).toBe(await loadLanguage('en'));
    // Or whoever names one after the other fills the memory.
    expect(await loadLanguage('xx')).not.toBe(await loadLanguage('xx'));
    expect((await loadLanguage('auto')).classes.size).toBe(0);
  });

  it('reads months with their capitals, numbers and units in their forms', async () => {
    const [en, ru] = [await loadLanguage('en'), await loadLanguage('ru')];
    expect([en.monthOf('May'), en.monthOf('may'), ru.monthOf('мая'), ru.monthOf('сентябрём')]).toEqual([
      5,
      undefined,
      5,
      9,
    ]);
    expect([en.numberOf('seven'), ru.numberOf('семью'), ru.numberOf('миллионов')]).toEqual([7, 7, 1e6]);
    expect([en.unitOf('kilometres', 0), ru.unitOf('километров', 0), ru.unitOf('рублейи', 6)]).toEqual([
      'km',
      'km',
      undefined,
    ]);
  });
});
