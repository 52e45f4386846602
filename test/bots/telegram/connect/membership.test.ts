import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTelegramMembership } from '../../../../bots/telegram/connect/membership.ts';
import { createTelegraf } from '../../../../bots/telegram/listeners/bot.ts';
import { createLogger } from '../../../../src/lib/logger.ts';
import { startTelegramEmulator, type TelegramEmulator } from '../../../emulators/telegram/telegram-emulator.ts';

describe('who is in a group of Telegram', () => {
  let emulator: TelegramEmulator;
  beforeAll(async () => {
    emulator = await startTelegramEmulator();
  });
  afterAll(() => emulator.stop());

  const open = () => {
    const { call } = createTelegraf({ token: emulator.token, apiRoot: emulator.apiRoot });
    return createTelegramMembership(call, createLogger({ level: 'silent' }));
  };
  const actorOf = ({ id }: { readonly id: number }) => ({
    platform: 'telegram',
    userId: String(id),
    displayName: 'Ann',
    groups: [],
  });

  it('is asked of Telegram; a conversation of two has one member', async () => {
    const ann = emulator.user({ firstName: 'Ann' });
    const eve = emulator.user({ firstName: 'Eve' });
    const group = emulator.group({ title: 'Desk', members: [ann] });
    const membership = open();
    const home = { platform: 'telegram', channel: String(group.id) };
    expect(await membership.isMember(actorOf(ann), home)).toBe(true);
    expect(await membership.isMember(actorOf(eve), home)).toBe(false);
    const direct = { platform: 'telegram', channel: String(ann.id) };
    expect(await membership.isMember(actorOf(ann), direct)).toBe(true);
    expect(await membership.isMember(actorOf(eve), direct)).toBe(false);
  });

  it('is also who may do less than others, but not who has left with that', async () => {
    const [ann, ben] = [emulator.user({ firstName: 'Ann' }), emulator.user({ firstName: 'Ben' })];
    const group = emulator.group({ title: 'Desk', members: [ann, ben] });
    emulator.restrict(group, ann, true);
    emulator.restrict(group, ben, false);
    const home = { platform: 'telegram', channel: String(group.id) };
    expect(await open().isMember(actorOf(ann), home)).toBe(true);
    expect(await open().isMember(actorOf(ben), home)).toBe(false);
  });

  it('is nobody while Telegram does not tell, of a channel that is none, and of other platforms', async () => {
    const ann = emulator.user({ firstName: 'Ann' });
    const group = emulator.group({ title: 'Desk', members: [ann] });
    const membership = open();
    emulator.fault('getChatMember', { kind: 'dropped' });
    const home = { platform: 'telegram', channel: String(group.id) };
    expect(await membership.isMember(actorOf(ann), home)).toBe(false);
    expect(await membership.isMember(actorOf(ann), { ...home, channel: 'C1' })).toBe(false);
    expect(await membership.isMember({ ...actorOf(ann), platform: 'slack' }, home)).toBe(false);
    expect(await membership.isMember(actorOf(ann), home)).toBe(true);
  });
});
