import { describe, expect, it } from 'vitest';
import type { Admission } from '../../src/chat/access.ts';
import { publishAgain } from '../../src/chat/publish-again.ts';
import { createLogger } from '../../src/lib/logger.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import type { AuditEntry } from '../../src/storage/audit-log.ts';
import type { PublicationState, PublishInput, PublishTarget } from '../../src/protocol/publication.ts';

const ANN: Actor = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [] };
const BEN: Actor = { ...ANN, userId: 'U2', displayName: 'Ben' };
const CAT: Actor = { ...ANN, userId: 'U3', displayName: 'Cat' };
const BUTTON = { kind: 'publish-again', articleId: '4kx7m9q2bd8f3g5h', target: 'blog' } as const;
const RULES = { approvers: ['slack:T1:U2'], requester: 'slack:T1:U1' };
const TARGET: PublishTarget = {
  name: 'blog',
  title: 'Our blog',
  timeoutSeconds: 30,
  retry: { firstSeconds: 5, mostSeconds: 60, forMinutes: 60 },
};
const FAILED: PublicationState = { status: 'failed', code: 'unauthorized', at: '2026-11-23T14:07:00.000Z' };

/** @param state how it stands there; an error: the database does not answer */
function open(
  admission: Partial<Admission> | 'missing' | undefined,
  state: PublicationState | 'none' | Error = FAILED,
) {
  const started: PublishInput[] = [];
  const noted: AuditEntry[] = [];
  const options = {
    admit: async (actor: Actor) =>
      typeof admission === 'object' ? { actor, rules: RULES, isSeen: true, ...admission } : admission,
    gateway: {
      publish: async (input: PublishInput) => {
        started.push(input);
      },
    },
    publications: {
      find: async () => {
        if (state instanceof Error) throw state;
        return state === 'none' ? undefined : { target: TARGET, state };
      },
    },
    audit: {
      note: async (entry: AuditEntry) => {
        noted.push(entry);
      },
    },
    logger: createLogger({ level: 'silent' }),
    storeBudgetMs: 50,
  };
  return { started, noted, by: (actor: Actor) => publishAgain(actor, BUTTON, options) };
}

describe('publishAgain', () => {
  it.each([
    ['who asked for the article', ANN],
    ['who decides about it', BEN],
  ])('has it published again for %s', async (_, actor) => {
    const { by, started, noted } = open({});
    expect(await by(actor)).toEqual({ kind: 'publishing-again', title: 'Our blog' });
    const { groups: _groups, ...who } = actor;
    expect(started).toEqual([{ articleId: BUTTON.articleId, target: TARGET, by: who }]);
    expect(noted).toEqual([{ act: 'publish-again', by: actor, articleId: BUTTON.articleId }]);
  });

  it.each<[string, Partial<Admission> | 'missing', object]>([
    ['told who may, who only looks on', {}, { code: 'not-a-reviewer', reviewers: ['requester', 'slack:T1:U2'] }],
    ['told of no article, who may not see it', { isSeen: false }, { code: 'no-such-article' }],
    ['told of no article, where there is none', 'missing', { code: 'no-such-article' }],
  ])('has it done by nobody else: %s', async (_, admission, refusal) => {
    const { by, started } = open(admission);
    expect(await by(CAT)).toMatchObject({ kind: 'refused', refusal });
    expect(started).toEqual([]);
  });

  it.each<[string, PublicationState | 'none']>([
    ['it is published', { status: 'published', made: 'draft', at: '2026-11-23T14:07:00.000Z' }],
    ['it is being published', { status: 'publishing' }],
    ['a later edition is there', { ...FAILED, code: 'newer-edition' }],
    ['it does not go there', 'none'],
  ])('says that there is nothing to do, where %s', async (_, state) => {
    const { by, started } = open({}, state);
    expect(await by(ANN)).toEqual({ kind: 'refused', refusal: { code: 'nothing-to-publish' } });
    expect(started).toEqual([]);
  });

  it('says to try again while the database is away', async () => {
    expect(await open(undefined).by(ANN)).toEqual({ kind: 'away', what: 'desk' });
    expect(await open({}, new Error('gone')).by(ANN)).toEqual({ kind: 'away', what: 'desk' });
  });
});
