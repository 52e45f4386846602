import { describe, expect, it } from 'vitest';
import type { Admission } from '../../src/chat/access.ts';
import { editExtra, readExtra } from '../../src/chat/edit-extra.ts';
import { createLogger } from '../../src/lib/logger.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import type { EditedExtra } from '../../src/storage/extras-store.ts';

const ANN: Actor = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [] };
const BEN: Actor = { ...ANN, userId: 'U2', displayName: 'Ben' };
const RULES = { approvers: ['slack:T1:U2'], requester: 'slack:T1:U1' };
const ID = '4kx7m9q2bd8f3g5h';

/** @param becomes what the database makes of it; an error: it does not answer */
function open(
  admission: Partial<Admission> | 'missing' | undefined,
  becomes: EditedExtra | Error = { kind: 'edited', name: 'seo_title' },
) {
  const changes: unknown[] = [];
  const extras = {
    edit: async (...asked: unknown[]) => {
      changes.push(asked);
      if (becomes instanceof Error) throw becomes;
      return becomes;
    },
  };
  const admit = async (actor: Actor) =>
    typeof admission === 'object' ? { actor, rules: RULES, isSeen: true, ...admission } : admission;
  const options = { admit, extras, logger: createLogger({ level: 'silent' }), storeBudgetMs: 50 };
  return {
    changes,
    by: (actor: Actor, said = 'SEO_title:  Why  tides: how') => editExtra(actor, { articleId: ID, said }, options),
  };
}

describe('editExtra', () => {
  it('replaces it for who may decide, under the name of that person', async () => {
    const { by, changes } = open({});
    expect(await by(BEN)).toEqual({ kind: 'extra-replaced', name: 'seo_title' });
    expect(changes).toEqual([[ID, { name: 'seo_title', text: 'Why tides: how', by: BEN }]]);
  });

  it.each<[string, Partial<Admission> | 'missing', object]>([
    ['told who decides, who only asked for the article', {}, { code: 'not-a-reviewer', reviewers: RULES.approvers }],
    ['told of no article, who may not see it', { isSeen: false }, { code: 'no-such-article' }],
    ['told of no article, where there is none', 'missing', { code: 'no-such-article' }],
  ])('has nobody replace it but them: %s', async (_, admission, refusal) => {
    const { by, changes } = open(admission);
    expect(await by(ANN)).toMatchObject({ kind: 'refused', refusal });
    expect(changes).toEqual([]);
  });

  it.each<[EditedExtra, object]>([
    [{ kind: 'closed' }, { code: 'no-extras-now' }],
    [
      { kind: 'unknown', known: ['summary'] },
      { code: 'unknown-extra', known: ['summary'] },
    ],
    [
      { kind: 'too-long', name: 'seo_title', chars: 61, maxChars: 60 },
      { code: 'extra-too-long', name: 'seo_title', chars: 61, maxChars: 60 },
    ],
  ])('says why not: %o', async (edited, refusal) => {
    expect(await open({}, edited).by(BEN)).toEqual({ kind: 'refused', refusal });
  });

  it('says to try again while the database is away', async () => {
    expect(await open(undefined).by(BEN)).toEqual({ kind: 'away', what: 'desk' });
    expect(await open({}, new Error('gone')).by(BEN)).toEqual({ kind: 'away', what: 'desk' });
  });

  it('asks the database nothing where no text is named, or none is given', async () => {
    const { by, changes } = open({});
    for (const said of ['', 'seo_title', 'seo_title:', 'two words: text'])
      expect(await by(BEN, said)).toMatchObject({ refusal: { code: 'extra-what' } });
    expect(changes).toEqual([]);
  });
});

describe('readExtra', () => {
  it('reads one name, in whatever case, and the text behind the first colon', () => {
    expect(readExtra('X： See https://example.com')).toEqual({ name: 'x', text: 'See https://example.com' });
  });
});
