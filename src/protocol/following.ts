import type { ApprovalRules } from './approvers.ts';
import { channelKey, type Thread } from './thread.ts';

/** A place in which an article is shown beside the one where it lives. A channel, group or conversation is one place. */
export interface Following {
  readonly thread: Thread;
  /** `decides`: with buttons, for those who may use them · `reads`: to look on. */
  readonly role: 'decides' | 'reads';
  /** Its members are meant by `anyone`, too. */
  readonly anyone?: true;
  /** From the beginning. Absent: what can be acted on, and what comes. */
  readonly whole?: true;
  /** Who has it shown there. */
  readonly byName: string;
}

/** Each message is sent to every place, and platforms let only so many through. */
export const MAX_FOLLOWINGS = 10;

export function isSamePlace(one: Thread, other: Thread): boolean {
  return channelKey(one) === channelKey(other);
}

/** With one place more, or one that is shown otherwise from now on. The same list where nothing changes. */
export function withFollowing(followings: readonly Following[], wanted: Following): readonly Following[] {
  const known = followings.find(({ thread }) => isSamePlace(thread, wanted.thread));
  if (known === undefined) return [...followings, wanted];
  if (known.role === wanted.role && known.anyone === wanted.anyone) return followings;
  // Its thread stays, and what it has shown.
  const { anyone: _, ...rest } = known;
  const now = { ...rest, role: wanted.role, byName: wanted.byName, ...(wanted.anyone && { anyone: wanted.anyone }) };
  return followings.map((following) => (following === known ? now : following));
}

export function withoutPlace(followings: readonly Following[], thread: Thread): readonly Following[] {
  return followings.filter((following) => !isSamePlace(following.thread, thread));
}

/** As the rules look at them. */
export function placesOf(followings: readonly Following[]): NonNullable<ApprovalRules['places']> {
  return followings.map(({ thread, anyone }) => ({ key: channelKey(thread), ...(anyone && { anyone }) }));
}
