import { describe, expect, it } from 'vitest';
import { OPERATOR } from '../../../src/protocol/actor.ts';
import { notingAudit } from '../../support/no-audit.ts';
import type { AdoptedRule } from '../../../src/storage/style-store.ts';
import { listRules, parseRuleName, removeRule } from '../../../worker/style/rules.ts';

const RULE: AdoptedRule = {
  articleId: '7k3m9x2c4p0qrstv',
  number: 1,
  place: 'slack:T024BE7LH',
  language: 'en',
  ours: 'e-mail',
  others: ['email'],
  times: 3,
  byNames: ['Ann'],
  byName: 'Ben',
  at: '2026-11-23T14:07:00.000Z',
};

function open(rules: readonly AdoptedRule[]) {
  const printed: string[] = [];
  const style = {
    adopted: async () => rules,
    remove: async (articleId: string, number: number) =>
      rules.some((rule) => rule.articleId === articleId && rule.number === number),
  };
  const audit = notingAudit();
  return { printed, audit, options: { style, audit, by: OPERATOR, print: (line: string) => void printed.push(line) } };
}

describe('npm run style', () => {
  it('lists what holds: where, what, who and when, by a name that it takes', async () => {
    const { printed, options } = open([RULE]);
    expect(await listRules(options)).toBe(0);
    expect(printed).toEqual([
      '7k3m9x2c4p0qrstv/1  slack:T024BE7LH  en  e-mail  not email  (Ben, 2026-11-23T14:07:00.000Z)',
    ]);
    expect(parseRuleName(printed[0]?.split(' ')[0] ?? '')).toEqual({ articleId: RULE.articleId, number: 1 });
    const none = open([]);
    expect([await listRules(none.options), none.printed]).toEqual([0, ['Nobody has adopted a rule.']]);
  });

  it('says whether it took one out', async () => {
    const { printed, audit, options } = open([RULE]);
    expect(await removeRule({ ...options, name: { articleId: RULE.articleId, number: 1 } })).toBe(0);
    expect(await removeRule({ ...options, name: { articleId: RULE.articleId, number: 2 } })).toBe(1);
    expect(printed).toEqual([
      '7k3m9x2c4p0qrstv/1 holds no more. Texts that are there stay as they are.',
      'There is no rule 7k3m9x2c4p0qrstv/2 that holds.',
    ]);
    expect(audit.noted).toEqual([{ act: 'style-remove', by: OPERATOR, articleId: RULE.articleId, about: 'rule:1' }]);
  });

  it.each(['', '7k3m9x2c4p0qrstv', '7k3m9x2c4p0qrstv/0', '7k3m9x2c4p0qrstv/1/2', 'il3m9x2c4p0qrstv/1'])(
    'takes “%s” for no name',
    (typed) => {
      expect(parseRuleName(typed)).toBeUndefined();
    },
  );
});
