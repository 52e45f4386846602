import { describe, expect, it } from 'vitest';
import type { Admission } from '../../src/chat/access.ts';
import { adoptRule } from '../../src/chat/adopt-rule.ts';
import { createLogger } from '../../src/lib/logger.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import type { StyleStore } from '../../src/storage/style-store.ts';

const ANN: Actor = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [] };
const BEN: Actor = { ...ANN, userId: 'U2', displayName: 'Ben' };
const BUTTON = { kind: 'adopt', articleId: '4kx7m9q2bd8f3g5h', rule: 1 } as const;
const RULES = { approvers: ['slack:T1:U2'], requester: 'slack:T1:U1' };
const HELD = { ours: 'e-mail', others: ['email'], byName: 'Ben', at: '2026-11-23T14:07:00.000Z' };

/** @param rule what the database has of it; an error: it does not answer */
function open(admission: Partial<Admission> | 'missing' | undefined, rule: typeof HELD | 'gone' | Error = HELD) {
  const adopted: unknown[] = [];
  const style: Pick<StyleStore, 'adopt'> = {
    adopt: async (...asked) => {
      adopted.push(asked);
      if (rule instanceof Error) throw rule;
      return rule === 'gone' ? undefined : rule;
    },
  };
  const admit = async (actor: Actor) =>
    typeof admission === 'object' ? { actor, rules: RULES, isSeen: true, ...admission } : admission;
  const options = { admit, style, logger: createLogger({ level: 'silent' }), storeBudgetMs: 50 };
  return { adopted, by: (actor: Actor) => adoptRule(actor, BUTTON, options) };
}

describe('adoptRule', () => {
  it('adopts it for who may decide about its article, and says who has, whoever clicks again', async () => {
    const { by, adopted } = open({});
    const answer = { kind: 'adopted', ours: 'e-mail', byName: 'Ben' };
    expect([await by(BEN), await by(BEN)]).toEqual([answer, answer]);
    expect(adopted).toEqual([
      [BUTTON.articleId, 1, BEN],
      [BUTTON.articleId, 1, BEN],
    ]);
  });

  it.each<[string, Partial<Admission> | 'missing', object]>([
    ['told who decides, who only asked for the article', {}, { code: 'not-a-reviewer', reviewers: RULES.approvers }],
    ['told of no article, who may not see it', { isSeen: false }, { code: 'no-such-article' }],
    ['told of no article, where there is none', 'missing', { code: 'no-such-article' }],
  ])('has nobody adopt it but them: %s', async (_, admission, refusal) => {
    const { by, adopted } = open(admission);
    expect(await by(ANN)).toMatchObject({ kind: 'refused', refusal });
    expect(adopted).toEqual([]);
  });

  it('says that a rule is not there any more', async () => {
    expect(await open({}, 'gone').by(BEN)).toEqual({ kind: 'refused', refusal: { code: 'no-such-rule' } });
  });

  it('says to try again while the database is away', async () => {
    expect(await open(undefined).by(BEN)).toEqual({ kind: 'away', what: 'desk' });
    expect(await open({}, new Error('gone')).by(BEN)).toEqual({ kind: 'away', what: 'desk' });
  });
});
