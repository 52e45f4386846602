import { describe, expect, it } from 'vitest';
import { CODE_MINUTES, createIdentities, type IdentitiesOptions, readLinkCode } from '../../src/chat/identities.ts';
import { createLogger } from '../../src/lib/logger.ts';
import type { IdentityStore, Redeemed } from '../../src/storage/identity-store.ts';

const ANN = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [] };
const BEN = { ...ANN, userId: 'U2', displayName: 'Ben' };

/** A store in memory that knows who made which code. */
function open(changes: Partial<IdentityStore> = {}, more: Partial<IdentitiesOptions> = {}) {
  const offered: string[] = [];
  const store: IdentityStore = {
    keysOf: async () => ['telegram:7'],
    offer: async (_actor, hash) => void offered.push(hash),
    redeem: async (_actor, hash): Promise<Redeemed> =>
      offered.includes(hash) ? { kind: 'linked', names: ['Ann'] } : { kind: 'unknown' },
    leave: async () => true,
    ...changes,
  };
  const logger = createLogger({ level: 'silent' });
  const told: (readonly string[])[] = [];
  const tell = async (keys: readonly string[]) => void told.push(keys);
  return {
    offered,
    told,
    identities: createIdentities({ identities: store, tell, logger, storeBudgetMs: 100, ...more }),
  };
}

const broken = (): Promise<never> => Promise.reject(new Error('PostgreSQL is away'));

describe('a code', () => {
  it('is read however it is typed, and is kept by nobody', async () => {
    const { identities, offered } = open();
    const made = await identities.offer(ANN);
    if (made.kind !== 'link-offered') throw new Error('No code was made');
    expect(made.code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    expect(offered.join('')).not.toContain(made.code.replace('-', ''));
    for (const typed of [made.code, made.code.toLowerCase(), made.code.replace('-', '')])
      expect(await identities.link(BEN, readLinkCode(typed) ?? '')).toEqual({ kind: 'linked', names: ['Ann'] });
  });

  it('is another one each time', async () => {
    const { identities, offered } = open();
    for (let at = 0; at < 50; at += 1) await identities.offer(ANN);
    expect(new Set(offered).size).toBe(50);
  });

  it.each(['strength', 'building', '7k3m-9x2', '7k3m-9x2c0', '', '7k3m 9x2c', '7k3m-9x2u'])('is not “%s”', (typed) => {
    expect(readLinkCode(typed)).toBeUndefined();
  });

  it('takes letters that look alike for the digit', () => {
    expect(readLinkCode('Oil1-9x2c')).toBe('01119X2C');
  });

  it('is not guessed: after five wrong ones nobody listens for a while, to that person alone', async () => {
    const { identities } = open();
    await identities.offer(ANN);
    for (let at = 0; at < 5; at += 1)
      expect(await identities.link(BEN, '00000000')).toEqual({ kind: 'refused', refusal: { code: 'unknown-code' } });
    const refusal = { code: 'too-many-codes', minutes: CODE_MINUTES };
    expect(await identities.link(BEN, '00000000')).toEqual({ kind: 'refused', refusal });
    expect(await identities.link(ANN, '00000000')).toMatchObject({ refusal: { code: 'unknown-code' } });
  });

  it('of the same place is no wrong one', async () => {
    const { identities } = open({ redeem: async () => ({ kind: 'same-place' }) });
    for (let at = 0; at < 7; at += 1)
      expect(await identities.link(BEN, '00000000')).toMatchObject({ refusal: { code: 'code-of-here' } });
  });
});

describe('two accounts that become one person', () => {
  it('are told to the articles that wait, before the person learns of it', async () => {
    const { identities, told } = open();
    expect(await identities.link(BEN, '00000000')).toMatchObject({ kind: 'refused' });
    expect(told).toEqual([]);
    const made = open({ redeem: async () => ({ kind: 'linked', names: ['Ann'] }) });
    expect(await made.identities.link(BEN, '7K3M9X2C')).toEqual({ kind: 'linked', names: ['Ann'] });
    expect(made.told).toEqual([['slack:T1:U2', 'telegram:7']]);
  });

  it('are asked to type the code again when an article could not be told', async () => {
    const { identities } = open({ redeem: async () => ({ kind: 'linked', names: ['Ann'] }) }, { tell: broken });
    expect(await identities.link(BEN, '7K3M9X2C')).toEqual({ kind: 'away', what: 'desk' });
  });
});

describe('a person', () => {
  it('is known by all that they are; while the database is away by themselves, and as somebody who may be more', async () => {
    expect(await open().identities.know(ANN)).toEqual({ ...ANN, alsoKnownAs: ['telegram:7'] });
    expect(await open({ keysOf: async () => [] }).identities.know(ANN)).toEqual(ANN);
    expect(await open({ keysOf: broken }).identities.know(ANN)).toEqual({ ...ANN, isUnsure: true });
    const silent = open({ keysOf: () => new Promise(() => undefined) });
    expect(await silent.identities.know(ANN)).toEqual({ ...ANN, isUnsure: true });
  });

  it('is told when nothing can be linked or parted', async () => {
    const { identities } = open({ offer: broken, redeem: broken, leave: broken });
    for (const reply of [identities.offer(ANN), identities.link(ANN, '00000000'), identities.unlink(ANN)])
      expect(await reply).toEqual({ kind: 'away', what: 'desk' });
    expect(await open({ leave: async () => false }).identities.unlink(ANN)).toMatchObject({
      refusal: { code: 'not-linked' },
    });
  });
});
