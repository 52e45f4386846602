import { describe, expect, it } from 'vitest';
import { whom } from '../../src/chat/whom.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import type { ArticlePerson } from '../../src/storage/article-people-store.ts';

const ANN: Actor = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [] };
const KNOWN: readonly ArticlePerson[] = [
  { key: 'slack:T1:U1', name: 'Ann' },
  { key: 'slack:T1:U2', name: 'Ben Lee' },
  { key: 'telegram:7', name: 'Ben Ray' },
  { key: 'slack:T1:U4' },
];
const people = {
  of: async () => KNOWN,
  around: async () => [],
  namesOf: async () => new Map<string, string>(),
  nameOf: async (key: string) => (key === 'slack:T1:U9' ? 'Cid' : undefined),
};
const found = async (typed: string) => await whom(typed, { by: ANN, articleId: 'a1' }, { people, storeBudgetMs: 500 });

describe('who is meant', () => {
  it.each([
    ['@Ben Lee', 'slack:T1:U2', 'Ben Lee'],
    ['ben lee', 'slack:T1:U2', 'Ben Lee'],
    ['@ann,', 'slack:T1:U1', 'Ann'],
    ['@U4', 'slack:T1:U4', 'U4'],
    ['telegram:7', 'telegram:7', 'Ben Ray'],
    ['@U9', 'slack:T1:U9', 'Cid'],
    ['<@U9>', 'slack:T1:U9', 'Cid'],
    ['telegram:8', 'telegram:8', '8'],
  ])('by “%s” is told', async (typed, key, displayName) => {
    const answer = await found(typed);
    expect(answer).toMatchObject({ kind: 'found', actor: { displayName } });
    if (answer.kind !== 'found') return;
    const { platform, workspace, userId } = answer.actor;
    expect([platform, workspace, userId].filter((part) => part !== undefined).join(':')).toBe(key);
  });

  it('is asked back where several are called so', async () => {
    expect(await found('Ben')).toEqual({
      kind: 'refused',
      refusal: { code: 'several-called', typed: 'Ben', keys: ['slack:T1:U2', 'telegram:7'] },
    });
  });

  it.each(['', '@', 'Nobody Here', 'slack:T1:group:S1', 'x'.repeat(200)])('is nobody by “%s”', async (typed) => {
    expect(await found(typed)).toMatchObject({ kind: 'refused', refusal: { code: 'nobody-called' } });
  });
});
