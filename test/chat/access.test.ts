import { describe, expect, it } from 'vitest';
import { createAdmit, type Membership } from '../../src/chat/access.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { type Actor, keysOf } from '../../src/protocol/actor.ts';
import { mayDecide } from '../../src/protocol/approvers.ts';
import type { StoredArticle } from '../../src/storage/article-store.ts';
import type { Absent } from '../../src/storage/delegation-store.ts';
import { TEST_SETTINGS } from '../support/settings.ts';

const HOME = { platform: 'slack', workspace: 'T1', channel: 'C1', thread: '171.1' };
const ANN: Actor = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [] };
const EVE: Actor = { ...ANN, userId: 'U3', displayName: 'Eve' };

function admitting(
  approvers: readonly string[],
  membership: Partial<Membership> = {},
  absent: readonly Absent[] = [],
  followings: StoredArticle['followings'] = null,
  isAdministrator: (actor: Actor) => boolean = ({ userId }) => userId === 'U9',
) {
  const asked: string[] = [];
  const article: StoredArticle = {
    articleId: 'a1',
    request: { topic: 'How tides work', language: 'en' },
    requester: ANN,
    language: 'en',
    settings: { ...TEST_SETTINGS, approval: { ...TEST_SETTINGS.approval, approvers } },
    home: HOME,
    followings,
  };
  const admit = createAdmit({
    articles: { find: async (articleId) => (articleId === 'a1' ? article : undefined) },
    membership: {
      isMember: async (actor, thread) => {
        asked.push(actor.userId);
        return (await membership.isMember?.(actor, thread)) ?? false;
      },
      canRead: async (actor, thread) => (await membership.canRead?.(actor, thread)) ?? false,
    },
    delegations: { absentFor: async () => absent },
    door: { isAdministrator: async (actor) => isAdministrator(actor) },
    logger: createLogger({ level: 'silent' }),
    storeBudgetMs: 500,
  });
  return { admit, asked };
}

describe('who may know of an article', () => {
  it.each<[string, Actor, readonly string[], Partial<Membership>, boolean]>([
    ['who asked for it', ANN, ['slack:T1:U2'], {}, true],
    ['who decides about it', EVE, ['slack:T1:U3'], {}, true],
    ['a member of its channel', EVE, ['requester'], { isMember: async () => true }, true],
    ['whoever can read there', EVE, ['requester'], { canRead: async () => true }, true],
    ['an administrator', { ...EVE, userId: 'U9' }, ['requester'], {}, true],
    ['an administrator of another workspace', { ...EVE, userId: 'U9', workspace: 'T2' }, ['requester'], {}, false],
    ['an administrator of another platform', { ...EVE, userId: 'U9', platform: 'telegram' }, ['requester'], {}, false],
    ['a stranger', EVE, ['requester'], {}, false],
    ['a stranger, when anyone may decide', EVE, ['anyone'], {}, false],
    ['the same id in another workspace', { ...ANN, workspace: 'T2' }, ['requester'], {}, false],
  ])('%s', async (_who, actor, approvers, membership, isSeen) => {
    expect(await admitting(approvers, membership).admit(actor, 'a1')).toMatchObject({ isSeen });
  });

  it('is not asked about an article that there is not', async () => {
    expect(await admitting(['anyone']).admit(EVE, 'a2')).toBe('missing');
  });
});

describe('members of a place in which an article is shown, too', () => {
  const there = { platform: 'slack', workspace: 'T1', channel: 'C2' };
  const inPlace: Partial<Membership> = { isMember: async (_, thread) => thread.channel === 'C2' };
  const shown = (approvers: readonly string[], more: { readonly anyone?: true } = {}) =>
    admitting(approvers, inPlace, [], [{ thread: there, role: 'decides', byName: 'Ann', ...more }]);

  it('see it, as the platform says where they are', async () => {
    expect(await shown(['requester']).admit(EVE, 'a1')).toMatchObject({
      isSeen: true,
      actor: { channels: ['slack:T1:C2'] },
    });
    const { admit, asked } = shown(['requester']);
    expect(await admit({ ...EVE, channels: ['slack:T1:C2'] }, 'a1')).toMatchObject({ isSeen: true });
    expect(asked).toEqual([]);
  });

  it('need not be members where everybody of the workspace can read', async () => {
    const readable: Partial<Membership> = { canRead: async (_, thread) => thread.channel === 'C2' };
    const { admit } = admitting(
      ['anyone'],
      readable,
      [],
      [{ thread: there, role: 'decides', anyone: true, byName: 'Ann' }],
    );
    const admission = await admit(EVE, 'a1');
    expect(admission).toMatchObject({ isSeen: true, readsAt: 'slack:T1:C2' });
    expect(typeof admission === 'object' && mayDecide(admission.actor, admission.rules)).toBe(false);
  });

  it('are anyone only where somebody said so', async () => {
    const decides = async (more: { readonly anyone?: true }) => {
      const admission = await shown(['anyone'], more).admit(EVE, 'a1');
      return typeof admission === 'object' && mayDecide(admission.actor, admission.rules);
    };
    expect([await decides({}), await decides({ anyone: true })]).toEqual([false, true]);
  });
});

describe('what is handed on of the channels of a person', () => {
  it('is the article’s own, and no other', async () => {
    const { admit, asked } = admitting(['anyone']);
    const actor = { ...EVE, channels: ['slack:T1:C7', 'slack:T1:C1'] };
    expect(await admit(actor, 'a1')).toMatchObject({ actor: { channels: ['slack:T1:C1'] } });
    expect(await admit({ ...EVE, channels: ['slack:T1:C7'] }, 'a1')).toEqual({
      actor: EVE,
      rules: expect.objectContaining({ home: 'slack:T1:C1' }),
      isSeen: false,
    });
    // The platform is asked only where the person's own word does not do.
    expect(asked).toEqual(['U3']);
  });

  it('costs the platform no question where it makes no difference', async () => {
    const { admit, asked } = admitting(['requester']);
    await admit(ANN, 'a1');
    expect(asked).toEqual([]);
  });
});

describe('who decides for somebody who is away', () => {
  const CID = { key: 'slack:T1:U7', name: 'Cid', alsoKnownAs: ['telegram:7'] };
  const admitted = async (approvers: readonly string[], by = EVE) =>
    await admitting(approvers, {}, [CID]).admit(by, 'a1');

  it('is admitted as them, under both names, where they may decide', async () => {
    for (const rule of [CID.key, 'telegram:7'])
      expect(await admitted([rule])).toMatchObject({
        isSeen: true,
        actor: { userId: 'U3', displayName: 'Eve (for Cid)', standsFor: CID.key, alsoKnownAs: [CID.key, 'telegram:7'] },
      });
  });

  it('decides for themselves alone where they may: nobody has two votes', async () => {
    const admission = await admitted(['slack:T1:U3', CID.key]);
    expect(admission).toMatchObject({ isSeen: true, actor: { displayName: 'Eve' } });
    expect(admission).not.toHaveProperty('actor.standsFor');
  });

  it('is no administrator for them: whoever looks after a workspace is asked for nobody else', async () => {
    const named: string[] = [];
    const { admit } = admitting([CID.key], {}, [CID], null, (actor) => {
      named.push(...keysOf(actor));
      return keysOf(actor).includes(CID.key);
    });
    const admission = await admit(EVE, 'a1');
    expect(admission).toMatchObject({ actor: { standsFor: CID.key } });
    expect(admission).not.toHaveProperty('actor.isAdministrator');
    expect(named).toEqual(['slack:T1:U3']);
  });

  it('knows of no article about which neither decides', async () => {
    expect(await admitted(['slack:T1:U8'])).toMatchObject({ isSeen: false, actor: { displayName: 'Eve' } });
  });
});
