import { describe, expect, it } from 'vitest';
import { createDoor, type Newcomers } from '../../src/chat/door.ts';
import { createLogger } from '../../src/lib/logger.ts';
import type { StartRules } from '../../src/protocol/may-start.ts';

const ANN = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: ['S1'] };
const HERE = { platform: 'slack', workspace: 'T1', channel: 'C1' };
const ADMINISTRATORS = ['slack:T1:U9', 'slack:T2:U9', 'telegram:9'];

function doorWith({
  rules = {},
  newcomers = {},
  administrators = ADMINISTRATORS,
}: {
  readonly rules?: Partial<StartRules>;
  readonly newcomers?: Partial<Newcomers>;
  readonly administrators?: readonly string[];
}) {
  return createDoor({
    rules: { guests: false, external: false, ...rules },
    administrators,
    newcomers: {
      meet: async () => ({ isDirect: false, belonging: 'guest' }),
      hosts: async (asked) => [...asked, 'Ben'],
      isHost: async () => false,
      ...newcomers,
    },
    logger: createLogger({ level: 'silent' }),
  });
}

describe('the door', () => {
  it('names whom to ask: administrators of that very place, and who else may let somebody in', async () => {
    expect(await doorWith({}).whyNot(ANN, HERE)).toEqual({
      kind: 'refused',
      refusal: { code: 'may-not-start', why: 'guest', ask: ['slack:T1:U9', 'Ben'] },
    });
  });

  it('is open to administrators, in person or by a group', async () => {
    expect(await doorWith({ administrators: ['slack:T1:U1'] }).whyNot(ANN, HERE)).toBeUndefined();
    expect(await doorWith({ administrators: ['slack:T1:group:S1'] }).whyNot(ANN, HERE)).toBeUndefined();
    expect(await doorWith({ administrators: ['slack:T2:U1'] }).whyNot(ANN, HERE)).toBeDefined();
  });

  it('knows nobody as an administrator who is one elsewhere, and has linked the two', async () => {
    const linked = { ...ANN, alsoKnownAs: ['telegram:9', 'slack:T2:U9'] };
    expect(await doorWith({}).isAdministrator(linked)).toBe(false);
    expect(await doorWith({}).whyNot(linked, HERE)).toBeDefined();
    expect(await doorWith({}).isAdministrator({ ...linked, workspace: 'T2', userId: 'U9' })).toBe(true);
    expect(await doorWith({}).isAdministrator({ ...ANN, alsoKnownAs: ['slack:T1:U9'] })).toBe(true);
  });

  it('stays shut when nobody can tell who somebody is, and says that it may be asked again', async () => {
    const broken = doorWith({ newcomers: { meet: () => Promise.reject(new Error('the database is away')) } });
    expect(await broken.whyNot(ANN, HERE)).toEqual({ kind: 'away', what: 'desk' });
    const silent = doorWith({ newcomers: { meet: () => new Promise(() => undefined) } });
    expect(await silent.whyNot(ANN, HERE)).toEqual({ kind: 'away', what: 'desk' });
  });
});
