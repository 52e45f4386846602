import type { Membership } from '../../../src/chat/access.ts';
import type { Newcomers } from '../../../src/chat/door.ts';
import type { Approver } from '../../../src/protocol/settings.ts';
import { PLATFORM } from '../platform.ts';
import type { GuestList } from './guest-list.ts';

export interface TelegramNewcomersOptions {
  readonly guests: Pick<GuestList, 'find' | 'owner'>;
  readonly membership: Membership;
  /** Whom the settings name. Absent: everybody may. */
  readonly named?: readonly Approver[];
}

const GROUP = new RegExp(`^${PLATFORM}:(-\\d+)$`);

/** Who asks for an article in Telegram, which anybody in the world may do. */
export function createTelegramNewcomers({ guests, membership, named = [] }: TelegramNewcomersOptions): Newcomers {
  const groups = named.flatMap((rule) => {
    const [, channel] = GROUP.exec(rule) ?? [];
    return channel === undefined ? [] : [{ rule, thread: { platform: PLATFORM, channel } }];
  });
  return {
    async meet(actor, { channel }) {
      const [guest, isIn] = await Promise.all([
        guests.find(actor.userId),
        Promise.all(groups.map(({ thread }) => membership.isMember(actor, thread))),
      ]);
      return {
        isDirect: Number(channel) > 0,
        belonging: 'member',
        groups: groups.filter((_, at) => isIn[at]).map(({ rule }) => rule),
        isLetIn: guest !== undefined,
      };
    },

    async hosts(administrators) {
      const owner = await guests.owner();
      return owner === undefined ? administrators : [owner.name, ...administrators];
    },

    isHost: async ({ userId }) => (await guests.find(userId))?.isOwner === true,
  };
}
