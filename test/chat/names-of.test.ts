import { describe, expect, it } from 'vitest';
import { createNamesOf } from '../../src/chat/names-of.ts';
import { createLogger } from '../../src/lib/logger.ts';
import type { Actor } from '../../src/protocol/actor.ts';

const logger = createLogger({ level: 'silent' });
const NOBODY = { of: async () => [], around: async () => [], nameOf: async () => undefined };

describe('namesOf', () => {
  it('is what people were called last, else what their platform says, and nothing of groups and of whom nobody knows', async () => {
    const asked: (readonly string[])[] = [];
    const known = new Map([['telegram:1', 'Ann\nLee']]);
    const namesOf = createNamesOf({
      people: {
        ...NOBODY,
        async namesOf(keys) {
          asked.push(keys);
          return known;
        },
      },
      membership: {
        personOf: async (actor: Actor) => ({ ...actor, displayName: actor.userId === 'U2' ? 'Ben' : actor.userId }),
      },
      logger,
      storeBudgetMs: 1000,
    });
    const rules = [
      'requester',
      'anyone',
      'slack:T1:group:S1',
      'telegram:1',
      'slack:T1:U2',
      'slack:T1:U3',
      'telegram:1',
    ];
    expect(await namesOf(rules)).toEqual({ 'telegram:1': 'Ann Lee', 'slack:T1:U2': 'Ben' });
    expect(asked).toEqual([['telegram:1', 'slack:T1:U2', 'slack:T1:U3']]);
    expect(await namesOf(rules, { onlyHeard: true })).toEqual({ 'telegram:1': 'Ann Lee' });
    expect(await namesOf(['requester'])).toEqual({});
    expect(asked).toHaveLength(2);
  });

  it('is nothing while the database is away', async () => {
    const people = { ...NOBODY, namesOf: () => Promise.reject(new Error('gone')) };
    const namesOf = createNamesOf({ people, membership: {}, logger, storeBudgetMs: 1000 });
    expect(await namesOf(['telegram:1'])).toEqual({});
  });
});
