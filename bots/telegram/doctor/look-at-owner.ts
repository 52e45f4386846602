import type { AccessConfig } from '../../../src/config/access-schema.ts';
import { type Finding, ok, skipped, warning } from '../../../src/doctor/doctor.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import type { GuestList } from '../connect/guest-list.ts';
import { ownerLink } from '../connect/start-link.ts';

/** Who lets people start articles with a real model. Without an owner, a link that makes one. */
export async function lookAtOwner(
  bot: string,
  guests: Pick<GuestList, 'owner' | 'invite'> | undefined,
  access: Pick<AccessConfig, 'administrators' | 'telegram'>,
): Promise<Finding> {
  if (access.telegram.people === undefined)
    return warning(
      'anybody in the world may start articles (access.telegram.people is all)',
      'With a model that costs money, name people in config/copydesk.yaml, or leave the key out and invite them.',
    );
  if (guests === undefined) return skipped('needs DATABASE_URL, or npm start to be running.');
  try {
    const link = await ownerLink(bot, guests, access);
    if (link !== undefined)
      return warning(
        'the bot has no owner, so that with a real model only those may start articles whom config/copydesk.yaml names',
        `Open ${link} (good once, for a week) and press Start: that makes you its owner, who invites others with /invite.`,
      );
    const owner = await guests.owner();
    return ok(
      owner === undefined
        ? 'administrators in config/copydesk.yaml invite others with /invite'
        : `${owner.name} owns the bot, and invites others with /invite`,
    );
  } catch (error) {
    return skipped(`PostgreSQL did not say who owns the bot: ${reasonOf(error)}`);
  }
}
