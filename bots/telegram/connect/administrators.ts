import type { Approver } from '../../../src/protocol/settings.ts';
import { PLATFORM } from '../platform.ts';
import type { GuestList } from './guest-list.ts';

const PERSON = new RegExp(`^${PLATFORM}:(\\d+)$`);

/** Private chats of who looks after everybody's articles, whether or not they have ever written to the bot: whom the settings name, then its owner. */
export function createAdministrators(
  named: readonly Approver[],
  guests: Pick<GuestList, 'owner'>,
): () => Promise<readonly number[]> {
  const ids = named.flatMap((rule) => PERSON.exec(rule)?.[1] ?? []);
  return async () => {
    const owner = await guests.owner();
    return [...new Set([...ids, ...(owner === undefined ? [] : [owner.userId])])].map(Number);
  };
}
