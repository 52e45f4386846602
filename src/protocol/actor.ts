/** A person in a chat, as the platform names them. Display names are shown, never compared. */
export interface Actor {
  /** `slack`, `telegram`, `terminal`, … */
  readonly platform: string;
  /** The platform's own id of the person: `U024BE7LH`, `123456789`. */
  readonly userId: string;
  readonly displayName: string;
  /** Ids of the groups the person is in, as the platform told at the moment of the act (Slack: user groups). */
  readonly groups: readonly string[];
}

/** Who acts through Temporal itself, without an account in a chat: whoever can reach the server. */
export const OPERATOR: Actor = { platform: 'operator', userId: 'operator', displayName: 'operator', groups: [] };

export function isOperator(actor: Pick<Actor, 'platform'>): boolean {
  return actor.platform === OPERATOR.platform;
}

/** `slack:U024BE7LH`: one string for comparing, search attributes and tables. */
export function actorKey(actor: Pick<Actor, 'platform' | 'userId'>): string {
  return `${actor.platform}:${actor.userId}`;
}
