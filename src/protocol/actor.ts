import type { Thread } from './thread.ts';

/** A person in a chat, as the platform names them. Display names are shown, never compared. */
export interface Actor {
  /** `slack`, `telegram`, `terminal`, … */
  readonly platform: string;
  /** Slack: id of the team that the person belongs to; the same `userId` elsewhere is somebody else. Telegram and terminal: absent. */
  readonly workspace?: string;
  /** The platform's own id of the person: `U024BE7LH`, `123456789`. */
  readonly userId: string;
  readonly displayName: string;
  /** Ids of the groups the person is in, as the platform told at the moment of the act (Slack: user groups). */
  readonly groups: readonly string[];
  /** Keys (`channelKey`) of conversations that they are a member of, as the platform told at the moment of the act. Absent: none is known. */
  readonly channels?: readonly string[];
  /** `actorKey`s of the same person in other chats, as they have linked them. Absent: none is known. */
  readonly alsoKnownAs?: readonly string[];
  /** Who they are in other chats could not be told in time. */
  readonly isUnsure?: true;
  /** They look after every article of their workspace, or platform, as its process vouches at the moment of the act. */
  readonly isAdministrator?: true;
  /** `actorKey` of who is away, and for whom they decide: then `alsoKnownAs` has all that that one is. Absent: they act for themselves. */
  readonly standsFor?: string;
  /** By which door they act: `slack`, `web`, … Whoever comes from Slack to the page is who they are in Slack. Absent: not known. */
  readonly via?: string;
  /** The conversation in which they act: its channel, whatever the thread. Absent: in none, or it is not known. */
  readonly where?: Omit<Thread, 'thread'>;
}

/** Who acts through Temporal itself, without an account in a chat: whoever can reach the server. */
export const OPERATOR: Actor = { platform: 'operator', userId: 'operator', displayName: 'operator', groups: [] };

/** Who parks or cancels an article about which nobody has decided for too long. */
export const PATIENCE: Actor = { platform: 'copydesk', userId: 'patience', displayName: 'patience', groups: [] };

export function isOperator(actor: Pick<Actor, 'platform'>): boolean {
  return actor.platform === OPERATOR.platform;
}

/** `slack:T024BE7LH:U024BE7LH`, `telegram:123456789`: one string for comparing, search attributes and tables. */
export function actorKey({ platform, workspace, userId }: Pick<Actor, 'platform' | 'workspace' | 'userId'>): string {
  return workspace === undefined ? `${platform}:${userId}` : `${platform}:${workspace}:${userId}`;
}

/** All keys by which a rule may name the person. */
export function keysOf(actor: Pick<Actor, 'platform' | 'workspace' | 'userId' | 'alsoKnownAs'>): readonly string[] {
  return [actorKey(actor), ...(actor.alsoKnownAs ?? [])];
}

/** `slack:T024BE7LH:group:S0614TZR7`: rules that name the person by a group. */
export function groupKeysOf({
  platform,
  workspace,
  groups,
}: Pick<Actor, 'platform' | 'workspace' | 'groups'>): readonly string[] {
  const scope = workspace === undefined ? platform : `${platform}:${workspace}`;
  return groups.map((group) => `${scope}:group:${group}`);
}
