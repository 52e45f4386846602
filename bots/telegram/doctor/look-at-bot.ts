import { type Finding, ok, warning } from '../../../src/doctor/doctor.ts';
import type { CallTelegram } from '../connect/call-telegram.ts';
import { why } from './why.ts';

/** What Telegram says of the bot. */
export interface KnownBot {
  /** Without `@`. */
  readonly username: string;
  readonly canJoinGroups: boolean;
  /** Privacy mode is off. */
  readonly readsAllOfGroups: boolean;
}

export async function lookAtBot(
  call: CallTelegram,
  apiRoot: string,
): Promise<{ readonly finding: Finding; readonly bot?: KnownBot }> {
  try {
    const me = await call('getMe', {});
    return {
      finding: ok(`@${me.username} (${me.first_name})`),
      bot: {
        username: me.username,
        canJoinGroups: me.can_join_groups,
        readsAllOfGroups: me.can_read_all_group_messages,
      },
    };
  } catch (error) {
    return { finding: { kind: 'fault', troubles: [why(error, apiRoot)] } };
  }
}

/** What the bot hears in groups. Both settings are right; what follows from them surprises people. */
export function lookAtGroups({ username, canJoinGroups, readsAllOfGroups }: KnownBot): Finding {
  if (!canJoinGroups)
    return warning(
      'the bot cannot be added to groups: it works in private chats only',
      `If groups are wanted: @BotFather → /setjoingroups → @${username} → Enable.`,
    );
  return ok(
    readsAllOfGroups
      ? 'privacy mode is off: the bot gets every message of its groups, and uses commands, mentions and replies to it (@BotFather → /setprivacy → Enable keeps the others from it)'
      : 'privacy mode is on, as it should be: the bot gets commands, mentions and replies to it, and no other messages of its groups (@BotFather → /setprivacy changes that; then take it out of the group and add it again)',
  );
}
