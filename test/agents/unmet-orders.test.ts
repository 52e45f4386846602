import { describe, expect, it } from 'vitest';
import { unmetOrders, withUnmet } from '../../src/agents/unmet-orders.ts';
import { cpuMs } from '../support/cpu-ms.ts';

const request = (mustMention: readonly string[], mustAvoid: readonly string[] = []) => ({
  topic: 'Tides',
  language: 'en',
  mustMention,
  mustAvoid,
});

describe('unmetOrders', () => {
  it.each([
    ['The **Moon** pulls.', 'moon', true],
    ['Spring tides are high.', 'spring tide', true],
    ['Spring, and then tides.', 'spring tide', false],
    ['The moonlight is bright.', 'moon', false],
    ['An organic farm.', 'organ', false],
    ['It is written in C++.', 'C++', true],
    ['We say e-mail here.', 'e-mail', true],
    ['Глубже Байкала озёр нет.', 'Байкал', true],
    ['Озером Байкалом гордятся.', 'озеро Байкал', true],
    ['Живут на озере Байкал.', 'озеро Байкал', true],
    ['Дом стоит.', 'домино', false],
    ['В Москве тихо.', 'Москва', true],
    ['潮の満ち引きは月のせいだ。', '満ち引き', true],
    ['潮の満ち引きは月のせいだ。', '太陽', false],
    ['', 'moon', false],
  ])('finds in %j that %j is named: %s', (draft, item, isNamed) => {
    expect(unmetOrders(request([item]), draft, [])).toEqual(isNamed ? [] : [{ kind: 'missing', item }]);
    expect(unmetOrders(request([], [item]), draft, [])).toEqual(isNamed ? [{ kind: 'avoid', item }] : []);
  });

  it('leaves to people what they spoke of later', () => {
    const comments = [{ byName: 'Ann', onVersion: 1, text: 'Take the moon out again' }];
    expect(unmetOrders(request(['moon', 'Sun']), 'Nothing.', comments)).toEqual([{ kind: 'missing', item: 'Sun' }]);
  });

  it('is soon done with the longest draft and the longest order', () => {
    const startedAt = cpuMs();
    const items = Array.from({ length: 20 }, (_, at) => `wort ${'wort '.repeat(30)}${at}`);
    expect(unmetOrders(request(items), 'wort '.repeat(80_000), [])).toHaveLength(20);
    expect(cpuMs() - startedAt).toBeLessThan(5000);
  });
});

describe('withUnmet', () => {
  const critique = { score: 9, strengths: [], weaknesses: ['Dull.'], suggestions: [], factsQuestionable: false };

  it('keeps a draft below the threshold, whatever the critic gave', () => {
    const unmet = [{ kind: 'missing', item: 'Luna' }] as const;
    expect(withUnmet(critique, unmet)).toEqual({ ...critique, score: 6.9, unmet });
    expect(withUnmet({ ...critique, score: 4 }, unmet).score).toBe(4);
  });

  it('changes nothing where all is done', () => {
    expect(withUnmet(critique, [])).toBe(critique);
  });
});
