import type { AccessConfig } from '../../../src/config/access-schema.ts';
import { PLATFORM } from '../platform.ts';
import type { GuestList } from './guest-list.ts';

/** Opens the chat with a bot, which is then told the code. @param bot its name, without `@` */
export function startLink(bot: string, code: string): string {
  return `https://t.me/${bot}?start=${code}`;
}

/** A link that makes whoever comes first the owner of the bot. Undefined: it has one, or needs none. Rejects with what `pg` throws. */
export async function ownerLink(
  bot: string,
  guests: Pick<GuestList, 'owner' | 'invite'>,
  { administrators, telegram }: Pick<AccessConfig, 'administrators' | 'telegram'>,
): Promise<string | undefined> {
  const hasHost = administrators.some((rule) => rule.startsWith(`${PLATFORM}:`)) || telegram.people === undefined;
  if (hasHost || (await guests.owner()) !== undefined) return undefined;
  return startLink(bot, await guests.invite());
}
