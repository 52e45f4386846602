import { describe, expect, it } from 'vitest';
import { createAdministrators } from '../../../../bots/telegram/connect/administrators.ts';

const of = (named: readonly string[], owner?: string) =>
  createAdministrators(named, {
    owner: () => Promise.resolve(owner === undefined ? undefined : { userId: owner, name: 'Ann' }),
  })();

describe('the administrators in Telegram', () => {
  it('are the people whom the settings name there, and the owner of the bot, each once', async () => {
    expect(await of(['telegram:7', 'telegram:-100', 'slack:T1:U1', 'telegram:8'], '9')).toEqual([7, 8, 9]);
    expect(await of(['telegram:7'], '7')).toEqual([7]);
    expect(await of([])).toEqual([]);
  });
});
